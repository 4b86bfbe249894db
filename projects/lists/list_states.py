"""The lists side by side: what each holds and what still waits in it."""

from dataclasses import dataclass
from functools import cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from projects.models import (
    Assignment,
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
    doubtful_as_a_whole: int  # such findings that belong to no task: a column that was not read
    unsettled: int  # tasks with a target that does not add up
    unconfirmed: int  # proposed members of groups
    memberless: int  # groups that answer for a task and have no members here: nobody of them would report
    planned: int  # milestones, none where the list has no schedule yet
    plan_filings: int = 0  # 1 where plans (实施方案) are filed for it
    is_in_five_plan: bool = False  # whether its year lies in a five-year plan that was adopted
    led: int = 0
    involved: int = 0

    @property
    def waiting(self) -> int:
        """What waits for the administrator."""
        return self.doubtful_in_text + self.unconfirmed + self.memberless

    @property
    def doubtful_in_text(self) -> int:
        """Of this, what was read from the documents."""
        return self.doubtful + self.doubtful_as_a_whole + self.unsettled


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
        "doubtful_as_a_whole": _number_of(Finding.objects.open().filter(task=None)),
        "unsettled": _number_of(
            tasks.filter(Exists(Target.objects.filter(task=OuterRef("pk"), needs_settling=True)))
        ),
        "unconfirmed": _number_of(GroupMembership.objects.filter(confirmed_at=None)),
        "memberless": _number_of(
            Assignment.objects.of_groups_without_members(), "task__yearly_list", what="group"
        ),
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


def _number_of(rows: QuerySet, path: str = "yearly_list", *, what: str = "pk") -> Coalesce:
    """How many of these rows, or of `what` they name, belong to the list at hand, named at this path."""
    counted = (
        rows.filter(**{path: OuterRef("pk")})
        .order_by()
        .values(path)
        .annotate(number=Count(what, distinct=True))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)
