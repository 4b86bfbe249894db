"""The numbers that a task promises: every quantified target in its text, with what it counts (domain.md)."""

import re
from dataclasses import replace

from projects.parsing.labels import labels_of, shared_out
from projects.parsing.measures import same_kind
from projects.parsing.numerals import plain
from projects.parsing.parsed import ParsedTarget
from projects.parsing.phrases import Phrase, is_baseline, phrases

_PROGRAMME = re.compile(r"(?:计划|工程|行动)$")


def find_targets(text: str) -> tuple[ParsedTarget, ...]:
    """Every quantified target of a task's text, in its order; years, ages, names and references are none."""
    found = list(phrases(text))
    labels = labels_of(found, text)
    targets: list[tuple[int, ParsedTarget]] = []
    baseline: Phrase | None = None
    for phrase, label in zip(found, labels, strict=True):
        if is_baseline(phrase.head):
            baseline = phrase
            continue
        base = (
            baseline
            if baseline
            and baseline.clause == phrase.clause
            and same_kind(baseline.amount.unit, phrase.amount.unit)
            else None
        )
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
    return [replace(target, label=each) for each in shared_out(phrase, label)]


def _restated(sentence: int, target: ParsedTarget, targets: list[tuple[int, ParsedTarget]]) -> bool:
    """Whether a round word only names what the sentence then counts: 实施万人创业计划，扶持创业1万人."""
    if not target.round_word:
        return False
    again = any(
        other.quantity == target.quantity and not other.round_word for at, other in targets if at == sentence
    )
    return again or _PROGRAMME.search(target.label) is not None
