"""Who looks, as a statement that is prepared knows it: a role, and a unit that is told when it is asked.

What a role may see is written once, in the `visible_to` of each query set; this stands in for the person.
"""

from dataclasses import dataclass

from django.db.models import Value

from projects.models.people import User
from projects.models.statements import slot
from projects.rules.roles import may


class UnitToCome:
    """The unit of whoever asks."""

    @property
    def pk(self) -> Value:
        return slot("unit")

    @property
    def code(self) -> Value:
        return slot("unit_code")


@dataclass(frozen=True)
class AnyoneOf:
    """Somebody of a role: what query sets ask of a person, the unit left open."""

    role: str
    is_active: bool
    has_unit: bool

    @property
    def unit(self) -> UnitToCome | None:
        return UnitToCome() if self.has_unit else None

    @property
    def unit_id(self) -> Value | None:
        return self.unit and self.unit.pk

    def has_perm(self, permission: str) -> bool:
        """As the person's own."""
        return self.is_active and may(self.role, permission)


def anyone_like(user: User) -> AnyoneOf:
    """Whom a statement for this person is prepared for."""
    return AnyoneOf(user.role, user.is_active, user.unit_id is not None)


def unit_of(user: User) -> dict[str, object]:
    """What such a statement is then told of the person."""
    return {"unit": user.unit_id, "unit_code": user.unit.code if user.unit_id else None}
