"""The unit's reply to a notice: kept as typed, sent for signature, submitted, taken back, recalled."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from progress.models import NoticeReply
from progress.notices import reply_actions
from progress.notices.forms import ReplyForm, StepForm
from progress.notices.reads import reply_of
from progress.notices.reply_context import reply_card
from progress.notices.views import find_notice, render_notice
from projects.evidence.upload_views import EvidenceActs, evidence_form, keep_files, one_file
from projects.filing.checks import steps_after_saving
from projects.filing.paper_views import tell_same
from projects.filing.posted_views import NOT_DONE
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.filing import Step
from projects.screen.posted import seen_version, takes_files

REPLY_EVIDENCE = EvidenceActs(
    reply_actions.check_writable, reply_actions.attach_evidence, reply_actions.take_evidence_away
)
STEPS = {Step.SEND: reply_actions.send_for_signature, Step.SUBMIT: reply_actions.submit}
DONE = {
    "save": "草稿已保存。",
    "send": "回复已送审签。",
    "submit": "已回复。",
    "take_back": "已从审签中取回，可继续修改。",
    "recall": "已撤回，可继续修改。",
}


@takes_files
@permission_required("file_reports", raise_exception=True)
def notice_reply(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """保存草稿, 送审签, 报送: what was typed is saved first and not lost where the rest is refused."""
    notice = find_notice(request, year, number)
    if notice.unit_id != request.user.unit_id:
        raise NotYours("只有主送单位的填报员、审签人可以签收和回复。")
    if request.method != "POST":
        more = {"reply_form": ReplyForm(request.restored), "unsaved": True} if request.restored else {}
        return render_notice(request, notice, **more)
    form, reply = ReplyForm(request.POST), reply_of(notice)
    evidence = evidence_form(reply_card(reply), request.POST)
    if form.has_error("version"):
        raise Http404  # posted without what was read
    if not (form.is_valid() and evidence.is_valid()):
        words = form.first_error() if form.errors else "请核对佐证材料的说明。"
        return _answer(request, year, number, form, words, status=400)
    try:
        named = {"based_on": form.cleaned_data["version"], "at": request.now, "by": request.user}
        said = evidence.descriptions()
        saved = reply_actions.save_draft(reply, answer=form.answer(), evidence=said, **named)
    except Refused as refusal:
        return _answer(request, year, number, form, str(refusal), is_stale=isinstance(refusal, Stale))
    if "X-Background" in request.headers:
        return JsonResponse({"version": saved.version, "saved": f"{request.now:%H:%M}", "cause": ""})
    changed, said = keep_files(request, saved, REPLY_EVIDENCE)
    if said:
        return HttpResponseRedirect(changed.notice.address + "#evidence")
    return _go_on(request, changed, form, request.POST.get("action", "save"))


@takes_files
@permission_required("file_reports", raise_exception=True)
def notice_reply_evidence(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One file of one's own reply, in the background."""
    notice = find_notice(request, year, number)
    if request.method != "POST":
        return HttpResponseRedirect(notice.address)
    return one_file(request, reply_of(notice), REPLY_EVIDENCE, card=reply_card)


@permission_required("file_reports", raise_exception=True)
def notice_reply_move(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What is done to a reply without writing in it: submit, give back to the filer, take back, recall."""
    notice = find_notice(request, year, number)
    posted = request.restored or request.POST
    action, reply = posted.get("action", ""), reply_of(notice)
    if action == "send_back":
        return _send_back(request, reply, StepForm(posted, label="退回意见", auto_id="send_back-%s"))
    if request.method != "POST":
        if request.restored:  # it met the sign-in: a click is made again by whoever still means it
            messages.warning(request, NOT_DONE)
        return HttpResponseRedirect(notice.address)
    if action not in ("submit", "take_back", "recall"):
        raise Http404
    named = {"based_on": seen_version(posted), "at": request.now, "by": request.user}
    getattr(reply_actions, action)(reply, **named)
    messages.success(request, DONE[action])
    return HttpResponseRedirect(notice.address)


def _send_back(request: HttpRequest, reply: NoticeReply, form: StepForm) -> HttpResponse:
    """退回填报人 with a word."""
    if request.method != "POST":
        return render_notice(request, reply.notice, word_form=form)
    if not form.is_valid():
        raise Http404 if form.has_error("version") else Refused(form.errors["word"][0])
    named = {"based_on": form.cleaned_data["version"], "at": request.now, "by": request.user}
    reply_actions.send_back(reply, word=form.cleaned_data["word"], **named)
    messages.success(request, "已退回填报人。")
    return HttpResponseRedirect(reply.notice.address)


def _go_on(request: HttpRequest, saved: NoticeReply, form: ReplyForm, act: str) -> HttpResponse:
    """After saving: send or submit where asked for; what is lacking is said above the form."""
    notice = saved.notice
    try:
        for step in steps_after_saving(act, unit=notice.unit_id, by=request.user):
            saved = STEPS[step](saved, based_on=saved.version, at=request.now, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        year, number = notice.yearly_list.year, notice.number
        return _answer(request, year, number, form, f"草稿已保存，没有报送。{refusal}", status=400)
    messages.success(request, DONE.get(act, DONE["save"]))
    tell_same(request, reply_actions.REPLY, saved)
    return HttpResponseRedirect(notice.address)


def _answer(
    request: HttpRequest,
    year: int,
    number: int,
    form: ReplyForm,
    words: str,
    *,
    is_stale: bool = False,
    status: int = 409,
) -> HttpResponse:
    """The page once more with what was typed, on the version that stands now.

    A background save gets the words alone. Where somebody else has saved, theirs stands beside it: the next
    save replaces it knowingly.
    """
    if "X-Background" in request.headers:
        return JsonResponse({"refused": words}, status=status)
    notice = find_notice(request, year, number)
    now = reply_of(notice)
    posted = request.POST.copy()
    posted["version"] = now.version
    again = ReplyForm(posted)
    again.is_valid()
    if not form.errors:
        again.add_error(None, words)
    theirs = now if is_stale else None
    return render_notice(request, notice, reply_form=again, theirs=theirs, unsaved=True, status=status)
