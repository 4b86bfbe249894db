"""Who answers what a unit asks for: the coordinator, and on its own unit's asking the supervisor."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from progress.models import Closure, Report
from projects.models import Unit, User
from projects.rules.roles import Role


def coordinators_units() -> QuerySet[Unit]:
    """The units that coordinators belong to: what these lead is decided on or confirmed by the supervisor."""
    return Unit.objects.filter(
        pk__in=User.objects.filter(role=Role.COORDINATOR, unit__isnull=False).values("unit")
    )


def decided_by(user: User, unit: str) -> Q:
    """The condition on rows that this person decides on; `unit` is the way from a row to the asking unit."""
    others = ~Q(**{unit: user.unit_id}) if user.unit_id else Q()
    if user.has_perm("review_reports"):
        return others
    return (
        others & Q(**{f"{unit}__in": coordinators_units()})
        if user.has_perm("decide_requests")
        else Q(pk__in=[])
    )


def may_decide(user: User, unit: Unit) -> bool:
    """Whether this person may let the unit file later."""
    return Unit.objects.filter(decided_by(user, "pk"), pk=unit.pk).exists()


def may_review(user: User, report: Report) -> bool:
    """Whether this person decides on a report of this kind: the coordinator.

    On one that was typed from paper the supervisor too: else who alone coordinates could file what nobody
    may accept.
    """
    is_from_paper = report.came_on_paper is not None
    return user.has_perm("review_reports") or (is_from_paper and user.has_perm("decide_requests"))


def decidable(closures: Iterable[Closure], user: User) -> set[int]:
    """Which of these closures this person decides on, by key: none of a task that the own unit leads."""
    keys = [each.pk for each in closures]
    return (
        set(
            Closure.objects.filter(decided_by(user, "task__reports__unit"), pk__in=keys).values_list(
                "pk", flat=True
            )
        )
        if keys
        else set()
    )
