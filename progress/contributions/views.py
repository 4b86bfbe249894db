"""协同情况 of one unit on one task in a quarter: written and sent by it, adopted or returned by the lead."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.contributions import actions, lead_actions
from progress.contributions.forms import ContributionForm, ReturnContributionForm
from progress.contributions.reads import (
    as_typed,
    changed_shares,
    contribution_of,
    own_contribution,
    sent_of,
)
from progress.ledger.owed_contributions import SharedTask, shared_task, shared_tasks
from progress.ledger.shares import last_values, leads_task, seal_of_shares
from progress.models import Contribution, ReportingPeriod
from progress.opening.reads import opened_period, period_or_404
from progress.rules import addresses
from progress.rules.states import ContributionState
from projects.evidence.card import EvidenceCard
from projects.evidence.upload_views import EvidenceActs, evidence_form, keep_files, one_file
from projects.filing import kept_rounds
from projects.filing.paper_views import tell_same
from projects.models import Task, Unit
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.filing import HANDED_IN
from projects.rules.quarters import Quarter
from projects.screen.forms import refusals_on
from projects.screen.links import Switch, quarter_links
from projects.screen.posted import brought_back, seen_version, takes_files

DONE = {
    "save": "草稿已保存。",
    "attach": "草稿已保存。",
    "submit": "已报牵头单位。",
    "recall": "已撤回，可继续修改。",
    "adopt": "已采用。",
    "return": "已退回单位。",
}
BACKGROUND = "X-Background"  # what a form saves by itself while one types
WRITING = ("save", "submit", "attach")
EVIDENCE = EvidenceActs(actions.check_writable, actions.attach_evidence, actions.take_evidence_away)


@dataclass(frozen=True)
class Place:
    """Whose contribution the page is about, and what it owes."""

    period: ReportingPeriod
    task: Task
    contribution: Contribution
    owed: SharedTask | None
    is_own: bool


@takes_files
def contribution(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """One's own, for writing; of the `unit` asked for what it sent; to a stranger it is not there."""
    place = _place(request, year, quarter, number)
    if request.method != "POST":
        return _page(request, place)
    act = request.POST.get("action", "save")
    if place.is_own and (act in WRITING or "take_away" in request.POST):
        return _write(request, place, act)
    if act == "return" and not place.is_own:
        return _return(request, place)
    if act not in ("recall", "adopt") or (act == "recall") != place.is_own or place.contribution.pk is None:
        raise Http404
    seen = {"based_on": seen_version(request.POST), "at": request.now, "by": request.user}
    getattr(actions, act)(place.contribution, **seen)
    return _done(request, place, act)


@takes_files
@permission_required("file_reports", raise_exception=True)
def contribution_evidence(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """One file of one's own contribution, in the background."""
    period, task = _quarter_and_task(year, quarter, number)
    own = own_contribution(period, task, request.user)
    if own is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(own.address)
    return one_file(request, own, EVIDENCE, card=_card)


@permission_required("file_reports", raise_exception=True)
@require_safe
def contributions_desk(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """分解给我: what leads shared out to the unit, with state and due day."""
    period = opened_period(year, quarter)
    unit = request.user.unit
    context = {
        "period": period,
        "quarter": Quarter(year, quarter),
        "unit": unit,
        "shared": shared_tasks(period, request.today, unit=unit) if period else [],
        "quarters": Switch("季度", quarter_links("contributions_desk", year, quarter)),
        "crumbs": [{"url": reverse("filing_desk", args=[year, quarter]), "label": "季度填报"}],
    }
    return render(request, "progress/contributions/desk.html", context)


def _quarter_and_task(year: int, quarter: int, number: int) -> tuple[ReportingPeriod, Task]:
    period = period_or_404(year, quarter)
    tasks = Task.objects.select_related("yearly_list")
    return period, get_object_or_404(tasks, yearly_list=period.yearly_list_id, number=number)


def _place(request: HttpRequest, year: int, quarter: int, number: int) -> Place:
    period, task = _quarter_and_task(year, quarter, number)
    named, user = request.GET.get("unit"), request.user
    is_own = user.unit is not None and named in (None, user.unit.code)
    if is_own:
        found = own_contribution(period, task, user)
    else:
        unit = get_object_or_404(Unit, code=named)
        found = contribution_of(period, task, unit, user)
    if found is None:
        raise Http404
    return Place(period, task, found, shared_task(period, task, found.unit, request.today), is_own)


def _write(request: HttpRequest, place: Place, act: str) -> HttpResponse:
    """Saved first, then the files, then sent where asked for: what is refused loses nothing typed."""
    form = _form(place, request.POST)
    if form.has_error("version"):
        raise Http404  # posted without what was read
    evidence = evidence_form(_card(place.contribution), request.POST)
    if not (form.is_savable and evidence.is_valid()):
        if BACKGROUND in request.headers:
            return JsonResponse({"refused": "请核对红字提示的内容。"}, status=400)
        return _page(request, place, form=form, unsaved=True, status=400)
    who = {"at": request.now, "by": request.user}
    try:
        content = replace(form.content(), evidence=evidence.descriptions())
        based_on = form.cleaned_data["version"]
        saved = actions.save_draft(place.contribution, content=content, based_on=based_on, **who)
        if BACKGROUND in request.headers:
            kept = {"version": saved.version, "saved": f"{request.now:%H:%M}", "cause": ""}
            return JsonResponse(
                {**kept, "wrong": {name: each["why"] for name, each in content.unread.items()}}
            )
        saved, said = keep_files(request, saved, EVIDENCE)
        if said:
            return HttpResponseRedirect(saved.address + "#evidence")
        if act == "submit":
            shown = form.cleaned_data["shown"]
            saved = actions.submit(saved, shown=shown, based_on=saved.version, **who)
            tell_same(request, actions.CONTRIBUTION, saved)
        return _done(request, place, act)
    except NotYours:
        raise
    except Refused as refusal:
        return _refused(request, place, refusal)


def _refused(request: HttpRequest, place: Place, refusal: Refused) -> HttpResponse:
    """What was typed stands in the form; the next save replaces what stands there knowingly."""
    if BACKGROUND in request.headers:
        return JsonResponse({"refused": str(refusal)}, status=409)
    fresh = own_contribution(place.period, place.task, request.user)
    owed = shared_task(place.period, place.task, fresh.unit, request.today)
    now = replace(place, contribution=fresh, owed=owed)
    posted = request.POST.copy()
    posted["version"], posted["shown"] = fresh.version, seal_of_shares(owed.lines if owed else ())
    form = _form(now, posted)
    form.add_error(None, str(refusal))
    is_stale = isinstance(refusal, Stale)
    theirs = fresh if is_stale and fresh.saved_by_id not in (None, request.user.pk) else None
    return _page(request, now, form=form, theirs=theirs, unsaved=True, status=409 if is_stale else 400)


def _return(request: HttpRequest, place: Place) -> HttpResponse:
    """退回, with the word that belongs to it."""
    form = ReturnContributionForm(request.POST)
    if form.has_error("version") or place.contribution.pk is None:
        raise Http404
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form, stands=place.contribution.version):
            named = {"reason": data["reason"], "based_on": data["version"]}
            lead_actions.return_to_unit(place.contribution, **named, at=request.now, by=request.user)
            return _done(request, place, "return")
    return _page(request, place, return_form=form, status=400)


def _done(request: HttpRequest, place: Place, act: str) -> HttpResponse:
    messages.success(request, DONE[act if act in DONE else "save"])
    if act in ("adopt", "return"):
        return HttpResponseRedirect(place.contribution.received_address)
    return HttpResponseRedirect(place.contribution.address)


def _card(contribution: Contribution) -> EvidenceCard:
    if contribution.pk is None:
        return EvidenceCard(())
    return EvidenceCard(list(contribution.evidence.in_place().in_order()))


def _form(place: Place, posted: QueryDict | None = None) -> ContributionForm:
    paper, owed = place.contribution, place.owed
    seal = seal_of_shares(owed.lines if owed else ())
    initial = {"version": paper.version, "text": paper.text, "shown": seal}
    last = last_values(place.period, place.task, paper.unit)
    return ContributionForm(posted, contribution=paper, owed=owed, last=last, initial=initial)


def _page(request: HttpRequest, place: Place, *, status: int = 200, **shown: object) -> HttpResponse:
    paper, user = place.contribution, request.user
    may_write = place.is_own and not user.out_of_use_words
    lock = actions.CONTRIBUTION.why_locked(paper) if may_write else ""
    leads = not place.is_own and leads_task(place.task.pk, user) and not user.out_of_use_words
    decidable = leads and paper.state in HANDED_IN
    card = _card(paper) if place.is_own else EvidenceCard(())
    typed = brought_back(request.restored, "", *WRITING)
    form = _form(place, typed) if may_write and not lock else None
    when, seen = place.period.when, {"version": paper.version}
    context = {
        "place": place,
        "paper": paper,
        "owed": place.owed,
        "task": place.task,
        "milestone": place.task.milestones.filter(quarter=when.number).exclude(text="").first(),
        "quarter": when,
        "state": ContributionState(paper.state),
        "lock": lock,
        "form": form,
        "said": as_typed(paper) if place.is_own and not paper.is_locked else sent_of(paper),
        "may_write": may_write,
        "rounds": kept_rounds.dated(paper),
        "same": actions.CONTRIBUTION.why_same(paper, is_own=place.is_own),
        "changed": changed_shares(paper, place.owed),
        "is_own": place.is_own,
        "may_adopt": decidable and paper.state == ContributionState.SUBMITTED,
        "may_return": decidable,
        "return_form": ReturnContributionForm(brought_back(request.restored, "return"), initial=seen),
        "evidence": card,
        "evidence_form": evidence_form(card, typed or (request.POST if "text" in request.POST else None)),
        "crumbs": [_way_back(place, leads)],
        **shown,
    }
    return render(request, "progress/contributions/contribution.html", context, status=status)


def _way_back(place: Place, leads: bool) -> dict[str, str]:
    """The desk of who writes, the lead's list of who reads."""
    year, quarter = place.period.yearly_list.year, place.period.quarter
    if place.is_own:
        return {"url": addresses.contributions_desk(year, quarter), "label": "分解给我"}
    return {"url": place.contribution.received_address, "label": "协同情况"}
