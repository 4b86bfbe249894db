"""考核: all units for the two offices, one's own card for a unit, everything for everybody once issued."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from progress.ledger.deciders import may_decide
from progress.models import Objection, Scoring
from progress.rules import addresses
from progress.rules.scoring import formula
from progress.scorecards import actions
from progress.scorecards.document import scorecard_document
from progress.scorecards.forms import AnswerForm, ObjectionForm, ScoringForm
from progress.scorecards.reads import (
    UnitCard,
    formula_of,
    line_seal,
    may_see,
    objections_of,
    objections_waiting,
    seal_of_cards,
    survey_note,
    unit_cards,
    unscored_words,
    year_basis,
)
from progress.scorecards.rules_table import rule_rows, weight_rows
from progress.scorecards.workbook import scorecard_workbook
from projects.models import YearlyList
from projects.paper.sheets import CONTENT_TYPE as XLSX
from projects.paper.word import CONTENT_TYPE as DOCX
from projects.screen.downloads import download
from projects.screen.forms import refusals_on


def scorecards(request: HttpRequest, year: int) -> HttpResponse:
    """The cards that this person may see; the coordinator shows and issues them."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    if request.method == "POST":
        return _decide(request, yearly_list)
    scoring = Scoring.objects.of(yearly_list)
    cards, basis = unit_cards(yearly_list, request.today), year_basis(yearly_list)
    context = {
        "yearly_list": yearly_list,
        "scoring": scoring,
        "may_object": scoring.takes_objections(request.today),
        "cards": [each for each in cards if may_see(request.user, each.unit, scoring)],
        "basis": basis,
        "seal": seal_of_cards(cards),
        "rules": (*rule_rows(scoring), *weight_rows(scoring)),
        "formula": formula_of(scoring, cards),
        "unscored": unscored_words(yearly_list, scoring, cards) if basis else "",
        "survey_note": survey_note(yearly_list, scoring),
        "waiting": objections_waiting(scoring),
        "may_score": request.user.has_perm("score_units"),
        "reads_all": request.user.has_perm("read_everything") or scoring.issued_at is not None,
        "crumbs": [{"url": addresses.year(year), "label": "年度清单"}],
    }
    return render(request, "progress/scorecards/list.html", context)


def _decide(request: HttpRequest, yearly_list: YearlyList) -> HttpResponse:
    """公示, 印发: what was read is what is shown or issued."""
    named = {"shown": request.POST.get("seal", ""), "at": request.now, "by": request.user}
    if not named["shown"]:
        raise Http404  # posted without what was read
    if request.POST.get("action") == "issue":
        actions.issue(yearly_list, **named, city=request.city)
        messages.success(request, "考核结果已印发。")
    else:
        actions.show(yearly_list, **named)
        messages.success(request, "得分已公示，各单位可以申诉。")
    return HttpResponseRedirect(addresses.scorecards(yearly_list.year))


def scorecard(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One unit's working line by line; the unit objects to a line, the office answers."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    scoring = Scoring.objects.of(yearly_list)
    found = next((each for each in unit_cards(yearly_list, request.today) if each.unit.code == code), None)
    if found is None or not may_see(request.user, found.unit, scoring):
        raise Http404
    if request.method == "POST":
        return _say(request, yearly_list, scoring, found)
    return _card_page(request, yearly_list, scoring, found)


def _say(request: HttpRequest, yearly_list: YearlyList, scoring: Scoring, found: UnitCard) -> HttpResponse:
    """An objection, or its answer."""
    is_answer = "objection" in request.POST
    form = AnswerForm(request.POST) if is_answer else ObjectionForm(request.POST)
    if form.has_error("seen") or form.has_error("version"):
        raise Http404  # posted without what was read
    if form.is_valid():
        asked = Objection.objects.filter(pk=form.cleaned_data.get("objection")).first()
        with refusals_on(form, stands=asked.version if asked else None):
            messages.success(request, _said(request, yearly_list, scoring, found, form))
            return HttpResponseRedirect(request.path)
    name = "answer_form" if is_answer else "objection_form"
    return _card_page(request, yearly_list, scoring, found, **{name: form}, status=400)


def _said(
    request: HttpRequest,
    yearly_list: YearlyList,
    scoring: Scoring,
    found: UnitCard,
    form: AnswerForm | ObjectionForm,
) -> str:
    data, who = form.cleaned_data, {"at": request.now, "by": request.user}
    if isinstance(form, ObjectionForm):
        named = {"line": data["line"], "seen": data["seen"], "reason": data["reason"]}
        actions.object_to(found.unit, yearly_list=yearly_list, **named, **who)
        return "申诉已提交。"
    objection = get_object_or_404(Objection, pk=data["objection"], scoring=scoring, unit=found.unit)
    named = {"points": form.decided(), "reason": data["reason"], "based_on": data["version"]}
    actions.answer(objection, **named, **who)
    return "申诉已答复。"


def _card_page(
    request: HttpRequest,
    yearly_list: YearlyList,
    scoring: Scoring,
    found: UnitCard,
    *,
    status: int = 200,
    **shown: object,
) -> HttpResponse:
    said = objections_of(scoring, found.unit)
    is_own = request.user.unit_id == found.unit.pk and request.user.has_perm("file_reports")
    may_object = is_own and not request.user.out_of_use_words and scoring.takes_objections(request.today)
    asked = request.GET.get("line", "")
    line = next((each for each in found.card.lines if each.key == asked and asked not in said), None)
    open_one = next((each for each in said.values() if each.answer == ""), None)
    answers = open_one is not None and scoring.issued_at is None and may_decide(request.user, found.unit)
    restored = request.restored or {}
    objected = restored if "line" in restored else None
    answered = restored if "objection" in restored else None
    forms = {
        "objection_form": ObjectionForm(objected, initial={"line": asked, "seen": line_seal(line)})
        if may_object and line
        else None,
        "answer_form": AnswerForm(answered, initial={"objection": open_one.pk, "version": open_one.version})
        if answers
        else None,
    }
    context = {
        "yearly_list": yearly_list,
        "scoring": scoring,
        "found": found,
        "rows": [(each, said.get(each.key)) for each in found.card.lines],
        "line": line,
        "open_one": open_one,
        "may_object": may_object,
        "formula": formula_of(scoring, [found]),
        "basis": year_basis(yearly_list),
        "crumbs": [{"url": addresses.scorecards(yearly_list.year), "label": "考核"}],
        **forms,
        **shown,
    }
    return render(request, "progress/scorecards/card.html", context, status=status)


@permission_required("score_units", raise_exception=True)
def scoring_rules(request: HttpRequest, year: int) -> HttpResponse:
    """考核办法: the table of points, until the cards are shown."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    scoring = Scoring.objects.of(yearly_list)
    form = ScoringForm(request.POST if request.method == "POST" else request.restored, instance=scoring)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, stands=scoring.version):
            named = {"based_on": form.cleaned_data["version"], "at": request.now, "by": request.user}
            actions.change_rules(yearly_list, values=form.values(), **named)
            messages.success(request, "考核办法已保存。")
            return HttpResponseRedirect(addresses.scorecards(year))
    status = 400 if request.method == "POST" else 200
    context = {
        "yearly_list": yearly_list,
        "form": form,
        "is_shown": scoring.shown_at is not None,
        "formula": formula(without_lead=scoring.completed if scoring.minus_contribution else None),
        "crumbs": [{"url": addresses.scorecards(year), "label": "考核"}],
    }
    return render(request, "progress/scorecards/rules.html", context, status=status)


@require_safe
def scorecards_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The file as issued, for everybody; before that a draft for who reads everything."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    scoring = Scoring.objects.of(yearly_list)
    content_type, suffix = (XLSX, "xlsx") if kind == "workbook" else (DOCX, "docx")
    if scoring.issued_at is not None:
        kept = scoring.files.get(kind=kind)
        return download(bytes(kept.content), f"{year}年民生实事考核结果.{suffix}", content_type)
    if not request.user.has_perm("read_everything"):
        raise PermissionDenied
    cards = unit_cards(yearly_list, request.today)
    content = (
        scorecard_workbook(scoring, cards, dated=request.today)
        if kind == "workbook"
        else scorecard_document(scoring, cards, office=request.city.coordinator_full, dated=request.today)
    )
    return download(content, f"{year}年民生实事考核结果（草稿）.{suffix}", content_type)
