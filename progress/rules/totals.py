"""Year-to-date totals of a target over quarters and leads (domain.md, Targets and items)."""

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from projects.rules.states import Nature

Lead = TypeVar("Lead", bound=Hashable)


def last_known(totals: Mapping[int, Decimal], before: int) -> Decimal | None:
    """The latest total of an earlier quarter."""
    earlier = [quarter for quarter in totals if quarter < before]
    return totals[max(earlier)] if earlier else None


def to_recheck(totals: Mapping[int, Decimal], *, nature: str) -> tuple[int, ...]:
    """The quarters whose total is lower than the one before: they become 待核对. A level may fall."""
    if nature == Nature.LEVEL:
        return ()
    return tuple(later for earlier, later in pairwise(sorted(totals)) if totals[later] < totals[earlier])


def combined(
    values: Mapping[Lead, Decimal | None],
    *,
    reporting: Lead | None,
    leads: Sequence[Lead],
    is_shared: bool,
    nature: str,
    last_values: Mapping[Lead, Decimal] | None = None,
) -> Decimal | None:
    """The value of a target from its leads' values: the reporting lead's, or the sum where it is 分头完成.

    A shared count sums what there is; a lead without a value keeps its last one (`last_values`), for a total
    does not vanish where one lead is missing. None where no lead has a value for the quarter.
    """
    if nature == Nature.LEVEL or not is_shared:
        return values.get(reporting)
    if all(values.get(lead) is None for lead in leads):
        return None
    known = {**(last_values or {}), **{lead: value for lead, value in values.items() if value is not None}}
    return sum((known[lead] for lead in dict.fromkeys(leads) if lead in known), Decimal(0))
