"""The register of units with what each answers for, list by list: what the register's pages read."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce

from projects.models import Assignment, GroupMembership, Unit, UnitGroup, YearlyList
from projects.rules.city import City, kind_word
from projects.rules.states import AssignmentRole, UnitKind

KINDS = list(UnitKind)


@dataclass(frozen=True)
class TaskCount:
    """How many tasks of one list a unit leads, and in how many others it has a part, itself or through a
    group.
    """

    year: int
    lead: int = 0
    co: int = 0


@dataclass(frozen=True)
class UnitRow:
    """A unit of the register and its tasks of each list."""

    unit: Unit
    counts: tuple[TaskCount, ...]


@dataclass(frozen=True)
class KindRows:
    """The units of one kind, in the official order."""

    label: str
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True)
class GroupRow:
    """A group and, list by list, how many members it has and how many of them wait to be confirmed."""

    group: UnitGroup
    members: tuple[tuple[int, int, int], ...]  # year, members, 待确认


def units_by_kind(units: QuerySet[Unit], years: Iterable[int], *, city: City) -> tuple[KindRows, ...]:
    """The units found, by kind, each with its tasks in the lists of these years."""
    shown = tuple(years)
    counts = _counts(shown)
    rows = [
        UnitRow(unit, tuple(counts.get((unit.pk, year), TaskCount(year)) for year in shown))
        for unit in units.prefetch_related("aliases")
    ]
    rows.sort(key=lambda row: (KINDS.index(row.unit.kind), row.unit.order))
    return tuple(
        KindRows(kind_word(kind, city), tuple(found))
        for kind, found in groupby(rows, key=lambda row: row.unit.kind)
    )


def groups_by_list(years: Iterable[int]) -> tuple[GroupRow, ...]:
    """The groups with their members counted, list by list."""
    counted = GroupMembership.objects.order_by().values_list("group", "yearly_list__year")
    found = counted.annotate(members=Count("pk"), waiting=Count("pk", filter=Q(confirmed_at__isnull=True)))
    numbers = {(group, year): (members, waiting) for group, year, members, waiting in found}
    shown = tuple(years)
    return tuple(
        GroupRow(group, tuple((year, *numbers.get((group.pk, year), (0, 0))) for year in shown))
        for group in UnitGroup.objects.all()
    )


def years_with_units() -> list[int]:
    """The years whose lists name units, the latest first."""
    return list(
        YearlyList.objects.filter(tasks__assignments__isnull=False)
        .distinct()
        .values_list("year", flat=True)
        .order_by("-year")
    )


def _counts(years: Iterable[int]) -> dict[tuple[int, int], TaskCount]:
    """By unit and year.

    A task in which a unit stands itself and through a group counts once, and as its own where it leads.
    """
    member = FilteredRelation(
        "group__memberships", condition=Q(group__memberships__yearly_list=F("task__yearly_list"))
    )
    answering = Assignment.objects.alias(member=member).annotate(answering=Coalesce("unit", "member__unit"))
    per_unit = (
        answering.filter(task__yearly_list__year__in=years)
        .order_by()
        .values_list("answering", "task__yearly_list__year")
    )
    counted = per_unit.annotate(
        lead=Count("task", distinct=True, filter=Q(role=AssignmentRole.LEAD)),
        every=Count("task", distinct=True),
    )
    return {(unit, year): TaskCount(year, lead, every - lead) for unit, year, lead, every in counted}
