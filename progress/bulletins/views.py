"""通报: the draft of a quarter, its files, issuing it; the issues of a year."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.bulletins import actions, text_actions
from progress.bulletins.document import attachments, bulletin_document
from progress.bulletins.draft import TodaysDraft, bulletin_draft
from progress.bulletins.edits import (
    ADD,
    DOWN,
    DROP,
    DROP_HEADING,
    DROP_WHOLE,
    KEEP,
    RESTORE,
    REWRITE,
    UP,
)
from progress.bulletins.forms import CorrectionForm, IssueForm, ParagraphForm
from progress.bulletins.imprint import demo_note, imprint_of
from progress.bulletins.paragraphs import Hand, Typed, drawn_paragraphs
from progress.bulletins.readiness import why_too_early
from progress.bulletins.workbook import bulletin_workbook
from progress.models import Bulletin, BulletinFile, Evidence, ReportingPeriod
from progress.opening.reads import opened_period, period_or_404
from progress.rules.figures import Figures
from progress.rules.figures_json import from_json
from projects.models import YearlyList
from projects.paper.paragraphs import Paragraph, numbered
from projects.paper.sheets import CONTENT_TYPE as XLSX
from projects.paper.word import CONTENT_TYPE as DOCX
from projects.rules.quarters import Quarter
from projects.screen import cells
from projects.screen.downloads import download
from projects.screen.forms import refusals_on, refusals_to
from projects.screen.links import Link, Switch, quarter_links

DONE = {
    REWRITE: "已保存。",
    DROP: "已删除，可随时恢复。",
    DROP_WHOLE: "已删除标题及其下各段，可随时恢复。",
    DROP_HEADING: "已删除标题，其下各段保留。",
    KEEP: "已确认保留您的文字。",
    RESTORE: "已恢复为系统生成的文字。",
    UP: "已上移。",
    DOWN: "已下移。",
    ADD: "已增加一段。",
}
UNSAVED = "尚未保存，请核对（文字中不能有特殊字符）后再保存。"


@require_safe
def bulletin_page(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """The draft for those who read everything; for others the issue that stands, or that there is none."""
    period = opened_period(year, quarter)
    is_issued = period is None or not period.is_backfilled or period.bulletins.numbered().exists()
    if period and is_issued and request.user.has_perm("read_everything"):
        return render(request, "progress/bulletins/draft.html", _draft_context(request, period))
    latest = Bulletin.objects.latest_for(period) if period and is_issued else None
    if latest:
        return redirect(latest.address)
    context = {
        "quarter": Quarter(year, quarter),
        "period": period,
        "is_issued": is_issued,
        "issues": _issues(year).order_by("-number"),
        "quarters": _quarters(year, quarter),
    }
    return render(request, "progress/bulletins/none.html", context)


@permission_required("read_everything", raise_exception=True)
@require_safe
def bulletin_preview(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """The draft as it will print."""
    draft = bulletin_draft(period_or_404(year, quarter), request.today, city=request.city)
    imprint = imprint_of(request.city)
    context = {
        "title": draft.figures.title,
        "imprint": imprint,
        "dated": imprint.dated_on(draft.figures.drawn_on),
        "text": list(numbered(draft.text)),
        "attachments": [each.title for each in attachments(draft.figures)],
        "quarter": Quarter(year, quarter),
    }
    return render(request, "progress/bulletins/preview.html", context)


@require_safe
def bulletin_file(request: HttpRequest, year: int, quarter: int, kind: str) -> HttpResponse:
    """The file of the issue that stands; without one, or on request, the draft's, marked as such."""
    period = period_or_404(year, quarter)
    latest = None if "draft" in request.GET else Bulletin.objects.latest_for(period)
    if latest:
        return _stored(latest, kind)
    if not request.user.has_perm("read_everything"):
        raise Http404
    draft, imprint = (
        bulletin_draft(period, request.today, city=request.city),
        imprint_of(request.city, note=demo_note()),
    )
    content = (
        bulletin_workbook(draft.figures, imprint)
        if kind == "workbook"
        else bulletin_document(draft.figures, draft.text, imprint)
    )
    return _sent(content, f"{draft.figures.title}（草稿）", kind)


@permission_required("issue_bulletins", raise_exception=True)
def bulletin_edit(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """One act on one paragraph; what is refused, or came through the sign-in, comes back as typed."""
    period, form = period_or_404(year, quarter), ParagraphForm(request.restored or request.POST)
    if not form.data.get("text") and not form.is_valid():
        messages.error(request, "没有办理：请从通报草稿页面操作。")
        return redirect("bulletin", year, quarter)
    if request.restored or not form.is_valid():
        return _unsaved(request, period, form, UNSAVED, status=400 if request.method == "POST" else 200)
    refusals: list[str] = []
    with refusals_to(refusals.append):
        _act(request, period, form.cleaned_data)
    if refusals:
        return _unsaved(request, period, form, refusals[0], status=409)
    messages.success(request, DONE[form.cleaned_data["action"]])
    return HttpResponseRedirect(f"{reverse('bulletin', args=[year, quarter])}#p-{form.cleaned_data['key']}")


@permission_required("issue_bulletins", raise_exception=True)
def bulletin_issue(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """印发, or 更正 of the issue that stands."""
    period, typed = period_or_404(year, quarter), request.restored or request.POST
    form = CorrectionForm(typed) if "corrects" in typed else IssueForm(typed)
    if request.method == "POST" and form.is_valid() and (issued := _issue(request, period, form)):
        messages.success(request, f"{issued.label}已印发，文件已存档。")
        return redirect(issued.address)
    context = _draft_context(request, period, issuing=form)
    return render(
        request, "progress/bulletins/draft.html", context, status=400 if request.method == "POST" else 200
    )


@require_safe
def bulletin_list(request: HttpRequest, year: int) -> HttpResponse:
    """The issues of a year, the last first."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    return render(
        request,
        "progress/bulletins/list.html",
        {
            "yearly_list": yearly_list,
            "issues": _issues(year).order_by("-number"),
            "may_publish": request.user.has_perm("open_to_public"),
        },
    )


@require_safe
def bulletin_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One issue as it was issued: text, counts, files with their checksums."""
    issue = get_object_or_404(_issues(year), number=number)
    figures: Figures = from_json(issue.figures)
    context = {
        "issue": issue,
        "figures": figures,
        "text": list(numbered(Paragraph(**each) for each in issue.paragraphs)),
        "files": issue.files.defer("content"),
        "corrected_by": Bulletin.objects.filter(corrects=issue)
        .select_related("corrects", "yearly_list")
        .first(),
        "crumbs": [{"url": reverse("bulletin_list", args=[year]), "label": f"{year}年通报"}],
        "reads_all": request.user.has_perm("read_everything"),
        "scan": Evidence.objects.in_place().filter(backfill__period__bulletins=issue).first(),
    }
    return render(request, "progress/bulletins/detail.html", context)


@require_safe
def issue_file(request: HttpRequest, year: int, number: int, kind: str) -> HttpResponse:
    """One file of one issue, the bytes that were stored."""
    return _stored(get_object_or_404(_issues(year), number=number), kind)


def _unsaved(
    request: HttpRequest, period: ReportingPeriod, form: ParagraphForm, why: str, *, status: int
) -> HttpResponse:
    """The draft with what was typed in its paragraph's form; where that paragraph is gone, above them all."""
    context = _draft_context(request, period, unsaved=(form, why))
    return render(request, "progress/bulletins/draft.html", context, status=status)


def _typed(request: HttpRequest, draft: TodaysDraft, form: ParagraphForm, why: str) -> Typed:
    """What was typed and is not saved; a paragraph that is not there any more has no form for it."""
    action, key, text = (form.data.get(name, "") for name in ("action", "key", "text"))
    found = draft.found(key)
    has_form = found is not None and (action == ADD or (action == REWRITE and not found.is_dropped))
    # What comes back through the sign-in was typed beside an older draft; who was refused has read this one.
    version = form.data.get("version") if request.restored else draft.version
    return Typed(why, action, key, text, version, is_homeless=not has_form)


def _draft_context(
    request: HttpRequest,
    period: ReportingPeriod,
    *,
    unsaved: tuple[ParagraphForm, str] | None = None,
    issuing: IssueForm | None = None,
) -> dict:
    draft, when = bulletin_draft(period, request.today, city=request.city), period.when
    initial = {"seen": draft.mark}
    latest = Bulletin.objects.latest_for(period) if draft.figures.corrects else None
    may_issue = request.user.has_perm("issue_bulletins")
    typed = _typed(request, draft, *unsaved) if unsaved else None
    token = cells.hidden("csrfmiddlewaretoken", get_token(request))
    hand = Hand(reverse("bulletin_edit", args=[when.year, when.number]), token, typed)
    return {
        "period": period,
        "quarter": when,
        "draft": draft,
        "paragraphs": drawn_paragraphs(draft, hand if may_issue else None),
        "latest": latest,
        "too_early": why_too_early(period, request.today),
        "typed": typed,
        "form": issuing or (CorrectionForm(initial=initial) if latest else IssueForm(initial=initial)),
        "may_issue": may_issue,
        "quarters": _quarters(when.year, when.number),
    }


def _act(request: HttpRequest, period: ReportingPeriod, typed: dict) -> None:
    """One act by its action."""
    act, key = typed["action"], typed["key"]
    named = {"based_on": typed["version"], "city": request.city, "at": request.now, "by": request.user}
    if act == REWRITE:
        text_actions.rewrite(period, key=key, text=typed["text"], **named)
    elif act == ADD:
        text_actions.add(period, after=key, text=typed["text"], **named)
    elif act in (UP, DOWN):
        text_actions.move(period, key=key, up=act == UP, **named)
    elif act in (DROP_WHOLE, DROP_HEADING):
        text_actions.drop(period, key=key, whole=act == DROP_WHOLE, **named)
    else:
        simple = {KEEP: text_actions.keep, DROP: text_actions.drop, RESTORE: text_actions.restore}
        simple[act](period, key=key, **named)


def _issue(request: HttpRequest, period: ReportingPeriod, form: IssueForm) -> Bulletin | None:
    """The issue; None where it is refused, and the form says why. What is corrected is the issue seen."""
    data = form.cleaned_data
    given = {
        "knowingly": data["knowingly"],
        "seen": data["seen"],
        "note": demo_note(),
        "city": request.city,
    }
    with refusals_on(form):
        if "corrects" in data:
            seen = get_object_or_404(period.bulletins, number=data["corrects"])
            return actions.correct(seen, reason=data["reason"], **given, at=request.now, by=request.user)
        return actions.issue(period, **given, at=request.now, by=request.user)
    form.data = form.data.copy()
    form.data.pop("knowingly", None)  # meant for what was read then
    return None


def _issues(year: int) -> QuerySet[Bulletin]:
    return Bulletin.objects.of_year(year).select_related(
        "period__yearly_list", "yearly_list", "corrects", "issued_by"
    )


def _stored(issue: Bulletin, kind: str) -> HttpResponse:
    """The stored bytes."""
    kept = get_object_or_404(BulletinFile, bulletin=issue, kind=kind)
    return _sent(
        bytes(kept.content), f"{issue.title}（{issue.label}{'，公开版' if kind == 'public' else ''}）", kind
    )


def _sent(content: bytes, title: str, kind: str) -> HttpResponse:
    suffix, content_type = ("xlsx", XLSX) if kind == "workbook" else ("docx", DOCX)
    return download(content, f"{title}.{suffix}", content_type)


def _quarters(year: int, shown: int) -> Switch:
    return Switch(
        "季度",
        (*quarter_links("bulletin", year, shown), Link("历期通报", reverse("bulletin_list", args=[year]))),
    )
