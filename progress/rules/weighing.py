"""One target in one quarter: planned beside actual, in points where there are any.

How a target is read (domain.md, Targets and items; Judging progress):
- a count that should grow: actual total ÷ target;
- a level with a baseline on the way to its target, up or down: (actual − baseline) ÷ (target − baseline);
- everything else is reached or not and has no points: a level without a baseline, a target of 0 or none, and
  a ceiling. A ceiling is 不超过, or lower is better without a baseline above the target; a count that should
  stay low is one, baseline or not.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

from progress.rules.states import (
    DEFAULT_MARK,
    GOOD,
    LAST_QUARTER,
    NO_DATA_MARK,
    PLAN_LOST_MARK,
    UNSETTLED_MARK,
    YEAR_NO_DATA_MARK,
    YEAR_UNFINISHED_MARK,
    VerdictClass,
)
from projects.rules.amounts import worded
from projects.rules.planning import LOST, UNCLEAR, PlannedQuarter
from projects.rules.states import Direction, Nature

TENTH = Decimal("0.1")
HALF_COUNTS_FROM = Decimal(10)  # points: below half of the plan is 严重滞后 only from such a gap on


@dataclass(frozen=True)
class JudgingRules:
    """The settings of a list's judging, in percentage points; the numbers are the defaults of domain.md."""

    tolerance: Decimal = Decimal(0)
    ahead_margin: Decimal = Decimal(5)
    far_behind_gap: Decimal = Decimal(30)


@dataclass(frozen=True)
class TargetFigure:
    """What a target promises, what is planned and what was reached by the as-of date, in base units.

    `actual` None is blank or 本季无数据; `earlier` is the last total known before. A range 6—8 comes as 6.
    """

    key: int | str
    label: str
    quantity: Decimal | None
    planned: PlannedQuarter
    actual: Decimal | None = None
    earlier: Decimal | None = None
    unit: str = ""
    nature: str = Nature.COUNT
    direction: str = Direction.UP
    baseline: Decimal | None = None
    qualifier: str = ""
    needs_settling: bool = False
    no_data_reason: str = ""
    promise: str = "全年目标"  # what `quantity` is called where one asks about it
    is_limit: bool = False  # whether more than `quantity` is asked about; a target may well be passed

    @property
    def is_unsettled(self) -> bool:
        """待核对: not judged until a person settles it."""
        return self.needs_settling or self.planned.source == UNCLEAR

    @property
    def is_judged(self) -> bool:
        """Whether a planned total judges the quarter; before the first one it is 不考核数量."""
        return self.planned.is_judged and self.planned.ytd is not None and not self.is_unsettled

    @cached_property
    def runs_down(self) -> bool:
        """Lower is better: said so, not to be exceeded, or a level that starts above its target."""
        starts_above = (
            self.nature == Nature.LEVEL
            and None not in (self.baseline, self.quantity)
            and self.baseline > self.quantity
        )
        return self.direction == Direction.DOWN or self.qualifier == "at_most" or starts_above

    @cached_property
    def span(self) -> Decimal | None:
        """The whole way from start to target in base units; None where there is no percentage."""
        if not self.quantity:
            return None
        if self.nature == Nature.COUNT:
            return self.quantity if self.quantity > 0 and not self.runs_down else None
        if (
            self.baseline is None
            or self.baseline == self.quantity
            or (self.baseline < self.quantity) == self.runs_down
        ):
            return None
        return abs(self.quantity - self.baseline)

    def way(self, total: Decimal) -> Decimal:
        """How far a total is from the start towards the target, in base units; only where there is a span."""
        if self.nature == Nature.COUNT:
            return total
        return self.baseline - total if self.runs_down else total - self.baseline

    @property
    def asks_for_work(self) -> bool:
        """Whether more is planned than where it starts; never of a ceiling, which doing nothing keeps."""
        if self.span is not None:
            return self.way(self.planned.ytd) > 0
        return not self.runs_down and self.planned.ytd > 0

    @property
    def has_moved(self) -> bool:
        """Whether the last total is off its start; a level without a baseline moves by reaching its plan."""
        total = self.earlier if self.actual is None else self.actual
        if total is None or (self.span is None and self.runs_down):
            return False
        if self.span is not None:
            return self.way(total) > 0
        return total > 0 and (self.nature == Nature.COUNT or total >= (self.planned.ytd or 0))


class Weighed(NamedTuple):
    """One target weighed; code None where it is not judged, gap in points, above 0 where behind."""

    figure: TargetFigure
    code: str | None
    gap: Decimal | None = None
    is_met: bool = False  # the year's target is reached
    is_at_plan: bool = False  # the plan or more is reached, or the year's target
    sentence: str = ""
    marks: tuple[str, ...] = ()


def due_total(figure: TargetFigure, last_quarter: bool) -> Decimal:
    """The total that the quarter is measured by: the planned one, at the year's end the target."""
    return figure.quantity if last_quarter and figure.quantity is not None else figure.planned.ytd


def progress(figure: TargetFigure, total: Decimal | None) -> Decimal | None:
    """How much of the way a total is, in percent, not rounded; None without a total or a percentage."""
    return None if total is None or figure.span is None else figure.way(total) * 100 / figure.span


def completion_rate(figure: TargetFigure) -> Decimal | None:
    """完成率 in percent, one decimal, also over 100; never 100.0 before the target is reached."""
    percent = progress(figure, figure.actual)
    if percent is None:
        return None
    shown = _tenths(percent)
    return shown - TENTH if figure.way(figure.actual) < figure.span and shown >= 100 else shown


def is_met(figure: TargetFigure, total: Decimal | None, *, last_quarter: bool) -> bool:
    """Whether the year's target is reached; of a count that must stay low only the year's end tells."""
    if total is None or figure.quantity is None:
        return False
    if figure.runs_down and figure.nature == Nature.COUNT and not last_quarter:
        return False
    return total <= figure.quantity if figure.runs_down else total >= figure.quantity


def reaches_plan(figure: TargetFigure, total: Decimal | None) -> bool:
    """Whether a total is where the quarter's end is planned, or further."""
    if total is None or figure.planned.ytd is None:
        return False
    return total <= figure.planned.ytd if figure.runs_down else total >= figure.planned.ytd


def falls(figure: TargetFigure) -> bool:
    """Whether the value goes back against the last one: a total fell, a level turned for the worse."""
    if figure.actual is None or figure.earlier is None:
        return False
    if figure.nature == Nature.LEVEL and figure.runs_down:
        return figure.actual > figure.earlier
    return figure.actual < figure.earlier


def weigh(figure: TargetFigure, *, quarter: int, rules: JudgingRules | None = None) -> Weighed:
    """Judge one target by itself; the code is None where it is not judged, unmeasured without a value.

    In the fourth quarter a target is finished or behind, whatever the tolerance, and measured by the year's
    target even where the schedule ends below it. A target that is met is never behind, even where the
    schedule plans more than the target.
    """
    if figure.planned.source == LOST:
        said = f"{figure.label}：{PLAN_LOST_MARK}，不列差距。"
        return Weighed(figure, None, sentence=said, marks=(PLAN_LOST_MARK,))
    if figure.is_unsettled:
        return Weighed(
            figure, None, sentence=f"{figure.label}：待核对，核对前不参与评价。", marks=(UNSETTLED_MARK,)
        )
    if not figure.is_judged:
        return Weighed(
            figure, None, is_met=is_met(figure, figure.actual, last_quarter=quarter >= LAST_QUARTER)
        )
    if figure.actual is None:
        return _weigh_without_value(figure, last_quarter=quarter >= LAST_QUARTER)
    return _weigh_value(figure, quarter >= LAST_QUARTER, rules or JudgingRules())


def _weigh_value(figure: TargetFigure, last_quarter: bool, rules: JudgingRules) -> Weighed:
    met = is_met(figure, figure.actual, last_quarter=last_quarter)
    due = due_total(figure, last_quarter)
    gap = _gap(figure, due)
    code = VerdictClass.ON_SCHEDULE if met else _class(figure, due, gap, last_quarter, rules)
    if code == VerdictClass.ON_SCHEDULE:
        leads = _leads(figure, gap, met=met, last_quarter=last_quarter, rules=rules)
        code = VerdictClass.AHEAD if leads else code
    marks = []
    if figure.planned.is_default:
        marks.append(DEFAULT_MARK)
    if last_quarter and not met:
        marks.append(YEAR_UNFINISHED_MARK)
    return Weighed(
        figure,
        code,
        gap=_shown_gap(gap),
        is_met=met,
        is_at_plan=met or (code in GOOD and (gap is None or gap <= 0)),
        sentence=_sentence(figure, due, code, gap),
        marks=tuple(marks),
    )


def _leads(
    figure: TargetFigure, gap: Decimal | None, *, met: bool, last_quarter: bool, rules: JudgingRules
) -> bool:
    """Whether the target is ahead: by the margin, or the year's target is met before its plan met it.

    Exactly on plan is not ahead (domain.md, Judging progress), nor is a target of 0 or none.
    """
    if not figure.quantity:
        return False
    if gap is not None and -gap >= rules.ahead_margin:
        return True
    return met and not is_met(figure, figure.planned.ytd, last_quarter=last_quarter)


def _weigh_without_value(figure: TargetFigure, *, last_quarter: bool) -> Weighed:
    """Without a value a growing count stands at its earlier total, never ahead.

    Anything else waits for the coordinator, at the year's end it is behind.
    """
    no_data = YEAR_NO_DATA_MARK if last_quarter else NO_DATA_MARK
    said = (
        f"{figure.label}：{no_data}（{figure.no_data_reason}）。"
        if figure.no_data_reason
        else f"{figure.label}：未填完成值。"
    )
    marks = (no_data,) if figure.no_data_reason else ()
    grows = figure.nature == Nature.COUNT and not figure.runs_down
    met = grows and is_met(figure, figure.earlier, last_quarter=last_quarter)
    enough = grows and (figure.earlier or 0) >= figure.planned.ytd
    if met or (enough and not last_quarter):
        return Weighed(figure, VerdictClass.ON_SCHEDULE, is_met=met, sentence=said, marks=marks)
    if last_quarter:
        return Weighed(figure, VerdictClass.BEHIND, sentence=said, marks=(*marks, YEAR_UNFINISHED_MARK))
    return Weighed(figure, VerdictClass.UNMEASURED, sentence=said, marks=marks)


def _gap(figure: TargetFigure, due: Decimal) -> Decimal | None:
    """Planned% − actual% in points, not rounded."""
    return None if figure.span is None else (figure.way(due) - figure.way(figure.actual)) * 100 / figure.span


def _class(
    figure: TargetFigure, due: Decimal, gap: Decimal | None, last_quarter: bool, rules: JudgingRules
) -> str:
    """The class of a target that is not met yet."""
    if gap is None:
        return _class_without_points(figure, due)
    way_due, way_gone = figure.way(due), figure.way(figure.actual)
    is_below_half = way_due > 0 and way_gone * 2 < way_due and gap >= HALF_COUNTS_FROM
    if gap > rules.far_behind_gap or is_below_half:
        return VerdictClass.FAR_BEHIND
    return VerdictClass.BEHIND if gap > rules.tolerance or last_quarter else VerdictClass.ON_SCHEDULE


def _class_without_points(figure: TargetFigure, due: Decimal) -> str:
    """Reached or not; only a count that should grow can be less than half of what was planned."""
    if figure.actual <= due if figure.runs_down else figure.actual >= due:
        return VerdictClass.ON_SCHEDULE
    grows = figure.nature == Nature.COUNT and not figure.runs_down
    return VerdictClass.FAR_BEHIND if grows and figure.actual * 2 < due else VerdictClass.BEHIND


def _sentence(figure: TargetFigure, due: Decimal, code: str, gap: Decimal | None) -> str:
    """Plan and actual in words, with the points where there are any."""
    total = "累计" if figure.nature == Nature.COUNT else ""
    due_word = f"计划{total}" if due == figure.planned.ytd else "年度目标"
    default = "（默认）" if figure.planned.is_default else ""
    planned, actual = worded(due), worded(figure.actual)
    amounts = f"{due_word}{planned}{figure.unit}{default}，实际{total}{actual}{figure.unit}"
    return f"{figure.label}：{amounts}，{_comparison(code, gap)}。"


def _comparison(code: str, gap: Decimal | None) -> str:
    if gap is None:
        return "未达到" if code in (VerdictClass.BEHIND, VerdictClass.FAR_BEHIND) else "已达到"
    if gap == 0:
        return "与序时持平"
    return f"{'滞后' if gap > 0 else '超前'}{abs(_shown_gap(gap))}个百分点"


def _shown_gap(gap: Decimal | None) -> Decimal | None:
    """Points with one decimal; what lags or leads at all never shows as 0.0."""
    if gap is None:
        return None
    shown = _tenths(gap)
    return TENTH.copy_sign(gap) if gap and not shown else shown


def _tenths(number: Decimal) -> Decimal:
    return number.quantize(TENTH, ROUND_HALF_UP)
