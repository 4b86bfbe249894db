"""The desk 逾期与滞后: what is missing, late, not refiled or behind on one day (domain.md, Chasing)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime

from progress.ledger.deeds import Deed, deeds_in
from progress.ledger.filing_days import FilingDay
from progress.ledger.issued import IssuedQuarter, issued_quarters, told_codes
from progress.ledger.ledgers import ledgers_of_keys
from progress.ledger.list_keys import keys_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import Extension, Report, ReportingPeriod
from progress.rules import addresses
from progress.rules.standings import streak
from progress.rules.states import LAGGING, FilingState, Punctuality, ReportState, VerdictClass
from projects.models import Task, Unit

FAR_FIRST = 1000  # more than any gap in points
NOT_IN_TIME = (FilingState.MISSING, Punctuality.LATE)  # alike in a streak: a quarter not filed in time


@dataclass(frozen=True)
class OverdueRow:
    """One line of the desk: a report that is missing, late or not refiled, or a task that is behind.

    A report returned and late stands there twice: these are separate facts (domain.md, A report's life).
    """

    kind: str  # of OVERDUE_KINDS
    task: Task
    units: tuple[Unit, ...]  # the unit that owes the report; of a task behind every lead that reports on it
    report: Report | None = None  # None for a task behind
    due_on: date | None = None  # the day that has passed; None for a task behind
    days: int = 0  # calendar days past it
    granted_until: date | None = None  # filing later was granted up to this day; it is overdue all the same
    points: Decimal | None = None  # 滞后 x 个百分点; None where only items or the coordinator's word say so
    streak: int = 1  # quarters running, this one counted
    code: str = ""  # the class of a task behind
    why: str = ""  # what is behind, in sentences
    deeds: tuple[Deed, ...] = ()  # what was done so far, the latest first; given by `with_deeds`

    @property
    def key(self) -> str:
        """What a tick box carries: `r12` for a report, `t36` for a task by its number."""
        return f"r{self.report.pk}" if self.report else f"t{self.task.number}"

    @property
    def measure(self) -> str:
        """How much, in words: days, or points; the class where there are none."""
        if self.report:
            return f"{Punctuality.LATE.word if self.kind == Punctuality.LATE else '逾期'}{self.days}天"
        return f"滞后{self.points}个百分点" if self.points else VerdictClass(self.code).word

    @property
    def size(self) -> float:
        """What the worst is found by: days; far behind before behind, then points."""
        if self.report:
            return self.days
        points = float(self.points or 0)
        return FAR_FIRST + points if self.code == VerdictClass.FAR_BEHIND else points

    @property
    def unit_order(self) -> int:
        """Where the first of its units stands in the official order."""
        return min((unit.order for unit in self.units), default=0)

    @property
    def last_deed_at(self) -> float:
        """When something was last done about it; 0 where nothing was."""
        return self.deeds[0].at.timestamp() if self.deeds else 0

    @property
    def state(self) -> str:
        """What is behind; of a report where it stands now, of a late one also when it came."""
        if self.report is None:
            return self.why
        word = ReportState(self.report.state).word
        return (
            f"{localtime(self.report.first_submitted_at):%m-%d %H:%M} 报送，{word}"
            if self.kind == Punctuality.LATE
            else word
        )

    @property
    def address(self) -> str:
        """The page of the report, or of the task's quarter by its first lead."""
        if self.report:
            return self.report.address
        return addresses.task(self.task.yearly_list.year, self.task.number)


def overdue_rows(period: ReportingPeriod, on: date) -> list[OverdueRow]:
    """Every line of a quarter by task, then by kind; by a constant number of queries."""
    return rows_about(keys_of(period.yearly_list_id), period, on)


def rows_about(tasks: Sequence[int], period: ReportingPeriod, on: date) -> list[OverdueRow]:
    """The lines of the tasks with these keys alone, in their order."""
    quarter = period.quarter
    issues = SimpleLazyObject(lambda: issued_quarters(period.yearly_list_id))  # read where something lags
    ledgers = ledgers_of_keys(tasks, range(1, quarter + 1), on, weighed=(quarter,))
    return [row for ledger in ledgers for row in rows_of(ledger, quarter, on, issues)]


def worst_first(rows: Iterable[OverdueRow]) -> list[OverdueRow]:
    """The longest overdue, the furthest behind, then by number."""
    return sorted(rows, key=lambda row: (-row.size, row.task.number))


def with_deeds(
    rows: Iterable[OverdueRow], period: ReportingPeriod, extensions: Iterable[Extension] | None = None
) -> list[OverdueRow]:
    """The lines with what was done so far about each; who has read the quarter's extensions gives them."""
    deeds = deeds_in(period, extensions)
    return [replace(row, deeds=deeds.of(row.task.pk, row.units)) for row in rows]


def rows_of(
    ledger: TaskLedger, quarter: int, on: date, issues: Mapping[int, IssuedQuarter]
) -> Iterator[OverdueRow]:
    """The lines of one task; `issues` tell the quarters before."""
    for kind, day in amiss(ledger, ledger.at(quarter, on).days):
        yield _filing_row(ledger, day, kind, on)
    if ledger.judged_at(quarter, on).code in LAGGING:
        yield _behind_row(ledger, quarter, on, issues)


def amiss(ledger: TaskLedger, days: Iterable[FilingDay]) -> Iterator[tuple[str, FilingDay]]:
    """What is amiss with each of these reports of the task; one returned and late comes twice."""
    for day in days:
        for kind in _facts(ledger, day):
            yield kind, day


def _facts(ledger: TaskLedger, day: FilingDay) -> tuple[str, ...]:
    """What is amiss with one report; what is no longer owed is not chased, late stays late."""
    facts = []
    if day.state in (FilingState.MISSING, FilingState.NOT_REFILED) and ledger.is_owed(day.report):
        facts.append(day.state)
    if day.is_late:
        facts.append(Punctuality.LATE)
    return tuple(facts)


def _filing_row(ledger: TaskLedger, day: FilingDay, kind: str, on: date) -> OverdueRow:
    report = day.report
    counted = (FilingState.NOT_REFILED,) if kind == FilingState.NOT_REFILED else NOT_IN_TIME
    return OverdueRow(
        kind,
        ledger.task,
        (report.unit,),
        report=report,
        due_on=report.refile_by if kind == FilingState.NOT_REFILED else day.due_on,
        days=day.late_days if kind == Punctuality.LATE else day.overdue_days,
        granted_until=day.granted_until,
        streak=_filing_streak(ledger, report, on, counted),
    )


def _filing_streak(ledger: TaskLedger, report: Report, on: date, counted: Collection[str]) -> int:
    """How many quarters running this unit's report of the task was so."""
    found = {}
    for quarter in range(1, report.period.quarter + 1):
        if earlier := ledger.report(quarter, report.unit_id):
            facts = _facts(ledger, ledger.filing_day(earlier, on))
            found[quarter] = next((fact for fact in facts if fact in counted), "")
    return streak(found, report.period.quarter, counted)


def _behind_row(
    ledger: TaskLedger, quarter: int, on: date, issues: Mapping[int, IssuedQuarter]
) -> OverdueRow:
    judged = ledger.judged_at(quarter, on)
    judgement, verdict = judged.judgement, judged.verdict
    codes = told_codes(ledger, issues, quarter, on)
    met = {each.sentence for each in judgement.targets if each.code not in LAGGING}
    return OverdueRow(
        VerdictClass.BEHIND,
        ledger.task,
        tuple(report.unit for report in ledger.reports_in(quarter)) or ledger.leads,
        points=judgement.points_behind,
        streak=streak(codes, quarter),
        code=codes[quarter],
        why=(verdict.reason if verdict else "")
        or "".join(each for each in judgement.reasons if each not in met),
    )
