"""The quarter of a page's address, and the quarters that a change of the plan may still reach."""

from datetime import date
from functools import cache

from django.http import Http404

from progress.ledger.ledgers import ledgers_for_classes
from progress.models import ReportingPeriod
from progress.rules.states import VerdictClass
from progress.rules.weighing import LAST_QUARTER
from projects.models import Task, YearlyList
from projects.models.readings import Reading
from projects.models.statements import number_slot
from projects.rules.quarters import NUMBERS, PERIODS


def period_or_404(year: int, quarter: int) -> ReportingPeriod:
    """The opened quarter, for pages that are nothing without it."""
    period = _opened().first(year=year, quarter=quarter)
    if period is None:
        raise Http404
    return period


def opened_period(year: int, quarter: int) -> ReportingPeriod | None:
    """The opened quarter; None where it is not opened yet, 404 where no list knows it."""
    if quarter not in PERIODS:
        raise Http404
    period = _opened().first(year=year, quarter=quarter)
    if period is None and not YearlyList.objects.filter(year=year).exists():
        raise Http404
    return period


@cache
def _opened() -> Reading[ReportingPeriod]:
    return Reading(ReportingPeriod.objects.in_quarter(number_slot("year"), number_slot("quarter")))


def quarters_to_revise(yearly_list: YearlyList, on: date) -> tuple[int, ...]:
    """The quarters that come after the last one whose due day has passed (The plan in force)."""
    past = yearly_list.periods.opened().filter(due_on__lt=on).order_by("-quarter")
    last = past.values_list("quarter", flat=True).first() or 0
    return tuple(number for number in NUMBERS if number > last)


def unfinished(yearly_list: int, on: date) -> frozenset[int]:
    """The tasks, by key, that are not 已完成 by the fourth quarter's word."""
    tasks = Task.objects.filter(yearly_list=yearly_list)
    ledgers = ledgers_for_classes(tasks, (LAST_QUARTER,), on)
    return frozenset(
        each.task.pk for each in ledgers if each.judged_at(LAST_QUARTER, on).code != VerdictClass.COMPLETED
    )


def year_quarter(yearly_list: YearlyList) -> int | None:
    """The quarter that tells the year: the 年底核定 once it is opened, before it the fourth; None before."""
    opened = yearly_list.periods.opened().filter(quarter__gte=NUMBERS[-1])
    return opened.order_by("-quarter").values_list("quarter", flat=True).first()
