"""Meetings on stuck tasks and their conclusions, as the pages and the desks show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value

from progress.models import Conclusion, Coordination
from progress.rules.states import ConclusionState
from projects.models import Assignment, Task, Unit, User
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.models.viewers import AnyoneOf, anyone_like, unit_of
from projects.rules.states import ListStage

TONES = {
    ConclusionState.TO_DO: "none",
    ConclusionState.OVERDUE: "far",
    ConclusionState.REPORTED: "ahead",
    ConclusionState.CONCLUDED: "done",
}
MOST_URGENT_FIRST = (ConclusionState.REPORTED, ConclusionState.OVERDUE, ConclusionState.TO_DO)


@dataclass(frozen=True)
class ConclusionLine:
    """One conclusion as a day sees it, and what this person may do about it."""

    conclusion: Conclusion
    state: str
    days_over: int
    may_report: bool = False
    may_confirm: bool = False

    @property
    def word(self) -> str:
        return ConclusionState(self.state).word

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def may_send_back(self) -> bool:
        """The office, where the unit has reported it done."""
        return self.may_confirm and self.state == ConclusionState.REPORTED


def open_conclusions(user: User, on: date) -> list[ConclusionLine]:
    """What is on this person's desk: their unit's, or all.

    What waits for the office first, then the longest overdue. One query.
    """
    rows = _open(anyone_like(user)).ask(**unit_of(user))
    return sorted(
        (_line(row, user, on) for row in rows), key=lambda line: MOST_URGENT_FIRST.index(line.state)
    )


@cache
def _open(viewer: AnyoneOf) -> Reading[Conclusion]:
    found = Conclusion.objects.open().concerning(viewer)
    found = found.exclude(coordination__task__yearly_list__stage=ListStage.CONCLUDED)
    return Reading(found.select_related("unit", "coordination__task__yearly_list").order_by("due_on", "pk"))


def conclusions_of(coordination: Coordination, user: User, on: date) -> list[ConclusionLine]:
    """The conclusions of one meeting, in their order."""
    rows = coordination.conclusions.select_related("unit", "reported_by", "done_by").order_by("order")
    return [_line(row, user, on) for row in rows]


def coordinations_of(task: Task, user: User, on: date) -> list[Coordination]:
    """The meetings on one task that this person may see, with how many conclusions are open and overdue.

    One query.
    """
    return _of_task(anyone_like(user)).ask(task=task.pk, on=on, **unit_of(user))


@cache
def _of_task(viewer: AnyoneOf) -> Reading[Coordination]:
    return Reading(counted(Coordination.objects.filter(task=slot("task")).visible_to(viewer), slot("on")))


def counted(rows: QuerySet[Coordination], on: date | Value) -> QuerySet[Coordination]:
    """Each with `concluded`, how many conclusions it has, how many of them are `open` and `late`, how many
    wait `to_confirm`.
    """
    is_open = Q(conclusions__done_at__isnull=True)
    unreported = is_open & Q(conclusions__reported_at__isnull=True)
    return (
        rows.select_related("task__yearly_list")
        .order_by("-held_on", "-pk")
        .annotate(
            concluded=Count("conclusions"),
            open=Count("conclusions", filter=is_open),
            late=Count("conclusions", filter=unreported & Q(conclusions__due_on__lt=on)),
            to_confirm=Count("conclusions", filter=is_open & Q(conclusions__reported_at__isnull=False)),
        )
    )


def with_parties(rows: QuerySet[Coordination]) -> QuerySet[Coordination]:
    """With the units that took part and what they concluded."""
    return rows.prefetch_related(
        "units", Prefetch("conclusions", Conclusion.objects.select_related("unit").order_by("order"))
    )


def units_of(task: Task) -> list[Unit]:
    """The units that answer for a task, groups as their members, in the official order."""
    own = Assignment.objects.filter(task=task, unit=OuterRef("pk"))
    member = Assignment.objects.filter(
        task=task,
        group__memberships__unit=OuterRef("pk"),
        group__memberships__yearly_list=task.yearly_list_id,
    )
    return list(Unit.objects.filter(Exists(own) | Exists(member)).order_by("order"))


def concerned(rows: Iterable[Coordination]) -> QuerySet[Unit]:
    """The units that have something to do after these meetings."""
    return Unit.objects.filter(conclusions__coordination__in=rows).distinct().order_by("order")


def _line(row: Conclusion, user: User, on: date) -> ConclusionLine:
    state = row.state(on)
    mine = row.unit_id == user.unit_id and user.has_perm("file_reports") and not user.out_of_use_words
    office = user.has_perm("record_coordination") and state != ConclusionState.CONCLUDED
    return ConclusionLine(
        row,
        state,
        (on - row.due_on).days if state == ConclusionState.OVERDUE else 0,
        mine and state in (ConclusionState.TO_DO, ConclusionState.OVERDUE),
        office,
    )
