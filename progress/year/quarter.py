"""The quarter task by task and unit by unit, as a person may see it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from progress.ledger.filing_days import FilingDay
from progress.ledger.filing_records import UnitRecord, filing_records
from progress.ledger.sight import TaskVerdicts, YearVerdicts
from progress.rules.standings import Standing, streak
from progress.rules.states import FilingState, VerdictClass, verdict_word
from projects.models import Task, Unit, User


@dataclass(frozen=True)
class TaskLine:
    """One task of the quarter; its class is "" where the person may not see it yet."""

    verdicts: TaskVerdicts
    quarter: int
    on: date
    days: tuple[FilingDay, ...]  # of the reports whose filing state the person may see

    @property
    def task(self) -> Task:
        return self.verdicts.task

    @property
    def leads(self) -> tuple[Unit, ...]:
        return self.verdicts.ledger.leads

    @property
    def standing(self) -> Standing | None:
        """Where the task stands in this quarter."""
        return self.verdicts.standings.get(self.quarter)

    @property
    def code(self) -> str:
        return self.standing.code if self.standing else ""

    @property
    def word(self) -> str:
        """The class in words."""
        return verdict_word(self.code, self.quarter).partition("（")[0] if self.code else ""

    @property
    def tone(self) -> str:
        return VerdictClass.tone_of(self.code)

    @property
    def before(self) -> str:
        """The class of the quarter before."""
        return self.verdicts.codes.get(self.quarter - 1, "")

    @property
    def gap(self) -> Decimal | None:
        """滞后 x 个百分点; None where nothing is behind, or not in points."""
        return self.verdicts.points_behind(self.quarter, self.on)

    @property
    def has_newer(self) -> bool:
        """有更新 since the last issue, which is what the person is told."""
        return self.verdicts.has_newer(self.quarter)

    @property
    def streak(self) -> int:
        """Quarters running behind, this one counted."""
        return streak(self.verdicts.codes, self.quarter)

    @property
    def has_caught_up(self) -> bool:
        """已赶上序时 in a later quarter that the person may see."""
        return self.verdicts.has_caught_up(self.quarter, self.on)


@dataclass(frozen=True)
class QuarterOverview:
    """`filing` and `records` only for those who see how every unit files."""

    tasks: tuple[TaskLine, ...]
    filing: tuple[tuple[str, str, int], ...]  # code, word, how many reports
    records: tuple[UnitRecord, ...]


def quarter_overview(verdicts: YearVerdicts, quarter: int, user: User, on: date) -> QuarterOverview:
    """The quarter as a person may see it; closed tasks owe nothing and count as 已完成."""
    reads_all = user.has_perm("read_everything")
    tasks = tuple(TaskLine(each, quarter, on, _days(each, quarter, on, user)) for each in verdicts.tasks)
    counts = Counter(day.state for line in tasks for day in line.days)
    return QuarterOverview(
        tasks=tasks,
        filing=tuple((code, word, counts[code]) for code, word in FilingState.choices() if counts[code])
        if reads_all
        else (),
        records=filing_records([each.ledger for each in verdicts.tasks], (quarter,), on) if reads_all else (),
    )


def _days(verdicts: TaskVerdicts, quarter: int, on: date, user: User) -> tuple[FilingDay, ...]:
    """Where the reports stand: a unit's own, every unit's for who reads everything, none for anybody else."""
    days = verdicts.ledger.at(quarter, on).owed_days
    reads_all = user.has_perm("read_everything")
    return tuple(day for day in days if reads_all or day.report.unit_id == user.unit_id)
