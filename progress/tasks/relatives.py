"""承接 on a task's page: the same matter in other years, what was planned and what became of it.

What an issue tells everybody may read, so the verdict of another year is that of its last issue, whoever
looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from progress.ledger.issued import IssuedQuarter, last_issued
from progress.rules.figures import TargetProgress, TaskFigure
from progress.rules.states import VerdictClass
from projects.lists.relatives import Relatives, relatives
from projects.models import Task
from projects.rules import addresses
from projects.rules.amounts import worded
from projects.rules.quarters import Quarter


@dataclass(frozen=True)
class RelativeLine:
    """One task of another year; `code` is "" where no issue tells of it."""

    task: Task
    quarter: Quarter | None = None
    issue: str = ""
    told: TaskFigure | None = None

    @property
    def address(self) -> str:
        return addresses.task(self.task.yearly_list.year, self.task.number)

    @property
    def targets(self) -> list[str]:
        """What it promised in numbers."""
        return [str(target) for target in sorted(self.task.targets.all(), key=lambda row: row.order)]

    @property
    def word(self) -> str:
        """The class in the words of the issue."""
        return self.told.word if self.told else ""

    @property
    def tone(self) -> str:
        return VerdictClass.tone_of(self.told.code) if self.told else ""

    @property
    def results(self) -> list[str]:
        """What was reached of each target, as the issue tells it."""
        rows = self.told.targets if self.told else ()
        return [_result(row) for row in rows if row.actual is not None]


@dataclass(frozen=True)
class RelativeLines:
    """Those of earlier and those of later years."""

    before: tuple[RelativeLine, ...]
    after: tuple[RelativeLine, ...]


def relative_lines(task: Task) -> RelativeLines:
    """Every task that is one matter with this one; the issues are read only where there is one."""
    found: Relatives = relatives(task)
    lists = {each.yearly_list_id for each in (*found.predecessors, *found.successors)}
    issues = last_issued(lists) if lists else {}
    return RelativeLines(_lines(found.predecessors, issues), _lines(found.successors, issues))


def _lines(tasks: Iterable[Task], issues: dict[int, IssuedQuarter]) -> tuple[RelativeLine, ...]:
    return tuple(_line(task, issues.get(task.yearly_list_id)) for task in tasks)


def _line(task: Task, issue: IssuedQuarter | None) -> RelativeLine:
    told = issue.task(task.number) if issue else None
    if told is None:
        return RelativeLine(task)
    return RelativeLine(task, Quarter(task.yearly_list.year, issue.quarter), issue.label, told)


def _result(row: TargetProgress) -> str:
    """新建中小学 20所，完成率 80%."""
    rate = f"，完成率 {row.completion}%" if row.completion is not None else ""
    return f"{row.label} {worded(row.actual)}{row.unit}{rate}"
