"""The coordinator's queue and the filing desk: one line per report, with what its figures say."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.utils.functional import cached_property

from progress.ledger.entries import MilestoneRow
from progress.ledger.filing_days import FilingDay
from progress.ledger.ledgers import ledger_of, ledgers_by_key, ledgers_of, ledgers_of_keys
from progress.ledger.task_ledger import TaskLedger
from progress.ledger.typed_reports import typed_figures
from progress.models import Report, ReportingPeriod
from progress.rules.judging import Judgement
from progress.rules.plausibility import Doubted, doubted_ones
from progress.rules.states import (
    LAGGING,
    WRITABLE_STATES,
    FilingState,
    Punctuality,
    VerdictClass,
    verdict_word,
)
from projects.models import Task, Unit
from projects.models.statements import Statement, slot, statement


@dataclass(frozen=True)
class ReportLine:
    """One report in a list."""

    ledger: TaskLedger
    day: FilingDay
    previous: Report | None
    on: date
    same: str = ""  # that it came back and says nothing else

    @property
    def milestone(self) -> MilestoneRow | None:
        """What is planned of it in words."""
        quarter = self.report.period.quarter
        return self.ledger.figures_in(quarter).milestone(quarter)

    @cached_property
    def proposal(self) -> Judgement:
        """The computed class from what is submitted."""
        return self.ledger.judged_at(self.report.period.quarter, self.on).judgement_in_review

    @property
    def proposal_word(self) -> str:
        """The computed class in words."""
        return verdict_word(self.proposal.code, self.report.period.quarter).partition("（")[0]

    @property
    def proposal_tone(self) -> str:
        """The colour beside the word."""
        return VerdictClass.tone_of(self.proposal.code)

    @property
    def report(self) -> Report:
        return self.day.report

    @property
    def task(self) -> Task:
        return self.ledger.task

    @property
    def state_word(self) -> str:
        """The filing state in words."""
        return self.day.word

    @property
    def tone(self) -> str:
        """The colour beside the word."""
        return self.day.tone

    @property
    def late_mark(self) -> str:
        """迟报 or nothing."""
        return Punctuality.LATE.word if self.day.is_late else ""

    @property
    def doubts(self) -> tuple[Doubted, ...]:
        """The figures that are asked about before it is accepted."""
        return doubted_ones(typed_figures(self.ledger, self.report))

    @property
    def is_plain(self) -> bool:
        """It waits for review and nothing is amiss: it may be accepted with others in one go."""
        return self.day.state == FilingState.PENDING and next(self._found_amiss(), None) is None

    @property
    def amiss(self) -> str:
        """Why it needs a look of its own; "" where nothing is amiss."""
        return "、".join(self._found_amiss())

    def _found_amiss(self) -> Iterator[str]:
        """One reason after the other, what is told at a glance first."""
        if self.day.is_late:
            yield Punctuality.LATE.word
        if self.report.first_submitted_at != self.report.submitted_at:
            yield "退回后重报"
        if self.report.problems.strip():
            yield "填有存在问题"
        if self.doubts:
            yield "数字需核对"
        if self.proposal.code in (*LAGGING, VerdictClass.UNMEASURED):
            yield f"系统测算为{VerdictClass(self.proposal.code).word}"


@dataclass(frozen=True)
class Deadline:
    """By when a unit files a quarter: its first due day that is left, else the quarter's own."""

    due_on: date
    days_left: int
    overdue: int  # reports past their day

    @property
    def days_past(self) -> int:
        return -self.days_left


def deadline(lines: Iterable[ReportLine], period: ReportingPeriod, on: date) -> Deadline:
    """The deadline that the desk counts down to."""
    days = [line.day.due_on for line in lines if line.report.submitted_at is None]
    due_on = min(days, default=period.due_on)
    return Deadline(due_on, (due_on - on).days, sum(each < on for each in days))


def report_lines(
    period: ReportingPeriod,
    on: date,
    *,
    unit: Unit | None = None,
    reports: Collection[int] | None = None,
) -> list[ReportLine]:
    """Every report of a quarter (of one unit, of these keys, where given), by task; by two queries."""
    asked = Report.objects.filter(period=period, **({"unit": unit} if unit else {}))
    if reports is not None:
        asked = asked.filter(pk__in=reports)
    tasks = Task.objects.filter(pk__in=asked.order_by().values("task")).order_by("number")
    return [line for ledger in ledgers_of(tasks) for line in lines_of(ledger, period, on, unit)]


def lines_without_figures(period: ReportingPeriod, on: date) -> list[ReportLine]:
    """Every report of a quarter, by task, with what follows from its dates alone; by two queries."""
    keys = [key for (key,) in _reported().ask(period=period.pk)]
    return [line for ledger in ledgers_of_keys(keys, (), on) for line in lines_of(ledger, period, on)]


def with_figures(lines: Sequence[ReportLine]) -> list[ReportLine]:
    """The same lines, in the order of their tasks, with what their figures say; by one query."""
    reports = {line.report.pk for line in lines}
    ledgers = ledgers_by_key(dict.fromkeys(line.task.pk for line in lines)) if lines else []
    return [
        each
        for ledger in ledgers
        for each in lines_of(ledger, lines[0].report.period, lines[0].on)
        if each.report.pk in reports
    ]


@cache
def _reported() -> Statement:
    """The tasks of which anything is to be reported in a quarter, by key."""
    asked = Report.objects.filter(period=slot("period")).order_by().values("task")
    return statement(Task.objects.filter(pk__in=asked).order_by("number").values_list("pk"))


def with_what_is_same(lines: Iterable[ReportLine], same: Mapping[int, str]) -> list[ReportLine]:
    """The lines, each saying of its report what `same` says by its key."""
    return [replace(line, same=same[line.report.pk]) if line.report.pk in same else line for line in lines]


def writable_keys(period: ReportingPeriod, lines: Iterable[ReportLine]) -> set[int]:
    """The reports that can be written now, by key; in a closed quarter what was opened again.

    Nobody writes those of a unit out of use.
    """
    of_units = [line.report for line in lines if line.report.unit.is_active]
    open_ones = {report.pk for report in of_units if report.state in WRITABLE_STATES}
    if period.closed_at is None or not open_ones:
        return open_ones
    return set(Report.objects.in_hand().filter(pk__in=open_ones).values_list("pk", flat=True))


def report_line(report: Report, on: date) -> ReportLine:
    """One report as the queue shows it."""
    return next(line for line in lines_of(ledger_of(report.task), report.period, on, report.unit))


def lines_of(
    ledger: TaskLedger, period: ReportingPeriod, on: date, unit: Unit | None = None
) -> Iterable[ReportLine]:
    """The reports that are owed of one task in a quarter, in the order of the leads."""
    for day in ledger.at(period.quarter, on).owed_days:
        if unit is None or day.report.unit_id == unit.pk:
            yield ReportLine(ledger, day, ledger.report(period.quarter - 1, day.report.unit), on)
