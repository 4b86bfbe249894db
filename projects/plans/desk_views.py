"""计划备案: the desk of all plans for the offices, of one's own for a unit; opening; signing many."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.filing.drafts import task_name
from projects.filing.posted_views import posted_from
from projects.models import Plan, PlanFiling, YearlyList
from projects.paper.sheets import CONTENT_TYPE
from projects.plans import actions, opening_actions
from projects.plans.filters import PlanFilter
from projects.plans.reads import PlanLine, default_due, plan_lines, plans_to_answer, unowed_tasks
from projects.plans.review_forms import FilingForm
from projects.plans.tables import PlanTable
from projects.plans.workbook import plans_workbook
from projects.rules.errors import NotYours, Refused
from projects.rules.plan_states import PlanFilingState, PlanState
from projects.rules.roles import Role
from projects.screen.downloads import download
from projects.screen.filters import narrowing_in_words
from projects.screen.links import Link, changed
from projects.screen.many import one_by_one, seen_versions
from projects.screen.posted import whole_numbers

PER_PAGE = 200


@require_safe
def plan_desk(request: HttpRequest, year: int) -> HttpResponse:
    """Who owes, what each plan is, filtered and sorted as the address says."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    filing = _filing(request, yearly_list)
    lines = _lines(request, filing)
    found = PlanFilter(request.GET, lines, of_one=_is_unit(request))
    left = found.left(lines)
    may_record = request.user.has_perm("record_plans")
    is_signer = request.user.role == Role.SIGNER and not request.user.out_of_use_words
    ticks = PlanState.SUBMITTED if may_record else PlanState.AWAITING if is_signer else ""
    chases = request.user.has_perm("remind_units") and yearly_list.takes_changes
    plans = [line.plan for line in left]
    kept = changed(request.GET.dict(), without=("sort", "page", "per_page"))
    context = {
        "yearly_list": yearly_list,
        "filing": filing,
        "filter": found,
        "total": len(lines),
        "tabs": _tabs(request, lines),
        "table": PlanTable(
            left,
            year=year,
            same=actions.PLAN.why_same_of(plans, is_own=_is_unit(request)),
            ticks=ticks,
            chases=chases,
            query=request.GET.dict(),
            per_page=PER_PAGE,
        ),
        "may_remind": chases and any(line.is_owed for line in left),
        "shown": len(left),
        "export": reverse("plan_desk_workbook", args=[year]) + kept,
        "may_record": may_record,
        "may_file": _is_unit(request),
        "may_load": _is_unit(request) and not request.user.out_of_use_words,
        "acts_at": reverse("plans_record" if may_record else "plans_sign", args=[year]),
        "is_signer": is_signer,
        "pending": sum(plan.state == ticks for plan in plans) if ticks else 0,
        "to_answer": _to_answer(request, yearly_list),
        "unowed": list(unowed_tasks(yearly_list)[:20]) if filing and may_record else [],
    }
    return render(request, "projects/plans/desk.html", context)


@require_safe
def plan_desk_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """What was found, as a workbook."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    filing = _filing(request, yearly_list)
    lines = _lines(request, filing)
    found = PlanFilter(request.GET, lines, of_one=_is_unit(request))
    title = f"{yearly_list}实施方案报备情况"
    content = plans_workbook(title, found.left(lines), note=narrowing_in_words(found), on=request.today)
    return download(content, f"{title}.xlsx", CONTENT_TYPE)


@permission_required("record_plans", raise_exception=True)
def plan_opening(request: HttpRequest, year: int) -> HttpResponse:
    """开启计划备案, or move its day; opened again it lays out what was added."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    filing = PlanFiling.objects.filter(yearly_list=yearly_list).first()
    due_on = filing.due_on if filing else default_due(yearly_list, request.today)
    form = FilingForm(
        request.restored or (request.POST if request.method == "POST" else None),
        initial={"due_on": due_on, "version": filing.version if filing else 0},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _open(request, yearly_list, filing, form)
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("plan_desk", args=[year]))
    context = {"yearly_list": yearly_list, "filing": filing, "form": form}
    status = 400 if request.method == "POST" else 200
    return render(request, "projects/plans/opening.html", context, status=status)


@permission_required("sign_reports", raise_exception=True)
@posted_from("plan_desk", "year", ticks="plan")
def plans_sign(request: HttpRequest, year: int) -> HttpResponse:
    """The signer submits all ticked plans, each by itself; what is refused is said by name and stays."""
    ticked = whole_numbers(request.POST.getlist("plan"))
    mine = Plan.objects.writable_by(request.user).select_related("task__yearly_list", "unit")
    found = list(mine.filter(pk__in=ticked, task__yearly_list__year=year).order_by("task__number"))
    seen = seen_versions(request.POST, found)
    signed = one_by_one(
        found,
        lambda plan: actions.submit(plan, based_on=seen[plan.pk], at=request.now, by=request.user),
        name=task_name,
        tell=lambda words: messages.error(request, words),
    )
    if signed:
        messages.success(request, f"已审签报送{len(signed)}份。")
    elif not found:
        messages.warning(request, "没有报送：请先勾选待审签的方案。")
    return HttpResponseRedirect(reverse("plan_desk", args=[year]))


def _open(request: HttpRequest, yearly_list: YearlyList, filing: PlanFiling | None, form: FilingForm) -> None:
    named = {"due_on": form.cleaned_data["due_on"], "at": request.now, "by": request.user}
    if filing is not None and filing.due_on != named["due_on"]:
        opening_actions.change_due(filing, based_on=form.cleaned_data["version"], **named)
    opening_actions.open_filing(yearly_list, **named)
    messages.success(request, "计划备案已开启。" if filing is None else "已保存。")


def _is_unit(request: HttpRequest) -> bool:
    return request.user.has_perm("file_plans")


def _filing(request: HttpRequest, yearly_list: YearlyList) -> PlanFiling | None:
    """The filing; only units and offices have anything to do with it."""
    if not _is_unit(request) and not request.user.has_perm("read_everything"):
        raise NotYours("只有各报备单位、协调员和督查员可以查看报备情况；已备案的方案在任务页上查看。")
    return PlanFiling.objects.filter(yearly_list=yearly_list).select_related("yearly_list").first()


def _to_answer(request: HttpRequest, yearly_list: YearlyList) -> list[Plan]:
    """The drafts of others that wait for this unit's opinion."""
    if not _is_unit(request) or request.user.out_of_use_words:
        return []
    waiting = plans_to_answer(request.user.unit.code).filter(task__yearly_list=yearly_list)
    return list(waiting.select_related("task__yearly_list", "unit"))


def _lines(request: HttpRequest, filing: PlanFiling | None) -> list[PlanLine]:
    if filing is None:
        return []
    return plan_lines(filing, request.today, request.user.unit if _is_unit(request) else None)


def _tabs(request: HttpRequest, lines: list[PlanLine]) -> list[Link]:
    """All, and each state that occurs."""
    counts, shown = Counter(line.filing_state for line in lines), request.GET.get("state", "")
    query = request.GET.dict()
    tabs = [
        Link(word, changed(query, without=("page",), state=code), shown == code, counts[code])
        for code, word in PlanFilingState.choices()
        if counts[code]
    ]
    return [Link("全部", changed(query, without=("page",), state=None), not shown, len(lines)), *tabs]
