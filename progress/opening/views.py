"""开启填报: a quarter is opened, its dates are moved."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from progress.models import ReportingPeriod
from progress.opening import actions
from progress.opening.forms import DatesForm
from projects.models import Unit, YearlyList
from projects.rules.calendar import period_dates
from projects.rules.quarters import NUMBERS, Quarter
from projects.screen.links import Link, Switch, quarter_links


@permission_required("open_periods", raise_exception=True)
def quarter_opening(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Open a quarter, or move its dates; what is lacking is listed by task."""
    yearly_list, shown = list_and_quarter(year, quarter)
    period = yearly_list.periods.filter(quarter=quarter).first()
    form = DatesForm(request.POST or None, initial=_dates(period, shown))
    if request.method == "POST" and form.is_valid():
        _open(request, yearly_list, period, quarter, form)
        return HttpResponseRedirect(reverse("quarter_opening", args=[year, quarter]))
    context = {
        "yearly_list": yearly_list,
        "quarter": shown,
        "period": period,
        "form": form,
        "gaps": actions.lacking(yearly_list),
        "is_certain": period_dates(shown).is_certain,
        "extensions": period.extensions.with_tasks().select_related("unit", "asked_by", "decided_by")
        if period
        else [],
        "owing": Unit.objects.filter(pk__in=period.reports.values("unit")) if period else [],
        "quarters": quarters_of("quarter_opening", year, quarter),
    }
    return render(request, "progress/opening/opening.html", context)


def list_and_quarter(year: int, quarter: int) -> tuple[YearlyList, Quarter]:
    """The list of a year and one of its quarters, or 404."""
    if quarter not in NUMBERS:
        raise Http404
    return get_object_or_404(YearlyList, year=year), Quarter(year, quarter)


def _dates(period: ReportingPeriod | None, quarter: Quarter) -> dict:
    """The dates that stand, or the default rules'."""
    source = period or period_dates(quarter)
    return {"opens_on": source.opens_on, "as_of": source.as_of, "due_on": source.due_on}


def _open(
    request: HttpRequest,
    yearly_list: YearlyList,
    period: ReportingPeriod | None,
    quarter: int,
    form: DatesForm,
) -> None:
    if period is None:
        opened = actions.open_period(
            yearly_list, quarter=quarter, dates=form.dates(), at=request.now, by=request.user
        )
        counts = Counter(opened.reports.values_list("unit", flat=True))
        messages.success(request, f"已开启{opened}：{len(counts)}个单位共应报{sum(counts.values())}份。")
    else:
        actions.change_dates(period, dates=form.dates(), at=request.now, by=request.user)
        messages.success(request, "日期已更改。")


def quarters_of(name: str, year: int, shown: int) -> Switch:
    """The year and its four quarters, each the way to the same page of it."""
    return Switch(
        "季度", (Link("全年", reverse("year_detail", args=[year])), *quarter_links(name, year, shown))
    )
