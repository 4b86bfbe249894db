"""Which items of a milestone ask for nothing firm: those whose own verb is 力争, 争取, 推进, 加强 or 持续.

domain.md, Targets and items: the same characters in a name or a title (推进会, 《推进…方案》) make nothing
soft, nor does a soft verb in one clause while another asks for something firm (完成装修，推进绿化).
"""

import re

from projects.parsing.verbs import VERBS

_ASIDE = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」|（[^）]*）|\([^)]*\)")
_CLAUSES = re.compile(r"[，,；;。！!：:]")
_HEAD = r"(?:并|同时|其次|另外|再|也|且|而且|还)*"
_ADVERBS = (
    r"(?:进一步|积极|加快|加速|全面|继续|持续|稳步|有序|有力|扎实|深入|大力|着力|全力|分批|逐步|不断|切实|统筹|协调|跟踪"
    r"|督查|督促|督导|指导|组织|强化|抓紧|重点|常态化)[、和]?"
)
_SOFT_VERB = r"(?:力争|争取|推进|加强|(?<!可)持续)"
_NO_NOUN = r"(?!会(?!议)|会议|力度|方式|方案|情况|机制|小组|组|办|计划|措施|进度|表|性|型|版|者|员)"
_SOFT_HEAD = re.compile(rf"{_HEAD}(?:{_ADVERBS})*{_SOFT_VERB}{_NO_NOUN}")
_SOFT_ANYWHERE = re.compile(rf"{_SOFT_VERB}{_NO_NOUN}")
_FIRM_HEAD = re.compile(rf"{_HEAD}(?:{VERBS.pattern})")
_PREAMBLE = re.compile(r"根据|依据|结合|对照|围绕|针对|为")


def is_soft_item(text: str) -> bool:
    """Whether some clause of an item has a soft verb of its own and no clause has a firm one."""
    clauses = [part.strip() for part in _CLAUSES.split(_ASIDE.sub("某", text)) if part.strip()]
    return any(map(_is_soft, clauses)) and not any(map(_is_firm, clauses))


def _is_soft(clause: str) -> bool:
    """The clause begins with a soft verb; or with its subject (净化工程争取施工过半), and no firm verb."""
    if _SOFT_HEAD.match(clause):
        return True
    return not _FIRM_HEAD.match(clause) and bool(_SOFT_ANYWHERE.search(clause))


def _is_firm(clause: str) -> bool:
    """The clause asks for something by another verb; what it rests on (根据实施方案) asks for nothing."""
    if _is_soft(clause) or _PREAMBLE.match(clause):
        return False
    return bool(VERBS.search(clause))
