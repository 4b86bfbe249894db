"""The numbers that a task promises: every quantified target in its text, with what it counts (domain.md, "Documents")."""

import re
from dataclasses import replace

from projects.parsing.measures import PERCENT, same_kind
from projects.parsing.numerals import plain
from projects.parsing.parsed import ParsedTarget
from projects.parsing.phrases import Phrase, bare_head, bare_tail, is_baseline, is_distributed, phrases
from projects.parsing.verbs import PREPOSITION, REACH, STRONG_VERB, VERBS, has_verb, is_verb, leading_verb

_LEVEL_HEAD = re.compile(r"(?:率|比例|标准|占比|浓度|比重|额度|限额|水平|指数|天数|时间|密度|强度|寿命|年限)$")
_PROGRAMME = re.compile(r"(?:计划|工程|行动)$")
_JOINT_AT_END = re.compile(r"(?:、|和|及|与)$")
_JOINT = re.compile(r"[、和及与]")


def find_targets(text: str) -> tuple[ParsedTarget, ...]:
    """Every quantified target of a task's text, in the text's order. Years, ages, names and references are none; never raises."""
    found = list(phrases(text))
    labels = _labels(found, text)
    targets: list[tuple[int, ParsedTarget]] = []
    baseline: Phrase | None = None
    for phrase, label in zip(found, labels, strict=True):
        if is_baseline(phrase.head):
            baseline = phrase
            continue
        base = baseline if baseline and baseline.clause == phrase.clause and same_kind(baseline.amount.unit, phrase.amount.unit) else None
        targets += [(phrase.sentence, target) for target in _targets(text, phrase, label, base)]
        baseline = None
    return tuple(target for sentence, target in targets if not _restated(sentence, target, targets))


def _targets(text: str, phrase: Phrase, label: str, base: Phrase | None) -> list[ParsedTarget]:
    amount = phrase.amount
    target = ParsedTarget(
        quantity=plain(amount.value),
        unit=amount.unit,
        label=label,
        quote=text[(base or phrase).start : phrase.end],
        quantity_max=plain(amount.maximum) if amount.maximum is not None else None,
        qualifier=amount.qualifier,
        baseline=plain(base.amount.value) if base else None,
        round_word=amount.round_word,
    )
    if not is_distributed(phrase.head):
        return [target]
    verb = leading_verb(label)
    things = [thing for thing in _JOINT.split(label[len(verb) :] if label.startswith(verb) else label) if thing]
    return [replace(target, label=verb + thing) for thing in things] if 1 < len(things) <= 6 else [target]


def _restated(sentence: int, target: ParsedTarget, targets: list[tuple[int, ParsedTarget]]) -> bool:
    """Whether a round word is only the name of what the same sentence then counts: 实施万人创业计划，扶持创业1万人."""
    if not target.round_word:
        return False
    again = any(other.quantity == target.quantity and not other.round_word for at, other in targets if at == sentence)
    return again or _PROGRAMME.search(target.label) is not None


def _labels(found: list[Phrase], text: str) -> list[str]:
    """What each number counts. A verb or a noun that the writer left out comes from the phrase beside it."""
    labels: list[str] = []
    for at, phrase in enumerate(found):
        before = found[at - 1] if at and found[at - 1].sentence == phrase.sentence else None
        behind = found[at + 1] if at + 1 < len(found) and found[at + 1].clause == phrase.clause else None
        labels.append(_label(phrase, before, labels[-1] if before else "", behind, text))
    return labels


def _label(phrase: Phrase, before: Phrase | None, label_before: str, behind: Phrase | None, text: str) -> str:
    head, tail = bare_head(phrase.head), bare_tail(phrase.tail)
    if is_baseline(phrase.head):
        return re.sub(r"[由从][^由从]{0,8}$", "", head)
    if before and is_baseline(before.head) and before.clause == phrase.clause:
        return label_before + tail
    if PREPOSITION.match(head) or (before and PREPOSITION.match(label_before) and not head and phrase.clause == before.clause):
        people = PREPOSITION.match(head or label_before)[0]
        return _served(people if not head or _JOINT_AT_END.search(phrase.head) else head, tail, behind)
    if not tail and (not head or is_verb(head)):
        return _with_object(head, before, label_before, behind, phrase, text)
    if before and not has_verb(head) and phrase.amount.unit not in PERCENT and not _LEVEL_HEAD.search(head):
        head = _verb_of(label_before) + head
    return head + tail


def _served(people: str, tail: str, behind: Phrase | None) -> str:
    """Whom something is done for, and what: 为…名对象 lends its predicate from the phrase behind where it has none itself."""
    if PREPOSITION.fullmatch(people) and VERBS.match(tail):  # 为不少于3万人提供: the unit itself is who is served
        return tail
    if behind and not STRONG_VERB.search(tail):
        rest = bare_head(behind.head) + bare_tail(behind.tail)
        verb = STRONG_VERB.search(rest)
        return people + tail + (rest[verb.start() :] if verb else "")
    return people + tail


def _with_object(head: str, before: Phrase | None, label_before: str, behind: Phrase | None, phrase: Phrase, text: str) -> str:
    """A verb alone with the object of its neighbour: 新建中小学15所、改扩建8所; 基本建成320套、2万平方米保障性住房."""
    if label_before and before:
        if not head or REACH.match(head):
            return label_before + head
        if found := VERBS.match(label_before):
            return head + label_before[found.end() :]
        trailing = list(VERBS.finditer(label_before))
        return (label_before[: trailing[-1].start()] if trailing and trailing[-1].end() == len(label_before) else label_before) + head
    if behind and not bare_head(behind.head):
        return head + bare_tail(behind.tail)
    return head + _beside(text, phrase, forward=bool(head))


def _beside(text: str, phrase: Phrase, forward: bool) -> str:
    """The words of the clause behind (or before) within the same sentence, for a number that stands alone."""
    if forward:
        words = re.match(r"[，,：:]?([^，。；,;]{0,40})", text[phrase.end : phrase.end + 41])
    else:
        words = re.search(r"([^，。；,;]{0,40})[，,：:]?$", text[max(0, phrase.start - 41) : phrase.start])
    return bare_head("".join(words[1].split())) if words else ""


def _verb_of(label: str) -> str:
    """The verb that a phrase without one shares with the phrase before it."""
    found = VERBS.match(label)
    if found:
        return found[0]
    strong = STRONG_VERB.search(label)
    return strong[0] if strong and not PREPOSITION.match(label) else ""
