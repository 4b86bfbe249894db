"""What stands typed in one report: its figures and what it says of items, row by row."""

from functools import cache

from progress.models import ItemState, Measurement, Report
from projects.models.readings import Reading
from projects.models.statements import slot


def measured_in(report: Report) -> list[Measurement]:
    """Its figures."""
    return _measured().ask(report=report.pk)


def stated_in(report: Report) -> list[ItemState]:
    """The states of its items."""
    return _stated().ask(report=report.pk)


@cache
def _measured() -> Reading[Measurement]:
    return Reading(Measurement.objects.filter(report=slot("report")).order_by())


@cache
def _stated() -> Reading[ItemState]:
    return Reading(ItemState.objects.filter(report=slot("report")).order_by())
