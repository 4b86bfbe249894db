"""Who answers for the tasks of a list: units, and groups as their members."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.db.models import FilteredRelation, Q, QuerySet

from projects.models import Assignment, YearlyList
from projects.models.statements import Statement, slot, statement
from projects.rules.city import City, kind_choices
from projects.rules.states import AssignmentRole, UnitKind

GROUP = "group"
KINDS = [*UnitKind, GROUP]


@dataclass(frozen=True)
class Party:
    """A unit, or a group that stands for its members."""

    order: int
    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class Parties:
    """The parties of a list in the official order, groups last; those that lead, and all."""

    leading: tuple[Party, ...]
    answering: tuple[Party, ...]


@dataclass(frozen=True)
class TaskParty:
    """One party's part in one task."""

    task: int  # the task's number in the list
    role: str
    party: Party


def parties_of(yearly_list: YearlyList) -> Parties:
    """Who answers for the list's tasks; a unit that is only a member of a group is among them."""
    rows = _printed().ask(yearly_list=yearly_list.pk)
    found = [(role, party) for role, *columns in rows for party in _parties(columns)]
    return Parties(
        _in_order(party for role, party in found if role == AssignmentRole.LEAD),
        _in_order(party for _, party in found),
    )


def parts_in(yearly_list: YearlyList) -> list[TaskParty]:
    """Every part of every party in the list's tasks.

    Each member of a group counts; who is named twice in a task stands there twice.
    """
    return _as_parts(_parts().ask(yearly_list=yearly_list.pk))


def leads_in(yearly_list: YearlyList) -> list[TaskParty]:
    """Of these the parts of those that lead."""
    return _as_parts(_leads().ask(yearly_list=yearly_list.pk))


def _as_parts(rows: Sequence[tuple]) -> list[TaskParty]:
    known = {columns: _parties(columns) for columns in {row[2:] for row in rows}}
    return [TaskParty(row[0], row[1], party) for row in rows for party in known[row[2:]]]


def grouped(parties: Iterable[Party], *, city: City) -> list[tuple[str, list[tuple[str, str]]]]:
    """The parties as grouped choices of a select: kind → code and name."""
    by_kind = groupby(
        sorted(parties, key=lambda party: (KINDS.index(party.kind), party.order)),
        key=lambda party: party.kind,
    )
    words = {**dict(kind_choices(city)), GROUP: "单位组"}
    return [(words[kind], [(party.code, party.name) for party in found]) for kind, found in by_kind]


_UNIT = ("order", "code", "name", "kind")
_COLUMNS = (
    *(f"unit__{name}" for name in _UNIT),
    *(f"member__unit__{name}" for name in _UNIT),
    "group__order",
    "group__code",
    "group__name",
)


@cache
def _printed() -> Statement:
    return statement(_assignments().values_list("role", *_COLUMNS).distinct())


@cache
def _parts() -> Statement:
    return statement(_assignments().values_list("task__number", "role", *_COLUMNS))


@cache
def _leads() -> Statement:
    leads = _assignments().filter(role=AssignmentRole.LEAD)
    return statement(leads.values_list("task__number", "role", *_COLUMNS))


def _assignments() -> QuerySet[Assignment]:
    """The list's assignments; one to a group once beside every member that it has in this list."""
    of_list = slot("yearly_list")
    members = FilteredRelation("group__memberships", condition=Q(group__memberships__yearly_list=of_list))
    return Assignment.objects.filter(task__yearly_list=of_list).annotate(member=members).order_by()


def _parties(columns: Sequence) -> list[Party]:
    """The unit of a row, or the group and its member."""
    unit, member, group = columns[:4], columns[4:8], columns[8:]
    found = [Party(*one) for one in (unit, member) if one[1]]
    return [*found, Party(*group, GROUP)] if group[1] else found


def _in_order(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Each once, units in the official order, groups behind them."""
    return tuple(sorted(set(parties), key=lambda party: (party.kind == GROUP, party.order, party.code)))
