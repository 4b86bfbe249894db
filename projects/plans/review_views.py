"""备案, 退回, 重开, and the requests to change a recorded plan: each decision at its address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from projects.filing.posted_views import posted_from
from projects.models import Plan, PlanAdjustment
from projects.models.filing import Versioned
from projects.plans import adjustment_actions, opening_actions, opinion_actions, review_actions
from projects.plans.page import page_of
from projects.plans.reads import leads_of
from projects.plans.review_forms import (
    AnswerForm,
    DecisionForm,
    LeadForm,
    OpinionForm,
    PlanReopenForm,
    PlanReturnForm,
    RecordForm,
    WishForm,
)
from projects.plans.views import find_plan, render_plan
from projects.rules.calendar import short_day
from projects.rules.errors import Refused
from projects.rules.plan_states import AdjustmentState
from projects.screen.forms import refusals_on
from projects.screen.many import one_by_one, seen_versions
from projects.screen.posted import takes_files, whole_numbers

may_record = permission_required("record_plans", raise_exception=True)


@dataclass(frozen=True)
class Decision:
    """What is typed about a plan at an address of its own, what is done with it, and where one goes on."""

    form: Callable[..., DecisionForm]
    shown_as: str  # the name by which the page shows the form
    action: Callable[..., Any]
    done: Callable[[Plan, Any], str]  # what the person reads then, of the plan and what the action made
    goes_on: Callable[[Plan], str]
    about: Callable[[HttpRequest, Plan], Mapping[str, object]] = lambda request, plan: {}  # for the form


@may_record
def plan_record(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """备案, and on to the next that waits."""
    return _decide(request, find_plan(request, year, number), RECORD)


@may_record
def plan_return(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """退回 with a reason and a new date."""
    return _decide(request, find_plan(request, year, number), RETURN)


@may_record
def plan_reopen(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """重开 with a reason, until the first quarter opens."""
    return _decide(request, find_plan(request, year, number), REOPEN)


@takes_files
@permission_required("file_plans", raise_exception=True)
def plan_adjustment(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """申请调整 of one's own recorded plan."""
    plan = find_plan(request, year, number)
    if plan.unit_id != request.user.unit_id:
        raise Http404
    return _decide(request, plan, WISH)


@may_record
def plan_adjustment_answer(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """同意 or 不同意 the request that waits."""
    return _decide(request, find_plan(request, year, number), ANSWER)


@permission_required("file_plans", raise_exception=True)
def plan_opinion(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What another unit of the task says to the draft."""
    return _decide(request, find_plan(request, year, number), OPINION)


@may_record
def plan_unit(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Which of several leads files the plan, while nobody has written in it."""
    return _decide(request, find_plan(request, year, number), LEAD)


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
        name=_name,
        tell=lambda words: messages.error(request, words),
    )
    if done:
        messages.success(request, f"已备案{len(done)}份。")
    elif not found:
        messages.warning(request, "没有备案任何方案：请先勾选待备案的方案。")
    return HttpResponseRedirect(reverse("plan_desk", args=[year]))


def _decide(request: HttpRequest, plan: Plan, decision: Decision) -> HttpResponse:
    """What was typed is done; what is wrong or refused stands beside its field on the plan's page."""
    posted = (request.restored or request.POST, request.FILES or None)
    form = decision.form(*posted, **decision.about(request, plan))
    if request.method != "POST" or not form.is_valid():
        return _again(request, plan, decision.shown_as, form)
    seen = {"based_on": form.cleaned_data["version"], "at": request.now, "by": request.user}
    with refusals_on(form):
        made = decision.action(plan, **form.said(), **seen)
        messages.success(request, decision.done(plan, made))
        return HttpResponseRedirect(decision.goes_on(plan))
    return _again(request, plan, decision.shown_as, form)


def _answer(plan: Plan, *, agrees: bool, note: str, **seen: object) -> PlanAdjustment:
    """同意 or 不同意 what is asked now."""
    asked = _asked(plan)
    if asked is None:
        raise Refused("没有待答复的调整申请。")
    if agrees:
        return adjustment_actions.agree(asked, **seen)
    return adjustment_actions.refuse(asked, note=note, **seen)


def _quarters(request: HttpRequest, plan: Plan) -> Mapping[str, object]:
    """The quarters from which it may hold."""
    page = page_of(plan, plan.task.yearly_list.plan_filing, request.user, request.today)
    return {"quarters": page.choices}


def _leads(request: HttpRequest, plan: Plan) -> Mapping[str, object]:
    """Those that may file it."""
    return {"leads": leads_of(plan.task)}


def _again(request: HttpRequest, plan: Plan, shown_as: str, form: DecisionForm) -> HttpResponse:
    """The plan once more, what is wrong beside its field; what was typed stays, on the version of now.

    What came back through the sign-in stays on the version that was read: what changed since was not shown.
    """
    if not request.restored:
        now = _row_of(request, plan, shown_as)
        form.data = form.data.copy()
        form.data["version"] = now.version if now else 0
    status = 400 if request.method == "POST" else 200
    return render_plan(request, plan, status=status, **{shown_as: form})


def _row_of(request: HttpRequest, plan: Plan, shown_as: str) -> Versioned | None:
    """The row whose version a form carries."""
    if shown_as == "answer":
        return _asked(plan)
    return plan.opinions.filter(unit=request.user.unit_id).first() if shown_as == "opinion" else plan


def _asked(plan: Plan) -> PlanAdjustment | None:
    """The request that waits for an answer."""
    return plan.adjustments.filter(state=AdjustmentState.ASKED).first()


def _name(plan: Plan) -> str:
    return f"第{plan.task.number}项（{plan.unit}）"


def _next(plan: Plan) -> str:
    """The next plan that waits, by number; the desk where none does."""
    waiting = Plan.objects.waiting_to_be_recorded().filter(task__yearly_list=plan.task.yearly_list)
    waiting = waiting.select_related("task__yearly_list").order_by("task__number")
    after = waiting.filter(task__number__gt=plan.task.number).first() or waiting.first()
    return after.address if after else reverse("plan_desk", args=[plan.task.yearly_list.year])


def _stay(plan: Plan) -> str:
    """The plan's own page."""
    return plan.address


RECORD = Decision(
    RecordForm,
    "record",
    review_actions.record_plan,
    lambda plan, _: f"{_name(plan)}已备案。",
    _next,
    _quarters,
)
RETURN = Decision(
    PlanReturnForm,
    "return_form",
    review_actions.return_plan,
    lambda plan, back: f"{_name(plan)}已退回，{short_day(back.refile_by)}前重报。",
    _next,
)
REOPEN = Decision(
    PlanReopenForm,
    "reopen_form",
    review_actions.reopen_plan,
    lambda plan, _: f"{_name(plan)}已重开，单位可以修改后重报。",
    _stay,
)
WISH = Decision(
    WishForm,
    "wish",
    adjustment_actions.ask_adjustment,
    lambda plan, _: "调整申请已提交，等待答复。",
    _stay,
    _quarters,
)
ANSWER = Decision(AnswerForm, "answer", _answer, lambda plan, _: f"{_name(plan)}的调整申请已答复。", _stay)
OPINION = Decision(OpinionForm, "opinion", opinion_actions.say_opinion, lambda plan, _: "意见已提交。", _stay)
LEAD = Decision(
    LeadForm,
    "lead",
    opening_actions.name_unit,
    lambda plan, named: f"第{plan.task.number}项由{named.unit}报备。",
    _stay,
    _leads,
)
