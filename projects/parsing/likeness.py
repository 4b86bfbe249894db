"""How much two wordings speak of the same thing, by the characters and pairs of characters they share."""

import re
from functools import lru_cache

from projects.parsing.phrases import hide
from projects.parsing.verbs import CHAINED_VERB, PREPOSITION, STRONG_VERB, VERBS

_PLACE = re.compile(r"^(?:全市|市区|我市|主?城区|各类|在.{2,20}?(?=建设|新建|投放|设置|开展))")
_MARKS = re.compile(r"[“”‘’《》「」、，。（）()的和及与\s]|以上|示范|项目")
_GENERAL = re.compile(
    r"累计|全年|共|总计|合计|任务|目标|工作|计划|达到?|完成|开展|组织|工程|建设|数量?|再|已|剩余|其中|参保|职工|等"
    r"|施工|招标|立项|手续|前期|准备|主体|竣工|完工|使用|投入|办理"
)


def core(label: str) -> str:
    """The thing that a label counts, without its verb: 为优抚对象提供体检 counts 优抚对象."""
    label = _PLACE.sub("", label)
    if served := PREPOSITION.match(label):
        people = label[served.end() :]
        verb = STRONG_VERB.search(hide(people))
        return people[: verb.start()] if verb and verb.start() > 1 else people
    verb = VERBS.match(label)
    rest = _PLACE.sub("", label[verb.end() :]) if verb else label
    return rest or label


@lru_cache(maxsize=4096)
def likeness(label: str, words: str) -> float:
    """How much of what a label counts the words repeat: all of it, its first noun, or the kind after 等."""
    thing = core(label)
    cuts = [thing]
    if verb := next((found for found in CHAINED_VERB.finditer(hide(thing)) if found.start() >= 4), None):
        cuts.append(thing[: verb.start()])
    if "等" in thing and len(kind := thing.split("等")[-1]) >= 4:
        cuts.append(kind)
    return max(coverage(cut, words) for cut in cuts)


@lru_cache(maxsize=4096)
def coverage(wanted: str, words: str) -> float:
    """The share of the wanted words that the others repeat, 0 to 1: half by pairs, half by characters."""
    wanted, words = _MARKS.sub("", wanted), _MARKS.sub("", words)
    if not wanted:
        return 0.0
    singles = sum(character in words for character in wanted) / len(wanted)
    pairs = [wanted[at : at + 2] for at in range(len(wanted) - 1)]
    return singles if not pairs else (singles + sum(pair in words for pair in pairs) / len(pairs)) / 2


def share_of(noun: str, label: str) -> float:
    """The share of a noun's characters that a label has, 0 to 1."""
    return sum(character in label for character in noun) / len(noun) if noun else 0.0


@lru_cache(maxsize=4096)
def noun_of(words: str) -> str:
    """What the words around a number name, without verbs and general words: "" where they name nothing."""
    rest = _MARKS.sub("", _GENERAL.sub("", VERBS.sub("", _PLACE.sub("", words))))
    return rest if len(rest) > 1 else ""
