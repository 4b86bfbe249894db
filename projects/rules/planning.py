"""What the schedule plans of one target, quarter by quarter: printed figures become year-to-date totals.

The rule is domain.md, "Targets and items": before the first figure a quarter is 不考核数量, afterwards the
last total goes on judging until the next figure, and the fourth quarter defaults to the target, marked 默认.
Plain values only.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from projects.rules.amounts import worded
from projects.rules.quarters import NUMBERS
from projects.rules.states import Basis, Nature

# How a quarter came to its planned total
FIGURE = "figure"  # the schedule prints a figure
GOES_ON = "standing"  # no figure of its own: the last planned total judges until the next one
DEFAULT = "default"  # the fourth quarter without a figure: the target itself
NOTHING = "nothing"  # no figure yet: 不考核数量
UNCLEAR = "unclear"  # a figure of which nobody has said whether it is the quarter's own or the total
LOST = "lost"  # by which figure a past quarter was judged nobody knows any more


class PlannedFigure(NamedTuple):
    """One planned figure as printed: quarter 1..4, value in base units, basis own, ytd or ""."""

    quarter: int
    value: Decimal
    basis: str = ""


class PlannedQuarter(NamedTuple):
    """What is planned for one quarter: its own amount, and the total at its end; None where unknown."""

    quarter: int
    own: Decimal | None
    ytd: Decimal | None
    source: str
    printed: PlannedFigure | None = None

    @property
    def is_judged(self) -> bool:
        """Whether a planned total makes a task ahead or behind: from the first planned figure on."""
        return self.source in (FIGURE, GOES_ON, DEFAULT)

    @property
    def is_default(self) -> bool:
        """默认: the fourth quarter without a figure of its own."""
        return self.source == DEFAULT

    @property
    def is_of_its_own(self) -> bool:
        """Whether the quarter has a total of its own: a figure, or 默认."""
        return self.source in (FIGURE, DEFAULT)

    @property
    def is_figure(self) -> bool:
        """Whether the schedule prints a figure and says what it means."""
        return self.source == FIGURE

    @property
    def adds(self) -> bool:
        """Whether the quarter's own amount says more than the total."""
        return self.own is not None and self.own != self.ytd

    @property
    def goes_on(self) -> bool:
        """沿用: the last planned total goes on judging."""
        return self.source == GOES_ON

    @property
    def total_words(self) -> str:
        """The total at the quarter's end, for reading."""
        return worded(self.ytd)

    @property
    def own_words(self) -> str:
        """The quarter's own amount, for reading."""
        return worded(self.own)

    @property
    def printed_words(self) -> str:
        """The figure as the schedule prints it, for reading."""
        return worded(self.printed.value) if self.printed else ""


class StagePlan(NamedTuple):
    """The four quarters of one stage of one target; `is_own` where the target promises this stage."""

    stage: str
    is_own: bool
    quarters: tuple[PlannedQuarter, ...]


def year_to_date(
    figures: Iterable[PlannedFigure], *, target: Decimal | None, nature: str
) -> tuple[PlannedQuarter, ...]:
    """The planned total at the end of each quarter; without `target` (another stage) there is no default."""
    printed = {figure.quarter: figure for figure in figures}
    quarters: list[PlannedQuarter] = []
    last: PlannedQuarter | None = None
    for number in NUMBERS:
        figure = printed.get(number)
        if figure is None:
            last = _without_figure(number, last, target=target, nature=nature)
        else:
            last = _with_figure(figure, last, nature=nature)
        quarters.append(last)
    return tuple(quarters)


def by_stage(
    figures: Mapping[str, Iterable[PlannedFigure]], *, own_stage: str, target: Decimal, nature: str
) -> tuple[StagePlan, ...]:
    """The lines of one target, its own stage first; only that one plans the target, the others are shown."""
    others = [stage for stage in figures if stage != own_stage]
    own = StagePlan(own_stage, True, year_to_date(figures.get(own_stage, ()), target=target, nature=nature))
    return (
        own,
        *(
            StagePlan(stage, False, year_to_date(figures[stage], target=None, nature=nature))
            for stage in others
        ),
    )


def lost_plan(stage: str) -> StagePlan:
    """The quarters of a target of which the plan was not kept: no figure, 计划口径待核."""
    return StagePlan(stage, True, tuple(PlannedQuarter(number, None, None, LOST) for number in NUMBERS))


def planned_by(quarters: Sequence[PlannedQuarter], number: int) -> PlannedQuarter:
    """What is planned by the end of a quarter; the year's end is measured by the fourth quarter's plan."""
    return quarters[min(number, len(quarters)) - 1]


def planned_words(stages: Iterable[StagePlan], quarter: int) -> str:
    """The planned total at a quarter's end, for reading: of the own stage, else of the others by name."""
    totals = [(each.stage, planned_by(each.quarters, quarter).ytd) for each in stages]
    _, own_total = totals[0]
    if own_total is not None:
        return worded(own_total)
    others = [f"{stage}{worded(total)}" for stage, total in totals if total is not None]
    return "、".join(others) or "—"


def doubt(quarters: tuple[PlannedQuarter, ...], *, target: Decimal) -> str:
    """Why a target is 待核对, in a sentence for the page; "" where the schedule ends at the target."""
    unclear = [each.quarter for each in quarters if each.source == UNCLEAR]
    if unclear:
        return f"第{unclear[0]}季度的计划值未注明是当季数还是累计数，无法确定累计计划。"
    fallen = next(
        (then.quarter for before, then in zip(quarters, quarters[1:], strict=False) if _falls(before, then)),
        None,
    )
    if fallen:
        return f"第{fallen}季度的累计计划低于上一季度。"
    final = quarters[-1].ytd
    if final is not None and final != target:
        return f"年末累计计划为{worded(final)}，与目标值{worded(target)}不一致。"
    return ""


def _with_figure(figure: PlannedFigure, last: PlannedQuarter | None, *, nature: str) -> PlannedQuarter:
    total = _total(figure, last, nature=nature)
    if total is None:
        own = figure.value if figure.basis == Basis.OWN else None
        return PlannedQuarter(figure.quarter, own, None, UNCLEAR, figure)
    own = _own(figure, total, last, nature=nature)
    return PlannedQuarter(figure.quarter, own, total, FIGURE, figure)


def _without_figure(
    number: int, last: PlannedQuarter | None, *, target: Decimal | None, nature: str
) -> PlannedQuarter:
    earlier = last.ytd if last else None
    if number == NUMBERS[-1] and target is not None:
        unknown = nature == Nature.LEVEL or (last is not None and last.source == UNCLEAR)
        return PlannedQuarter(number, None if unknown else target - (earlier or 0), target, DEFAULT)
    if last is None or last.source == NOTHING:
        return PlannedQuarter(number, None, None, NOTHING)
    if last.source == UNCLEAR:
        return PlannedQuarter(number, None, None, UNCLEAR)
    return PlannedQuarter(number, None, earlier, GOES_ON)


def _total(figure: PlannedFigure, last: PlannedQuarter | None, *, nature: str) -> Decimal | None:
    """The total after this figure. Levels are never summed; the first figure of a year is its own total."""
    if nature == Nature.LEVEL or figure.basis == Basis.YTD or last is None or last.source == NOTHING:
        return figure.value
    if figure.basis == Basis.OWN and last.ytd is not None:
        return last.ytd + figure.value
    return None


def _own(
    figure: PlannedFigure, total: Decimal, last: PlannedQuarter | None, *, nature: str
) -> Decimal | None:
    if nature == Nature.LEVEL:
        return None
    if figure.basis == Basis.OWN:
        return figure.value
    if last is None:
        return total
    return None if last.source == UNCLEAR else total - (last.ytd or 0)


def _falls(earlier: PlannedQuarter, later: PlannedQuarter) -> bool:
    return earlier.ytd is not None and later.ytd is not None and later.ytd < earlier.ytd
