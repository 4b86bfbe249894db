"""年度办结: what becomes of the unfinished, the checklist, the conclusion."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from progress.models import YearEnd
from progress.opening.reads import year_quarter
from progress.year_end import actions
from progress.year_end.forms import ConcludeForm, OutcomeForm, seen_in
from progress.year_end.reads import conclusion_points, unfinished_tasks
from projects.models import YearlyList
from projects.rules.quarters import Quarter
from projects.screen.forms import refusals_on
from projects.screen.posted import whole_numbers

CONCLUDE = "conclude"


@permission_required("read_everything", raise_exception=True)
def conclusion(request: HttpRequest, year: int) -> HttpResponse:
    """The page for who reads everything; the coordinator decides on it."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    if request.method == "POST":
        if not request.user.has_perm("conclude_lists"):
            raise PermissionDenied
        return _decide(request, yearly_list)
    typed = request.restored or {}
    is_conclusion = typed.get("action") == CONCLUDE
    outcome_form = OutcomeForm(typed if typed and not is_conclusion else None)
    return _page(request, yearly_list, outcome_form=outcome_form, ticked=_ticked_in(typed))


def _decide(request: HttpRequest, yearly_list: YearlyList) -> HttpResponse:
    """去向 of the tasks ticked, or the conclusion."""
    if request.POST.get("action") == CONCLUDE:
        form, act = ConcludeForm(request.POST), _conclude
        shown = {"conclude_form": form}
    else:
        form, act = OutcomeForm(request.POST), _set_outcomes
        shown = {"outcome_form": form, "ticked": _ticked_in(request.POST)}
    if form.is_valid():
        with refusals_on(form):
            messages.success(request, act(request, yearly_list, form))
            return HttpResponseRedirect(reverse("conclusion", args=[yearly_list.year]))
    return _page(request, yearly_list, status=400, **shown)


def _set_outcomes(request: HttpRequest, yearly_list: YearlyList, form: OutcomeForm) -> str:
    named = {"seen": seen_in(request.POST), "decided": form.decided()}
    made = actions.set_outcomes(yearly_list, **named, at=request.now, by=request.user)
    return f"{len(made)}项任务的去向已保存。"


def _conclude(request: HttpRequest, yearly_list: YearlyList, form: ConcludeForm) -> str:
    known = request.POST.getlist("points")
    actions.conclude(yearly_list, known=known, at=request.now, by=request.user)
    return f"{yearly_list}清单已办结。"


def _ticked_in(typed: Mapping) -> set[int]:
    """The numbers of the tasks that were ticked in what comes back."""
    return set(whole_numbers(typed.getlist("task"))) if typed else set()


def _page(
    request: HttpRequest, yearly_list: YearlyList, *, status: int = 200, **shown: object
) -> HttpResponse:
    forms = {"outcome_form": OutcomeForm(), "conclude_form": ConcludeForm(), "ticked": set()}
    context = {**_read(request, yearly_list), **forms, **shown}
    return render(request, "progress/year_end/conclusion.html", context, status=status)


def _read(request: HttpRequest, yearly_list: YearlyList) -> dict:
    quarter = year_quarter(yearly_list)
    unfinished = unfinished_tasks(yearly_list, request.today)
    done = YearEnd.objects.filter(yearly_list=yearly_list).select_related("concluded_by").first()
    return {
        "yearly_list": yearly_list,
        "quarter": Quarter(yearly_list.year, quarter) if quarter else None,
        "unfinished": unfinished,
        "year_end": done,
        "points": () if done else conclusion_points(yearly_list, unfinished),
        "may_conclude": request.user.has_perm("conclude_lists") and yearly_list.is_running and bool(quarter),
        "crumbs": [{"url": reverse("year_detail", args=[yearly_list.year]), "label": "年度清单"}],
    }
