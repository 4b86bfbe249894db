"""The quarter at a glance: who filed, who did not, and the verdicts that this person may see."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from progress.models import ReportingPeriod
from progress.overview.accounts import Account, accounts
from progress.overview.queue import ReportLine, lines_of
from progress.standings import Standing, Tally, tally
from progress.states import FILED_PENDING, FILING_STATES, MISSING, NOT_REFILED, VERDICTS, verdict_word
from projects.models import Task, Unit, User

VERDICT_TONES = {
    "completed": "done",
    "not_filed": "far",
    "unmeasured": "none",
    "far_behind": "far",
    "behind": "behind",
    "ahead": "ahead",
    "on_schedule": "on",
}


@dataclass(frozen=True)
class TaskLine:
    """One task of the quarter with its class, "" where the person may not see it yet."""

    task: Task
    code: str
    word: str
    leads: tuple[Unit, ...]
    lines: tuple[ReportLine, ...]  # none where the task owes nothing in this quarter

    @property
    def tone(self) -> str:
        return VERDICT_TONES.get(self.code, "none")


@dataclass(frozen=True)
class UnitLine:
    """One lead unit: how many it owes, and how many stand where."""

    unit: Unit
    owed: int
    filed: int
    missing: int
    late: int


@dataclass(frozen=True)
class QuarterOverview:
    """`tally` and `units` only for those who see everything."""

    tasks: tuple[TaskLine, ...]
    tally: Tally | None
    filing: tuple[tuple[str, str, int], ...]  # code, word, how many reports
    units: tuple[UnitLine, ...]


def quarter_overview(period: ReportingPeriod, user: User, on: date) -> QuarterOverview:
    """The quarter as a person may see it, every task of the list, closed ones too: they owe nothing and count as 已完成."""
    wholes = accounts(Task.objects.filter(yearly_list=period.yearly_list_id).order_by("number"))
    seen = _seen(period, user)
    tasks = tuple(_task_line(whole, period, on, shown=seen is None or whole.task.pk in seen) for whole in wholes)
    lines = [line for task in tasks for line in task.lines]
    reads_all = user.has_perm("read_everything")
    counts = Counter(line.day.state for line in lines)
    return QuarterOverview(
        tasks=tasks,
        tally=tally(_standing(each) for each in tasks) if seen is None else None,
        filing=tuple((code, word, counts[code]) for code, word in FILING_STATES.items() if counts[code]) if reads_all else (),
        units=_unit_lines(lines) if reads_all else (),
    )


def _seen(period: ReportingPeriod, user: User) -> set[int] | None:
    """The tasks whose verdict the person may see: all (None), but while the quarter runs a unit's own only."""
    if user.has_perm("read_everything") or period.closed_at is not None:
        return None
    own = Task.objects.filter(yearly_list=period.yearly_list_id).answered_for(user.unit.code) if user.unit else Task.objects.none()
    return set(own.values_list("pk", flat=True))


def _task_line(whole: Account, period: ReportingPeriod, on: date, *, shown: bool) -> TaskLine:
    code = whole.code(period.quarter, on) if shown else ""
    word = verdict_word(code, period.quarter) if code in VERDICTS else ""
    return TaskLine(whole.task, code, word, whole.leads, tuple(lines_of(whole, period, on)))


def _standing(task: TaskLine) -> Standing:
    return Standing(task.code, any(line.day.state == FILED_PENDING for line in task.lines))


def _unit_lines(lines: list[ReportLine]) -> tuple[UnitLine, ...]:
    units = {line.report.unit: [] for line in sorted(lines, key=lambda line: line.report.unit.order)}
    for line in lines:
        units[line.report.unit].append(line)
    return tuple(_unit_line(unit, found) for unit, found in units.items())


def _unit_line(unit: Unit, lines: list[ReportLine]) -> UnitLine:
    missing = sum(line.day.state in (MISSING, NOT_REFILED) for line in lines)
    return UnitLine(unit, len(lines), sum(line.report.submitted_at is not None for line in lines), missing, sum(line.day.is_late for line in lines))
