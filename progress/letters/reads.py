"""Whom a message to a unit reaches."""

from collections.abc import Iterable

from projects.models import User
from projects.models.letters import Letter
from projects.models.readings import Reading
from projects.rules.roles import UNIT_ROLES


def reminded_people(units: Iterable[int]) -> dict[int, list[User]]:
    """Filers and signers in office, by unit."""
    found: dict[int, list[User]] = {}
    for person in User.objects.filter(unit__in=units, role__in=UNIT_ROLES, is_active=True).order_by(
        "role", "pk"
    ):
        found.setdefault(person.unit_id, []).append(person)
    return found


def foremost(waiting: Reading[Letter], user: User) -> Letter | None:
    """Of what this person's unit has not settled, the last that somebody sent by hand, else the last one."""
    found = waiting.ask(person=user.pk, unit=user.unit_id)
    return max(found, key=lambda each: (each.sent_by_id is not None, each.pk), default=None)
