"""What is handed to people with their first password: one slip a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from projects.models import User
from projects.rules.city import City, role_word


@dataclass(frozen=True)
class Slip:
    """An account and the password that is told once."""

    user: User
    password: str


@dataclass(frozen=True)
class SlipLine:
    """One person's part of a slip."""

    name: str
    role: str
    username: str
    password: str


@dataclass(frozen=True)
class UnitSlip:
    """What one unit gets."""

    unit: str
    lines: tuple[SlipLine, ...]


def slips_by_unit(slips: Iterable[Slip], *, city: City) -> list[UnitSlip]:
    """The slips in the official order of units; who belongs to none comes last."""
    ordered = sorted(slips, key=_place)
    return [
        UnitSlip(unit, tuple(_line(slip, city) for slip in found))
        for unit, found in groupby(ordered, key=lambda slip: str(slip.user.unit or "不属于单位的人员"))
    ]


def _place(slip: Slip) -> tuple[bool, int, int, str]:
    unit = slip.user.unit
    return unit is None, unit.order if unit else 0, unit.pk if unit else 0, slip.user.username


def _line(slip: Slip, city: City) -> SlipLine:
    user = slip.user
    name = user.display_name if user.has_name else ""
    return SlipLine(name, role_word(user.role, city), user.username, slip.password)
