"""One unit and the tasks it answers for, itself or as a member of a group, list by list."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject

from projects.models import Assignment, GroupMembership, Task, Unit, UnitAlias
from projects.rules.states import AssignmentRole


@dataclass(frozen=True)
class UnitTask:
    """The unit's part in one task: named itself, or through a group."""

    task: Task
    printed_name: str
    group: str = ""


@dataclass(frozen=True)
class UnitTasks:
    """A unit's tasks of one year."""

    leads: tuple[UnitTask, ...]
    co: tuple[UnitTask, ...]


def whole_units() -> QuerySet[Unit]:
    """Units with their aliases, their groups and the years in which they answer for tasks, so that `years_of`
    asks no more.
    """
    aliases = (
        UnitAlias.objects.filter(unit=OuterRef("pk"))
        .order_by("pk")
        .values(as_json=JSONObject(name="name", note="note"))
    )
    counted = (
        _of_unit(OuterRef("pk"), depth=2)
        .order_by()
        .values("task__yearly_list__year")
        .annotate(tasks=Count("task", distinct=True))
    )
    years = counted.values(as_json=JSONObject(year="task__yearly_list__year", tasks="tasks"))
    groups = Prefetch("memberships", GroupMembership.objects.select_related("group", "yearly_list"))
    return Unit.objects.annotate(
        alias_rows=ArraySubquery(aliases), year_rows=ArraySubquery(years)
    ).prefetch_related(groups)


def years_of(unit: Unit) -> dict[int, int]:
    """How many tasks one of `whole_units` answers for in each year that has any, the latest first."""
    return dict(sorted(((each["year"], each["tasks"]) for each in unit.year_rows), reverse=True))


def parts_in(unit: Unit, year: int | None) -> UnitTasks:
    """The unit's tasks of a year, each once: what it leads, then the rest.

    Named itself before through a group.
    """
    rows = (
        _of_unit(unit)
        .filter(task__yearly_list__year=year)
        .select_related("task__domain", "task__yearly_list", "group")
    )
    found: dict[int, Assignment] = {}
    for row in sorted(rows, key=lambda row: (row.role != AssignmentRole.LEAD, row.group_id is not None)):
        found.setdefault(row.task_id, row)
    ordered = sorted(found.values(), key=lambda row: row.task.number)
    return UnitTasks(
        tuple(_part(row) for row in ordered if row.role == AssignmentRole.LEAD),
        tuple(_part(row) for row in ordered if row.role != AssignmentRole.LEAD),
    )


def _of_unit(unit: Unit | OuterRef, *, depth: int = 1) -> QuerySet[Assignment]:
    """The assignments to a unit or to its groups; in a subquery `depth` says how far out the unit stands."""
    inner = OuterRef(unit) if depth > 1 else unit
    through = GroupMembership.objects.filter(
        unit=inner, group=OuterRef("group"), yearly_list=OuterRef("task__yearly_list")
    )
    return Assignment.objects.filter(Q(unit=unit) | Exists(through))


def _part(row: Assignment) -> UnitTask:
    return UnitTask(row.task, row.printed_name, row.group.name if row.group else "")
