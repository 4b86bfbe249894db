"""The quarter at a glance: who filed, who did not, and the verdicts that this person may see."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from progress.models import ReportingPeriod
from progress.overview.queue import ReportLine, report_lines
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
    lines: tuple[ReportLine, ...]

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
    """The quarter as a person may see it: while it runs a unit sees the verdicts of its own tasks only."""
    lines = report_lines(period, on)
    reads_all = user.has_perm("read_everything")
    own = (
        set(Task.objects.filter(yearly_list=period.yearly_list_id).answered_for(user.unit.code).values_list("pk", flat=True)) if user.unit else set()
    )
    tasks = tuple(
        _task_line(found, period, on, shown=reads_all or period.closed_at is not None or found[0].task.pk in own) for found in _by_task(lines)
    )
    counts = Counter(line.day.state for line in lines)
    return QuarterOverview(
        tasks=tasks,
        tally=tally(_standing(each) for each in tasks) if reads_all or period.closed_at is not None else None,
        filing=tuple((code, word, counts[code]) for code, word in FILING_STATES.items() if counts[code]) if reads_all else (),
        units=_unit_lines(lines) if reads_all else (),
    )


def _by_task(lines: list[ReportLine]) -> list[list[ReportLine]]:
    found: dict[int, list[ReportLine]] = {}
    for line in lines:
        found.setdefault(line.task.pk, []).append(line)
    return list(found.values())


def _task_line(lines: list[ReportLine], period: ReportingPeriod, on: date, *, shown: bool) -> TaskLine:
    code = lines[0].account.code(period.quarter, on) if shown else ""
    return TaskLine(lines[0].task, code, verdict_word(code, period.quarter) if code in VERDICTS else "", tuple(lines))


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
