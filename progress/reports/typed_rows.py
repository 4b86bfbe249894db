"""What stands typed in one report: its figures and what it says of items, row by row."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from progress.models import ItemState, Measurement, Report
from projects.models.readings import Reading
from projects.models.statements import slot


@dataclass(frozen=True)
class Value:
    """What was typed for one target: the total at the as-of date, or why there is none."""

    value: Decimal | None = None
    no_data_reason: str = ""
    expected_at_year_end: Decimal | None = None


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
