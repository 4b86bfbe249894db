"""The quarter of a page's address."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from progress.models import ReportingPeriod
from projects.models import YearlyList
from projects.rules.quarters import NUMBERS


def period_or_404(year: int, quarter: int) -> ReportingPeriod:
    """The opened quarter, for pages that are nothing without it."""
    return get_object_or_404(ReportingPeriod.objects.in_quarter(year, quarter))


def opened_period(year: int, quarter: int) -> ReportingPeriod | None:
    """The opened quarter; None where it is not opened yet, 404 where no list knows it."""
    if quarter not in NUMBERS:
        raise Http404
    period = ReportingPeriod.objects.in_quarter(year, quarter).first()
    if period is None and not YearlyList.objects.filter(year=year).exists():
        raise Http404
    return period
