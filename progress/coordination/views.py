"""会办: recorded from a task's page, read by whom it concerns; conclusions reported and confirmed."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.coordination import actions as acts
from progress.coordination.actions import Meeting
from progress.coordination.filters import CoordinationFilter
from progress.coordination.forms import (
    CONFIRM,
    REPORT,
    ConclusionForm,
    ConclusionRows,
    CoordinationForm,
    meeting_as_typed,
)
from progress.coordination.reads import concerned, conclusions_of, counted, units_of, with_parties
from progress.models import Conclusion, Coordination
from projects.models import Task, Unit, YearlyList
from projects.rules.errors import Refused
from projects.screen.forms import refusals_to
from projects.screen.links import changed
from projects.screen.posted import seen_version

PER_PAGE = 50
DONE = {
    "report": "已报告办结，待确认。",
    "confirm": "已确认办结。",
    "send_back": "已退回，由责任单位继续办理。",
}


@require_safe
def coordination_list(request: HttpRequest, year: int) -> HttpResponse:
    """The meetings of a year that this person may see, the last one first."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    seen = Coordination.objects.filter(task__yearly_list=yearly_list).visible_to(request.user)
    units = [(unit.code, unit.name) for unit in concerned(seen.order_by())]
    found = CoordinationFilter(request.GET, queryset=counted(seen, request.today), choices={"unit": units})
    page = Paginator(with_parties(found.rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "yearly_list": yearly_list,
        "filter": found,
        "page": page,
        "is_filtered": any(value for name, value in request.GET.items() if name in found.filters),
        "may_record": request.user.has_perm("record_coordination"),
        "previous": changed(request.GET.dict(), page=page.number - 1),
        "next": changed(request.GET.dict(), page=page.number + 1),
    }
    return render(request, "progress/coordination/list.html", context)


@require_safe
def coordination_detail(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """One meeting with its conclusions; what this person may do about each stands beside it."""
    return _render(
        request,
        get_object_or_404(
            Coordination.objects.visible_to(request.user).filter(task__yearly_list__year=year), pk=pk
        ),
    )


def _render(
    request: HttpRequest, seen: Coordination, *, typed: dict | None = None, status: int = 200
) -> HttpResponse:
    """The meeting.

    A word that was not taken stands in its field again, above all where there is none any more.
    """
    meeting = (
        Coordination.objects.select_related("task__yearly_list", "recorded_by")
        .prefetch_related("units")
        .get(pk=seen.pk)
    )
    lines = conclusions_of(meeting, request.user, request.today)
    with_field = {line.conclusion.pk for line in lines if line.may_report or line.may_send_back}
    context = {
        "meeting": meeting,
        "task": meeting.task,
        "may_record": request.user.has_perm("record_coordination"),
        "lines": lines,
        "typed": {**typed, "is_homeless": typed["key"] not in with_field} if typed else {},
        "crumbs": [
            {"url": reverse("coordination_list", args=[meeting.task.yearly_list.year]), "label": "会办"}
        ],
    }
    return render(request, "progress/coordination/detail.html", context, status=status)


@permission_required("record_coordination", raise_exception=True)
def coordination_new(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """记录会办 on a task: the meeting and who does what by when."""
    task = get_object_or_404(
        Task.objects.select_related("yearly_list"), yearly_list__year=year, number=number
    )
    typed = request.restored or (request.POST if request.method == "POST" else None)
    form, rows, units = _forms(request, task, typed)
    if request.method == "POST" and form.is_valid() & rows.is_valid():
        made = _hold(request, task, form, agreed=rows.agreed(units), units=units)
        if made:
            return HttpResponseRedirect(made.address)
    context = {"task": task, "form": form, "rows": rows}
    return render(
        request, "progress/coordination/new.html", context, status=400 if request.method == "POST" else 200
    )


@permission_required("record_coordination", raise_exception=True)
def coordination_edit(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Put the record right, add conclusions; those that stand stay as they are."""
    rows = (
        Coordination.objects.filter(task__yearly_list__year=year)
        .select_related("task__yearly_list")
        .prefetch_related("units")
    )
    meeting = get_object_or_404(rows, pk=pk)
    typed = request.restored or (request.POST if request.method == "POST" else None)
    form, more, units = _forms(request, meeting.task, typed, meeting)
    if (
        request.method == "POST"
        and form.is_valid() & more.is_valid()
        and _amend(request, meeting, form.meeting(units, more.agreed(units)), form)
    ):
        return HttpResponseRedirect(meeting.address)
    context = {"task": meeting.task, "meeting": meeting, "form": form, "rows": more}
    return render(
        request, "progress/coordination/new.html", context, status=400 if request.method == "POST" else 200
    )


def conclusion_act(request: HttpRequest, pk: int) -> HttpResponse:
    """报告办结, 确认办结, 退回; a refusal stands on the meeting's page."""
    seen = Coordination.objects.visible_to(request.user)
    conclusion = get_object_or_404(
        Conclusion.objects.select_related("coordination__task__yearly_list"), pk=pk, coordination__in=seen
    )
    form = ConclusionForm(request.restored or request.POST)
    done = (
        request.method == "POST"
        and form.is_valid()
        and _act(request, conclusion, form.cleaned_data["action"], form.cleaned_data["word"])
    )
    if done or not form.data.get("word"):
        return HttpResponseRedirect(conclusion.coordination.address)
    if request.method == "POST" and not form.is_valid():
        messages.error(request, "没有办理：内容过长、有不能保存的字符，或未选择办理方式。")
    typed = {"key": conclusion.pk, "word": form.data["word"]}
    return _render(
        request, conclusion.coordination, typed=typed, status=409 if request.method == "POST" else 200
    )


def _forms(
    request: HttpRequest, task: Task, typed: object, meeting: Coordination | None = None
) -> tuple[CoordinationForm, ConclusionRows, dict[str, Unit]]:
    """The form and its rows over the units in use, those of the task first."""
    near, active = units_of(task), list(Unit.objects.active().order_by("order"))
    others = [unit for unit in active if unit not in near]
    choices = [
        ("本任务责任单位", [(each.code, each.name) for each in near]),
        ("其他单位", [(each.code, each.name) for each in others]),
    ]
    initial = (
        meeting_as_typed(meeting)
        if meeting
        else {"held_on": request.today, "units": [each.code for each in near]}
    )
    form = CoordinationForm(typed, near=near, others=others, initial=initial)
    rows = ConclusionRows(typed, prefix="row", form_kwargs={"units": choices})
    return form, rows, {unit.code: unit for unit in (*near, *others)}


def _hold(
    request: HttpRequest, task: Task, form: CoordinationForm, *, agreed: list, units: dict[str, Unit]
) -> Coordination | None:
    """The meeting as recorded; what is refused stands above the form."""
    try:
        made = acts.hold(task, meeting=form.meeting(units, agreed), at=request.now, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, "会办已记录。")
    return made


def _amend(request: HttpRequest, held: Coordination, meeting: Meeting, form: CoordinationForm) -> bool:
    """Whether it was taken; what is refused stands above the form."""
    try:
        acts.amend(
            held, meeting=meeting, based_on=form.cleaned_data["based_on"], at=request.now, by=request.user
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        form.data = form.data.copy()  # the page shows what stands now: the next save is meant for it
        form.data["based_on"] = acts.fingerprint_of(held)
        return False
    messages.success(request, "会办记录已修改。")
    return True


def _act(request: HttpRequest, conclusion: Conclusion, act: str, word: str) -> bool:
    """Whether it was done; what is refused is said above."""
    named = {"based_on": seen_version(request.POST), "at": request.now, "by": request.user}
    with refusals_to(partial(messages.error, request)):
        if act == REPORT:
            acts.report_done(conclusion, word=word, **named)
        elif act == CONFIRM:
            acts.confirm(conclusion, **named)
        else:
            acts.send_back(conclusion, word=word, **named)
        messages.success(request, DONE[act])
        return True
    return False
