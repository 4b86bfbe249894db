"""The planned values of each target, from the four cells of a schedule (domain.md, "Documents").

A number of a cell belongs to the target whose unit it shares and whose words it repeats; one that belongs to none gives no plan. A number
that only prepares (明确30个任务) or that shares no word with the target counts only where the whole series comes out at the target.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.parsing.basis import ADDS_UP, Goal, basis_of
from projects.parsing.findings import CODES
from projects.parsing.labels import labels_of
from projects.parsing.likeness import bare, coverage, likeness
from projects.parsing.measures import PERCENT, TELLING, same_kind
from projects.parsing.numerals import plain
from projects.parsing.parsed import Finding, ParsedItem, ParsedPlan, ParsedTarget
from projects.parsing.phrases import is_baseline, phrases
from projects.parsing.stages import FINISHED, ORDER, is_soft, is_to_date, promised_stage, stage_of

SURE = 0.45  # of the target's words are repeated: the number is the target's
LEFT_OVER = 0.2  # so little is enough where no other target of the task is left
LIKELY = 0.33  # so many, and no other target of the task comes near
EXACT = 0.3  # a number that is the target's own speaks for it
CLOSE = 0.1  # two numbers of one cell that repeat nearly as much: neither is surely the one
_SHARE_OF_TASK = re.compile(
    r"完成(?:全年|年度|全部)?(?:目标)?任务(?:总?[数量])?的?\s*(\d{1,3}(?:\.\d+)?)\s*[%％]|完成\s*(\d{1,3}(?:\.\d+)?)\s*[%％]的?(?:全年|年度)(?:目标)?任务"
)
_PART = re.compile(r"其中")

Quarters = Sequence[str]
Items = Sequence[Sequence[ParsedItem]]


@dataclass(frozen=True)
class Figure:
    """One number of one cell, as far as it can belong to a target."""

    quarter: int  # 0..3
    value: Decimal
    unit: str | None
    words: str
    quote: str
    to_date: bool
    is_part: bool = False


@dataclass(frozen=True)
class Match:
    """A figure given to a target: how much of its words it repeats, at which stage, and whether it only prepares."""

    figure: Figure
    likeness: float
    stage: str | None
    is_sure: bool
    is_soft: bool = False


@dataclass(frozen=True)
class Row:
    """The matches of one stage of one target, one a quarter; `rivals` are quarters where several numbers stand."""

    stage: str | None
    matches: tuple[Match | None, ...]
    rivals: tuple[int, ...] = ()

    @property
    def values(self) -> list[Decimal | None]:
        return [match.figure.value if match else None for match in self.matches]

    @property
    def to_date(self) -> list[bool]:
        return [bool(match and match.figure.to_date) for match in self.matches]


def find_planned(
    targets: Sequence[ParsedTarget], quarters: Quarters, items: Items | None = None
) -> tuple[tuple[ParsedPlan, ...], tuple[Finding, ...]]:
    """The planned values of each target and stage, and what does not add up; values are as printed, nothing is put right."""
    figures = list(read_figures(quarters, items))
    matched = _matched(targets, figures)
    plans: list[ParsedPlan] = []
    findings: list[Finding] = []
    for index, target in enumerate(targets):
        rows = _rows(target, matched[index])
        own = own_row(target, rows)
        for row in sorted(rows, key=lambda row: (row is not own, ORDER.index(row.stage) if row.stage in ORDER else -1)):
            basis, problem = basis_of(row.values, row.to_date, goal_of(target), is_own=row is own)
            plans.append(_plan(index, row, basis, row is own))
            if row is own:
                findings += _doubts(target, row, problem)
        plans += _shares(index, target, quarters) if own is None and _is_only_count(target, targets) else ()
    return tuple(_agreed(plans)), tuple(findings)


def read_figures(quarters: Quarters, items: Items | None = None) -> Iterable[Figure]:
    """Every number of the four cells with the words that are its own."""
    for quarter, cell in enumerate(quarters[:4]):
        pieces = [item.text for item in items[quarter]] if items and len(items) > quarter and items[quarter] else [cell]
        for piece in pieces:
            yield from _figures(quarter, piece)


def _figures(quarter: int, text: str) -> Iterable[Figure]:
    found = phrases(text)
    for phrase, label in zip(found, labels_of(found, text), strict=True):
        if is_baseline(phrase.head):
            continue
        amount = phrase.amount
        yield Figure(
            quarter, amount.value, amount.unit, label, text[phrase.start : phrase.end], is_to_date(phrase.head), bool(_PART.match(phrase.head))
        )


def goal_of(target: ParsedTarget) -> Goal:
    """What the planned figures of a target should come to."""
    least = Decimal(target.quantity)
    return Goal(least, Decimal(target.quantity_max) if target.quantity_max else least, target.unit in PERCENT)


def _matched(targets: Sequence[ParsedTarget], figures: Sequence[Figure]) -> dict[int, list[Match]]:
    """Each figure given to the one target that it is most like; what is left over, to the one that its quarter leaves without."""
    matched: dict[int, list[Match]] = defaultdict(list)
    left: list[Figure] = []
    for figure in figures:
        options = [(index, target) for index, target in enumerate(targets) if same_kind(figure.unit, target.unit)]
        ranked = sorted(options, key=lambda option: _rank(figure, option[1]), reverse=True)
        match = _match(figure, ranked) if ranked else None
        if match:
            matched[ranked[0][0]].append(match)
        else:
            left.append(figure)
    for figure in left:
        _give_to_the_rest(targets, figure, matched)
    return matched


def _give_to_the_rest(targets: Sequence[ParsedTarget], figure: Figure, matched: dict[int, list[Match]]) -> None:
    taken = {index for index, matches in matched.items() if any(match.figure.quarter == figure.quarter for match in matches)}
    rest = [(index, target) for index, target in enumerate(targets) if index not in taken and target.unit == figure.unit]
    if len(rest) == 1 and (like := _rank(figure, rest[0][1])[0]) >= LEFT_OVER:
        matched[rest[0][0]].append(Match(figure, like, stage_of(figure.words, rest[0][1].label), is_sure=False))


def _rank(figure: Figure, target: ParsedTarget) -> tuple[float, bool, float]:
    exact = EXACT if goal_of(target).met_by(figure.value) and figure.unit == target.unit else 0
    return likeness(target.label, figure.words) + exact, figure.unit == target.unit, coverage(target.label, figure.words)


def _match(figure: Figure, ranked: list[tuple[int, ParsedTarget]]) -> Match | None:
    """The match with the likest target; None where the figure is not even likely its own."""
    target = ranked[0][1]
    like = _rank(figure, target)[0]
    others = [_rank(figure, other)[0] for _, other in ranked[1:]]
    named = bare(figure.words) != ""
    alone = all(other.unit != figure.unit for _, other in ranked[1:]) and (figure.unit == target.unit or (not others and (like > 0 or not named)))
    likely = like >= SURE or (like >= LIKELY and max(others, default=0) * 2 <= like)
    if not likely and not alone:
        return None
    stage = stage_of(figure.words, target.label)
    certain = likely or (alone and (not named or (like > 0 and figure.unit in TELLING)))
    soft = is_soft(figure.words, target.label, stage, figure.unit)
    return Match(figure, like, stage, certain and not soft, soft)


def _rows(target: ParsedTarget, matches: list[Match]) -> list[Row]:
    """The rows of a target: of the sure matches by stage; of the others only where they come out at the target."""
    rows = [_filled(target, row, matches) for row in _by_stage([match for match in matches if match.is_sure])]
    own = own_row(target, rows)
    for row in _by_stage([match for match in matches if not match.is_sure]):
        if (own is None or row.stage not in (own.stage, None)) and row.stage not in [other.stage for other in rows] and _fits(target, row):
            rows.append(row)
    return rows


def _filled(target: ParsedTarget, row: Row, matches: list[Match]) -> Row:
    """The row with less sure figures in its open quarters, where it adds up as well with them as without."""
    spare = [
        match
        for match in matches
        if not match.is_sure and not match.is_soft and match.stage == row.stage and row.values[match.figure.quarter] is None
    ]
    if not spare:
        return row
    fuller = _by_stage([match for match in row.matches if match] + spare)[0]
    return fuller if _fits(target, fuller) else row


def _fits(target: ParsedTarget, row: Row) -> bool:
    """Whether two figures or more of a row come out at the target."""
    known = [value for value in row.values if value is not None]
    goal = goal_of(target)
    basis, problem = basis_of(row.values, row.to_date, goal)
    return len(known) > 1 and basis is not None and problem == ADDS_UP and (goal.met_by(known[-1]) or goal.met_by(sum(known)))


def _by_stage(matches: list[Match]) -> list[Row]:
    """The matches laid out by stage and quarter; finished stages that never meet in one quarter are one row."""
    grouped: dict[str | None, list[Match]] = defaultdict(list)
    for match in matches:
        grouped[match.stage].append(match)
    finished = {stage: found for stage, found in grouped.items() if stage is None or stage in FINISHED}
    quarters = [match.figure.quarter for found in finished.values() for match in _best(found)[0] if match]
    if len(finished) > 1 and len(set(quarters)) == len(quarters):
        for stage in finished:
            del grouped[stage]
        grouped[None] = [match for found in finished.values() for match in found]
    return [Row(stage, *_best(found)) for stage, found in grouped.items()]


def _best(matches: list[Match]) -> tuple[tuple[Match | None, ...], tuple[int, ...]]:
    """For each quarter the match that stands for it: a total before an own figure, the likest of several; the quarters left open."""
    chosen: list[Match | None] = []
    rivals: list[int] = []
    for quarter in range(4):
        there = [match for match in matches if match.figure.quarter == quarter]
        whole = [match for match in there if not match.figure.is_part] or there
        totals = [match for match in whole if match.figure.to_date] or whole
        ranked = sorted(totals, key=lambda match: -match.likeness)
        close = {match.figure.value for match in ranked if ranked[0].likeness - match.likeness < CLOSE}
        chosen.append(ranked[0] if len(close) == 1 else None)
        if len(close) > 1:
            rivals.append(quarter)
    return tuple(chosen), tuple(rivals)


def own_row(target: ParsedTarget, rows: list[Row]) -> Row | None:
    """The row that plans the target itself: the stage it promises, or else the thing finished, or at last accepted."""
    promised = promised_stage(target.label)
    wanted = [promised] if promised else [None, "投用", "竣工", "完工", "验收"]
    return next((row for stage in wanted for row in rows if row.stage == stage), None)


def _plan(index: int, row: Row, basis: str | None, is_own: bool) -> ParsedPlan:
    values = tuple(None if value is None else plain(value) for value in row.values)
    quotes = tuple(match.figure.quote if match else "" for match in row.matches)
    return ParsedPlan(index, row.stage, basis, values, quotes, is_own)


def _agreed(plans: list[ParsedPlan]) -> Iterable[ParsedPlan]:
    """A stage beside the target's own that does not tell its basis has that of the same stage of the task's other targets."""
    for plan in plans:
        others = {other.basis for other in plans if other.stage == plan.stage and other.target != plan.target and other.basis}
        if plan.basis is None and not plan.is_own and len(others) == 1:
            yield ParsedPlan(plan.target, plan.stage, others.pop(), plan.values, plan.quotes)
        else:
            yield plan


def _is_only_count(target: ParsedTarget, targets: Sequence[ParsedTarget]) -> bool:
    return len(targets) == 1 and target.unit not in PERCENT


def _shares(index: int, target: ParsedTarget, quarters: Quarters) -> list[ParsedPlan]:
    """完成任务50% of the one target of a task is half of it, to date. Any other share (完成工程量的50%) is no planned value."""
    found = [_SHARE_OF_TASK.search(cell) for cell in quarters[:4]]
    if not any(found):
        return []
    shares = [Decimal(share[1] or share[2]) * Decimal(target.quantity) / 100 if share else None for share in found]
    values = tuple(None if share is None else plain(share) for share in shares)
    return [ParsedPlan(index, None, "ytd", values, tuple(share[0] if share else "" for share in found), True)]


def _doubts(target: ParsedTarget, row: Row, problem: str) -> list[Finding]:
    printed = "、".join(plain(value) for value in row.values if value is not None)
    goal = f"{target.quantity}{'—' + target.quantity_max if target.quantity_max else ''}{target.unit or ''}"
    if problem:
        code = _CODES_OF[problem]
        return [Finding(code, f"{CODES[code]}：各季度计划数为{printed}，年度目标为{goal}（{target.label}）。", quote=target.quote)]
    if row.rivals:
        which = "、".join(str(quarter + 1) for quarter in row.rivals)
        return [Finding("several_figures", f"{CODES['several_figures']}：第{which}季度（{target.label}）。", quote=target.quote)]
    return []


_CODES_OF = {
    "not_adding_up": "schedule_does_not_add_up",
    "different": "schedule_does_not_add_up",
    "unclear": "schedule_does_not_add_up",
    "over": "over_target",
    "falling": "figure_falls",
}
