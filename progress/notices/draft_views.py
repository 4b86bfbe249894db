"""Notices before they have a number: drafted, sent for signing, signed."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from progress.ledger.opened_periods import opened_periods
from progress.models import Notice, ReportingPeriod
from progress.notices import draft_actions
from progress.notices.checks import may_sign
from progress.notices.forms import NewNoticeForm, NoticeForm, StepForm, initial_of
from progress.notices.paper_reads import paper_of
from progress.notices.proposal_reads import proposal, shortcomings_of
from progress.notices.reads import doubts_about, obstacle_to, reply_day, taken_over_by, whole_notices
from progress.rules import escalation
from progress.rules.states import NoticeLevel, NoticeState
from projects.lists.parties import GROUP, grouped, parties_of
from projects.models import Task, YearlyList
from projects.rules.errors import Refused, Stale
from projects.screen.forms import refusals_on
from projects.screen.posted import seen_version

SAID = {"save": "草稿已保存。", "send": "已送签，等待签发。"}


@permission_required("draft_notices", raise_exception=True)
def notice_new(request: HttpRequest, year: int) -> HttpResponse:
    """拟办, filled in from the figures or from the notice that is raised."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    periods = opened_periods(yearly_list)
    units = (
        grouped(
            (party for party in parties_of(yearly_list).answering if party.kind != GROUP), city=request.city
        )
        if periods
        else []
    )
    previous = _previous(request, year)
    typed = request.POST if request.method == "POST" else request.restored
    initial = {} if typed or not periods else _start(request, yearly_list, periods, previous)
    form = NewNoticeForm(typed, periods=periods, units=units, initial=initial)
    if (
        request.method == "POST"
        and periods
        and form.is_valid()
        and (notice := _draft(request, form, previous))
    ):
        return HttpResponseRedirect(notice.address)
    context = {
        "yearly_list": yearly_list,
        "periods": periods,
        "form": form,
        "previous": previous,
        "doubts": doubts_about(previous, request.today) if previous else [],
        "crumbs": _crumbs(year),
    }
    return render(
        request, "progress/notices/new.html", context, status=400 if request.method == "POST" else 200
    )


@permission_required("read_notices", raise_exception=True)
def notice_draft(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """A draft read and written: 保存, 送签, 签发. Once it has a number, its page is another."""
    notice = _find(request, year, pk)
    typed = request.POST if request.method == "POST" else request.restored
    form = _form(notice, request, typed)
    if notice.is_issued and request.method == "POST" and set(form.changed_data) - {"version", "is_certain"}:
        raise Refused(f"该件已签发（{notice.reference}），您的修改没有保存。")
    if notice.is_issued:
        return HttpResponseRedirect(notice.address)
    if request.method != "POST":
        return _render(request, notice, form)
    if not form.is_valid():
        return _render(request, notice, form, status=400)
    with refusals_on(form):
        try:
            done = _save(request, notice, form)
        except Stale as refusal:
            return _answer_stale(request, year, pk, refusal)
        return HttpResponseRedirect(done.address)
    return _render(request, _find(request, year, pk), _with_version(form, year, pk, request), status=409)


@permission_required("read_notices", raise_exception=True)
def notice_draft_move(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """退回拟稿 with a word, or 删除草稿."""
    notice = _find(request, year, pk)
    typed = request.restored or request.POST
    if (request.method != "POST" and not request.restored) or notice.is_issued:
        return HttpResponseRedirect(notice.address)
    word = _word_form(typed)
    action = typed.get("action")
    if request.method != "POST":
        return _render(request, notice, _form(notice, request), word=word)
    if action == "discard":
        draft_actions.discard(notice, based_on=seen_version(typed), at=request.now, by=request.user)
        messages.success(request, "草稿已删除。")
        return HttpResponseRedirect(reverse("notice_list", args=[year]))
    if action != "send_back" or word.has_error("version"):
        raise Http404
    if not word.is_valid() or not _send_back(request, notice, word):
        now = _find(request, year, pk)
        word.data = {**typed.dict(), "version": now.version}  # the page shows what stands now
        return _render(request, now, _form(now, request), word=word, status=400)
    return HttpResponseRedirect(notice.address)


def _draft(request: HttpRequest, form: NewNoticeForm, previous: Notice | None) -> Notice | None:
    """The draft; None where it was refused, which the form then says."""
    data, named = form.cleaned_data, {"at": request.now, "by": request.user}
    try:
        notice = draft_actions.draft(
            data["unit"],
            period=data["quarter"],
            tasks=data["numbers"],
            content=form.content(),
            previous=previous,
            based_on=data["version"],
            **named,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        if previous:
            form.data = {**form.data.dict(), "version": previous.version}  # the page shows what stands now
        return None
    messages.success(request, "草稿已保存，尚未编号。")
    return notice


def _save(request: HttpRequest, notice: Notice, form: NoticeForm) -> Notice:
    """Saved where something was changed, then sent or signed where that was asked for."""
    named, action = {"at": request.now, "by": request.user}, request.POST.get("action", "save")
    version = form.cleaned_data["version"] if form.cleaned_data["version"] is not None else -1
    if set(form.changed_data) - {"is_certain"} or action == "save":
        notice = draft_actions.revise(notice, content=form.content(), based_on=version, **named)
        version = notice.version
    if action == "send":
        notice = draft_actions.send_for_signing(notice, based_on=version, **named)
    elif action == "issue":
        signed = {"city": request.city, "certain_of": form.certain_of}
        notice = draft_actions.issue(notice, based_on=version, **signed, **named)
    messages.success(request, SAID.get(action) or f"已签发，文号{notice.reference}。")
    return notice


def _send_back(request: HttpRequest, notice: Notice, form: StepForm) -> bool:
    with refusals_on(form):
        named = {"based_on": form.cleaned_data["version"], "at": request.now, "by": request.user}
        draft_actions.send_back(notice, word=form.cleaned_data["word"], **named)
        messages.success(request, "已退回拟稿人。")
        return True
    return False


def _answer_stale(request: HttpRequest, year: int, pk: int, refusal: Stale) -> HttpResponse:
    """What the other person wrote beside the typed text; the next save replaces it knowingly."""
    theirs, posted = _find(request, year, pk), request.POST.copy()
    posted["version"] = theirs.version
    return _render(
        request,
        theirs,
        _form(theirs, request, posted),
        theirs=theirs,
        note=str(refusal),
        status=409,
    )


def _with_version(form: NoticeForm, year: int, pk: int, request: HttpRequest) -> NoticeForm:
    """The same form on the version that stands now: what was saved before a refusal is not refused again."""
    posted, notice = request.POST.copy(), _find(request, year, pk)
    posted["version"] = notice.version
    again = _form(notice, request, posted)
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


def _render(
    request: HttpRequest,
    notice: Notice,
    form: NoticeForm,
    *,
    word: StepForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    user = request.user
    is_mine = (
        notice.state == NoticeState.AWAITING
        or notice.level == NoticeLevel.ALERT
        or notice.saved_by_id == user.pk
    )
    context = {
        "notice": notice,
        "paper": paper_of(notice, city=request.city),
        "form": form,
        "doubts": form.doubts,
        "obstacle": obstacle_to(notice, request.today),
        "may_issue": may_sign(notice, by=user) and is_mine and not notice.over_before,
        "may_send": notice.state == NoticeState.DRAFT
        and notice.level != NoticeLevel.ALERT
        and not notice.over_before,
        "may_send_back": notice.state == NoticeState.AWAITING and may_sign(notice, by=user),
        "word": word
        or StepForm(initial={"version": notice.version}, label="退回意见", auto_id="send_back-%s"),
        "crumbs": _crumbs(notice.yearly_list.year),
        **more,
    }
    return render(request, "progress/notices/draft.html", context, status=status)


def _form(notice: Notice, request: HttpRequest, typed: QueryDict | None = None) -> NoticeForm:
    """The draft as it stands, or as it was typed; nothing is asked of one that is signed or can never be."""
    is_asked = not (notice.is_issued or notice.over_before)
    doubts = doubts_about(notice, request.today) if is_asked else []
    return NoticeForm(typed, initial=initial_of(notice), doubts=doubts)


def _find(request: HttpRequest, year: int, pk: int) -> Notice:
    """A draft, which only the two offices see; an issued one to everybody who may see it."""
    return get_object_or_404(whole_notices(request.user, year), pk=pk)


def _previous(request: HttpRequest, year: int) -> Notice | None:
    """The notice that is raised, by its number."""
    return _named(request, year, "previous")


def _named(request: HttpRequest, year: int, name: str) -> Notice | None:
    """The notice whose number the page was asked with, under this name."""
    number = (request.restored or request.POST or request.GET).get(name, "")
    return (
        get_object_or_404(whole_notices(request.user, year), number=number)
        if number.isdecimal() and len(number) < 6
        else None
    )


def _start(
    request: HttpRequest, yearly_list: YearlyList, periods: list[ReportingPeriod], previous: Notice | None
) -> dict:
    """What a new notice begins with: one that is raised or sent to another unit, or what the figures say."""
    if previous:
        return _raised(previous, request)
    instead = _named(request, yearly_list.year, "instead")
    return _readdressed(instead, request) if instead else _initial(request, yearly_list, periods)


def _raised(previous: Notice, request: HttpRequest) -> dict:
    """The next level, with what the one before said."""
    level, reply_by = (
        escalation.next_level(previous.level) or previous.level,
        reply_day(previous.yearly_list, request.today),
    )
    chase = previous.chase
    failed = escalation.raising_words(
        previous.level, previous.reference, chase.reply_by, is_answered=chase.replied_on is not None
    )
    return {
        "previous": previous.number,
        "version": previous.version,
        "quarter": f"q{previous.period.quarter}",
        "unit": previous.unit.code,
        "numbers": "、".join(str(task.number) for task in previous.tasks.all()),
        "level": level,
        "reply_by": reply_by,
        "grounds": f"{failed}\n{previous.grounds}"
        if escalation.is_disobeyed(chase, request.today)
        else previous.grounds,
        "demands": escalation.demand_words(quarter=previous.period.quarter),
    }


def _readdressed(instead: Notice, request: HttpRequest) -> dict:
    """The same matter to the unit that leads its tasks now; the one before is withdrawn by itself."""
    units = taken_over_by(instead)
    before = f"{instead.reference}送{instead.unit}，该单位已停用，改送本单位。"
    return {
        "quarter": f"q{instead.period.quarter}",
        "unit": units[0].code if len(units) == 1 else "",
        "numbers": "、".join(str(task.number) for task in instead.tasks.all()),
        "level": instead.level,
        "reply_by": reply_day(instead.yearly_list, request.today),
        "grounds": f"{before}\n{instead.grounds}",
        "demands": instead.demands,
        "urgency": "" if instead.level == NoticeLevel.ALERT else before,
    }


def _initial(request: HttpRequest, yearly_list: YearlyList, periods: list[ReportingPeriod]) -> dict:
    """What the address names, and what the figures say about it."""
    asked: QueryDict = request.GET
    period = next((each for each in periods if f"q{each.quarter}" == asked.get("q")), periods[-1])
    numbers = [int(each) for each in asked.getlist("task") if each.isdecimal() and len(each) < 5]
    named = Task.objects.filter(yearly_list=yearly_list, number__in=numbers)
    code, reply_by = asked.get("unit", ""), reply_day(yearly_list, request.today)
    shortcomings = (
        [each for each in shortcomings_of(named, period, request.today) if each.unit.code == code]
        if numbers and code
        else []
    )
    found = proposal(shortcomings, period, request.today) if shortcomings else None
    return {
        "quarter": f"q{period.quarter}",
        "unit": code,
        "numbers": "、".join(map(str, numbers)),
        "level": NoticeLevel.ALERT,
        "reply_by": reply_by,
        "grounds": found.words if found else "",
        "demands": escalation.demand_words(found.kinds if found else (), quarter=period.quarter),
    }


def _word_form(typed: QueryDict | None, **named: object) -> StepForm:
    return StepForm(typed, label="退回意见", auto_id="send_back-%s", **named)


def _crumbs(year: int) -> list[dict]:
    return [{"url": reverse("notice_list", args=[year]), "label": "督办单"}]
