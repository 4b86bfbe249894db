"""The figures of one target laid out by stage and quarter."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.parsing.basis import ADDS_UP, OWN, basis_of
from projects.parsing.cell_figures import Match, goal_of
from projects.parsing.likeness import core, coverage
from projects.parsing.parsed import ParsedTarget
from projects.parsing.stages import FINISHED, promised_stage

ALIKE = 0.5  # of the best likeness within a target; a figure below it is of something else
NAMED = 0.6  # of a thing's characters stand beside a number: the number is of it
THINGS_JOINT = re.compile("[、和及与]|以及")
CLOSE = 0.1  # two numbers of one cell that repeat nearly as much: neither is surely the one


@dataclass(frozen=True)
class StageRow:
    """One stage of one target, a match a quarter.

    `rivals` are the quarters where several numbers stand, `beside` the figures beside a total.
    """

    stage: str | None
    matches: tuple[Match | None, ...]
    rivals: tuple[int, ...] = ()
    beside: tuple[Decimal | None, ...] = (None, None, None, None)
    summed: bool = False  # a quarter's figure is the sum of the things that the target names together

    @property
    def values(self) -> list[Decimal | None]:
        return [match.figure.value if match else None for match in self.matches]

    @property
    def most(self) -> list[Decimal | None]:
        return [match.figure.most if match else None for match in self.matches]

    @property
    def to_date(self) -> list[bool]:
        return [bool(match and match.figure.to_date) for match in self.matches]


def stage_rows_of(target: ParsedTarget, matches: Sequence[Match]) -> list[StageRow]:
    """The rows of a target: of the sure matches by stage, of others only where they come out at it."""
    matches = _worded_alike(target, matches)
    sure = _by_stage(target, [match for match in matches if match.is_sure])
    rows = [row for row in (_filled(target, row, matches) for row in sure) if not _is_name(target, row)]
    own = own_row(target, rows)
    for row in _by_stage(target, [match for match in matches if not match.is_sure]):
        is_new = row.stage not in [other.stage for other in rows] and (
            own is None or row.stage not in (own.stage, None)
        )
        if is_new and fits(target, row) and not goal_of(target).met_by(_known(row)[0]):
            rows.append(row)
    return rows


def _worded_alike(target: ParsedTarget, matches: Sequence[Match]) -> list[Match]:
    """The matches, those that repeat far less of the target than the best of them no longer sure.

    One that names one of several things that the target names together is as sure as any.
    """
    best = max((match.likeness for match in matches if match.is_sure), default=0)
    things = _things(target)
    return [
        replace(
            match,
            is_sure=(match.is_sure and match.likeness >= best * ALIKE)
            or (not match.is_soft and match.likeness > 0 and _is_part(things, target, match)),
        )
        for match in matches
    ]


def _things(target: ParsedTarget) -> list[str]:
    """The things that a target names together: 工伤预防 and 应急救护培训."""
    return [thing for thing in THINGS_JOINT.split(core(target.label)) if thing]


def _is_part(things: Sequence[str], target: ParsedTarget, match: Match) -> bool:
    """Whether a figure counts one of several things that the target names together."""
    same_unit = match.figure.unit == target.unit
    return len(things) > 1 and same_unit and _thing_meant(things, match.figure.words) is not None


def own_row(target: ParsedTarget, rows: Sequence[StageRow]) -> StageRow | None:
    """The row that plans the target itself: the stage that it promises, else the thing finished."""
    promised = promised_stage(target.label)
    wanted = [promised, None] if promised else [None, "投用", "竣工", "完工", "验收"]
    return next((row for stage in wanted for row in rows if row.stage == stage), None)


def result_of(target: ParsedTarget, row: StageRow, is_own: bool = True) -> tuple[str | None, str]:
    """The basis of a row and what is wrong with it; a range adds up where the target lies within its sums."""
    goal = goal_of(target)
    basis, problem = basis_of(row.values, row.to_date, goal, is_own)
    if problem and row.most != row.values and not any(row.to_date):
        least, most = (sum(value for value in end if value is not None) for end in (row.values, row.most))
        if least <= goal.most and goal.least <= most:
            return OWN, ADDS_UP
    return basis, problem


def fits(target: ParsedTarget, row: StageRow) -> bool:
    """Whether two figures or more of a row come out at the target."""
    known = _known(row)
    basis, problem = result_of(target, row)
    goal = goal_of(target)
    return (
        len(known) > 1
        and basis is not None
        and problem == ADDS_UP
        and (goal.met_by(known[-1]) or goal.met_by(sum(known)))
    )


def _known(row: StageRow) -> list[Decimal]:
    return [value for value in row.values if value is not None]


def _is_name(target: ParsedTarget, row: StageRow) -> bool:
    """Whether a count only repeats the target as a name, quarter for quarter: 等100公里公路开始施工."""
    known = _known(row)
    goal = goal_of(target)
    return (
        len(known) > 1
        and not goal.is_rate
        and not any(row.to_date)
        and all(goal.met_by(value) for value in known)
    )


def _filled(target: ParsedTarget, row: StageRow, matches: Sequence[Match]) -> StageRow:
    """The row with less sure figures in its open quarters, where it comes out at the target with them."""
    spare = [
        match for match in matches if not match.is_sure and not match.is_soft and match.stage == row.stage
    ]
    spare = [
        match
        for match in spare
        if row.values[match.figure.quarter] is None and match.figure.quarter not in row.rivals
    ]
    if not spare:
        return row
    fuller = _row(target, row.stage, [match for match in row.matches if match] + spare)
    return fuller if fits(target, fuller) else row


def _by_stage(target: ParsedTarget, matches: Sequence[Match]) -> list[StageRow]:
    """The matches by stage; finished stages that never meet in a quarter are one row, unless one adds up."""
    grouped: dict[str | None, list[Match]] = defaultdict(list)
    for match in matches:
        grouped[match.stage].append(match)
    rows = [_row(target, stage, found) for stage, found in grouped.items()]
    finished = [row for row in rows if row.stage is None or row.stage in FINISHED]
    quarters = [quarter for row in finished for quarter, value in enumerate(row.values) if value is not None]
    if len(finished) < 2 or len(set(quarters)) != len(quarters) or any(fits(target, row) for row in finished):
        return rows
    merged = _row(target, None, [match for row in finished for match in grouped[row.stage]])
    return [merged, *(row for row in rows if row not in finished)]


def _row(target: ParsedTarget, stage: str | None, matches: Sequence[Match]) -> StageRow:
    """One stage, a match a quarter: a total before an own figure, the likest of several, none of rivals.

    Figures of several things that the target names together are one figure, their sum.
    """
    chosen: list[Match | None] = []
    rivals: list[int] = []
    beside: list[Decimal | None] = []
    summed = False
    for quarter in range(4):
        there = [match for match in matches if match.figure.quarter == quarter]
        whole = [match for match in there if not match.figure.is_part] or there
        if total := _sum_of_parts(target, whole):
            whole, summed = [total], True
        totals = [match for match in whole if match.figure.to_date]
        ranked = sorted(totals or whole, key=lambda match: -match.likeness)
        close = {match.figure.value for match in ranked if ranked[0].likeness - match.likeness < CLOSE}
        chosen.append(ranked[0] if len(close) == 1 else None)
        others = {match.figure.value for match in whole if not match.figure.to_date}
        beside.append(
            others.pop()
            if totals and len(others) == 1 and chosen[-1] and chosen[-1].figure.value not in others
            else None
        )
        if len(close) > 1:
            rivals.append(quarter)
    return StageRow(stage, tuple(chosen), tuple(rivals), tuple(beside), summed)


def _sum_of_parts(target: ParsedTarget, matches: Sequence[Match]) -> Match | None:
    """One figure for several of a quarter, each of another of the things that the target names together.

    预防培训0.8万人次 and 急救培训1.2万人次 are 2万人次 of 预防和急救培训.
    """
    things = _things(target)
    figures = [match.figure for match in matches]
    if len(figures) < 2 or len(things) < len(figures) or any(figure.to_date for figure in figures):
        return None
    meant = [_thing_meant(things, figure.words) for figure in figures]
    if None in meant or len(set(meant)) < len(meant) or {figure.unit for figure in figures} != {target.unit}:
        return None
    whole = replace(
        figures[0],
        value=sum(figure.value for figure in figures),
        most=sum(figure.most for figure in figures),
        quote="；".join(figure.quote for figure in figures),
    )
    return replace(matches[0], figure=whole)


def _thing_meant(things: Sequence[str], words: str) -> str | None:
    """The one of several things that the words around a number surely mean."""
    ranked = sorted(((coverage(thing, words), thing) for thing in things), reverse=True)
    return ranked[0][1] if ranked[0][0] >= NAMED and ranked[0][0] > ranked[1][0] else None
