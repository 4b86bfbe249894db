"""The lists side by side: what each holds and what still waits in it."""

from dataclasses import dataclass
from functools import cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from projects.models import (
    Finding,
    FivePlan,
    GroupMembership,
    Milestone,
    PlanFiling,
    Target,
    Task,
    Unit,
    YearlyList,
)
from projects.models.statements import Statement, slot, statement
from projects.rules.states import AssignmentRole

FIELDS = tuple(field.attname for field in YearlyList._meta.concrete_fields)


@dataclass(frozen=True)
class ListState:
    """One list: its tasks, what a person should still look at in it, and the part of one's own unit."""

    list: YearlyList
    tasks: int
    doubtful: int  # tasks with a finding that nobody has answered
    unsettled: int  # tasks with a target that does not add up
    unconfirmed: int  # proposed members of groups
    planned: int  # milestones, none where the list has no schedule yet
    plan_filings: int = 0  # 1 where plans (实施方案) are filed for it
    is_in_five_plan: bool = False  # whether its year lies in a five-year plan that was adopted
    led: int = 0
    involved: int = 0

    @property
    def waiting(self) -> int:
        """What waits for the administrator."""
        return self.doubtful + self.unsettled + self.unconfirmed


def list_states(unit: Unit | None = None) -> list[ListState]:
    """Every list, the newest first; with a unit, its own tasks counted as well."""
    rows = _states(of_unit=unit is not None).ask(unit=unit.code if unit else "")
    return [
        ListState(YearlyList.from_db(DEFAULT_DB_ALIAS, FIELDS, row[: len(FIELDS)]), *row[len(FIELDS) :])
        for row in rows
    ]


@cache
def _states(*, of_unit: bool) -> Statement:
    """The query, worded once: it stands on every desk."""
    counted = _open_matters() | (_parts_of(slot("unit")) if of_unit else {})
    return statement(YearlyList.objects.annotate(**counted).values_list(*FIELDS, *counted))


def _open_matters() -> dict[str, Coalesce]:
    """What a list holds, and what is open in it."""
    tasks = Task.objects.all()
    return {
        "tasks_number": _number_of(tasks),
        "doubtful": _number_of(tasks.filter(Exists(Finding.objects.open().filter(task=OuterRef("pk"))))),
        "unsettled": _number_of(
            tasks.filter(Exists(Target.objects.filter(task=OuterRef("pk"), needs_settling=True)))
        ),
        "unconfirmed": _number_of(GroupMembership.objects.filter(confirmed_at=None)),
        "planned": _number_of(Milestone.objects.exclude(text=""), "task__yearly_list"),
        "plan_filings": _number_of(PlanFiling.objects.all()),
        "is_in_five_plan": Exists(
            FivePlan.objects.filter(start_year__lte=OuterRef("year"), end_year__gte=OuterRef("year"))
        ),
    }


def _parts_of(code: Value) -> dict[str, Coalesce]:
    """The tasks that the unit with this code leads, and all in which it has a part."""
    return {
        "led": _number_of(Task.objects.answered_for(code, AssignmentRole.LEAD)),
        "involved": _number_of(Task.objects.answered_for(code)),
    }


def _number_of(rows: QuerySet, path: str = "yearly_list") -> Coalesce:
    """How many of these rows belong to the list at hand, which they name at this path."""
    counted = (
        rows.filter(**{path: OuterRef("pk")})
        .order_by()
        .values(path)
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)
