"""A list that is typed in by hand: the list, its tasks, their quarters."""

import json
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from projects.adoption.conversion import parties, registered
from projects.corrections.list_actions import (
    add_task,
    change_list,
    found_list,
    next_number,
    particulars_of,
    remove_task,
    rewrite_task,
    schedule_wording,
    task_wording,
    write_schedule,
)
from projects.corrections.list_forms import (
    NewListForm,
    NewTaskForm,
    ParticularsForm,
    ScheduleForm,
    TaskTextForm,
    particulars_values,
)
from projects.corrections.views import correct, task_of, typed
from projects.filing.posted_views import posted_from
from projects.models import Task, YearlyList
from projects.rules.errors import Refused, Stale
from projects.rules.quarters import NUMBERS
from projects.screen.forms import refusals_on

may_write = permission_required("manage_lists", raise_exception=True)


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def list_new(request: HttpRequest) -> HttpResponse:
    """A list without a document."""
    form = NewListForm(typed(request), initial={"year": request.today.year})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            said = {"particulars": form.particulars, "at": request.now, "by": request.user}
            made = found_list(form.cleaned_data["year"], **said)
            messages.success(request, f"{made}已新建，请逐项录入任务。")
            return HttpResponseRedirect(reverse("task_new", args=[made.year]))
    return _form(request, form, "新建清单", "新建", back=reverse("document_list"))


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def list_edit(request: HttpRequest, year: int) -> HttpResponse:
    """What a list says of itself."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    form = ParticularsForm(typed(request), initial=particulars_values(yearly_list))
    back = reverse("year_detail", args=[year])
    if request.method == "POST" and form.is_valid():
        try:
            _check_basis(form.cleaned_data["based_on"], yearly_list)
            said = {"particulars": form.particulars, "based_on": particulars_of(yearly_list)}
            change_list(yearly_list, at=request.now, by=request.user, **said)
        except Stale as stale:
            form.add_error(None, str(stale))
            form.data = {**form.data.dict(), "based_on": particulars_values(yearly_list)["based_on"]}
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "清单的标题、文号等已保存。")
            return HttpResponseRedirect(back)
    return _form(request, form, f"修改{yearly_list}的标题和文号", "保存", back=back)


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: HttpRequest, year: int) -> HttpResponse:
    """A further task; its page comes next, with what was read from its text."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    known = parties()
    given = {"register": registered(), "parties": known}
    form = NewTaskForm(typed(request), initial={"number": next_number(yearly_list)}, **given)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = add_task(yearly_list, values=form.values, at=request.now, by=request.user)
            words = f"已增加第{made.number}项，读出 {made.targets.count()} 个量化目标。请接着填写各季度安排。"
            messages.success(request, words)
            return HttpResponseRedirect(reverse("task_schedule", args=[year, made.number]))
    domains = list(yearly_list.domains.values_list("name", flat=True))
    back = reverse("task_list", args=[year])
    return _form(request, form, f"{yearly_list}：增加任务", "增加", back=back, domains=domains)


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def task_text(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Text and domain of a task, until the first quarter opens."""
    task = task_of(year, number)
    form = TaskTextForm(typed(request), initial={"text": task.text, "domain": task.domain or ""})
    context = {"form": form, "domains": list(task.yearly_list.domains.values_list("name", flat=True))}
    return correct(
        request,
        task,
        form,
        context,
        now=task_wording(task),
        template="projects/corrections/task_text.html",
        act=lambda **said: rewrite_task(
            task, text=form.cleaned_data["text"], domain=form.cleaned_data["domain"], **said
        ),
    )


@may_write
@require_http_methods(["GET", "HEAD", "POST"])
def task_schedule(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What the four quarters plan, read by the grammar that reads a schedule."""
    task = task_of(year, number)
    form = ScheduleForm(typed(request), initial=_quarter_texts(task))
    return correct(
        request,
        task,
        form,
        {"form": form},
        now=schedule_wording(task),
        template="projects/corrections/task_schedule.html",
        unkept="" if task.milestones.all() else "各季度安排已保存，请核对读出的事项和计划数。",
        act=lambda **said: write_schedule(task, texts=form.texts, **said),
    )


@may_write
@posted_from("task_detail", "year", "number")
def task_remove(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A task goes."""
    task = get_object_or_404(
        Task.objects.select_related("yearly_list"), yearly_list__year=year, number=number
    )
    remove_task(task, at=request.now, by=request.user)
    messages.success(request, f"已删除第{number}项。")
    return HttpResponseRedirect(reverse("task_list", args=[year]))


def _form(
    request: HttpRequest,
    form: Form,
    heading: str,
    action: str,
    *,
    back: str,
    domains: Sequence[str] = (),
) -> HttpResponse:
    context = {"form": form, "heading": heading, "action": action, "back": back, "domains": domains}
    status = 400 if request.method == "POST" else 200
    return render(request, "projects/corrections/list_form.html", context, status=status)


def _check_basis(seen: str, yearly_list: YearlyList) -> None:
    """Stale where the page was opened before somebody else's save."""
    try:
        is_same = json.loads(seen) == json.loads(particulars_values(yearly_list)["based_on"])
    except (ValueError, RecursionError):
        is_same = False
    if not is_same:
        raise Stale("您填写期间，清单的标题、文号等已被他人修改，您的修改没有保存。请核对后再保存。")


def _quarter_texts(task: Task) -> dict[str, str]:
    texts = dict(task.milestones.values_list("quarter", "text"))
    return {f"q{number}": texts.get(number, "") for number in NUMBERS}
