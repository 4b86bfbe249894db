"""后续报告: written and sent by the lead, decided by the office, on one page."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from progress.ledger.deciders import may_decide
from progress.models import FollowUp
from progress.rules import addresses
from progress.rules.states import FollowUpState
from progress.year_end import follow_up_actions as actions
from progress.year_end.follow_up_evidence_reads import own_card, submitted_card
from progress.year_end.follow_up_reads import follow_ups_of
from progress.year_end.forms import FollowUpForm, ReturnFollowUpForm
from projects.evidence.upload_views import EvidenceActs, evidence_form, keep_files, one_file
from projects.filing import kept_rounds
from projects.filing.checks import has_signer
from projects.filing.forms import SignerWordForm
from projects.filing.paper_views import WRITING, PaperDesk, WordedStep, act_on
from projects.models import Task
from projects.rules.roles import Role
from projects.screen.posted import brought_back, takes_files


@dataclass(frozen=True)
class FollowUpWord:
    """One word on the task: what was done, and whether that ends it or when the next word comes."""

    text: str
    is_done: bool
    next_on: date | None


FOLLOW_UP_EVIDENCE = EvidenceActs(actions.check_writable, actions.attach_evidence, actions.take_evidence_away)


@takes_files
def follow_up(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The report that is owed or was last sent, of the `unit` asked for; to a stranger it is not there."""
    paper, papers = _find(request, year, number)
    if request.method != "POST":
        return _page(request, paper, papers=papers)
    return act_on(request, paper, _desk(request, paper, papers))


@takes_files
@permission_required("file_reports", raise_exception=True)
def follow_up_evidence(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One file of one's own report, in the background; another unit's is not there."""
    paper, _ = _find(request, year, number)
    if paper.unit_id != request.user.unit_id:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(paper.address)
    return one_file(request, paper, FOLLOW_UP_EVIDENCE, card=own_card)


def _find(request: HttpRequest, year: int, number: int) -> tuple[FollowUp, list[FollowUp]]:
    """The report that the page is about, and all that this person may see of the task."""
    task = get_object_or_404(Task, yearly_list__year=year, number=number)
    papers = list(follow_ups_of(task, request.user))
    named = request.GET.get("unit")
    paper = next((each for each in papers if named in (None, each.unit.code)), None)
    if paper is None:
        raise Http404
    return paper, papers


def _desk(request: HttpRequest, paper: FollowUp, papers: list[FollowUp]) -> PaperDesk:
    """What the buttons of the page do; a signer submits what was sent to them."""
    rows = FollowUp.objects.select_related("outcome__task__yearly_list", "unit", "saved_by")
    card = own_card(paper)
    return PaperDesk(
        form=lambda posted: FollowUpForm(posted, evidence=evidence_form(card, posted)),
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
            "return": WordedStep(ReturnFollowUpForm, "return_form", actions.return_to_unit),
        },
        filing=actions.FOLLOW_UP,
        fresh=lambda: rows.get(pk=paper.pk),
        page=partial(_page, request, papers=papers),
        files=lambda saved: keep_files(request, saved, FOLLOW_UP_EVIDENCE),
    )


def _said(paper: FollowUp, is_own: bool) -> FollowUpWord | None:
    """What the page says of it: to the unit as typed, to the office as it was last submitted."""
    if is_own:
        return FollowUpWord(paper.text, paper.is_done, paper.next_on)
    last = kept_rounds.last_kept(paper)
    if last is None:
        return None
    next_on = date.fromisoformat(last["next_on"]) if last["next_on"] else None
    return FollowUpWord(last["text"], last["is_done"], next_on)


def _page(
    request: HttpRequest, paper: FollowUp, *, papers: list[FollowUp], status: int = 200, **shown: object
) -> HttpResponse:
    user, task = request.user, paper.outcome.task
    is_own = user.unit_id == paper.unit_id and user.has_perm("file_reports")
    may_write = is_own and not user.out_of_use_words
    lock = actions.FOLLOW_UP.why_locked(paper)
    initial = {name: getattr(paper, name) for name in ("version", "text", "is_done", "next_on")}
    seen = {"version": paper.version}
    card = own_card(paper) if is_own else submitted_card(paper)
    typed = brought_back(request.restored, "", *WRITING)
    posted = request.POST if "text" in request.POST else None
    is_submitted = paper.state == FollowUpState.SUBMITTED
    context = {
        "task": task,
        "paper": paper,
        "said": _said(paper, is_own),
        "rounds": kept_rounds.dated(paper),
        "same": actions.FOLLOW_UP.why_same(paper, is_own=is_own),
        "others": [each for each in papers if each.pk != paper.pk],
        "lock": lock if may_write else "",
        "form": FollowUpForm(typed, initial=initial) if may_write and not lock else None,
        "evidence": card,
        "evidence_form": evidence_form(card, typed or posted),
        "unsaved": bool(typed or posted),
        "word_form": SignerWordForm(brought_back(request.restored, "send_back"), initial=seen),
        "return_form": ReturnFollowUpForm(
            brought_back(request.restored, "return"), initial=seen, auto_id="return-%s"
        ),
        "may_decide": is_submitted and not is_own and may_decide(user, paper.unit),
        "is_own": is_own,
        "has_signer": has_signer(paper.unit_id),
        "is_signer": user.role == Role.SIGNER,
        "crumbs": [{"url": addresses.task(task.yearly_list.year, task.number), "label": "任务"}],
        **shown,
    }
    return render(request, "progress/year_end/follow_up.html", context, status=status)
