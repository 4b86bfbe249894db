"""督办单: the list, one notice with its ladder, what the unit and the offices do to it, and the paper."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from progress.models import Notice, NoticeReply
from progress.notices import actions
from progress.notices.checks import may_sign
from progress.notices.document import notice_document
from progress.notices.filters import ISSUED_STATES, STATES, NoticeFilter
from progress.notices.forms import StepForm
from progress.notices.paper_reads import paper_of
from progress.notices.reads import (
    history,
    ladder_of,
    notice_rows,
    notices_of,
    reply_of,
    taken_over_by,
    whole_notices,
)
from progress.notices.reply_actions import REPLY
from progress.notices.reply_context import reply_desk
from progress.notices.tables import NoticeTable, over_before
from progress.notices.workbook import NoticeLine, notice_workbook
from progress.rules.escalation import is_left_alone, is_unanswered, next_level
from progress.rules.states import OVERDUE_WORD, NoticeLevel, NoticeState
from projects.models import Unit, YearlyList
from projects.paper.sheets import CONTENT_TYPE as XLSX
from projects.paper.word import CONTENT_TYPE as DOCX
from projects.rules.quarters import PERIODS, Quarter
from projects.screen.downloads import download
from projects.screen.filters import narrowing_in_words
from projects.screen.forms import refusals_on
from projects.screen.links import Link, changed

STEPS = {  # what may be posted: how its word is called, what is said afterwards
    "receive": ("", "已签收。"),
    "ask_again": ("退回理由", "已退回，请单位重新回复。"),
    "close": ("办结意见", "已办结。"),
    "withdraw": ("作废理由", "已作废，文号保留。"),
}


@permission_required("read_notices", raise_exception=True)
@require_safe
def notice_list(request: HttpRequest, year: int) -> HttpResponse:
    """The year's notices that this person may see."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    found = _found(request, year)
    shown = {"year": year, "on": request.today, "same": _same_replies(request, found)}
    table = NoticeTable(notice_rows(found.rows), query=request.GET.dict(), **shown)
    context = {
        "yearly_list": yearly_list,
        "filter": found,
        "table": table,
        "pages": table.pages(),
        "export": reverse("notice_list_workbook", args=[year])
        + changed(request.GET.dict(), without=("page", "per_page", "sort")),
        "is_filtered": any(value for name, value in request.GET.items() if name in found.filters),
        "tabs": _tabs(year) if request.user.has_perm("draft_notices") else [],
    }
    return render(request, "progress/notices/list.html", context)


@permission_required("read_notices", raise_exception=True)
@require_safe
def notice_list_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """The notices found, as a workbook."""
    get_object_or_404(YearlyList, year=year)
    title = f"{year}年{request.city.name}民生实事督办单"
    found = _found(request, year)
    lines = [_line(row, year, request) for row in notice_rows(found.rows)]
    content = notice_workbook(title, lines, narrowing=narrowing_in_words(found.form), on=request.today)
    return download(content, f"{title}.xlsx", XLSX)


@permission_required("read_notices", raise_exception=True)
@require_safe
def notice_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One notice as it is printed, beside what was done and what may be done."""
    return render_notice(request, find_notice(request, year, number))


@permission_required("read_notices", raise_exception=True)
@require_safe
def notice_paper(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The notice as a Word document."""
    notice = find_notice(request, year, number)
    return download(
        notice_document(paper_of(notice, city=request.city)),
        f"{notice.reference}{notice.get_level_display()}.docx",
        DOCX,
    )


@permission_required("read_notices", raise_exception=True)
def notice_move(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """签收, 退回回复, 办结, 作废."""
    notice = find_notice(request, year, number)
    posted = request.POST if request.method == "POST" else request.restored or {}
    action = posted.get("action", "")
    if request.method != "POST":
        bound = {action: _step(notice, action, posted)} if action in STEPS else {}
        return render_notice(request, notice, bound=bound)
    if action not in STEPS:
        raise Http404
    form = _step(notice, action, posted)
    if form.has_error("version"):
        raise Http404  # posted without what was read
    if not form.is_valid():
        return render_notice(request, notice, bound={action: form}, status=400)
    with refusals_on(form):
        _act(request, notice, action, form)
        messages.success(request, STEPS[action][1])
        return HttpResponseRedirect(notice.address)
    now = find_notice(request, year, number)
    form.data = {**form.data.dict(), "version": now.version}  # the page shows what stands now
    return render_notice(request, now, bound={action: form}, status=409)


def _act(request: HttpRequest, notice: Notice, action: str, form: StepForm) -> Notice:
    """One step, by its one function."""
    word, version = form.cleaned_data["word"], form.cleaned_data["version"]
    named = {"based_on": version, "at": request.now, "by": request.user}
    if action == "receive":
        return actions.receive(notice, **named)
    if action == "close":
        return actions.close(notice, note=word, **named)
    if action == "withdraw":
        return actions.withdraw(notice, reason=word, **named)
    return actions.ask_again(notice, reason=word, reply_by=form.cleaned_data["reply_by"], **named)


def _step(notice: Notice, action: str, posted: dict | None = None) -> StepForm:
    """The form of a step, on the version that the page shows."""
    named = {"label": STEPS[action][0], "with_day": action == "ask_again", "auto_id": f"{action}-%s"}
    return StepForm(posted, initial={"version": notice.version}, **named)


def find_notice(request: HttpRequest, year: int, number: int) -> Notice:
    """The notice with this number; for a stranger there is none."""
    return get_object_or_404(whole_notices(request.user, year), number=number)


def render_notice(
    request: HttpRequest,
    notice: Notice,
    *,
    bound: dict[str, StepForm] | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """The page of one notice; `more` is what an answer about its reply puts in another's place."""
    user = request.user
    forms = {action: _step(notice, action) for action in STEPS if action != "receive"} | (bound or {})
    ladder = ladder_of(notice, user)
    left_alone = is_left_alone(notice.state, is_in_use=notice.unit.is_active) and user.has_perm(
        "draft_notices"
    )
    is_raised = any(each.previous_id == notice.pk and not each.is_issued for each in ladder)
    context = {
        "notice": notice,
        "paper": paper_of(notice, city=request.city),
        "history": history(notice, inside=user.has_perm("draft_notices")),
        "ladder": ladder,
        "is_unanswered": notice.is_unanswered(request.today),
        **vars(reply_desk(notice, user, _posted(request))),
        "same": REPLY.why_same(reply_of(notice), is_own=user.unit_id == notice.unit_id),
        "may_judge": notice.is_running and may_sign(notice, by=user),
        "may_raise": notice.is_running
        and user.has_perm("draft_notices")
        and not is_raised
        and not left_alone  # a level more would go to the same unit
        and NoticeLevel.word_of(next_level(notice.level)),
        "left_alone": left_alone,
        "taken_over_by": taken_over_by(notice) if left_alone else (),
        "forms": forms,
        "crumbs": [{"url": reverse("notice_list", args=[notice.yearly_list.year]), "label": "督办单"}],
        **more,
    }
    return render(request, "progress/notices/detail.html", context, status=status)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was typed in the form of the reply, where the page answers it or brings it back."""
    typed = request.restored or request.POST
    return typed if "cause" in typed else None


def _same_replies(request: HttpRequest, found: NoticeFilter) -> dict[int, str]:
    """Of the notices found, by key: that the reply on its way came back and is as it was."""
    replies = {each.pk: each for each in NoticeReply.objects.filter(notice__in=found.rows.values("pk"))}
    is_own = request.user.has_perm("file_reports")
    same = REPLY.why_same_of(replies.values(), is_own=is_own)
    return {replies[key].notice_id: words for key, words in same.items()}


def _found(request: HttpRequest, year: int) -> NoticeFilter:
    """The filter over what this person may see, with the units that occur."""
    seen = notices_of(year, request.user)
    units = Unit.objects.filter(pk__in=seen.values("unit")).order_by("order").values_list("code", "name")
    states = STATES if request.user.has_perm("draft_notices") else ISSUED_STATES
    quarters = [(str(number), Quarter(year, number).label) for number in PERIODS]
    choices = {"unit": list(units), "state": states, "quarter": quarters}
    return NoticeFilter(request.GET, queryset=seen, choices=choices, on=request.today)


def _tabs(year: int) -> list[Link]:
    return [
        Link("督办单", reverse("notice_list", args=[year]), here=True),
        Link("拟办建议", reverse("notice_proposals", args=[year])),
    ]


def _line(row: dict, year: int, request: HttpRequest) -> NoticeLine:
    """A row of the table as the workbook wants it."""
    late = OVERDUE_WORD if is_unanswered(row["state"], row["reply_by"], request.today) else over_before(row)
    return NoticeLine(
        row["reference"] or "（草稿）",
        NoticeLevel(row["level"]).word,
        row["unit__name"],
        Quarter(year, row["period__quarter"]).label,
        row["task_numbers"][0] if len(row["task_numbers"]) == 1 else "、".join(map(str, row["task_numbers"])),
        row["grounds"],
        localtime(row["issued_at"]).date() if row["issued_at"] else None,
        row["reply_by"],
        NoticeState(row["state"]).word + (f"（{late}）" if late else ""),
    )
