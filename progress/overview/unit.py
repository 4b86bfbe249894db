"""One unit and the tasks it answers for, itself or as a member of a group, list by list."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from projects.models import Assignment, GroupMembership, Task, Unit
from projects.states import LEAD


@dataclass(frozen=True)
class Part:
    """The unit's part in one task: named itself, or through a group."""

    task: Task
    printed_name: str
    group: str = ""


@dataclass(frozen=True)
class Parts:
    """A unit's tasks of one year."""

    leads: tuple[Part, ...]
    co: tuple[Part, ...]


def years_of(unit: Unit) -> dict[int, int]:
    """How many tasks the unit answers for in each year that has any, the latest first."""
    counted = _of_unit(unit).order_by().values_list("task__yearly_list__year").annotate(tasks=Count("task", distinct=True))
    return dict(sorted(counted, reverse=True))


def parts_in(unit: Unit, year: int | None) -> Parts:
    """The unit's tasks of a year, each once: what it leads, then the rest; named itself before through a group."""
    rows = _of_unit(unit).filter(task__yearly_list__year=year).select_related("task__domain", "task__yearly_list", "group")
    found: dict[int, Assignment] = {}
    for row in sorted(rows, key=lambda row: (row.role != LEAD, row.group_id is not None)):
        found.setdefault(row.task_id, row)
    ordered = sorted(found.values(), key=lambda row: row.task.number)
    return Parts(tuple(_part(row) for row in ordered if row.role == LEAD), tuple(_part(row) for row in ordered if row.role != LEAD))


def _of_unit(unit: Unit) -> QuerySet[Assignment]:
    through = GroupMembership.objects.filter(unit=unit, group=OuterRef("group"), yearly_list=OuterRef("task__yearly_list"))
    return Assignment.objects.filter(Q(unit=unit) | Exists(through))


def _part(row: Assignment) -> Part:
    return Part(row.task, row.printed_name, row.group.name if row.group else "")
