"""销号 applied for and decided."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from progress.ledger.ledgers import ledger_of
from progress.models import Closure, Report
from progress.reports import closure_actions
from progress.reports.closure_forms import ClosureDecisionForm, ClosureForm
from progress.reports.closures import closure_sheet
from projects.files.uploads import looked_at
from projects.models import MilestoneItem
from projects.rules.errors import Refused
from projects.screen.forms import refusals_to
from projects.screen.posted import seen_version, takes_files

DECIDED = {"agree": "已同意销号。", "refuse": "已答复：不同意销号。", "take_back": "已撤销销号。"}


@takes_files
@permission_required("file_reports", raise_exception=True)
def closure_apply(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """申请销号: what stands in the way, the grounds, the items to be waived."""
    report = get_object_or_404(
        _own(request), period__yearly_list__year=year, period__quarter=quarter, task__number=number
    )
    sheet = closure_sheet(ledger_of(report.task), quarter)
    typed = request.POST if request.method == "POST" else request.restored
    form = ClosureForm(
        typed, request.FILES or None, items=sheet.open_items, initial={"version": report.version}
    )
    if request.method == "POST" and form.is_valid() and _apply(request, report, form):
        return HttpResponseRedirect(report.address)
    context = {"report": report, "task": report.task, "sheet": sheet, "form": form}
    return render(
        request,
        "progress/reports/closure_apply.html",
        context,
        status=400 if request.method == "POST" else 200,
    )


@permission_required("decide_requests", raise_exception=True)
def closure_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """同意销号, 不同意, 撤销销号; a refusal stands on the report's page."""
    closure = get_object_or_404(
        Closure.objects.select_related("task__yearly_list", "period", "applied_by__unit"), pk=pk
    )
    form = ClosureDecisionForm(request.POST)
    if request.method == "POST" and form.is_valid():
        _decide(request, closure, form.cleaned_data["action"], form.cleaned_data["note"])
    elif request.method == "POST":
        messages.error(request, "没有办理：意见过长、有不能保存的字符，或未选择同意、不同意。")
    elif request.restored:
        messages.warning(
            request, f"销号申请尚未办理，您填写的意见是“{request.restored.get('note', '')}”，请重新办理。"
        )
    return HttpResponseRedirect(_report_of(closure).address)


def _own(request: HttpRequest) -> object:
    return Report.objects.writable_by(request.user).select_related(
        "task__yearly_list", "unit", "period__yearly_list"
    )


def _apply(request: HttpRequest, report: Report, form: ClosureForm) -> bool:
    """Whether it was taken; what is refused stands above the form."""
    waived = MilestoneItem.objects.filter(
        pk__in=form.cleaned_data.get("waived", ()), milestone__task=report.task_id
    )
    try:
        named = {"based_on": form.cleaned_data["version"], "at": request.now, "by": request.user}
        files = [looked_at(each) for each in form.cleaned_data["files"]]
        said = {"grounds": form.cleaned_data["grounds"], "waived": waived, "files": files}
        closure_actions.apply(report, **said, **named)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        form.data = form.data.copy()
        form.data["version"] = report.version  # the page shows what stands now
        return False
    messages.success(request, "销号申请已提交，答复在本页显示。")
    return True


def _decide(request: HttpRequest, closure: Closure, act: str, note: str) -> None:
    named = {"note": note, "based_on": seen_version(request.POST), "at": request.now, "by": request.user}
    typed = f"您填写的意见是“{note}”。" if note else ""
    with refusals_to(lambda words: messages.error(request, f"{words}{typed}")):
        if act == "take_back":
            closure_actions.take_back(closure, **named)
        else:
            closure_actions.decide(closure, agreed=act == "agree", **named)
        messages.success(request, DECIDED[act])


def _report_of(closure: Closure) -> Report:
    """The report with which it was applied for: the applicant's in that quarter."""
    rows = closure.period.reports.select_related("task", "unit", "period__yearly_list").filter(
        task=closure.task_id
    )
    return rows.filter(unit=closure.applied_by.unit_id).first() or rows.first()
