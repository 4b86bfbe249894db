"""Units and their people as the administrator sees them: who is there, who never came, who is lacking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from projects.accounts.new_accounts import NewAccount
from projects.models import Unit, User
from projects.rules.city import City, role_word
from projects.rules.roles import UNIT_ROLES, Role
from projects.rules.words import Worded


class AccountState(Worded):
    """Where an account stands; 缺人 is a role of a unit that nobody has."""

    LACKING = "lacking", "缺人", "missing"
    NEVER = "never", "从未登录", "behind"
    USED = "used", "在用", "on"
    CLOSED = "closed", "停用"


@dataclass(frozen=True)
class PersonRow:
    """One line of the page: an account, or a role of a unit that nobody has."""

    unit: Unit | None
    role: str
    role_word: str
    state: str
    person: User | None = None

    @property
    def unit_order(self) -> tuple[int, int]:
        """The official order; who belongs to no unit comes first."""
        return (self.unit.order, self.unit.pk) if self.unit else (-1, 0)

    @property
    def role_order(self) -> int:
        """The order of roles."""
        return list(Role).index(Role(self.role))

    @property
    def name(self) -> str:
        """The person's name; "" where nobody has said it yet."""
        return self.person.display_name if self.person and self.person.has_name else ""

    @property
    def username(self) -> str:
        """What one signs in by."""
        return self.person.username if self.person else ""

    @property
    def seen_at(self) -> datetime | None:
        """The last sign-in."""
        return self.person.last_login if self.person else None

    @property
    def seen_order(self) -> float:
        """For sorting: who never came first."""
        return self.seen_at.timestamp() if self.seen_at else 0.0

    @property
    def state_order(self) -> int:
        """For sorting: what is lacking first."""
        return list(AccountState).index(AccountState(self.state))


@dataclass(frozen=True)
class Lack:
    """The active units in which nobody active has a role."""

    role: str
    word: str
    units: tuple[Unit, ...]


def people_rows(city: City) -> list[PersonRow]:
    """Every account and every lack, in the official order of units."""
    people = list(User.objects.select_related("handed_over_to").order_by("username"))
    rows = [
        PersonRow(person.unit, person.role, role_word(person.role, city), _state(person), person)
        for person in people
    ]
    for lack in lacks(people):
        rows += [PersonRow(unit, lack.role, lack.word, AccountState.LACKING) for unit in lack.units]
    return sorted(rows, key=lambda row: (row.unit_order, row.role_order, row.state_order, row.username))


def lacks(people: Sequence[User] | None = None) -> tuple[Lack, ...]:
    """Which units lack whom: a line for filers, one for signers."""
    people = list(User.objects.all()) if people is None else people
    here = {(person.unit_id, person.role) for person in people if person.is_active}
    units = list(Unit.objects.active())
    return tuple(
        Lack(role, role.word, tuple(unit for unit in units if (unit.pk, role) not in here))
        for role in UNIT_ROLES
    )


def lacking_accounts() -> list[NewAccount]:
    """A filer and a signer for every active unit that lacks one."""
    return [NewAccount(unit, lack.role) for lack in lacks() for unit in lack.units]


def _state(person: User) -> AccountState:
    if not person.is_active:
        return AccountState.CLOSED
    return AccountState.USED if person.last_login else AccountState.NEVER
