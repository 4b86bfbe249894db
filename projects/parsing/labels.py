"""What a number counts: the words around it, with the verb or noun that the writer left to its neighbour."""

import re
from collections.abc import Sequence
from itertools import pairwise

from projects.parsing.measures import PERCENT
from projects.parsing.phrases import (
    Phrase,
    bare_head,
    bare_tail,
    distributed,
    is_baseline,
    is_part,
    says_level,
)
from projects.parsing.verbs import (
    DEED_LAST,
    PREPOSITION,
    REACH,
    STRONG_VERB,
    VERBS,
    deed_behind,
    has_verb,
    is_verb,
    leading_verb,
)

_LEVEL_HEAD = re.compile(
    r"(?:率|比例|标准|占比|浓度|比重|额度|限额|水平|指数|天数|时间|密度|强度|寿命|年限|面积|里程|人次|人数|总数|户数|产值|收入|总量|总额)$"
)
_AVERAGE = re.compile(r"人均|户均|月均|日均|年均|平均|总|每")
_RANK = re.compile(r"^(?:国家|[省市县区镇乡村部])级")
_EACH = re.compile(r"(?:每[一-鿿]){1,3}")
_CHANGE = re.compile(r"(?:再?(?:提高|提升|增加|增长|上升|降低|下降|减少))$")
_JOINT = re.compile("[、和及与]")
_JOINT_AT_END = re.compile(r"(?:、|和|及|与)$")


def labels_of(found: Sequence[Phrase], text: str) -> list[str]:
    """What each number counts, with its verb. A verb or noun left out comes from the phrase beside it."""
    shared = _respective(found)
    parts = _parts(found, text)
    labels: list[str] = []
    for at, phrase in enumerate(found):
        if at in shared:
            labels.append(shared[at])
            continue
        whole = next((other for other in range(at - 1, -1, -1) if other not in parts or at in parts), -1)
        before = (
            found[whole]
            if whole >= 0 and found[whole].sentence == phrase.sentence and at not in parts
            else None
        )
        behind = next(
            (other for other in found[at + 1 : at + 6] if not _RANK.fullmatch(bare_tail(other.tail))), None
        )
        behind = behind if behind and behind.clause == phrase.clause else None
        label = _label(phrase, before, labels[whole] if before else "", behind, text)
        labels.append(label + _shared_deed(found, at, label, text) or (labels[-1] if labels else ""))
    return labels


def _shared_deed(found: Sequence[Phrase], at: int, label: str, text: str) -> str:
    """What is done with a thing, said once behind the last of a row: 500名妇女、2000名儿童救助."""
    phrase = found[at]
    if not bare_tail(phrase.tail) or DEED_LAST.search(bare_tail(phrase.tail)) or distributed(phrase.head):
        return ""
    for before, other in pairwise(found[at:]):
        if other.clause != phrase.clause or bare_head(other.head):
            return ""
        if not _JOINT.fullmatch(text[before.end : other.start].strip()):
            return ""
        if DEED_LAST.search(bare_tail(other.tail)):
            return deed_behind(leading_verb(label), bare_tail(other.tail))
    return ""


def _parts(found: Sequence[Phrase], text: str) -> set[int]:
    """The places of numbers that are parts of the one before, or go on after such: 其中小学4个、初中1个."""
    parts: set[int] = set()
    for at, phrase in enumerate(found):
        one = found[at - 1] if at - 1 in parts else None
        goes_on = one and one.sentence == phrase.sentence and text[one.end : one.end + 1] not in "）)"
        if is_part(phrase.head) or (
            goes_on and (one.clause == phrase.clause or not has_verb(bare_head(phrase.head)))
        ):
            parts.add(at)
    return parts


def shared_out(phrase: Phrase, label: str) -> list[str]:
    """The labels of a number that counts for each of the things named before it; else its own label alone."""
    counted = distributed(phrase.head)
    if counted is None:
        return [label]
    head = bare_head(counted[0])
    verb = leading_verb(head)
    things = [thing for thing in _JOINT.split(head[len(verb) :]) if thing]
    return (
        [(verb or counted[1]) + thing + bare_tail(phrase.tail) for thing in things]
        if 1 < len(things) <= 6
        else [label]
    )


def _respective(found: Sequence[Phrase]) -> dict[int, str]:
    """The labels of numbers that count in turn: 危旧房、直管公房分别完成1.4万、1万平方米."""
    shared: dict[int, str] = {}
    for at, phrase in enumerate(found):
        things, in_turn, verb = phrase.head.partition("分别")
        named = [thing for thing in _JOINT.split(bare_head(things)) if thing] if in_turn else []
        group = found[at : at + len(named)]
        if (
            len(named) > 1
            and len(group) == len(named)
            and all(other.clause == phrase.clause for other in group)
        ):
            shared |= {
                at + order: bare_head(verb) + thing + bare_tail(group[-1].tail)
                for order, thing in enumerate(named)
            }
    return shared


def _label(phrase: Phrase, before: Phrase | None, label_before: str, behind: Phrase | None, text: str) -> str:
    head, tail = bare_head(phrase.head), bare_tail(phrase.tail)
    if behind and _RANK.fullmatch(tail):  # 1个市级、6个县级服务站
        tail += _RANK.sub("", bare_tail(behind.tail), count=1)
    if is_baseline(phrase.head):
        return re.sub(r"[由从][^由从]{0,8}$", "", head)
    if before and is_baseline(before.head) and before.clause == phrase.clause:
        return label_before + tail
    if PREPOSITION.match(head) or (
        before and PREPOSITION.match(label_before) and not head and phrase.clause == before.clause
    ):
        if (
            not head and before and not before.tail and (before.end == phrase.start or not tail)
        ):  # 14类55项服务
            return label_before
        people = PREPOSITION.match(head or label_before)[0]
        return _served(people if not head or _JOINT_AT_END.search(phrase.head) else head, tail, behind)
    if not tail and (not head or is_verb(head)):
        return _with_object(head, before, label_before, behind, phrase, text)
    if before and _wants_verb(phrase, head):
        head = _verb_of(label_before, before, phrase) + head
    return head + tail


def _served(people: str, tail: str, behind: Phrase | None) -> str:
    """Whom something is done for, and what: 为…名对象 takes its predicate from the phrase behind it."""
    if PREPOSITION.fullmatch(people) and VERBS.match(
        tail
    ):  # 为不少于3万人提供: the unit itself is who is served
        return tail
    if behind and not tail and not behind.head:
        return people + bare_tail(behind.tail)
    if behind and not STRONG_VERB.search(tail):
        rest = bare_head(behind.head) + bare_tail(behind.tail)
        verb = STRONG_VERB.search(rest) or VERBS.match(rest)
        return people + tail + (rest[verb.start() :] if verb else "")
    return people + tail


def _with_object(
    head: str, before: Phrase | None, label_before: str, behind: Phrase | None, phrase: Phrase, text: str
) -> str:
    """A verb alone with its neighbour's object: 新建中小学15所、改扩建8所; 建成320套、2万平方米保障性住房."""
    if not head and (each := _EACH.match(phrase.head)):
        return _clause_before(text, phrase) + each[0] if not label_before else each[0]
    if label_before and before:
        if not head and phrase.amount.unit in PERCENT:
            return _CHANGE.sub("", label_before)
        if not head and says_level(phrase.head):
            return _CHANGE.sub("", label_before)
        if not head or REACH.match(head):
            return label_before + head
        if found := VERBS.match(label_before):
            return head + label_before[found.end() :]
        trailing = list(VERBS.finditer(label_before))
        return (
            label_before[: trailing[-1].start()]
            if trailing and trailing[-1].end() == len(label_before)
            else label_before
        ) + head
    if behind and (
        not bare_head(behind.head)
        or (is_verb(bare_head(behind.head)) and behind.amount.unit == phrase.amount.unit)
    ):
        return head + bare_tail(behind.tail)
    if head and phrase.amount.unit in ("元", None):  # 投入1亿元，实施扶持工程
        return head + _clause_behind(text, phrase)
    before_it = _clause_before(text, phrase)
    return before_it + head if not head or bare_head(head)[-2:] in before_it else head


def _clause_behind(text: str, phrase: Phrase) -> str:
    """The words of the next clause of the sentence, where it has no numbers of its own."""
    words = re.match(r"[，,：:]?([^，。；,;]{0,40})", text[phrase.end : phrase.end + 41])
    return bare_head("".join(words[1].split())) if words and not re.search(r"\d", words[1]) else ""


def _clause_before(text: str, phrase: Phrase) -> str:
    """The words of the clause before within the sentence."""
    words = re.search(r"([^，。；,;]{0,40})[，,：:]?$", text[max(0, phrase.start - 41) : phrase.start])
    return bare_head(re.sub("[（(].*", "", "".join(words[1].split()))) if words else ""


def _wants_verb(phrase: Phrase, head: str) -> bool:
    """Whether a phrase shares the verb of the one before: a thing does, a level and a part (其中) do not."""
    is_level = phrase.amount.unit in PERCENT or _LEVEL_HEAD.search(head) or _AVERAGE.match(head)
    return not (is_level or has_verb(head) or says_level(phrase.head))


def _verb_of(label: str, before: Phrase, phrase: Phrase) -> str:
    """The verb that a phrase shares with the one before it; not with a level, nor one inside a word."""
    if before.amount.unit in PERCENT:
        return ""
    if found := VERBS.match(label):
        return found[0]
    within = STRONG_VERB.search(label)
    served = PREPOSITION.match(label) and not before.tail
    return (
        within[0]
        if within and (served or (before.clause == phrase.clause and not PREPOSITION.match(label)))
        else ""
    )
