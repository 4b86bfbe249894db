"""The lists side by side: what each holds and what still waits in it."""

from dataclasses import dataclass
from functools import cache

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
from projects.models.readings import instance_of
from projects.models.statements import Statement, slot, statement
from projects.rules.states import AssignmentRole

FIELDS = tuple(field.attname for field in YearlyList._meta.concrete_fields)


@dataclass(frozen=True)
class ListState:
    """One list: its tasks, what a person should still look at in it, and the part of one's own unit."""

    list: YearlyList
    number_of_tasks: int
    is_planned: bool  # whether it has a schedule: some quarter of some task says what is to be done
    files_plans: bool  # whether plans (实施方案) are filed for it
    is_in_five_plan: bool  # whether its year lies in a five-year plan that was adopted
    doubtful: int = 0  # tasks with a finding that nobody has answered
    doubtful_as_a_whole: int = 0  # such findings that belong to no task: a column that was not read
    unsettled: int = 0  # tasks with a target that does not add up
    unconfirmed: int = 0  # proposed members of groups
    memberless: int = 0  # groups that answer for a task and have no members here: nobody would report
    planned: int = 0  # milestones
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


def list_states(unit: Unit | None = None, *, with_doubts: bool = True) -> list[ListState]:
    """Every list, the newest first; with a unit, its own tasks counted as well.

    `with_doubts`: what waits for the administrator too, which costs the most.
    """
    asked = {"of_unit": unit is not None, "with_doubts": with_doubts}
    counted = tuple(_counted(**asked))
    states = []
    for row in _states(**asked).ask(unit=unit.code if unit else ""):
        counts = dict(zip(counted, row[len(FIELDS) :], strict=True))
        states.append(ListState(instance_of(YearlyList, FIELDS, row[: len(FIELDS)]), **counts))
    return states


@cache
def _states(*, of_unit: bool, with_doubts: bool) -> Statement:
    """The query, worded once: it stands on every desk."""
    counted = _counted(of_unit=of_unit, with_doubts=with_doubts)
    return statement(YearlyList.objects.annotate(**counted).values_list(*FIELDS, *counted))


@cache
def _counted(*, of_unit: bool, with_doubts: bool) -> dict[str, Coalesce | Exists]:
    parts = _parts_of(slot("unit")) if of_unit else {}
    return _contents() | (_open_matters() if with_doubts else {}) | parts


def _contents() -> dict[str, Coalesce | Exists]:
    """What a list holds, and what is filed for it."""
    return {
        "number_of_tasks": _number_of(Task.objects.all()),
        "is_planned": Exists(_milestones().filter(task__yearly_list=OuterRef("pk"))),
        "files_plans": Exists(PlanFiling.objects.filter(yearly_list=OuterRef("pk"))),
        "is_in_five_plan": Exists(
            FivePlan.objects.filter(start_year__lte=OuterRef("year"), end_year__gte=OuterRef("year"))
        ),
    }


def _milestones() -> QuerySet[Milestone]:
    return Milestone.objects.exclude(text="")


def _open_matters() -> dict[str, Coalesce]:
    """What is open in it."""
    tasks = Task.objects.all()
    return {
        "doubtful": _number_of(tasks.filter(Exists(Finding.objects.open().filter(task=OuterRef("pk"))))),
        "doubtful_as_a_whole": _number_of(Finding.objects.open().filter(task=None)),
        "unsettled": _number_of(
            tasks.filter(Exists(Target.objects.filter(task=OuterRef("pk"), needs_settling=True)))
        ),
        "unconfirmed": _number_of(GroupMembership.objects.filter(confirmed_at=None)),
        "memberless": _number_of(
            Assignment.objects.of_groups_without_members(), "task__yearly_list", what="group"
        ),
        "planned": _number_of(_milestones(), "task__yearly_list"),
    }


def _parts_of(code: Value) -> dict[str, Coalesce]:
    """The tasks that the unit with this code leads, and all in which it has a part."""
    own = Assignment.objects.answered_by(code)
    named = {"path": "task__yearly_list", "what": "task"}
    return {
        "led": _number_of(own.filter(role=AssignmentRole.LEAD), **named),
        "involved": _number_of(own, **named),
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
