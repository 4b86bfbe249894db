"""承接: which tasks of earlier lists a task seems to go on with, told by its words, its targets, its leads.

A proposal only: a person confirms each. Nothing here is learnt or random; the same lists give the same pairs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log

from projects.rules.words import Worded

# Measured on the city's three lists (tests/projects/rules/truth/successions.tsv): lower, and every other
# proposal is none; higher, and tasks that go on in other words are lost.
LEAST_LIKENESS = 0.38
ENOUGH = (
    10  # weight of shared words, about two rare ones; less than that is doubtful, however short the clauses
)
OF_HEAD = 0.5  # how much more the last word counts, which names the thing (公厕 in 精品公厕)
SAME_LEAD, OTHER_LEAD = 1.2, 0.85
SHOWN = 4  # words that a reason names

_SENTENCE = re.compile(r"[。；;]")
_CLAUSE = re.compile(r"[。；;，,、]")
_FIGURE = re.compile(r"\d|、")
_MEASURE = (
    "人次|平方米|公里|批次|场次|所|个|家|人|名|户|场|条|座|项|亩|元|辆|台|次|处|套|件|对|部|块|吨|张|期|批|路"
    "|支|盏|岁"
)
# What stands in tasks of every kind and says nothing of what one is about.
_GENERAL = re.compile(
    rf"\d[\d.．]*[万亿余]*(?:{_MEASURE})?(?:以上|以内|以下)?|[一二三四五六七八九十]+[期届]"
    r"|[%‰—“”‘’《》「」（）()\-·/\s]|不少于|不低于|全市|我市|市区|各类|各级|项目|工程|建设|新改扩建|新改建|新建|改建|扩建"
    r"|改造|提升|实施|开展|完成|建成|打造|创建|培育|新增|推进|提高|推动|组织|举办|达到|全覆盖|服务|中心|示范|省级|市级"
    r"|累计|以上|发放|提供|支持|免费|进一步|继续|惠及|受益"
)


class SuccessionState(Worded):
    """What the administrator said of a pair."""

    PROPOSED = "proposed", "待确认", "info"
    CONFIRMED = "confirmed", "已确认", "on"
    REFUSED = "refused", "不承接", "none"


@dataclass(frozen=True)
class TaskWords:
    """A task as it is compared: its key, text, labels of targets, leads by their registered names."""

    key: int
    text: str
    labels: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likely:
    """A pair that seems to be one matter in two years, with what speaks for it; likeness in per cent."""

    later: int
    earlier: int
    likeness: int
    words: tuple[str, ...]
    leads: tuple[str, ...]

    @property
    def reason(self) -> str:
        """两项都写有“农村公路”“桥梁”，都由市交通局牵头."""
        said = "".join(f"“{each}”" for each in self.words[:SHOWN])
        leads = f"，都由{'、'.join(self.leads)}牵头" if self.leads else ""
        return f"两项都写有{said}{leads}"


@dataclass(frozen=True)
class _Thing:
    """One clause of a text, or a label: the pairs of characters that tell it; the last names the thing."""

    parts: tuple[str, ...]
    pairs: frozenset[str]
    weight: float

    @property
    def head(self) -> str:
        return self.parts[-1][-2:]


class _TaskThings:
    """A task with the things that it speaks of."""

    def __init__(self, task: TaskWords, things: list[_Thing]) -> None:
        self.task, self.things = task, things
        self.pairs = frozenset().union(*(thing.pairs for thing in things))


def likely_pairs(
    later: Sequence[TaskWords],
    earlier: Sequence[TaskWords],
    *,
    known: Mapping[int, Set[int]] | None = None,
) -> tuple[Likely, ...]:
    """The pairs, in the order of the tasks given.

    `known` are the earlier tasks that earlier ones follow: who follows a task follows what that one follows,
    and no pair of its own is proposed for it.
    """
    words = _weights([*later, *earlier])
    others = [_TaskThings(one, _things(one, words)) for one in earlier]
    found = []
    for task in later:
        own = _TaskThings(task, _things(task, words))
        likely = [pair for other in others if (pair := _compared(own, other, words))]
        found += _without_grandparents(likely, known or {})
    return tuple(found)


def _compared(own: _TaskThings, other: _TaskThings, words: Mapping[str, float]) -> Likely | None:
    """The pair where it is like enough."""
    if own.pairs.isdisjoint(other.pairs):
        return None
    leads = tuple(name for name in own.task.leads if name in other.task.leads)
    of_leads = 1.0
    if own.task.leads and other.task.leads:
        of_leads = SAME_LEAD if leads else OTHER_LEAD
    best, shared = 0.0, set()
    for thing in own.things:
        for one in other.things:
            likeness = _likeness(thing, one, words) * of_leads
            best = max(best, likeness)
            if likeness >= LEAST_LIKENESS:
                shared |= set(_spoken(thing, thing.pairs & one.pairs))
    if best < LEAST_LIKENESS:
        return None
    return Likely(own.task.key, other.task.key, min(100, round(best * 100)), _longest(shared), leads)


def _longest(shared: Set[str]) -> tuple[str, ...]:
    """The shared words, the longest first, without those that stand within another."""
    found: list[str] = []
    for word in sorted(shared, key=lambda each: (-len(each), each)):
        if not any(word in longer for longer in found):
            found.append(word)
    return tuple(found)


def _likeness(thing: _Thing, other: _Thing, words: Mapping[str, float]) -> float:
    """The share of what both say, 0 to 1: as much of the shorter as of the longer one."""
    shared = thing.pairs & other.pairs
    weight = sum(words[pair] for pair in shared)
    if not weight:
        return 0.0
    if thing.head == other.head:
        weight += OF_HEAD * words[thing.head]
    less, more = sorted((thing.weight, other.weight))
    return min(1.0, weight / ENOUGH) * (weight / less + weight / more) / 2


def _things(task: TaskWords, words: Mapping[str, float]) -> list[_Thing]:
    """What the task speaks of, a clause or a label each."""
    found = []
    for parts in _clauses(task):
        pairs = frozenset(_pairs(parts))
        weight = sum(words[pair] for pair in pairs) + OF_HEAD * words[parts[-1][-2:]]
        found.append(_Thing(parts, pairs, weight))
    return found


def _clauses(task: TaskWords) -> Iterable[tuple[str, ...]]:
    """Each clause without general words, cut where they stood."""
    passages = (*_sentences(task.text), *task.labels)
    for clause in dict.fromkeys(clause for each in passages for clause in _CLAUSE.split(each)):
        parts = tuple(part for part in _GENERAL.sub("|", clause).split("|") if len(part) > 1)
        if parts:
            yield parts


def _sentences(text: str) -> list[str]:
    """The sentences without the heading that lists of older years put before them (改善办学条件。)."""
    found = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    is_headed = len(found) > 1 and not _FIGURE.search(found[0]) and any(map(_FIGURE.search, found[1:]))
    return found[1:] if is_headed else found


def _weights(tasks: Iterable[TaskWords]) -> dict[str, float]:
    """How rare each pair of characters is among the tasks: one that all of them hold weighs nothing."""
    counted: Counter[str] = Counter()
    total = 0
    for task in tasks:
        total += 1
        counted.update({pair for parts in _clauses(task) for pair in _pairs(parts)})
    return {pair: log(total / number) for pair, number in counted.items()}


def _pairs(parts: Iterable[str]) -> Iterable[str]:
    return (part[at : at + 2] for part in parts for at in range(len(part) - 1))


def _spoken(thing: _Thing, shared: Set[str]) -> Iterable[str]:
    """The shared pairs joined again to the words that stand in the text."""
    for part in thing.parts:
        start = None
        for at in range(len(part)):
            is_shared = part[at : at + 2] in shared
            if is_shared and start is None:
                start = at
            if not is_shared and start is not None:
                yield part[start : at + 1]
                start = None


def _without_grandparents(found: list[Likely], known: Mapping[int, Set[int]]) -> list[Likely]:
    """Without the pairs that lead where another of them leads by itself."""
    reached: set[int] = set()
    for pair in found:
        reached |= followed_by(pair.earlier, known)
    return [pair for pair in found if pair.earlier not in reached]


def followed_by(task: int, known: Mapping[int, Set[int]]) -> set[int]:
    """All that a task follows, step by step back through the years."""
    reached: set[int] = set()
    waiting = list(known.get(task, ()))
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += known.get(one, ())
    return reached
