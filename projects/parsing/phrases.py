"""Phrases around amounts: which words of a clause belong to which number, and what the number counts."""

import re
from dataclasses import dataclass
from itertools import pairwise

from projects.parsing.amounts import QUOTED, Amount, scan_amounts
from projects.parsing.measures import is_physical
from projects.parsing.verbs import STRONG_VERB, VERBS

LONGEST = (
    200  # characters of a clause to either side of its numbers; no sentence goes on for longer without a stop
)

_STOP = re.compile(r"[，。；！？：,;!?:\n]")
_SENTENCE_END = "。；！？;!?\n"
_JOINT = re.compile(r"[、和及与]|以及|并(?!轨|网)")
_JOINT_AT_END = re.compile(r"(?:、|和|及|以及|与|并)\s*$")
_JOINT_AT_START = re.compile(r"\s*(?:、|和|及|以及|与|并)")
_CHANGE = re.compile(r"[到至为达]\s*$")
_EACH = re.compile(r"每(?:人|户|月|年|艘|家|个|所|名|处|座|村|镇|县)")
_BRACKET = re.compile(r"[（(][^（）()]{0,80}[)）]")
_LEAD = re.compile(
    r"^(?:\s|[-—–·•★☆▲△※●]|\d{1,2}[.．、)）]|[、，。；：,;:的]|其中|含(?=续建|新建|改建|扩建)|同时|并且|并(?!轨|网|购)|且|另|还|确保|力争|争取|计划|预计|拟|到?20\d\d年(?:度|底前|底|末)?"
    r"|[一两二三四五]年内|全年|年内|今年|本年度?|上半年|下半年|年底前|年底|[一二三四]季度|\d{1,2}月(?:底|份|初|中旬|上旬|下旬|\d{1,2}日)?前?|全市累计|累计|[共总合]计)+"
)
_LEVEL_VERB = (
    "(?:提高|提升|增加|增长|增|升|扩大|拓展|扩展|上升|上浮|上调|下调|调低|调整|调高|稳定|保持|维持|降低|下降|降|减少|减"
    "|压缩|压减|压降|缩短|控制|精简|扩面|达标?|完成)"
)  # fmt: skip
_TRAIL = re.compile(
    r"(?:\s|[≥≤]|不少于|不低于|不小于|不下于|至少|最少|最低为|不超过|不高于|不多于|不大于|超过|超出|突破|高于|大于|低于|小于|最多|至多|大约|约|将近|接近|近|逾"
    rf"|{_LEVEL_VERB}[到至为在]|保持|维持|统一|按照?|达到?|(?<!^)[到至为]|[共总合]计|分别|各有|各|共|累计|力争|确保|[，、：,:的]|和|(?<![惠普涉])及|以及|与"
    r"|每(?:人|月|年|户|处|家|次|天|日|亩|季度?|生|千人|万人|百人)|人均年?)+$"
)
_CHAIN = re.compile("、|并(?!轨|网|购|联)")
_STOPS = re.compile(r"[。；;\n]")
_JOINTS_AT_ENDS = re.compile(r"^(?:、|的|以上的?|和|及|与)+|(?:、|和|及|以及|与|，|,|\.|．)+$")
_CLAUSE_END = re.compile(r"\s*(?:[，。；;,、）)]|$)")
_FIGURES_ASIDE = re.compile(r"[（(][^（）()]*\d[^（）()]*[)）]")
_MARKER = re.compile(r"\s*(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[)）]|[①-⑳])")
_EACH_OF = re.compile(r"各(?:自|有|达|不少于)?(完成|建成|新建|新增)?$")
_LEVEL_SAID = re.compile(rf"(?:{_LEVEL_VERB}[到至为在]|达到?|突破)(?:不少于|不低于)?$")
_BASELINE = re.compile(
    r"(?:由|从)(?:原来?的?|目前的?|现有的?|法定的?|现行的?|规定的?|平均|上?年的?|20\d\d年底?的?)?(?:每(?:人|月|年|户|次|天|日|处)){0,3}\s*$"
)


_PLACE = re.compile("[村镇乡县区校](?![一-鿿]?(?:级|道|民|务|庄|落|际|域|园|舍|车))")
_SERVED = re.compile("(?:为|给|向)$")


@dataclass(frozen=True)
class Phrase:
    """One amount with the words around it that are its own, without white space, and where they stand."""

    amount: Amount
    start: int
    end: int
    head: str
    tail: str
    clause: int  # ordinal of the clause, counted between stops
    sentence: int


def phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases of all amounts of a text, in its order. Their spans do not overlap."""
    amounts = scan_amounts(text)
    if not amounts:
        return ()
    found: list[Phrase] = []
    for ordinal, (start, end, sentence, inside) in enumerate(_by_clause(text, amounts)):
        if inside:
            found.extend(_of_clause(text, start, end, inside, ordinal, sentence))
    return tuple(found)


def clauses(text: str) -> list[tuple[int, int, bool]]:
    """The spans between stops, and whether the stop ends a sentence.

    Stops in brackets, quotation marks and numbers do not count.
    """
    hidden = bytearray(len(text) + 1)
    for pattern in (QUOTED, _BRACKET):
        for found in pattern.finditer(text):
            hidden[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    spans, start = [], 0
    for stop in _STOP.finditer(text):
        at = stop.start()
        within_number = stop[0] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()
        if hidden[at] or within_number:
            continue
        spans.append((start, at, stop[0] in _SENTENCE_END))
        start = stop.end()
    spans.append((start, len(text), True))
    return spans


def _by_clause(text: str, amounts: tuple[Amount, ...]) -> list[tuple[int, int, int, list[Amount]]]:
    """The clauses with their sentence's ordinal and their amounts; a bracket with an amount is one too."""
    brackets = [found.span() for found in _BRACKET.finditer(text)]
    found, at, bracket, sentence = [], 0, 0, 0
    for start, end, ends_sentence in clauses(text):
        inside: list[Amount] = []
        while at < len(amounts) and amounts[at].start < end:
            amount = amounts[at]
            while bracket < len(brackets) and brackets[bracket][1] <= amount.start:
                bracket += 1
            if (
                bracket < len(brackets)
                and brackets[bracket][0] < amount.start
                and amount.end <= brackets[bracket][1]
            ):
                aside = (brackets[bracket][0] + 1, brackets[bracket][1] - 1)
                if not found or found[-1][:2] != aside:
                    found.append((*aside, sentence, []))
                found[-1][3].append(amount)
            else:
                inside.append(amount)
            at += 1
        found.append((start, end, sentence, inside))
        sentence += ends_sentence
    return sorted(found, key=lambda clause: clause[:2])


def _of_clause(
    text: str, start: int, end: int, amounts: list[Amount], ordinal: int, sentence: int
) -> list[Phrase]:
    """The phrases of one clause: between two amounts each word goes to the one it stands with."""
    amounts = [
        one for one, two in pairwise([*amounts, None]) if two is None or not _is_attribute(text, one, two)
    ]
    numbered = _MARKER.match(text, start)
    start = min(numbered.end(), amounts[0].lead) if numbered else start
    start = _own_part(text, max(start, amounts[0].start - LONGEST), amounts[0].lead)
    end = min(end, amounts[-1].end + LONGEST)
    borders = [start, *(_border(text, one, two) for one, two in pairwise(amounts)), end]
    return [
        Phrase(
            amount,
            *_trimmed(text, before, behind),
            joined(text[before : amount.start]),
            joined(text[amount.end : behind]),
            ordinal,
            sentence,
        )
        for amount, before, behind in zip(amounts, borders, borders[1:], strict=False)
    ]


def _is_attribute(text: str, one: Amount, two: Amount) -> bool:
    """Whether a measure only describes what the next number counts: 110千伏变电站3座, 10亿元以上项目10个."""
    gap = hide(text[one.end : two.start])
    if not is_physical(one.unit) or not gap.strip() or _CHANGE.search(gap):
        return False
    if text[: one.end].endswith("以上") and not (_JOINT.search(gap) or _EACH.search(gap) or VERBS.match(gap)):
        return True
    return not (_JOINT.search(gap) or VERBS.search(gap) or _EACH.search(gap))


def _border(text: str, one: Amount, two: Amount) -> int:
    """The place between two amounts of one clause where the words of the second begin."""
    gap = text[one.end : two.start]
    if not gap.strip() or _JOINT_AT_START.match(gap):
        return one.end
    if _JOINT_AT_END.search(gap):
        return two.start
    shown = hide(gap)
    joints = [found.end() for found in _JOINT.finditer(shown)]
    for at in joints:
        if VERBS.match(gap, at):
            return one.end + at
    thing = 1 if _PLACE.match(shown) else 2  # characters of what the first number counts
    is_served = _SERVED.search(text, 0, one.start)  # 为12个乡镇卫生院|配置救护车12辆
    verbs = (VERBS if is_served else STRONG_VERB).finditer(shown)
    parting = _EACH.search(shown) or next((found for found in verbs if found.start() >= thing), None)
    if parting:
        return one.end + parting.start()
    return one.end + joints[-1] if joints else one.end


def _own_part(text: str, start: int, end: int) -> int:
    """Where the words of a number begin in a chain of sentences without stops: 完善系统、建成车位2000个."""
    shown = hide(text[start:end])
    if shown.rstrip().endswith("等"):
        return start
    for found in reversed(list(_CHAIN.finditer(shown))):
        verb = VERBS.match(shown, found.end())
        if verb and verb.end() < len(shown) and not VERBS.fullmatch(shown[: found.start()].strip()):
            return start + found.end()
    return start


def hide(text: str) -> str:
    """The text with names and brackets blanked, each character in its place."""
    for pattern in (QUOTED, _BRACKET):
        text = pattern.sub(lambda found: "〇" * len(found[0]), text)
    return text


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, joints and stops at its ends."""
    while start < end and (text[start].isspace() or text[start] in "、，和及与"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "、，和及与"):
        end -= 1
    return start, end


def ends_clause(text: str, at: int) -> bool:
    """Whether nothing but a stop, a joint or a bracket follows."""
    return _CLAUSE_END.match(text, at) is not None


def sentence_around(text: str, phrase: Phrase) -> str:
    """The sentence in which a phrase stands, as far as 60 characters to either side."""
    before = _STOPS.split(text[max(0, phrase.start - 60) : phrase.start])[-1]
    behind = _STOPS.split(text[phrase.start : phrase.end + 60])[0]
    return joined(before + behind)


def joined(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def bare_head(head: str) -> str:
    """The words before a number without 其中, 到2025年, 不少于, 提高到: what is counted, with its verb."""
    return _TRAIL.sub("", _LEAD.sub("", head))


def bare_tail(tail: str) -> str:
    """The words behind a number without joints at the ends."""
    tail = _FIGURES_ASIDE.sub("", tail)
    return _JOINTS_AT_ENDS.sub("", tail)


def distributed(head: str) -> tuple[str, str] | None:
    """The things and the verb of a number that counts for each: A、B各100家, A、B各完成1万平方米; or None."""
    found = _EACH_OF.search(head)
    return (head[: found.start()], found[1] or "") if found else None


def is_part(head: str) -> bool:
    """Whether a number is a part of the one before: 其中快充桩300个."""
    return head.startswith(("其中", "含"))


def says_level(head: str) -> bool:
    """Whether the words before a number say that something reaches it: 网点达到200家."""
    return _LEVEL_SAID.search(head) is not None


def is_baseline(head: str) -> bool:
    """Whether a number is where a change starts: 由1500元降至750元."""
    return _BASELINE.search(head) is not None
