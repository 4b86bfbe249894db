"""Whether a person's sign-in asks for a second factor, and whether the role demands one."""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser

from projects.models import SecondFactor, User


def factor_of(person: User) -> SecondFactor | None:
    """The person's row, in use or not."""
    return SecondFactor.objects.select_related("reset_by").filter(person=person.pk).first()


def has_factor(person: User) -> bool:
    """Whether it is in use."""
    return SecondFactor.objects.in_use().filter(person=person.pk).exists()


def lacks_factor(person: User | AnonymousUser, *, roles: Collection[str]) -> bool:
    """Whether the role demands one that the person has not set up."""
    return getattr(person, "role", "") in roles and not has_factor(person)


def was_reset_since(person: User, factor: SecondFactor | None) -> bool:
    """Whether somebody put it out of use after its person was last here."""
    reset = factor.reset_at if factor else None
    return reset is not None and (person.last_login is None or person.last_login <= reset)
