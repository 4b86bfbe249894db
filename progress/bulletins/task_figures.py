"""One task as a bulletin tells it: plan beside accepted figures, class, marks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.functional import cached_property

from progress.ledger.filing_days import FilingDay
from progress.ledger.issued import IssuedQuarter, told_codes
from progress.ledger.plan_and_actual import is_accepted
from progress.ledger.sight import standing_of
from progress.ledger.spendings import spending_by
from progress.ledger.task_ledger import TaskLedger
from progress.ledger.task_quarter import TaskQuarter
from progress.models import Report
from progress.rules.figures import TargetProgress, TaskFigure
from progress.rules.judging import Judgement, Work
from progress.rules.standings import Standing, streak, streak_mark
from progress.rules.states import (
    CARRIED_MARK,
    DEFAULT_MARK,
    LAGGING,
    PLAN_LOST_MARK,
    UNREPORTED_MARK,
    UNSETTLED_MARK,
    YEAR_UNFINISHED_MARK,
    FilingState,
    OpenReason,
    Punctuality,
    verdict_word,
)
from progress.rules.weighing import (
    LAST_QUARTER,
    TENTH,
    TargetFigure,
    Weighed,
    completion_rate,
    due_total,
    progress,
    weigh,
)
from projects.rules.punctuation import full_width
from projects.rules.states import Nature

RETURNED_STATES = (FilingState.RETURNED, FilingState.NOT_REFILED)
REMARKED_REASONS = (OpenReason.UNPLANNED, OpenReason.UNCONFIRMED)  # the others have marks of their own
BY_WORD_MARK = "人工评定"  # the coordinator's word, against what the figures say or where they say nothing
OUTSIDE_WORDS = {  # what the house calls something, as an outsider reads it; "" is left out
    DEFAULT_MARK: "",
    UNSETTLED_MARK: "部分指标未参与评价",
    PLAN_LOST_MARK: "部分指标未参与评价",
}
YEAR_MARKS = {  # the same from the fourth quarter on, whose issues tell the year: the class says the rest
    **OUTSIDE_WORDS,
    CARRIED_MARK: "",
    YEAR_UNFINISHED_MARK: "",
    UNREPORTED_MARK: "本期未报",
}


@dataclass(eq=False)
class TaskDay:
    """One task in one quarter as a day sees it."""

    ledger: TaskLedger
    quarter: int
    on: date
    co: tuple[str, ...] = ()
    marks: Mapping[int, str] = field(default_factory=dict)  # by report: what became of it after an issue
    issues: Mapping[int, IssuedQuarter] = field(
        default_factory=dict
    )  # each quarter as its last issue tells it

    @property
    def before(self) -> IssuedQuarter | None:
        """The quarter before, as its last issue tells it."""
        return self.issues.get(self.quarter - 1)

    @cached_property
    def told_before(self) -> Standing | None:
        """Where it stood the quarter before, as its last issue tells it; None where none does."""
        return self.before.standing(self.ledger.task.number) if self.before else None

    @cached_property
    def streak(self) -> int:
        """Quarters running that it lags, this one counted, the earlier ones as the issues told them."""
        if self.code not in LAGGING:
            return 0  # the issues are not asked
        return streak(told_codes(self.ledger, self.issues, self.quarter, self.on), self.quarter)

    @cached_property
    def at(self) -> TaskQuarter:
        """The quarter by its own reports."""
        return self.ledger.at(self.quarter, self.on)

    @cached_property
    def judged(self) -> TaskQuarter:
        """The quarter by which the task is judged."""
        return self.ledger.judged_at(self.quarter, self.on)

    @cached_property
    def code(self) -> str:
        """The class that counts."""
        return self.judged.code

    def code_in(self, quarter: int) -> str | None:
        """The class of a quarter up to this one."""
        return self.ledger.judged_at(quarter, self.on).code if 1 <= quarter <= self.quarter else None

    @cached_property
    def standing(self) -> Standing:
        """What is counted of it."""
        return standing_of(self.ledger, self.quarter, self.on)

    @cached_property
    def days(self) -> list[FilingDay]:
        """Where each lead's report stands."""
        return self.at.days

    @cached_property
    def judgement(self) -> Judgement:
        return self.judged.judgement

    def weighed(self, figure: TargetFigure) -> Weighed:
        """A target of the work weighed: by the judgement, where it looked at the target."""
        judged = next((each for each in self.judgement.targets if each.figure is figure), None)
        return judged or weigh(figure, quarter=self.quarter, rules=self.ledger.rules)

    @property
    def work(self) -> Work:
        return self.ledger.work(self.quarter)

    @cached_property
    def is_pending(self) -> bool:
        """A report of it is 待审核."""
        return bool(self.at.under_review)

    @cached_property
    def is_closed(self) -> bool:
        """销号 in this quarter or before."""
        return self.at.is_closed

    @cached_property
    def leads(self) -> tuple[str, ...]:
        return tuple((row.unit or row.group).name for row in self.ledger.printed_leads)

    @cached_property
    def text(self) -> str:
        """The task's text in printed punctuation."""
        return self.ledger.task.in_print

    @cached_property
    def accepted(self) -> list[Report]:
        """The reports that count; of a closed task the last ones there are."""
        last = self.judged.quarter
        numbers = range(last, 0, -1) if self.is_closed else (last,)
        found = ([each for each in self.ledger.reports_in(number) if is_accepted(each)] for number in numbers)
        return next((reports for reports in found if reports), [])

    def said(self, field: str) -> str:
        """A text of the accepted reports; where several leads say something each under its unit's name."""
        said = [(each, text) for each in self.accepted if (text := getattr(each, field).strip())]
        if len(said) > 1:
            return "\n".join(f"{report.unit.name}：{full_width(text)}" for report, text in said)
        return full_width(said[0][1]) if said else ""


def task_figure(day: TaskDay) -> TaskFigure:
    """The task's row."""
    task = day.ledger.task
    milestone = day.ledger.figures_in(day.quarter).milestone(day.quarter)
    spending = spending_by(day.ledger, day.quarter)
    return TaskFigure(
        number=task.number,
        text=day.text,
        code=day.code,
        word=verdict_word(day.code, day.quarter),
        domain=task.domain.name if task.domain else "",
        matter=str(task.matter) if task.matter else "",
        plan=milestone.in_print if milestone else "",
        progress=day.said("text"),
        targets=tuple(_target(day, each) for each in day.ledger.targets_told(day.quarter)),
        gap=day.judgement.gap,
        problems=day.said("problems"),
        next_steps=day.said("next_steps"),
        leads=day.leads,
        co=day.co,
        remarks=_remarks(day),
        streak=day.streak,
        is_pending=day.is_pending,
        reason=day.standing.reason,
        is_unreported=day.standing.is_unreported,
        closed_in=day.ledger.closed_in if day.is_closed else None,
        investment=spending.planned if spending else None,
        invested=spending.spent if spending else None,
    )


def due_in(figure: TargetFigure, quarter: int) -> Decimal | None:
    """The total that is due; from the fourth quarter on the year's target."""
    return due_total(figure, quarter >= LAST_QUARTER)


def _target(day: TaskDay, known: TargetFigure) -> TargetProgress:
    """One target; what nobody reported yet has no class."""
    counts = bool(day.accepted) and (known.actual is not None or known.no_data_reason)
    weighed = day.weighed(known) if counts and not day.is_closed else None
    due = due_in(known, day.quarter) if known.is_judged else None
    percent = progress(known, due)
    return TargetProgress(
        label=known.label,
        unit=known.unit,
        quantity=known.quantity,
        planned=due,
        actual=known.actual,
        planned_percent=None if percent is None else percent.quantize(TENTH),
        completion=completion_rate(known),
        gap=weighed.gap if weighed else None,
        code=(weighed.code or "") if weighed else "",
        is_level=known.nature == Nature.LEVEL,
        expected=expected_of(day, known) if day.quarter == LAST_QUARTER else None,
    )


def expected_of(day: TaskDay, figure: TargetFigure) -> Decimal | None:
    """预计年底, of the leads that gave it, together."""
    rows = (day.ledger.figures.measured(each, figure.key) for each in day.accepted)
    values = [row.expected_at_year_end for row in rows if row and row.expected_at_year_end is not None]
    return sum(values) if values else None


def _remarks(day: TaskDay) -> tuple[str, ...]:
    """What stands in 备注, each once."""
    closed_in, days = day.ledger.closed_in, day.days
    words = YEAR_MARKS if day.quarter >= LAST_QUARTER else OUTSIDE_WORDS
    marks = [
        f"第{closed_in}季度销号" if day.is_closed else "",
        "已报送待审核" if day.is_pending else "",
        *[each.word for each in days if each.state in RETURNED_STATES],
        OpenReason.word_of(day.standing.reason) if day.standing.reason in REMARKED_REASONS else "",
        BY_WORD_MARK if _is_by_word(day) else "",
        streak_mark(day.streak),
        *[words.get(mark, mark) for mark in day.judgement.marks],
        Punctuality.LATE.word if any(each.is_late for each in days) else "",
        *[each.as_of_mark for each in days if each.state == FilingState.ACCEPTED],
        Punctuality.BACKFILLED.word if any(each.is_backfilled for each in days) else "",
        *[day.marks.get(each.report.id, "") for each in days],
    ]
    return tuple(dict.fromkeys(mark for mark in marks if mark))


def _is_by_word(day: TaskDay) -> bool:
    """Whether the class that counts was given by the coordinator otherwise than it was computed."""
    given = day.judged.verdict
    return given is not None and given.code == day.code and given.code != given.computed
