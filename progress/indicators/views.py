"""规划指标 on pages: a plan by its years, one indicator, the evaluation."""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from progress.indicators.actions import YEARLY_VALUE
from progress.indicators.charts import Chart, chart_of
from progress.indicators.document import evaluation_document
from progress.indicators.reads import (
    Evaluation,
    JudgedIndicator,
    counted,
    filed_words,
    indicator_or_404,
    judged_indicators,
    own_papers,
    papers_of,
    plan_or_404,
    usual_year,
    writes,
)
from progress.indicators.workbook import evaluation_workbook
from progress.ledger.owed_values import ValueLine, owed_values, value_line
from progress.models import YearlyValue
from progress.rules.indicator_course import missing_word
from progress.rules.states import YearlyValueState
from projects.filing import kept_rounds
from projects.models import FivePlan
from projects.paper.sheets import CONTENT_TYPE as XLSX
from projects.paper.word import CONTENT_TYPE as DOCX
from projects.rules import addresses
from projects.screen.downloads import download
from projects.screen.links import Link, changed
from projects.screen.posted import whole_number

OWN, ALL = "own", "all"  # whose indicators the page shows


@require_safe
def five_plans(request: HttpRequest) -> HttpResponse:
    """The five-year plans; where there is one, that one."""
    plans = list(FivePlan.objects.all())
    if len(plans) == 1:
        return HttpResponseRedirect(plans[0].address)
    return render(request, "progress/indicators/plans.html", {"plans": plans})


@require_safe
def five_plan(request: HttpRequest, start: int, end: int) -> HttpResponse:
    """All indicators by domain, their values, where they stand in the year that is asked for."""
    plan = plan_or_404(start, end)
    year = _year(request, plan)
    own = own_papers(plan, year, request.user)
    is_own = bool(own) and _asks_own(request)
    found = _of_own(judged_indicators(plan, year, request.today), own if is_own else None)
    lines = {
        paper.indicator_id: value_line(paper, request.today)
        for paper in (own if is_own else papers_of(plan, year, request.user).values())
        if year <= request.today.year
    }
    filed = [line.paper for line in lines.values()]
    same = YEARLY_VALUE.why_same_of(filed, is_own=request.user.has_perm("file_reports"))
    rows = [_row(each, lines.get(each.indicator.pk), same) for each in found]
    may_remind = request.user.has_perm("remind_units")
    owed = owed_values(request.today, plans=[plan]) if may_remind else []
    if is_own:
        owed = [each for each in owed if each.paper.unit_id == request.user.unit_id]
    domains = groupby(rows, key=lambda row: row[0].indicator.domain)
    whose = OWN if is_own else ALL
    context = {
        "plan": plan,
        "year": year,
        "whose": whose,
        "is_own": is_own,
        "tabs": _years(request, plan, year, Counter(each.paper.year for each in owed)),
        "whose_tabs": _whose_tabs(plan, year, whose, len(own)),
        "owed": [each for each in owed if each.paper.year == year],
        "missing": missing_word(year, request.today),
        "may_remind": may_remind,
        "domains": [(domain, list(of)) for domain, of in domains],
        "counts": counted(found),
        "binding": counted([each for each in found if each.indicator.is_binding]),
        "filed": filed_words(lines.values()) if is_own else [],
        "total": len(found),
        "may_manage": request.user.has_perm("manage_lists"),
        "may_load": _may_load(request, year) and bool(own),
    }
    return render(request, "progress/indicators/plan.html", context)


def _may_load(request: HttpRequest, year: int) -> bool:
    """Whether a workbook of the year may be filled in."""
    user = request.user
    return year <= request.today.year and user.has_perm("file_reports") and not user.out_of_use_words


def _row(
    judged: JudgedIndicator, line: ValueLine | None, same: Mapping[int, str]
) -> tuple[JudgedIndicator, Chart | None, ValueLine | None, str]:
    """One indicator of the table, where its paper stands, and whether it came back unchanged."""
    return judged, chart_of(judged), line, same.get(line.paper.pk, "") if line else ""


@require_safe
def indicator(request: HttpRequest, start: int, end: int, number: int) -> HttpResponse:
    """One indicator: its chart, its years with what was said of them, the tasks that serve it."""
    plan = plan_or_404(start, end)
    row = indicator_or_404(plan, number)
    judged = next(
        each for each in judged_indicators(plan, plan.end_year, request.today) if each.indicator.pk == row.pk
    )
    accepted = row.yearly_values.filter(state=YearlyValueState.ACCEPTED)
    said = {each.year: kept_rounds.last_kept(each) for each in accepted}
    open_to = writes(request.user, row) or request.user.has_perm("read_everything")
    rows = [
        {
            "judged": JudgedIndicator(row, judged.way, year, judged.values, request.today),
            "said": said.get(year),
            "address": addresses.yearly_value(start, end, number, year),
            "is_open": open_to and year <= request.today.year,
        }
        for year in plan.years
    ]
    tasks = row.tasks.select_related("yearly_list").order_by("yearly_list__year", "number")
    context = {
        "plan": plan,
        "indicator": row,
        "chart": chart_of(judged),
        "rows": rows,
        "tasks": [(each, addresses.task(each.yearly_list.year, each.number)) for each in tasks],
        "crumbs": crumbs_of(plan),
    }
    return render(request, "progress/indicators/indicator.html", context)


@require_safe
def evaluation(request: HttpRequest, start: int, end: int, of_year: int, kind: str) -> HttpResponse:
    """The evaluation of a year (动态监测评估), a workbook or Word: of the plan, or of one's own part."""
    plan = plan_or_404(start, end)
    if of_year not in plan.years:
        raise Http404
    unit, own = None, None
    if request.GET.get("whose") == OWN:
        unit, own = request.user.unit, own_papers(plan, of_year, request.user)
        if not own:
            raise Http404
    found = _of_own(judged_indicators(plan, of_year, request.today), own)
    of = Evaluation(plan, found, of_year, request.today, unit)
    name = f"{plan.start_year}—{plan.end_year}年规划指标{of_year}年监测评估{of.whose}"
    if kind == "workbook":
        return download(evaluation_workbook(of), f"{name}.xlsx", XLSX)
    return download(evaluation_document(of, request.city.coordinator), f"{name}.docx", DOCX)


def _year(request: HttpRequest, plan: FivePlan) -> int:
    """The year asked for, else the last one that has ended."""
    asked = whole_number(request.GET.get("year", ""))
    return asked if asked in plan.years else usual_year(plan, request.today.year)


def _asks_own(request: HttpRequest) -> bool:
    """Whose indicators are asked for; a unit is shown its own first, an office all."""
    asked = request.GET.get("whose", "")
    return asked == OWN or (asked != ALL and request.user.has_perm("file_reports"))


def _of_own(found: list[JudgedIndicator], own: list[YearlyValue] | None) -> list[JudgedIndicator]:
    """Only those of these papers; all where none are named."""
    if own is None:
        return found
    kept = {each.indicator_id for each in own}
    return [each for each in found if each.indicator.pk in kept]


def _whose_tabs(plan: FivePlan, year: int, whose: str, own: int) -> list[Link]:
    """本单位负责 and 全部指标; nothing to choose where the person's unit answers for none."""
    if not own:
        return []
    everything = plan.indicators.count()
    counts = {OWN: ("本单位负责", own), ALL: ("全部指标", everything)}
    return [
        Link(label, f"?year={year}&whose={key}", key == whose, count)
        for key, (label, count) in counts.items()
    ]


def _years(request: HttpRequest, plan: FivePlan, year: int, owed: Counter[int]) -> list[Link]:
    """The years of the plan; with how many values units owe, for who may remind them."""
    return [
        Link(f"{each}年", changed(request.GET, year=str(each)), each == year, owed[each] or None)
        for each in plan.years
    ]


def crumbs_of(plan: FivePlan) -> list[dict]:
    """The way back to the plan."""
    return [{"url": plan.address, "label": f"{plan.start_year}—{plan.end_year}年规划指标"}]
