"""开启填报: a quarter is opened, its dates are moved."""

from collections import Counter
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from progress.models import ListSettings, ReportingPeriod
from progress.opening import actions
from progress.opening.checklist import checklist, tasks_lacking
from progress.opening.forms import DatesForm
from progress.opening.still_open import still_open
from progress.rules.opening import opening_dates
from projects.models import Unit, YearlyList
from projects.rules.calendar import period_dates
from projects.rules.errors import NotYours, Refused
from projects.rules.quarters import PERIODS, Quarter
from projects.screen.links import Link, Switch, quarter_links
from projects.screen.posted import seen_version


@permission_required("open_periods", raise_exception=True)
def quarter_opening(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Open a quarter, knowing what is not in order; or move its dates."""
    yearly_list, shown = list_and_quarter(year, quarter)
    period = yearly_list.periods.opened().filter(quarter=quarter).first()
    points = checklist(yearly_list, shown, request.today) if period is None else ()
    initial = _dates(yearly_list, period, shown, request.today)
    form = DatesForm(request.restored or request.POST or None, initial=initial, points=points)
    if request.method == "POST" and form.is_valid() and _save(request, yearly_list, period, shown, form):
        return HttpResponseRedirect(reverse("quarter_opening", args=[year, quarter]))
    context = {
        "yearly_list": yearly_list,
        "quarter": shown,
        "period": period,
        "form": form,
        "points": points,
        "lacking": tasks_lacking(yearly_list),
        "is_certain": period_dates(shown).is_certain,
        "is_moved": period is None and initial["due_on"] != period_dates(shown).due_on,
        "may_withdraw": period is not None and actions.may_be_withdrawn(period),
        "extensions": (
            period.extensions.with_tasks().with_evidence().select_related("unit", "asked_by", "decided_by")
            if period
            else []
        ),
        "owing": Unit.objects.filter(pk__in=period.reports.values("unit")) if period else [],
        "quarters": quarters_of("quarter_opening", year, quarter),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "progress/opening/opening.html", context, status=status)


@permission_required("open_periods", raise_exception=True)
def quarter_withdraw(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """撤回开启, while nobody has typed."""
    period = get_object_or_404(ReportingPeriod.objects.in_quarter(year, quarter))
    if request.method == "POST":
        actions.withdraw(period, at=request.now, by=request.user)
        messages.success(request, f"已撤回{period}的开启。")
    return HttpResponseRedirect(reverse("quarter_opening", args=[year, quarter]))


@permission_required("open_periods", raise_exception=True)
def quarter_closing(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """关闭填报, knowing what is still open; 重新打开填报."""
    period = get_object_or_404(ReportingPeriod.objects.in_quarter(year, quarter))
    if request.method == "POST":
        named = {"based_on": seen_version(request.POST), "at": request.now, "by": request.user}
        if request.POST.get("action") == "resume":
            actions.resume_filing(period, **named)
            messages.success(request, f"已重新打开{period}的填报。")
        else:
            actions.close_filing(period, **named)
            messages.success(request, f"已关闭{period}的填报。")
        return HttpResponseRedirect(reverse("quarter_detail", args=[year, quarter]))
    context = {
        "period": period,
        "quarter": period.when,
        "left": still_open(period, request.today),
        "quarters": quarters_of("quarter_detail", year, quarter),
    }
    return render(request, "progress/opening/closing.html", context)


def list_and_quarter(year: int, quarter: int) -> tuple[YearlyList, Quarter]:
    """The list of a year and one of its quarters, or 404."""
    if quarter not in PERIODS:
        raise Http404
    return get_object_or_404(YearlyList, year=year), Quarter(year, quarter)


def _dates(yearly_list: YearlyList, period: ReportingPeriod | None, quarter: Quarter, on: date) -> dict:
    """The dates that stand, or the default rules', the due day never in the past."""
    source = period or opening_dates(quarter, on, ListSettings.objects.of(yearly_list).period_rules)
    return {"opens_on": source.opens_on, "as_of": source.as_of, "due_on": source.due_on}


def _save(
    request: HttpRequest,
    yearly_list: YearlyList,
    period: ReportingPeriod | None,
    quarter: Quarter,
    form: DatesForm,
) -> bool:
    """Whether it was opened, or its dates moved; what is refused stands above the form."""
    try:
        if period is None:
            named = {"dates": form.dates(), "known": request.POST.getlist("points")}
            opened = actions.open_period(
                yearly_list, quarter=quarter.number, at=request.now, by=request.user, **named
            )
        else:
            seen = seen_version(request.POST)
            actions.change_dates(period, dates=form.dates(), based_on=seen, at=request.now, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        form.data = form.data.copy()
        form.data.pop("is_certain", None)  # meant for what was read then
        form.add_error(None, str(refusal))
        return False
    if period is None:
        counts = Counter(opened.reports.values_list("unit", flat=True))
        messages.success(request, f"已开启{opened}：{len(counts)}个单位共应报{sum(counts.values())}份。")
    else:
        messages.success(request, "日期已更改。")
    return True


def quarters_of(name: str, year: int, shown: int) -> Switch:
    """The year and its four quarters, each the way to the same page of it."""
    return Switch(
        "季度", (Link("全年", reverse("year_detail", args=[year])), *quarter_links(name, year, shown))
    )
