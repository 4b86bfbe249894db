"""How the planned figures of four quarters add up: to date, each quarter's own, or not at all (domain.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

YTD, OWN = "ytd", "own"
ADDS_UP, NOT_ADDING_UP, FALLING, UNCLEAR, OVER, DIFFERENT = (
    "",
    "not_adding_up",
    "falling",
    "unclear",
    "over",
    "different",
)

Values = Sequence[Decimal | None]


@dataclass(frozen=True)
class Goal:
    """What the figures should come to: a number, or a range."""

    least: Decimal
    most: Decimal
    is_rate: bool

    def met_by(self, value: Decimal) -> bool:
        return self.least <= value <= self.most


def basis_of(
    values: Values, to_date: Sequence[bool], goal: Goal, is_own: bool = True
) -> tuple[str | None, str]:
    """The basis of the figures, and what is wrong with them.

    Figures marked 累计 are to date; so are figures that end at the goal; figures that sum to it are own.
    A stage beside the target's own need not come to the goal: its sum may pass it, so it proves nothing.
    """
    known = [value for value in values if value is not None]
    if any(flag for flag, value in zip(to_date, values, strict=True) if value is not None):
        return _printed_total(values, to_date, goal)
    if not known:
        return None, ADDS_UP
    if len(known) == 1 or goal.is_rate:
        return _single(values, known, goal)
    if goal.met_by(known[-1]) and _rises(known):
        return YTD, ADDS_UP
    if goal.met_by(sum(known)):
        return OWN, ADDS_UP
    return (None, NOT_ADDING_UP) if values[3] is not None or not is_own else _open_ended(known, goal)


def _printed_total(values: Values, to_date: Sequence[bool], goal: Goal) -> tuple[str | None, str]:
    """Figures of which some are printed as totals."""
    totals = [value for value, flag in zip(values, to_date, strict=True) if flag and value is not None]
    known = [value for value in values if value is not None]
    if not _rises(totals):
        return YTD, FALLING
    if not _rises(known):
        return None, NOT_ADDING_UP
    if values[3] is not None and not goal.met_by(values[3]):
        return YTD, DIFFERENT
    return YTD, OVER if known[-1] > goal.most else ADDS_UP


def _single(values: Values, known: list[Decimal], goal: Goal) -> tuple[str | None, str]:
    """One figure, or a rate, which never adds up: both bases say the same."""
    if values[3] is not None and not goal.met_by(values[3]):
        return (YTD, DIFFERENT) if goal.is_rate else (None, DIFFERENT)
    return (YTD, ADDS_UP) if goal.is_rate or known[-1] <= goal.most else (None, OVER)


def _open_ended(known: list[Decimal], goal: Goal) -> tuple[str | None, str]:
    """Figures that stop before the fourth quarter: the one reading that the goal allows, if it is one."""
    total, rising = sum(known), _rises(known)
    if max(known) > goal.most:
        return None, OVER
    if not rising:
        return (OWN, ADDS_UP) if total <= goal.most else (None, NOT_ADDING_UP)
    return (YTD, ADDS_UP) if total > goal.most else (None, UNCLEAR)


def _rises(values: Sequence[Decimal]) -> bool:
    return all(one <= two for one, two in zip(values, values[1:], strict=False))
