"""代填: which reports have not come, and the form into which one is typed from the unit's paper."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from progress.ledger.ledgers import ledger_of
from progress.models import Report, ReportingPeriod
from progress.opening.reads import period_or_404
from progress.paper_filing.actions import file_from_paper, has_scan, save_from_paper
from progress.paper_filing.forms import PaperForm
from progress.reports.actions import Incomplete
from progress.reports.forms import ReportForm, filled_in
from progress.reports.sheet import ReportSheet, report_sheet
from progress.reports.write_locks import why_locked
from progress.rules import addresses
from progress.rules.states import WRITABLE_STATES, Completion
from projects.files.uploads import looked_at
from projects.models import Unit
from projects.rules.errors import NotYours, Refused, Stale
from projects.screen.posted import takes_files

SAVE = "save"
DONE = {
    save_from_paper: "第{}项代填草稿已保存，尚未报送。",
    file_from_paper: "第{}项已代填，等待其他人员审核。",
}


@permission_required("file_for_units", raise_exception=True)
@require_safe
def paper_desk(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """The units with reports that can still be typed, and those of the unit asked for."""
    period = period_or_404(year, quarter)
    rows = _open_reports(period).exclude(unit=request.user.unit_id)
    units = Unit.objects.filter(pk__in=rows.values("unit")).order_by("order")
    code = request.GET.get("unit", "")
    context = {
        "period": period,
        "quarter": period.when,
        "units": units,
        "chosen": code,
        "reports": rows.filter(unit__code=code) if code else (),
        "crumbs": [{"url": addresses.queue(year, quarter, ""), "label": "审核"}],
    }
    return render(request, "progress/paper_filing/desk.html", context)


@takes_files
@permission_required("file_for_units", raise_exception=True)
def paper_form(request: HttpRequest, year: int, quarter: int, number: int, code: str) -> HttpResponse:
    """One report as the paper tells it, submitted with the scan; what is refused loses nothing typed."""
    period = period_or_404(year, quarter)
    report = get_object_or_404(
        Report.objects.select_related("period__yearly_list", "task", "unit"),
        period=period,
        task__number=number,
        unit__code=code,
    )
    ledger = ledger_of(report.task)
    sheet = report_sheet(ledger, ledger.report(quarter, report.unit), request.today)
    if request.method != "POST":
        form = ReportForm(request.restored, sheet=sheet, initial=filled_in(sheet))
        initial = {"came_on": report.came_on_paper or request.today}
        return _page(request, sheet, form, PaperForm(initial=initial, has_scan=has_scan(report)))
    is_draft = request.POST.get("action") == SAVE
    form = ReportForm(_with_what_stands(request.POST, sheet), sheet=sheet)
    paper = PaperForm(request.POST, request.FILES, has_scan=has_scan(report), is_draft=is_draft)
    if form.has_error("version"):
        raise Http404  # posted without what was read
    if not (paper.is_valid() and form.is_savable):
        return _page(request, sheet, form, paper, status=400)
    return _file(request, sheet, form, paper, save_from_paper if is_draft else file_from_paper)


def _with_what_stands(posted: QueryDict, sheet: ReportSheet) -> QueryDict:
    """What was posted, with what the paper's form does not show and the unit has saved: it goes along."""
    whole = posted.copy()
    whole.setdefault("self_assessment", sheet.report.self_assessment)
    for row in sheet.later:
        whole.setdefault(f"item-{row.item.pk}", Completion.DONE if row.is_set else "")
    return whole


def _file(
    request: HttpRequest,
    sheet: ReportSheet,
    form: ReportForm,
    paper: PaperForm,
    act: Callable[..., Report],
) -> HttpResponse:
    """Saved as a draft, or submitted."""
    report, data, theirs = sheet.report, paper.cleaned_data, None
    try:
        filed = act(
            report,
            content=replace(form.content(), evidence={}),
            scan=looked_at(data["scan"]) if data["scan"] else None,
            came_on=data["came_on"],
            based_on=form.cleaned_data["version"],
            at=request.now,
            by=request.user,
        )
    except NotYours:
        raise
    except Incomplete as refusal:
        form.show_lacks(refusal.lacks)
        paper.add_error(None, f"没有保存：还有{len(refusal.lacks)}处没有填完，见红字。")
    except Refused as refusal:
        paper.add_error(None, str(refusal))
        theirs = report if isinstance(refusal, Stale) else None
        form.data = form.data.copy()
        form.data["version"] = report.version  # who posts it again has seen what the unit wrote
    else:
        messages.success(request, DONE[act].format(report.task.number))
        period = filed.period
        return HttpResponseRedirect(
            addresses.paper_desk(period.yearly_list.year, period.quarter, report.unit.code)
        )
    return _page(request, sheet, form, paper, theirs=theirs, status=409 if theirs else 400)


def _open_reports(period: ReportingPeriod) -> QuerySet[Report]:
    """What can still be filed."""
    rows = period.reports.counted().filter(state__in=WRITABLE_STATES)
    return rows.select_related("period__yearly_list", "task", "unit").order_by("unit__order", "task__number")


def _page(
    request: HttpRequest,
    sheet: ReportSheet,
    form: ReportForm,
    paper: PaperForm,
    *,
    theirs: Report | None = None,
    status: int = 200,
) -> HttpResponse:
    report, period = sheet.report, sheet.report.period
    desk = addresses.paper_desk(period.yearly_list.year, period.quarter, report.unit.code)
    context = {
        "report": report,
        "task": report.task,
        "quarter": period.when,
        "sheet": sheet,
        "form": form,
        "paper": paper,
        "lock": why_locked(report),
        "theirs": theirs,
        "crumbs": [{"url": desk, "label": "代填"}],
    }
    return render(request, "progress/paper_filing/form.html", context, status=status)
