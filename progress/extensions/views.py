"""延期: a unit asks for it at its desk, and is answered."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from progress.extensions import actions
from progress.extensions.forms import ExtensionDecisionForm, ExtensionForm
from progress.models import Extension, ReportingPeriod
from progress.opening.reads import period_or_404
from projects.files.uploads import looked_at
from projects.models import Task, Unit
from projects.rules.errors import Refused
from projects.screen.forms import refusals_to
from projects.screen.posted import seen_version, takes_files


@takes_files
@permission_required("file_reports", raise_exception=True)
def filing_extension(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """申请延期 for all tasks of the unit, or for those ticked."""
    period = period_or_404(year, quarter)
    tasks = _reported_tasks(period, request.user.unit)
    form = ExtensionForm(request.restored or request.POST or None, request.FILES or None, tasks=tasks)
    if request.method == "POST" and form.is_valid() and _ask(request, period, form):
        return HttpResponseRedirect(reverse("filing_desk", args=[year, quarter]))
    context = {"period": period, "unit": request.user.unit, "form": form}
    return render(
        request, "progress/extensions/ask.html", context, status=400 if request.method == "POST" else 200
    )


@permission_required("decide_requests", raise_exception=True)
def extension_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse what a unit asked for; a refusal to do so stands on the page one came from."""
    extension = get_object_or_404(Extension.objects.select_related("period__yearly_list", "unit"), pk=pk)
    if request.method == "POST":
        _answer(request, extension, granted=request.POST.get("action") == "grant")
    elif request.restored:
        note = request.restored.get("note", "")
        messages.warning(request, f"{extension.unit}的延期申请尚未批复，您填写的意见是“{note}”，请重新办理。")
    back = (
        "overdue_desk"
        if request.POST.get("back") == "overdue" or not request.user.has_perm("open_periods")
        else "quarter_opening"
    )
    return HttpResponseRedirect(
        reverse(back, args=[extension.period.yearly_list.year, extension.period.quarter])
    )


def _ask(request: HttpRequest, period: ReportingPeriod, form: ExtensionForm) -> bool:
    """Whether it was taken; what is refused stands above the form."""
    data = form.cleaned_data
    tasks = Task.objects.filter(pk__in=data["tasks"])
    try:
        said = {"tasks": tasks, "reason": data["reason"], "until": data["until"]}
        files = [looked_at(each) for each in data["files"]]
        actions.ask_extension(period, **said, files=files, at=request.now, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "延期申请已提交，批复结果在本页下方显示。")
    return True


def _answer(request: HttpRequest, extension: Extension, *, granted: bool) -> None:
    form = ExtensionDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"{extension.unit}：{''.join(form.errors['note'])}")
        return
    note = form.cleaned_data["note"]
    typed = f"您填写的意见是“{note}”。" if note else ""
    with refusals_to(lambda words: messages.error(request, f"{extension.unit}：{words}{typed}")):
        named = {"based_on": seen_version(request.POST), "at": request.now, "by": request.user}
        actions.decide_extension(extension, granted=granted, note=note, **named)
        messages.success(request, f"{extension.unit}的延期申请已{'同意' if granted else '答复（未同意）'}。")


def _reported_tasks(period: ReportingPeriod, unit: Unit) -> QuerySet[Task]:
    """The tasks that the unit reports on in the quarter."""
    return Task.objects.filter(reports__period=period, reports__unit=unit).order_by("number")
