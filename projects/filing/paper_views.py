"""A paper that is written, signed, sent and decided on one page: what each of its buttons does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from projects.filing.actions import Filing
from projects.filing.checks import steps_after_saving
from projects.models.filing import Paper
from projects.rules.errors import NotYours, Refused, Stale
from projects.screen.forms import refusals_on
from projects.screen.posted import seen_version

SAVE = "save"
SENDING = ("send", "submit")
WRITING = (SAVE, "attach", "send", "submit")
BACKGROUND = "X-Background"  # what a form saves by itself while one types
DONE = {
    SAVE: "草稿已保存。",
    "attach": "草稿已保存。",
    "send": "已送审签。",
    "submit": "已报送。",
    "sign": "已报送。",
    "take_back": "已从审签中取回，可继续修改。",
    "recall": "已撤回，可继续修改。",
    "send_back": "已退回填报人。",
    "accept": "已审核通过。",
    "return": "已退回单位。",
    "reopen": "已重开，单位可以修改。",
}


@dataclass(frozen=True)
class WordedStep:
    """A step that carries a word: its form, the name by which the page shows it, its action."""

    form: type[forms.Form]
    shown_as: str
    action: Callable[..., Paper]


@dataclass(frozen=True)
class PaperDesk:
    """What a wing says of its kind of paper; the keys of the steps are the buttons' names."""

    form: Callable[..., forms.Form]  # of the draft; its `said()` is what `keep` takes
    keep: Callable[..., Paper]  # 保存草稿
    steps: Mapping[str, Callable[..., Paper]]  # that carry nothing but the version
    worded: Mapping[str, WordedStep]
    filing: Filing
    fresh: Callable[[], Paper]  # the paper as it stands now
    page: Callable[..., HttpResponse]  # of a paper, with `status` and whatever form is shown again
    files: Callable[[Paper], tuple[Paper, bool]] = lambda saved: (saved, False)
    """Keeps the files that came with the form; whether the person has read of it and goes back to them."""


def act_on(request: HttpRequest, paper: Paper, desk: PaperDesk) -> HttpResponse:
    """What was clicked; what is refused stands above its form with all that was typed."""
    act = request.POST.get("action", SAVE)
    if act in WRITING:
        return _write(request, paper, desk, act)
    if act in desk.worded:
        return _with_word(request, paper, desk, act)
    if act not in desk.steps:
        raise Http404
    desk.steps[act](paper, based_on=seen_version(request.POST), at=request.now, by=request.user)
    return _done(request, paper, act, desk)


def _write(request: HttpRequest, paper: Paper, desk: PaperDesk, act: str) -> HttpResponse:
    """Saved first, then sent or submitted where asked for: what is refused loses nothing that was typed."""
    form = desk.form(request.POST)
    if form.has_error("version"):
        raise Http404  # posted without what was read
    if not form.is_valid():
        if BACKGROUND in request.headers:
            return _refused_by_itself(form, 400)
        return desk.page(paper, form=form, status=400)
    who, is_stale = {"at": request.now, "by": request.user}, False
    try:
        saved = desk.keep(paper, **form.said(), based_on=form.cleaned_data["version"], **who)
        if BACKGROUND in request.headers:
            return JsonResponse({"version": saved.version, "saved": f"{request.now:%H:%M}", "cause": ""})
        saved, is_told = desk.files(saved)
        if is_told:
            return HttpResponseRedirect(f"{saved.address}#evidence")
        for step in steps_after_saving(act, unit=saved.unit_id, by=request.user):
            saved = desk.steps[step](saved, based_on=saved.version, **who)
        return _done(request, saved, act, desk)
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        is_stale = isinstance(refusal, Stale)
    status = 409 if is_stale else 400
    if BACKGROUND in request.headers:
        return _refused_by_itself(form, status)
    fresh = desk.fresh()
    form.data = form.data.copy()
    form.data["version"] = fresh.version  # the next save replaces what stands there knowingly
    theirs = fresh if is_stale else None
    return desk.page(fresh, form=form, theirs=theirs, status=status)


def _refused_by_itself(form: forms.Form, status: int) -> JsonResponse:
    """Why a save while one types was not taken, in one sentence."""
    sentence = next(why[0] for why in form.errors.values())
    return JsonResponse({"refused": sentence}, status=status)


def _with_word(request: HttpRequest, paper: Paper, desk: PaperDesk, act: str) -> HttpResponse:
    """退回 or 重开, with the word that belongs to it."""
    step = desk.worded[act]
    form = step.form(request.POST)
    if form.has_error("version"):
        raise Http404
    if form.is_valid():
        data = dict(form.cleaned_data)
        with refusals_on(form, stands=paper.version):
            step.action(paper, based_on=data.pop("version"), **data, at=request.now, by=request.user)
            return _done(request, paper, act, desk)
    return desk.page(paper, **{step.shown_as: form}, status=400)


def tell_same(request: HttpRequest, filing: Filing, paper: Paper) -> None:
    """To who has sent a paper again: that it says the same as when it came back, where it does."""
    same = filing.why_same(paper, is_own=True)
    if same:
        messages.warning(request, f"{same}；需要修改的，请先取回或撤回。")


def _done(request: HttpRequest, paper: Paper, act: str, desk: PaperDesk) -> HttpResponse:
    messages.success(request, DONE[act])
    if act in SENDING:
        tell_same(request, desk.filing, paper)
    return HttpResponseRedirect(paper.address)
