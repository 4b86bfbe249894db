"""The quarters of a list that were opened."""

from functools import cache

from progress.models import ReportingPeriod
from projects.models import YearlyList
from projects.models.readings import Reading
from projects.models.statements import slot


def opened_periods(yearly_list: YearlyList) -> list[ReportingPeriod]:
    """In their order, each with its list; one query."""
    found = _opened().ask(yearly_list=yearly_list.pk)
    for period in found:
        period.yearly_list = yearly_list
    return found


@cache
def _opened() -> Reading[ReportingPeriod]:
    rows = ReportingPeriod.objects.opened().filter(yearly_list=slot("yearly_list"))
    return Reading(rows.order_by("quarter"))
