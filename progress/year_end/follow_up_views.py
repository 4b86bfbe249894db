"""后续报告: written and sent by the lead, decided by the office, on one page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from progress.ledger.deciders import may_decide
from progress.models import FollowUp
from progress.rules import addresses
from progress.rules.states import FollowUpState
from progress.year_end import follow_up_actions as actions
from progress.year_end.follow_up_reads import follow_ups_of
from progress.year_end.forms import FollowUpForm, ReturnFollowUpForm
from projects.filing import kept_rounds
from projects.filing.checks import has_signer
from projects.filing.forms import SignerWordForm
from projects.models import Task
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.screen.forms import refusals_on
from projects.screen.posted import seen_version

DONE = {
    "save": "草稿已保存。",
    "send": "已送审签。",
    "submit": "已报送。",
    "take_back": "已从审签中取回，可继续修改。",
    "recall": "已撤回，可继续修改。",
    "send_back": "已退回填报人。",
    "accept": "已审核通过。",
    "return": "已退回单位。",
}
WRITING = ("save", "send", "submit")
PLAIN = {  # acts that carry nothing but the version; a signer submits what was sent to them
    "sign": actions.submit,
    "take_back": actions.take_back,
    "recall": actions.recall,
    "accept": actions.accept,
}


@dataclass(frozen=True)
class FollowUpWord:
    """One word on the task: what was done, and whether that ends it or when the next word comes."""

    text: str
    is_done: bool
    next_on: date | None


def follow_up(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The report that is owed or was last sent, of the `unit` asked for; to a stranger it is not there."""
    task = get_object_or_404(Task, yearly_list__year=year, number=number)
    papers = list(follow_ups_of(task, request.user))
    named = request.GET.get("unit")
    paper = next((each for each in papers if named in (None, each.unit.code)), None)
    if paper is None:
        raise Http404
    if request.method != "POST":
        return _page(request, paper, papers)
    return _act(request, paper, papers, request.POST.get("action", "save"))


def _act(request: HttpRequest, paper: FollowUp, papers: list[FollowUp], act: str) -> HttpResponse:
    """What was clicked; what is refused stands above the form with all that was typed."""
    if act in WRITING:
        return _write(request, paper, papers, act)
    if act == "send_back":
        form = SignerWordForm(request.POST)
        return _with_word(request, paper, papers, form, actions.send_back, act)
    if act == "return":
        form = ReturnFollowUpForm(request.POST)
        return _with_word(request, paper, papers, form, actions.return_to_unit, act)
    if act not in PLAIN:
        raise Http404
    PLAIN[act](paper, based_on=seen_version(request.POST), at=request.now, by=request.user)
    return _done(request, paper, act)


def _write(request: HttpRequest, paper: FollowUp, papers: list[FollowUp], act: str) -> HttpResponse:
    """Saved first, then sent or submitted where asked for: what is refused loses nothing that was typed."""
    form = FollowUpForm(request.POST)
    if form.has_error("version"):
        raise Http404  # posted without what was read
    if not form.is_valid():
        return _page(request, paper, papers, form=form, status=400)
    who, is_stale = {"at": request.now, "by": request.user}, False
    try:
        saved = actions.save_draft(paper, **form.said(), based_on=form.cleaned_data["version"], **who)
        for step in _steps(request, paper, act):
            saved = step(saved, based_on=saved.version, **who)
        return _done(request, paper, act)
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        is_stale = isinstance(refusal, Stale)
    fresh = FollowUp.objects.select_related("outcome__task__yearly_list", "unit", "saved_by").get(pk=paper.pk)
    form.data = form.data.copy()
    form.data["version"] = fresh.version  # the next save replaces what stands there knowingly
    theirs = fresh if is_stale else None
    return _page(request, fresh, papers, form=form, theirs=theirs, status=409 if is_stale else 400)


def _steps(request: HttpRequest, paper: FollowUp, act: str) -> list[Callable[..., FollowUp]]:
    """What follows the saving; a signer who wrote it takes both steps by one click."""
    if act == "send":
        return [actions.send_for_signature]
    if act != "submit":
        return []
    is_signed_here = has_signer(paper.unit_id) and request.user.role == Role.SIGNER
    return [actions.send_for_signature, actions.submit] if is_signed_here else [actions.submit]


def _with_word(
    request: HttpRequest,
    paper: FollowUp,
    papers: list[FollowUp],
    form: SignerWordForm | ReturnFollowUpForm,
    action: Callable[..., FollowUp],
    act: str,
) -> HttpResponse:
    """退回, with the word that belongs to it."""
    if form.has_error("version"):
        raise Http404
    if form.is_valid():
        data = dict(form.cleaned_data)
        with refusals_on(form, stands=paper.version):
            action(paper, based_on=data.pop("version"), **data, at=request.now, by=request.user)
            return _done(request, paper, act)
    name = "word_form" if act == "send_back" else "return_form"
    return _page(request, paper, papers, **{name: form}, status=400)


def _done(request: HttpRequest, paper: FollowUp, act: str) -> HttpResponse:
    messages.success(request, DONE.get(act, DONE["submit"]))
    return HttpResponseRedirect(paper.address)


def _said(paper: FollowUp, is_own: bool) -> FollowUpWord | None:
    """What the page says of it: to the unit as typed, to the office as it was last submitted."""
    if is_own:
        return FollowUpWord(paper.text, paper.is_done, paper.next_on)
    last = kept_rounds.standing(paper)
    if last is None:
        return None
    next_on = date.fromisoformat(last["next_on"]) if last["next_on"] else None
    return FollowUpWord(last["text"], last["is_done"], next_on)


def _page(
    request: HttpRequest, paper: FollowUp, papers: list[FollowUp], *, status: int = 200, **shown: object
) -> HttpResponse:
    user, task = request.user, paper.outcome.task
    is_own = user.unit_id == paper.unit_id and user.has_perm("file_reports")
    lock = actions.FOLLOW_UP.why_locked(paper)
    initial = {name: getattr(paper, name) for name in ("version", "text", "is_done", "next_on")}
    seen = {"version": paper.version}
    is_submitted = paper.state == FollowUpState.SUBMITTED
    context = {
        "task": task,
        "paper": paper,
        "said": _said(paper, is_own),
        "others": [each for each in papers if each.pk != paper.pk],
        "lock": lock if is_own else "",
        "form": FollowUpForm(request.restored, initial=initial) if is_own and not lock else None,
        "word_form": SignerWordForm(initial=seen, auto_id="send_back-%s"),
        "return_form": ReturnFollowUpForm(initial=seen, auto_id="return-%s"),
        "may_decide": is_submitted and not is_own and may_decide(user, paper.unit),
        "is_own": is_own,
        "has_signer": has_signer(paper.unit_id),
        "is_signer": user.role == Role.SIGNER,
        "crumbs": [{"url": addresses.task(task.yearly_list.year, task.number), "label": "任务"}],
        **shown,
    }
    return render(request, "progress/year_end/follow_up.html", context, status=status)
