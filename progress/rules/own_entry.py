"""本季填报: the filer types the quarter's own, what is stored is the total (domain.md, A report's life)."""

from collections.abc import Mapping
from decimal import Decimal

from progress.rules.weighing import LAST_QUARTER

FIRST_QUARTER = 1
OWN, TOTAL = "本季完成", "本次累计"  # what the field of a target asks for


def base_of(totals: Mapping[int, Decimal], quarter: int, *, is_own: bool) -> Decimal | None:
    """The total that what is typed in a quarter is added to; None where the total itself is asked for.

    That is so too where the quarter before has no total: what was done in it would be lost. The 年底核定 is
    no quarter and tells the year.
    """
    if not is_own or quarter > LAST_QUARTER:
        return None
    return Decimal(0) if quarter == FIRST_QUARTER else totals.get(quarter - 1)


def why_total(quarter: int, *, is_known: bool) -> str:
    """What stands beside the field of such a target where it holds the total; `is_known`: the last one is."""
    if is_known:
        return "此处填的是累计数。"
    if quarter > LAST_QUARTER:
        return "年底核定填全年累计。"
    return "上季没有报出的累计数，请填累计数。"


def typed_of(total: Decimal | None, base: Decimal | None) -> Decimal | None:
    """What stands in the field for a total that was saved."""
    return total if total is None or base is None else total - base


def total_of(
    typed: Decimal | None, base: Decimal | None, *, stood: Decimal | None, now: Decimal | None
) -> Decimal | None:
    """The total that a typed figure means; `base` is the one that the page was filled from, `now` today's.

    A figure that nobody touched means the total that `stood`, though the quarter before was corrected since.
    One typed anew is added to what is known now; to the page's own base where that is known no more.
    """
    if typed is None or base is None:
        return typed
    if stood is not None and typed == stood - base:
        return stood
    return typed + (base if now is None else now)
