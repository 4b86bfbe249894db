"""备案, 退回, 重开, and the requests to change a recorded plan: each decision at its address."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from projects.files.uploads import looked_at
from projects.filing.posted_views import posted_from
from projects.models import Plan
from projects.models.filing import Versioned
from projects.plans import adjustment_actions, opening_actions, opinion_actions, review_actions
from projects.plans.page import PlanPage, page_of
from projects.plans.reads import leads_of
from projects.plans.review_forms import (
    AnswerForm,
    LeadForm,
    OpinionForm,
    PlanReopenForm,
    PlanReturnForm,
    RecordForm,
    WishForm,
)
from projects.plans.views import find_plan, render_plan
from projects.rules.calendar import short_day
from projects.rules.plan_states import AdjustmentState
from projects.screen.forms import refusals_on
from projects.screen.many import one_by_one, seen_versions
from projects.screen.posted import takes_files, whole_numbers

may_record = permission_required("record_plans", raise_exception=True)


@may_record
def plan_record(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """备案, and on to the next that waits."""
    plan = find_plan(request, year, number)
    form = RecordForm(request.restored or request.POST, quarters=_page(request, plan).choices)
    if request.method != "POST" or not form.is_valid():
        return _again(request, plan, record=form)
    data = form.cleaned_data
    named = {"based_on": data["version"], "holds_from": data.get("holds_from")}
    with refusals_on(form):
        review_actions.record_plan(plan, at=request.now, by=request.user, **named)
    if form.errors:
        return _again(request, plan, record=form)
    messages.success(request, f"第{number}项（{plan.unit}）已备案。")
    return HttpResponseRedirect(_next(plan))


@may_record
def plan_return(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """退回 with a reason and a new date."""
    plan = find_plan(request, year, number)
    form = PlanReturnForm(request.restored or request.POST)
    if request.method != "POST" or not form.is_valid():
        return _again(request, plan, return_form=form)
    data = form.cleaned_data
    named = {name: data[name] for name in ("reason", "parts", "refile_on")}
    with refusals_on(form):
        back = review_actions.return_plan(
            plan, based_on=data["version"], at=request.now, by=request.user, **named
        )
    if form.errors:
        return _again(request, plan, return_form=form)
    messages.success(request, f"第{number}项（{plan.unit}）已退回，{short_day(back.refile_by)}前重报。")
    return HttpResponseRedirect(_next(plan))


@may_record
def plan_reopen(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """重开 with a reason, until the first quarter opens."""
    plan = find_plan(request, year, number)
    form = PlanReopenForm(request.restored or request.POST)
    if request.method != "POST" or not form.is_valid():
        return _again(request, plan, reopen_form=form)
    data = form.cleaned_data
    named = {"based_on": data["version"], "at": request.now, "by": request.user}
    with refusals_on(form):
        review_actions.reopen_plan(plan, reason=data["reason"], **named)
    if form.errors:
        return _again(request, plan, reopen_form=form)
    messages.success(request, f"第{number}项（{plan.unit}）已重开，单位可以修改后重报。")
    return HttpResponseRedirect(plan.address)


@takes_files
@permission_required("file_plans", raise_exception=True)
def plan_adjustment(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """申请调整 of one's own recorded plan."""
    plan = find_plan(request, year, number)
    if plan.unit_id != request.user.unit_id:
        raise Http404
    choices = _page(request, plan).choices
    form = WishForm(request.restored or request.POST, request.FILES or None, quarters=choices)
    if request.method != "POST" or not form.is_valid():
        return _again(request, plan, wish=form)
    data = form.cleaned_data
    with refusals_on(form):
        files = [looked_at(each) for each in data["files"]]
        named = {"based_on": data["version"], "at": request.now, "by": request.user}
        adjustment_actions.ask_adjustment(plan, wish=form.wish(), files=files, **named)
    if form.errors:
        return _again(request, plan, wish=form)
    messages.success(request, "调整申请已提交，等待答复。")
    return HttpResponseRedirect(plan.address)


@may_record
def plan_adjustment_answer(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """同意 or 不同意 the request that waits."""
    plan = find_plan(request, year, number)
    asked = plan.adjustments.filter(state=AdjustmentState.ASKED).first()
    form = AnswerForm(request.restored or request.POST)
    if request.method != "POST" or not form.is_valid() or asked is None:
        return _again(request, plan, answer=form)
    data = form.cleaned_data
    named = {"based_on": data["version"], "at": request.now, "by": request.user}
    with refusals_on(form):
        if request.POST.get("action") == "agree":
            adjustment_actions.agree(asked, **named)
        else:
            adjustment_actions.refuse(asked, note=data["note"], **named)
    if form.errors:
        return _again(request, plan, answer=form)
    messages.success(request, f"第{number}项（{plan.unit}）的调整申请已答复。")
    return HttpResponseRedirect(plan.address)


@permission_required("file_plans", raise_exception=True)
def plan_opinion(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What another unit of the task says to the draft."""
    plan = find_plan(request, year, number)
    form = OpinionForm(request.restored or request.POST)
    if request.method != "POST" or not form.is_valid():
        return _again(request, plan, opinion=form)
    data = form.cleaned_data
    named = {"based_on": data["version"], "at": request.now, "by": request.user}
    with refusals_on(form):
        opinion_actions.say_opinion(plan, text=data["text"], **named)
    if form.errors:
        return _again(request, plan, opinion=form)
    messages.success(request, "意见已提交。")
    return HttpResponseRedirect(plan.address)


@may_record
def plan_unit(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Which of several leads files the plan, while nobody has written in it."""
    plan = find_plan(request, year, number)
    leads = leads_of(plan.task)
    form = LeadForm(request.restored or request.POST, leads=leads)
    if request.method != "POST" or not form.is_valid():
        return _again(request, plan, lead=form)
    data = form.cleaned_data
    unit = next(each for each in leads if each.code == data["unit"])
    named = {"based_on": data["version"], "at": request.now, "by": request.user}
    with refusals_on(form):
        opening_actions.name_unit(plan, unit=unit, **named)
    if form.errors:
        return _again(request, plan, lead=form)
    messages.success(request, f"第{number}项由{unit}报备。")
    return HttpResponseRedirect(plan.address)


@may_record
@posted_from("plan_desk", "year", ticks="plan")
def plans_record(request: HttpRequest, year: int) -> HttpResponse:
    """备案 for all ticked, each by itself; what is refused is said by name and stays."""
    ticked = whole_numbers(request.POST.getlist("plan"))
    rows = Plan.objects.filter(pk__in=ticked, task__yearly_list__year=year)
    found = list(rows.select_related("task__yearly_list", "unit").order_by("task__number"))
    seen = seen_versions(request.POST, found)
    named = {"at": request.now, "by": request.user}
    done = one_by_one(
        found,
        lambda plan: review_actions.record_plan(plan, based_on=seen[plan.pk], **named),
        name=lambda plan: f"第{plan.task.number}项（{plan.unit}）",
        tell=lambda words: messages.error(request, words),
    )
    if done:
        messages.success(request, f"已备案{len(done)}份。")
    elif not found:
        messages.warning(request, "没有备案任何方案：请先勾选待备案的方案。")
    return HttpResponseRedirect(reverse("plan_desk", args=[year]))


def _page(request: HttpRequest, plan: Plan) -> PlanPage:
    return page_of(plan, plan.task.yearly_list.plan_filing, request.user, request.today)


def _again(request: HttpRequest, plan: Plan, **bound: Form) -> HttpResponse:
    """The plan once more, what is wrong beside its field; what was typed stays, on the version of now."""
    for name, form in bound.items():
        now = _row_of(request, plan, name)
        form.data = form.data.copy()
        form.data["version"] = now.version if now else 0
    return render_plan(request, plan, status=400 if request.method == "POST" else 200, **bound)


def _row_of(request: HttpRequest, plan: Plan, name: str) -> Versioned | None:
    """The row whose version a form carries."""
    if name == "answer":
        return plan.adjustments.filter(state=AdjustmentState.ASKED).first()
    return plan.opinions.filter(unit=request.user.unit_id).first() if name == "opinion" else plan


def _next(plan: Plan) -> str:
    """The next plan that waits, by number; the desk where none does."""
    waiting = Plan.objects.waiting_to_be_recorded().filter(task__yearly_list=plan.task.yearly_list)
    waiting = waiting.select_related("task__yearly_list").order_by("task__number")
    after = waiting.filter(task__number__gt=plan.task.number).first() or waiting.first()
    return after.address if after else reverse("plan_desk", args=[plan.task.yearly_list.year])
