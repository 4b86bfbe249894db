"""Year-to-date totals of a target over quarters and over leads, whatever was saved first (domain.md, A report's life; Targets and items)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from progress.rules.states import ENTRY_TOTAL
from projects.rules.quarters import NUMBERS
from projects.rules.states import LEVEL


@dataclass(frozen=True)
class Entry:
    """The value of one quarter as typed: the total at the as-of date, or the quarter's own."""

    value: Decimal
    kind: str = ENTRY_TOTAL


def running_totals(entries: Mapping[int, Entry], *, nature: str) -> dict[int, Decimal]:
    """The year-to-date of each quarter that has one, in quarter order.

    A quarter's own adds to the quarter before; where that one was not filed there is no total, and the form asks for it.
    A level is never summed: its value is what was typed.
    """
    totals: dict[int, Decimal] = {}
    for quarter in sorted(entries):
        total = _total(entries[quarter], quarter, totals, nature=nature)
        if total is not None:
            totals[quarter] = total
    return totals


def _total(entry: Entry, quarter: int, totals: Mapping[int, Decimal], *, nature: str) -> Decimal | None:
    if entry.kind == ENTRY_TOTAL or nature == LEVEL or quarter == NUMBERS[0]:
        return entry.value
    before = totals.get(quarter - 1)
    return None if before is None else before + entry.value


def asks_for_total(totals: Mapping[int, Decimal], quarter: int) -> bool:
    """Whether the form of a target with quarter's-own entry must ask for the total: the quarter before has none."""
    return quarter > NUMBERS[0] and totals.get(quarter - 1) is None


def own_amount(totals: Mapping[int, Decimal], quarter: int, *, nature: str) -> Decimal | None:
    """The quarter's own: the difference to the quarter before; None for a level, without a total, or without the one before."""
    if nature == LEVEL or quarter not in totals:
        return None
    before = Decimal(0) if quarter == NUMBERS[0] else totals.get(quarter - 1)
    return None if before is None else totals[quarter] - before


def last_known(totals: Mapping[int, Decimal], before: int) -> Decimal | None:
    """The latest total of an earlier quarter."""
    earlier = [quarter for quarter in totals if quarter < before]
    return totals[max(earlier)] if earlier else None


def to_recheck(totals: Mapping[int, Decimal], *, nature: str) -> tuple[int, ...]:
    """The quarters whose total is lower than the one before it: they become 待核对, nothing is rewritten. A level may fall."""
    if nature == LEVEL:
        return ()
    return tuple(later for earlier, later in pairwise(sorted(totals)) if totals[later] < totals[earlier])


def combined(
    values: Mapping[str, Decimal | None],
    *,
    reporting: str,
    leads: Sequence[str],
    is_shared: bool,
    nature: str,
    standing: Mapping[str, Decimal] | None = None,
) -> Decimal | None:
    """The value of a target from its leads' values: the reporting lead's; the sum only where a count is 分头完成.

    A shared count sums what there is; a lead without a value stands at its last total known (`standing`), for a total does not
    vanish where one lead is missing. None where no lead has a value for the quarter.
    """
    if nature == LEVEL or not is_shared:
        return values.get(reporting)
    if all(values.get(lead) is None for lead in leads):
        return None
    known = {**(standing or {}), **{lead: value for lead, value in values.items() if value is not None}}
    return sum((known[lead] for lead in dict.fromkeys(leads) if lead in known), Decimal(0))
