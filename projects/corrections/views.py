"""The administrator puts misreadings right: a page shows what stands, or after a refusal what was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from projects.adoption.conversion import parties, registered
from projects.corrections.actions import Grounds
from projects.corrections.forms import BasisForm
from projects.corrections.item_actions import correct_items
from projects.corrections.item_forms import ItemRows, item_rows
from projects.corrections.reads import quarters_to_choose
from projects.corrections.target_actions import (
    add_target,
    correct_planned,
    correct_target,
    part_stage,
    remove_target,
)
from projects.corrections.target_forms import SettledForm, StageRows, TargetForm, stage_rows, target_values
from projects.corrections.unit_actions import correct_sub_projects, correct_units
from projects.corrections.unit_forms import SubProjectRows, UnitRows, sub_project_rows, unit_rows
from projects.filing.posted_views import posted_from
from projects.models import Milestone, MilestoneItem, Revision, Target, Task
from projects.models.tasks import PlanChange
from projects.rules.errors import Refused, Stale
from projects.rules.quarters import NUMERALS, Quarter

Act = Callable[..., PlanChange | None]
may_correct = permission_required("manage_lists", raise_exception=True)


@may_correct
@require_http_methods(["GET", "HEAD", "POST"])
def task_units(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Who answers for the task: replaced, added, taken away, in another role or order."""
    task, known = task_of(year, number), parties()
    rows = UnitRows(
        typed(request),
        initial=unit_rows(task),
        form_kwargs={"register": registered(), "parties": known},
        prefix="units",
    )
    context = {"rows": rows, "names": [party.name for party in known.values()]}
    return correct(
        request, task, rows, context, now=task.responsibility, template="projects/corrections/units.html",
        act=lambda **said: correct_units(task, responsible=rows.responsible, **said),
    )  # fmt: skip


@may_correct
@require_http_methods(["GET", "HEAD", "POST"])
def task_sub_projects(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The sub-projects: renamed, given other names, merged."""
    task = task_of(year, number)
    present = list(task.sub_projects.all())
    rows = SubProjectRows(
        typed(request),
        initial=sub_project_rows(present),
        form_kwargs={"present": present},
        prefix="parts",
    )
    return correct(
        request,
        task,
        rows,
        {"rows": rows},
        now=task.sub_projects_wording,
        template="projects/corrections/sub_projects.html",
        act=lambda **said: correct_sub_projects(task, rows=rows.values, **said),
    )


@may_correct
@require_http_methods(["GET", "HEAD", "POST"])
def task_items(request: HttpRequest, year: int, number: int, quarter: int) -> HttpResponse:
    """The items of one quarter: edited, merged, split, marked soft."""
    task = task_of(year, number)
    items = Prefetch("items", MilestoneItem.objects.select_related("sub_project").order_by("order"))
    milestone = get_object_or_404(
        Milestone.objects.select_related("task").prefetch_related(items), task=task, quarter=quarter
    )
    known = {row.pk: row for row in task.sub_projects.all()}
    rows = ItemRows(
        typed(request), initial=item_rows(milestone), form_kwargs={"sub_projects": known}, prefix="items"
    )
    context = {
        "rows": rows,
        "milestone": milestone,
        "quarter": Quarter(year, quarter),
        "tabs": _quarter_tabs(task, quarter),
    }
    return correct(
        request, task, rows, context, now=milestone.items_wording, template="projects/corrections/items.html",
        act=lambda **said: correct_items(milestone, items=rows.items, **said),
    )  # fmt: skip


@may_correct
@require_http_methods(["GET", "HEAD", "POST"])
def target_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A further target."""
    task = task_of(year, number)
    form = TargetForm(typed(request), task=task, prefix="target")
    return correct(
        request, task, form, {"form": form}, now="", template="projects/corrections/target.html",
        act=lambda based_on, **said: add_target(task, values=form.values, **said),
    )  # fmt: skip


@may_correct
@require_http_methods(["GET", "HEAD", "POST"])
def target_edit(request: HttpRequest, year: int, number: int, pk: int) -> HttpResponse:
    """What a target says."""
    task, target = _target(year, number, pk)
    form = TargetForm(typed(request), initial=target_values(target), task=task, prefix="target")
    return correct(
        request,
        task,
        form,
        {"form": form, "target": target},
        now=target.wording,
        template="projects/corrections/target.html",
        act=lambda **said: correct_target(target, values=form.values, **said),
    )


@may_correct
@require_http_methods(["GET", "HEAD", "POST"])
def target_planned(request: HttpRequest, year: int, number: int, pk: int) -> HttpResponse:
    """What is planned of a target: a row of four quarters for each stage."""
    task, target = _target(year, number, pk)
    rows = StageRows(typed(request), initial=stage_rows(target), prefix="stages")
    settled = SettledForm(typed(request), initial={"needs_settling": target.needs_settling}, prefix="settled")
    context = {
        "rows": rows,
        "settled": settled,
        "target": target,
        "milestones": task.milestones.order_by("quarter"),
    }
    return correct(
        request,
        task,
        rows,
        context,
        now=target.planned_wording,
        template="projects/corrections/planned.html",
        act=lambda **said: correct_planned(
            target, figures=rows.figures, needs_settling=settled.is_ticked, **said
        ),
    )


@may_correct
@posted_from("target_edit", "year", "number", "pk", words="removal-reason")
def target_remove(request: HttpRequest, year: int, number: int, pk: int) -> HttpResponse:
    """Take away what was read as a target and is none."""
    task, target = _target(year, number, pk)
    basis = BasisForm(request.POST, prefix="removal")
    if not basis.is_valid():
        raise Refused("理由不能超过500字。")
    said = {"based_on": basis.cleaned_data["based_on"], "grounds": basis.grounds()}
    return _done(request, task, remove_target(target, at=request.now, by=request.user, **said))


@may_correct
@posted_from("target_planned", "year", "number", "pk")
def target_part(request: HttpRequest, year: int, number: int, pk: int) -> HttpResponse:
    """A stage becomes a target of its own."""
    task, target = _target(year, number, pk)
    said = {
        "stage": request.POST.get("stage", ""),
        "based_on": request.POST.get("based_on", ""),
        "grounds": _grounds(request),
    }
    return _done(request, task, part_stage(target, at=request.now, by=request.user, **said))


def correct(
    request: HttpRequest,
    task: Task,
    rows: BaseForm | BaseFormSet,
    context: dict,
    *,
    now: str,
    template: str,
    act: Act,
    unkept: str = "",
) -> HttpResponse:
    """Saved: the task's page. Refused: this page with what was typed, what stands now, and why.

    `unkept` is what is said of an act that is neither 更正 nor 调整.
    """
    quarters = quarters_to_choose(task, request.today) if task.yearly_list.is_running else ()
    basis = BasisForm(typed(request), initial={"based_on": now}, quarters=quarters, prefix="basis")
    refusal = None
    if request.method == "POST" and basis.is_valid() and rows.is_valid():
        try:
            said = {"based_on": basis.cleaned_data["based_on"], "grounds": basis.grounds()}
            return _done(request, task, act(at=request.now, by=request.user, **said), unkept)
        except Refused as refused:
            refusal = refused
    if isinstance(refusal, Stale):  # whoever saves again has seen what stands now
        initial = {**basis.cleaned_data, "based_on": now}
        basis = BasisForm(initial=initial, quarters=quarters, prefix="basis")
    page = {
        "task": task,
        "basis": basis,
        "refusal": refusal,
        "now": now,
        "back": _page_of(task),
        "crumbs": _crumbs(task),
        **context,
    }
    return render(request, template, page, status=409 if refusal else 200)


def _grounds(request: HttpRequest) -> Grounds:
    """Why a stage is parted, where the page asked."""
    basis = BasisForm(request.POST, prefix="basis")
    return basis.grounds() if basis.is_valid() else Grounds()


def _done(request: HttpRequest, task: Task, kept: PlanChange | None, unkept: str = "") -> HttpResponse:
    """Back to the task, saying what was kept."""
    word = "调整" if task.yearly_list.is_running else "更正"
    words = unkept or f"内容没有变化，未作{word}。"
    if kept:
        since = f"，自{NUMERALS[kept.holds_from]}季度起执行" if isinstance(kept, Revision) else ""
        words = f"已{word}{kept.subject}{since}，{word}记录见本页下方。"
    messages.success(request, words)
    return HttpResponseRedirect(_page_of(task))


def task_of(year: int, number: int) -> Task:
    """The task with its units."""
    return get_object_or_404(
        Task.objects.with_units().select_related("yearly_list"), yearly_list__year=year, number=number
    )


def _target(year: int, number: int, pk: int) -> tuple[Task, Target]:
    task = task_of(year, number)
    return task, get_object_or_404(
        Target.objects.select_related("task").prefetch_related("planned_values"), task=task, pk=pk
    )


def typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, or what comes back through the sign-in page to be shown and not saved."""
    return request.POST if request.method == "POST" else request.restored


def _page_of(task: Task) -> str:
    return reverse("task_detail", args=[task.yearly_list.year, task.number])


def _crumbs(task: Task) -> list[dict]:
    return [
        {"url": reverse("task_list", args=[task.yearly_list.year]), "label": "任务"},
        {"url": _page_of(task), "label": f"第{task.number}项"},
    ]


def _quarter_tabs(task: Task, shown: int) -> list[dict]:
    """The milestones of the task, one tab each."""
    year = task.yearly_list.year
    numbers = task.milestones.order_by("quarter").values_list("quarter", flat=True)
    address = {number: reverse("task_items", args=[year, task.number, number]) for number in numbers}
    return [
        {"label": Quarter(year, number).label, "url": url, "here": number == shown, "count": None}
        for number, url in address.items()
    ]
