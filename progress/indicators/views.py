"""规划指标 on pages: a plan by its years, one indicator, what its unit says of a year, the evaluation."""

from collections import Counter
from datetime import date
from functools import partial
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from progress.indicators import actions
from progress.indicators.charts import chart_of
from progress.indicators.document import evaluation_document
from progress.indicators.evidence_reads import own_card, submitted_card
from progress.indicators.evidence_views import VALUE_EVIDENCE
from progress.indicators.forms import ReasonForm, YearlyValueForm
from progress.indicators.reads import (
    Evaluation,
    Standing,
    chased,
    counted,
    filed_words,
    own_papers,
    paper_of,
    papers_of,
    standings,
    usual_year,
)
from progress.indicators.workbook import evaluation_workbook
from progress.ledger.deciders import may_decide
from progress.ledger.owed_values import owed_values, value_line
from progress.models import YearlyValue
from progress.rules.indicator_course import missing_word
from progress.rules.states import YearlyValueState
from projects.evidence.upload_views import evidence_form, keep_files
from projects.filing import kept_rounds
from projects.filing.checks import has_signer
from projects.filing.forms import SignerWordForm
from projects.filing.paper_views import WRITING, PaperDesk, WordedStep, act_on
from projects.models import FivePlan, Indicator, User
from projects.paper.sheets import CONTENT_TYPE as XLSX
from projects.paper.word import CONTENT_TYPE as DOCX
from projects.rules import addresses
from projects.rules.amounts import plain
from projects.rules.roles import Role
from projects.screen.downloads import download
from projects.screen.links import Link, changed
from projects.screen.posted import brought_back, takes_files, whole_number

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
    plan = _plan(start, end)
    year = _year(request, plan)
    own = own_papers(plan, year, request.user)
    is_own = bool(own) and _asks_own(request)
    found = _of_own(standings(plan, year, request.today), own if is_own else None)
    lines = {
        paper.indicator_id: value_line(paper, request.today)
        for paper in (own if is_own else papers_of(plan, year, request.user).values())
        if year <= request.today.year
    }
    rows = [(each, chart_of(each), lines.get(each.indicator.pk)) for each in found]
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
        "may_load": year <= request.today.year and request.user.has_perm("file_reports") and bool(own),
    }
    return render(request, "progress/indicators/plan.html", context)


@require_safe
def indicator(request: HttpRequest, start: int, end: int, number: int) -> HttpResponse:
    """One indicator: its chart, its years with what was said of them, the tasks that serve it."""
    plan = _plan(start, end)
    row = _indicator(plan, number)
    standing = next(
        each for each in standings(plan, plan.end_year, request.today) if each.indicator.pk == row.pk
    )
    accepted = row.yearly_values.filter(state=YearlyValueState.ACCEPTED)
    said = {each.year: kept_rounds.standing(each) for each in accepted}
    open_to = _writes(request.user, row) or request.user.has_perm("read_everything")
    rows = [
        {
            "standing": Standing(row, standing.way, year, standing.values, request.today),
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
        "chart": chart_of(standing),
        "rows": rows,
        "tasks": [(each, addresses.task(each.yearly_list.year, each.number)) for each in tasks],
        "crumbs": _crumbs(plan),
    }
    return render(request, "progress/indicators/indicator.html", context)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def yearly_value(request: HttpRequest, start: int, end: int, number: int, of_year: int) -> HttpResponse:
    """What the responsible unit says of a year: written, sent, decided; to a stranger it is not there."""
    plan = _plan(start, end)
    row = _indicator(plan, number)
    paper = paper_of(row, of_year)
    is_known = of_year in plan.years and of_year <= request.today.year and paper.unit_id
    if not is_known or not (_writes(request.user, paper) or request.user.has_perm("read_everything")):
        raise Http404
    if request.method != "POST":
        return _page(request, paper)
    return act_on(request, paper, _desk(request, paper))


@require_safe
def evaluation(request: HttpRequest, start: int, end: int, of_year: int, kind: str) -> HttpResponse:
    """The evaluation of a year (动态监测评估), a workbook or Word: of the plan, or of one's own part."""
    plan = _plan(start, end)
    if of_year not in plan.years:
        raise Http404
    unit, own = None, None
    if request.GET.get("whose") == OWN:
        unit, own = request.user.unit, own_papers(plan, of_year, request.user)
        if not own:
            raise Http404
    found = _of_own(standings(plan, of_year, request.today), own)
    of = Evaluation(plan, found, of_year, request.today, unit)
    name = f"{plan.start_year}—{plan.end_year}年规划指标{of_year}年监测评估{of.whose}"
    if kind == "workbook":
        return download(evaluation_workbook(of), f"{name}.xlsx", XLSX)
    return download(evaluation_document(of, request.city.coordinator), f"{name}.docx", DOCX)


def _desk(request: HttpRequest, paper: YearlyValue) -> PaperDesk:
    """What the buttons of the page do."""
    card = own_card(paper)
    return PaperDesk(
        form=lambda posted: YearlyValueForm(posted, paper=paper, evidence=evidence_form(card, posted)),
        keep=actions.save_draft,
        steps={
            "send": actions.send_for_signature,
            "submit": actions.submit,
            "sign": actions.submit,
            "take_back": actions.take_back,
            "recall": actions.recall,
            "accept": actions.accept,
        },
        worded={
            "send_back": WordedStep(SignerWordForm, "word_form", actions.send_back),
            "return": WordedStep(ReasonForm, "reason_form", actions.return_to_unit),
            "reopen": WordedStep(ReasonForm, "reason_form", actions.reopen),
        },
        filing=actions.YEARLY_VALUE,
        fresh=lambda: paper_of(paper.indicator, paper.year),
        page=partial(_page, request),
        files=lambda saved: keep_files(request, saved, VALUE_EVIDENCE),
    )


def _page(request: HttpRequest, paper: YearlyValue, *, status: int = 200, **shown: object) -> HttpResponse:
    user, indicator, plan = request.user, paper.indicator, paper.indicator.plan
    is_own = _writes(request.user, paper)
    lock = actions.YEARLY_VALUE.why_locked(paper)
    seen, line = {"version": paper.version}, value_line(paper, request.today)
    accepted = indicator.yearly_values.filter(state=YearlyValueState.ACCEPTED).order_by("year")
    decides = not is_own and may_decide(user, paper.unit)
    typed = brought_back(request.restored, "", *WRITING)
    card = own_card(paper) if is_own else submitted_card(paper)
    posted = request.POST if "situation" in request.POST else None
    context = {
        "plan": plan,
        "indicator": indicator,
        "paper": paper,
        "until": line.until or paper.due_on,
        "days_over": line.days_over,
        "said": kept_rounds.standing(paper),
        "rounds": kept_rounds.dated(paper),
        "same": actions.YEARLY_VALUE.why_same(paper, is_own=is_own),
        "returned": kept_rounds.last_return(paper),
        "reopened": kept_rounds.reopened(paper),
        "asked": actions.asked_of(paper) if is_own or decides else (),
        "before": [(each.year, plain(each.value)) for each in accepted if each.year != paper.year],
        "value": plain(paper.value) or "—",
        "lock": lock if is_own else "",
        "form": YearlyValueForm(typed, paper=paper) if is_own and not lock else None,
        "unsaved": bool(typed or posted),
        "evidence": card,
        "evidence_form": evidence_form(card, typed or posted),
        "word_form": SignerWordForm(brought_back(request.restored, "send_back"), initial=seen),
        "reason_form": ReasonForm(
            brought_back(request.restored, "return", "reopen"), initial=seen, auto_id="reason-%s"
        ),
        "may_decide": decides and paper.state == YearlyValueState.SUBMITTED,
        "may_reopen": decides and paper.state == YearlyValueState.ACCEPTED,
        "chased": chased(paper) if is_own or user.has_perm("read_everything") else (),
        "may_remind": user.has_perm("remind_units") and _is_owed(paper, request.today),
        "is_own": is_own,
        "has_signer": bool(paper.unit_id) and has_signer(paper.unit_id),
        "is_signer": user.role == Role.SIGNER,
        "crumbs": [*_crumbs(plan), {"url": indicator.address, "label": indicator.name}],
        **shown,
    }
    return render(request, "progress/indicators/yearly_value.html", context, status=status)


def _is_owed(paper: YearlyValue, on: date) -> bool:
    """Whether its unit may be reminded of it: the year has ended."""
    return paper.year < on.year and value_line(paper, on).is_owed


def _plan(start: int, end: int) -> FivePlan:
    return get_object_or_404(FivePlan, start_year=start, end_year=end)


def _indicator(plan: FivePlan, number: int) -> Indicator:
    return get_object_or_404(plan.indicators.select_related("plan", "unit"), number=number)


def _writes(user: User, of: Indicator | YearlyValue) -> bool:
    """Whether this person writes for the unit that is responsible."""
    return user.unit_id is not None and user.unit_id == of.unit_id and user.has_perm("file_reports")


def _year(request: HttpRequest, plan: FivePlan) -> int:
    """The year asked for, else the last one that has ended."""
    asked = whole_number(request.GET.get("year", ""))
    return asked if asked in plan.years else usual_year(plan, request.today.year)


def _asks_own(request: HttpRequest) -> bool:
    """Whose indicators are asked for; a unit is shown its own first, an office all."""
    asked = request.GET.get("whose", "")
    return asked == OWN or (asked != ALL and request.user.has_perm("file_reports"))


def _of_own(found: list[Standing], own: list[YearlyValue] | None) -> list[Standing]:
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


def _crumbs(plan: FivePlan) -> list[dict]:
    return [{"url": plan.address, "label": f"{plan.start_year}—{plan.end_year}年规划指标"}]
