"""The quarters of a task, one under the other: planned beside accepted, or beside what the issues tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from progress.ledger.entries import MilestoneRow
from progress.ledger.sight import Sight, told_totals
from progress.ledger.task_ledger import TaskLedger
from progress.rules.figures import TargetProgress
from progress.rules.states import verdict_word
from projects.models import Target
from projects.rules.amounts import worded
from projects.rules.planning import planned_words
from projects.rules.quarters import Quarter, with_year_end


@dataclass(frozen=True)
class QuarterCell:
    """Planned and accepted total of one target in one quarter, for reading."""

    planned: str
    actual: str


@dataclass(frozen=True)
class QuarterLine:
    """One quarter of the task: its milestone and each target's planned and accepted totals."""

    quarter: Quarter
    milestone: MilestoneRow | None
    cells: tuple[QuarterCell, ...]
    code: str

    @property
    def verdict(self) -> str:
        """The class in words."""
        return verdict_word(self.code, self.quarter.number) if self.code else ""


def quarter_lines(ledger: TaskLedger, on: date) -> Iterable[QuarterLine]:
    """The quarters of a task, planned beside accepted; its 年底核定 where it files one."""
    for number in with_year_end(ledger.reports_by_quarter):
        yield QuarterLine(
            quarter=Quarter(ledger.task.yearly_list.year, number),
            milestone=ledger.figures_in(number).milestone(number),
            cells=tuple(_cell(ledger, target, number) for target in ledger.figures.targets),
            code=ledger.judged_at(number, on).code if ledger.reports_in(number) else "",
        )


def told_lines(ledger: TaskLedger, sight: Sight) -> Iterable[QuarterLine]:
    """The same with the actual as the last issue of each quarter tells it."""
    told = [(each, told_totals(ledger, each, sight)) for each in ledger.figures.targets]
    for number in with_year_end(sight.told):
        row = sight.told_of(ledger.task, number)
        yield QuarterLine(
            quarter=Quarter(ledger.task.yearly_list.year, number),
            milestone=ledger.figures_in(number).milestone(number),
            cells=tuple(_told_cell(ledger, target, totals, number) for target, totals in told),
            code=row.code if row else "",
        )


def _told_cell(
    ledger: TaskLedger, target: Target, totals: Mapping[int, TargetProgress], quarter: int
) -> QuarterCell:
    actual = worded(totals[quarter].actual) or "—" if quarter in totals else "—"
    return QuarterCell(_planned_words(ledger, target, quarter), actual)


def _cell(ledger: TaskLedger, target: Target, quarter: int) -> QuarterCell:
    actual = worded(ledger.figures.totals(target).get(quarter)) or "—"
    return QuarterCell(_planned_words(ledger, target, quarter), actual)


def _planned_words(ledger: TaskLedger, target: Target, quarter: int) -> str:
    """By the plan that judges the quarter."""
    then = ledger.figures_in(quarter)
    known = then.target(target.pk)
    return planned_words(then.stage_plans(known), quarter) if known else "—"
