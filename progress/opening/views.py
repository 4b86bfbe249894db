"""The quarter: who filed, who did not, where the tasks stand; opening it, and extensions."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.filters.quarter import QuarterFilter
from progress.ledger.sight import YearVerdicts, year_verdicts
from progress.models import Extension, ReportingPeriod
from progress.opening import actions
from progress.opening.forms import DatesForm, ExtensionDecisionForm
from progress.overview.glance import glance, own_shares
from progress.overview.quarter import quarter_overview
from progress.tables.quarter import FilingTable, QuarterTable
from progress.tables.standings import ShareTable
from projects.models import Unit, YearlyList
from projects.rules.calendar import period_dates
from projects.rules.errors import NotYours, Refused
from projects.rules.quarters import NUMBERS, Quarter
from projects.screen.links import Link, Switch, quarter_links


@require_safe
def quarter_detail(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Where the quarter stands. Units see the verdicts of their own tasks while it runs, the filing states are the coordinator's."""
    yearly_list, shown = _find(year, quarter)
    verdicts = year_verdicts(yearly_list, request.user, request.today, weighed=(quarter,))
    period = next((each for each in verdicts.sight.periods if each.quarter == quarter), None)
    context = {
        "yearly_list": yearly_list,
        "quarter": shown,
        "period": period,
        "reads_all": request.user.has_perm("read_everything"),
        "perms_open": request.user.has_perm("open_periods"),
        "quarters": _quarters("quarter_detail", year, quarter),
        **(_standings(request, yearly_list, verdicts, shown) if period else {}),
    }
    return render(request, "progress/quarter_detail.html", context)


def _standings(request: HttpRequest, yearly_list: YearlyList, verdicts: YearVerdicts, quarter: Quarter) -> dict:
    """The quarter's counts, its tasks as they were asked for, and how the units filed."""
    overview = quarter_overview(verdicts, quarter.number, request.user, request.today)
    base, code = reverse("task_list", args=[quarter.year]), request.user.unit.code if request.user.has_perm("file_reports") else ""
    found = glance(yearly_list, verdicts, quarter) if quarter.number in verdicts.sight.public else None
    own = [each for each in own_shares(yearly_list, verdicts, code) if each.quarter == quarter] if code else []
    asked = QuarterFilter(request.GET, overview.tasks)
    return {
        "overview": overview,
        "tasks": base,
        "glance": found,
        "domains": ShareTable(found.domains, base=base, of="领域") if found and found.domains else None,
        "leads": ShareTable(found.leads, base=base, of="牵头单位") if found else None,
        "own": ShareTable(own, base=base, of="季度") if own else None,
        "filter": asked,
        "table": QuarterTable(asked.lines, quarter=quarter, query=request.GET.dict()),
        "filing": FilingTable(overview.records, quarter=quarter) if overview.records else None,
    }


@permission_required("open_periods", raise_exception=True)
def quarter_opening(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Open a quarter, or move its dates; what is lacking is listed by task."""
    yearly_list, shown = _find(year, quarter)
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
        "extensions": period.extensions.with_tasks().select_related("unit", "asked_by", "decided_by") if period else [],
        "owing": Unit.objects.filter(pk__in=period.reports.values("unit")) if period else [],
        "decision": ExtensionDecisionForm(),
        "quarters": _quarters("quarter_opening", year, quarter),
    }
    return render(request, "progress/quarter_opening.html", context)


@permission_required("decide_requests", raise_exception=True)
def extension_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse what a unit asked for; a refusal to do so stands on the page one came from."""
    extension = get_object_or_404(Extension.objects.select_related("period__yearly_list", "unit"), pk=pk)
    if request.method == "POST":
        _answer(request, extension, granted=request.POST.get("action") == "grant")
    elif request.restored:
        messages.warning(request, f"{extension.unit}的延期申请尚未批复，您填写的意见是“{request.restored.get('note', '')}”，请重新办理。")
    back = "overdue_desk" if request.POST.get("back") == "overdue" or not request.user.has_perm("open_periods") else "quarter_opening"
    return HttpResponseRedirect(reverse(back, args=[extension.period.yearly_list.year, extension.period.quarter]))


def _answer(request: HttpRequest, extension: Extension, *, granted: bool) -> None:
    form = ExtensionDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"{extension.unit}：{''.join(form.errors['note'])}")
        return
    try:
        actions.decide_extension(extension, granted=granted, note=form.cleaned_data["note"], at=request.now, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, f"{extension.unit}：{refusal}")
    else:
        messages.success(request, f"{extension.unit}的延期申请已{'同意' if granted else '答复（未同意）'}。")


def _find(year: int, quarter: int) -> tuple[YearlyList, Quarter]:
    if quarter not in NUMBERS:
        raise Http404
    return get_object_or_404(YearlyList, year=year), Quarter(year, quarter)


def _dates(period: ReportingPeriod | None, quarter: Quarter) -> dict:
    """The dates that stand, or the default rules'."""
    source = period or period_dates(quarter)
    return {"opens_on": source.opens_on, "as_of": source.as_of, "due_on": source.due_on}


def _open(request: HttpRequest, yearly_list: YearlyList, period: ReportingPeriod | None, quarter: int, form: DatesForm) -> None:
    if period is None:
        opened = actions.open_period(yearly_list, quarter=quarter, dates=form.dates(), at=request.now, by=request.user)
        counts = Counter(opened.reports.values_list("unit", flat=True))
        messages.success(request, f"已开启{opened}：{len(counts)}个单位共应报{sum(counts.values())}份。")
    else:
        actions.change_dates(period, dates=form.dates(), at=request.now, by=request.user)
        messages.success(request, "日期已更改。")


def _quarters(name: str, year: int, shown: int) -> Switch:
    return Switch("季度", (Link("全年", reverse("year_detail", args=[year])), *quarter_links(name, year, shown)))
