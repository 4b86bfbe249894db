"""The numbers of a schedule's cells, and to which target of the task each belongs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from projects.parsing.basis import Goal
from projects.parsing.labels import labels_of, shared_out
from projects.parsing.likeness import coverage, likeness, noun_of, share_of
from projects.parsing.measures import PEOPLE, PERCENT, TELLING, same_kind
from projects.parsing.parsed import ParsedItem, ParsedTarget
from projects.parsing.phrases import Phrase, is_baseline, phrases, sentence_around
from projects.parsing.stages import is_soft, is_to_date, stage_of

SURE = 0.45  # of the target's words are repeated: the number is the target's
LIKELY = 0.33  # so many, and no other target of the task comes near
LEFT_OVER = 0.2  # so little is enough where no other target of the task is left
EXACT = 0.3  # a number that is the target's own speaks for it
YIELDING = 0.05  # a target that has its figure of the quarter stands behind one as like that has none
TOO_MUCH = 0.15  # a number that passes the target speaks against it
TELLING_ENOUGH = 0.5  # as likely is a figure whose unit and noun tell enough
PRECISE = 0.4  # of a figure's noun stands in the target: 学校 for 中小学, with a telling unit

Quarters = Sequence[str]
Items = Sequence[Sequence[ParsedItem]]

_PART = re.compile(r"其中")


@dataclass(frozen=True)
class CellFigure:
    """One number of one cell, as far as it can belong to a target."""

    quarter: int  # 0..3
    value: Decimal
    most: Decimal  # the upper end of a range, else the value
    unit: str | None
    words: str
    quote: str
    sentence: str
    to_date: bool
    is_part: bool


@dataclass(frozen=True)
class Match:
    """A figure given to a target: how much of its words it repeats, at which stage, how sure that is."""

    figure: CellFigure
    likeness: float
    stage: str | None
    is_sure: bool
    is_soft: bool = False


def read_figures(quarters: Quarters, items: Items | None = None) -> Iterable[CellFigure]:
    """Every number of the four cells with the words that are its own; a change's starting point is none."""
    for quarter, cell in enumerate(quarters[:4]):
        pieces = (
            [item.text for item in items[quarter]]
            if items and len(items) > quarter and items[quarter]
            else [cell]
        )
        for piece in pieces:
            yield from _figures(quarter, piece)


@lru_cache(maxsize=1024)  # a cell is read for its plan and for its doubts
def _figures(quarter: int, text: str) -> tuple[CellFigure, ...]:
    found = phrases(text)
    labelled = [
        (phrase, label)
        for phrase, label in zip(found, labels_of(found, text), strict=True)
        if not is_baseline(phrase.head)
    ]
    return tuple(
        _figure(quarter, text, phrase, words)
        for phrase, label in labelled
        for words in shared_out(phrase, label)
    )


def _figure(quarter: int, text: str, phrase: Phrase, words: str) -> CellFigure:
    amount = phrase.amount
    return CellFigure(
        quarter=quarter,
        value=amount.value,
        most=amount.value if amount.maximum is None else amount.maximum,
        unit=amount.unit,
        words=words,
        quote=text[phrase.start : phrase.end],
        sentence=sentence_around(text, phrase),
        to_date=is_to_date(phrase.head),
        is_part=_PART.match(phrase.head) is not None,
    )


def goal_of(target: ParsedTarget) -> Goal:
    """What the planned figures of a target should come to."""
    least = Decimal(target.quantity)
    return Goal(least, Decimal(target.quantity_max) if target.quantity_max else least, target.unit in PERCENT)


def matches_of(targets: Sequence[ParsedTarget], figures: Iterable[CellFigure]) -> dict[int, list[Match]]:
    """Each figure to the target that it is most like; what is left over, to the one target still without."""
    matched: dict[int, list[Match]] = defaultdict(list)
    left: list[CellFigure] = []
    for figure in sorted(
        figures, key=lambda figure: (figure.quarter, *(-gap for gap in _lead(targets, figure)))
    ):
        options = _options(targets, figure)
        taken = _taken(matched, figure.quarter)
        ranked = sorted(
            options, key=lambda option: _rank(figure, option[1], option[0] in taken), reverse=True
        )
        match = _match(figure, [target for _, target in ranked]) if ranked else None
        if match:
            matched[ranked[0][0]].append(match)
        else:
            left.append(figure)
    for figure in left:
        _give_to_the_rest(targets, figure, matched)
    return matched


def _options(targets: Sequence[ParsedTarget], figure: CellFigure) -> list[tuple[int, ParsedTarget]]:
    """The targets that a figure's unit can measure: those of its unit, unless another is surely meant."""
    able = [(index, target) for index, target in enumerate(targets) if same_kind(figure.unit, target.unit)]
    same = [option for option in able if option[1].unit == figure.unit]
    if any(likeness(target.label, figure.words) >= SURE for _, target in able if target.unit != figure.unit):
        return able
    return same or able


def _taken(matched: dict[int, list[Match]], quarter: int) -> set[int]:
    return {
        index
        for index, matches in matched.items()
        if any(match.figure.quarter == quarter and match.is_sure for match in reversed(matches))
    }


def _lead(targets: Sequence[ParsedTarget], figure: CellFigure) -> tuple[float, float]:
    """How far the likest target is before the next: the clearest figures of a cell are given first."""
    ranks = sorted((_rank(figure, target) for _, target in _options(targets, figure)), reverse=True)
    if len(ranks) < 2:
        return 1.0, 1.0
    return round(ranks[0][0] - ranks[1][0], 2), ranks[0][2] - ranks[1][2]


def _rank(figure: CellFigure, target: ParsedTarget, taken: bool = False) -> tuple[float, bool, float]:
    """How like a figure is to a target: by words, value, unit, verb; a target without one comes first."""
    goal = goal_of(target)
    like = likeness(target.label, figure.words)
    if goal.met_by(figure.value) and figure.unit == target.unit:
        like = max(like, min(like + EXACT, 1))
    if figure.value > goal.most:
        like -= TOO_MUCH
    return like - taken * YIELDING, figure.unit == target.unit, coverage(target.label, figure.words)


def _match(figure: CellFigure, ranked: list[ParsedTarget]) -> Match | None:
    """The match with the likest target; None where the figure is not even likely its own."""
    target, *others = ranked
    nameless = not noun_of(figure.words)
    if nameless and not _PART.match(target.quote):  # 其中 is planned by name only
        others = [other for other in others if not _PART.match(other.quote)]
    like, _, by_verb = _rank(figure, target)
    rivals = [_rank(figure, other) for other in others]
    likely = like >= SURE or (like >= LIKELY and all(rival[0] * 2 <= like for rival in rivals))
    tells = _tells(figure, target, others)
    likely = likely or tells or (like >= EXACT and _is_alone(figure, target, others))
    if (
        not likely
        and not _is_alone(figure, target, others)
        and not (nameless and by_verb > max((rival[2] for rival in rivals), default=1))
    ):
        return None
    stage = stage_of(figure.words, target.label)
    soft = is_soft(figure.words, target.label, stage, figure.unit)
    return Match(
        figure,
        max(min(like, 1), TELLING_ENOUGH * (tells or nameless)),
        stage,
        (likely or nameless) and not soft,
        soft,
    )


def _is_alone(figure: CellFigure, target: ParsedTarget, others: Sequence[ParsedTarget]) -> bool:
    """Whether no other target of the task has a unit that fits the figure; only words tell rates apart."""
    if any(other.unit == figure.unit for other in others) or (figure.unit in PERCENT and figure.words):
        return False
    loosely = not noun_of(figure.words) or figure.unit in PEOPLE or _rank(figure, target)[0] >= LEFT_OVER
    return figure.unit == target.unit or (not others and loosely)


def _tells(figure: CellFigure, target: ParsedTarget, others: Sequence[ParsedTarget]) -> bool:
    """Whether unit and noun tell enough together: 7所学校 for 新建中小学, 道路开工105公里 for 农村公路."""
    if figure.unit not in TELLING or figure.unit != target.unit:
        return False
    shared = share_of(noun_of(figure.words), target.label)
    return shared >= PRECISE and all(
        other.unit != figure.unit or share_of(noun_of(figure.words), other.label) < shared for other in others
    )


def _give_to_the_rest(
    targets: Sequence[ParsedTarget], figure: CellFigure, matched: dict[int, list[Match]]
) -> None:
    """A figure like no target may belong to the only one left without in its quarter, if the series fits."""
    taken = {
        index
        for index, matches in matched.items()
        if any(match.figure.quarter == figure.quarter for match in matches)
    }
    free = [(index, target) for index, target in enumerate(targets) if index not in taken]
    rest = [
        (index, target)
        for index, target in free
        if figure.unit == target.unit or (target.unit is None and same_kind(None, figure.unit))
    ]
    if len(rest) != 1 or figure.unit in PERCENT:
        return
    index, target = rest[0]
    like = max(
        _rank(figure, target)[0],
        likeness(target.label, figure.sentence),
        coverage(target.label, figure.words),
    )
    if like >= LEFT_OVER:
        matched[index].append(Match(figure, like, stage_of(figure.words, target.label), is_sure=False))
