"""One task in one quarter: the report written or read, signed, recalled, reviewed, according to who looks."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from progress.evidence.card import EvidenceCard
from progress.evidence.forms import EvidenceForm
from progress.evidence.upload_views import evidence_form, keep_files
from progress.ledger.ledgers import ledger_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import Report
from progress.reports import actions
from progress.reports.actions import Incomplete
from progress.reports.confirmations import confirmed_in
from progress.reports.evidence_card import evidence_card
from progress.reports.evidence_views import REPORT_EVIDENCE
from progress.reports.forms import ReportForm, initial_of
from progress.reports.own import own_reports
from progress.reports.page import page_of
from progress.reports.review_forms import ReturnForm, ReviewForm, SeenReasonForm
from progress.reports.sheet import ReportSheet, previous_report, report_sheet, said_in
from progress.reports.write_locks import why_locked
from progress.rules.carried import carried
from progress.rules.states import WRITABLE_STATES, ReportState
from projects.filing.checks import has_signer
from projects.filing.forms import SignerWordForm
from projects.models import Task
from projects.rules.errors import Refused, Stale
from projects.rules.quarters import PERIODS
from projects.rules.roles import Role
from projects.screen.posted import seen_version, takes_files

DONE = {
    "save": "草稿已保存。",
    "send": "已送审签。",
    "submit": "已报送，等待审核。",
    "take_back": "已从审签中取回，可继续修改。",
    "recall": "已撤回，可继续修改。",
}


@takes_files
def report_page(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """One address for reading and for writing: a form that comes back through the sign-in finds its page."""
    answer = report_write if request.method == "POST" else report_detail
    return answer(request, year, quarter, number)


@require_safe
def report_detail(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """The page of a task's quarter; it opens for everybody and shows what that person may see."""
    ledger, report = _find(request, year, quarter, number)
    if report is None:
        return _render(request, ledger, quarter, None)
    sheet = report_sheet(ledger, report, request.today)
    restored = ReportForm(request.restored, sheet=sheet) if request.restored else None
    if not _may_write(request, sheet):
        return _render(request, ledger, quarter, sheet, kept=restored.texts() if restored else ())
    note = "您刚才填写的内容已带回下面的表单，尚未保存，请核对后保存。" if restored else ""
    form = restored or ReportForm(sheet=sheet, initial=initial_of(sheet))
    return _render(request, ledger, quarter, sheet, form=form, note=note, unsaved=bool(restored))


@permission_required("file_reports", raise_exception=True)
@require_POST
def report_write(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """保存草稿, 送审签, 报送: what was typed is saved first and not lost where the rest is refused."""
    ledger, report = _own(request, year, quarter, number)
    sheet = report_sheet(ledger, report, request.today)
    form = ReportForm(request.POST, sheet=sheet)
    evidence = evidence_form(evidence_card(sheet), request.POST)
    if not (form.is_savable and evidence.is_valid()):
        return _answer_invalid(request, ledger, quarter, sheet, form)
    try:
        saved = actions.save_draft(
            report,
            content=replace(form.content(), evidence=evidence.descriptions()),
            based_on=form.cleaned_data["version"],
            at=request.now,
            by=request.user,
        )
    except Stale as refusal:
        return _answer_stale(request, ledger, report, form, refusal)
    except Refused as refusal:
        return _answer_locked(request, ledger, sheet, form, refusal)
    if "X-Background" in request.headers:
        told = {"version": saved.version, "saved": f"{request.now:%H:%M}", "wrong": form.wrong}
        return JsonResponse(told | {"cause": form.cause()})
    changed, said = keep_files(request, saved, REPORT_EVIDENCE)
    if said:
        return HttpResponseRedirect(changed.address + "#evidence")
    return _go_on(request, ledger, changed, request.POST.get("action", "save"))


@permission_required("file_reports", raise_exception=True)
def report_reckon(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """What the page says beside the figures while one types, by the rules that judge them."""
    ledger, report = _own(request, year, quarter, number)
    if request.method != "POST":
        return HttpResponseRedirect(report.address)
    form = ReportForm(request.POST, sheet=report_sheet(ledger, report, request.today))
    told = {each.row.target.pk: each.told.as_json() for each in form.target_fields()}
    return JsonResponse({"targets": told, "cause": form.cause() if form.is_savable else ""})


@permission_required("file_reports", raise_exception=True)
def report_move(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """What is done to a report without writing in it: submit what awaits signature, take back, recall."""
    _, report = _own(request, year, quarter, number)
    if request.method != "POST":
        return HttpResponseRedirect(
            report.address
        )  # the click came back through the sign-in: one clicks again
    act = request.POST.get("action", "")
    if act not in ("submit", "take_back", "recall"):
        raise Http404
    moved = {"based_on": seen_version(request.POST), "at": request.now, "by": request.user}
    if act == "submit":
        moved["confirmed"] = confirmed_in(request.POST)
    try:
        getattr(actions, act)(report, **moved)
    except Incomplete as refusal:
        messages.error(request, f"没有报送。{refusal}")
        return HttpResponseRedirect(report.address)
    if act == "submit":
        return _on_to_next(request, report, (ReportState.AWAITING,), DONE[act])
    messages.success(request, DONE[act])
    return HttpResponseRedirect(report.address)


@permission_required("sign_reports", raise_exception=True)
def report_send_back(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """退回填报人 with a word."""
    ledger, report = _own(request, year, quarter, number)
    form = SignerWordForm(request.restored or request.POST)
    if request.method != "POST" or not form.is_valid():
        return _render(
            request, ledger, quarter, report_sheet(ledger, report, request.today), word=form, status=400
        )
    data = form.cleaned_data
    actions.send_back(report, word=data["word"], based_on=data["version"], at=request.now, by=request.user)
    return _on_to_next(request, report, (ReportState.AWAITING,), "已退回填报人。")


@permission_required("file_reports", raise_exception=True)
def report_copy(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """复制到本季: the form with last quarter's text put after what is typed, filled, not saved."""
    ledger, report = _own(request, year, quarter, number)
    if request.method != "POST" and not request.restored:
        return HttpResponseRedirect(report.address)  # an address typed by hand brings no form to fill
    sheet = report_sheet(ledger, report, request.today)
    period, before = report.period, previous_report(ledger, report)
    if before is None:
        raise Http404
    posted = (request.restored or request.POST).copy()
    dates = {"was_as_of": before.as_of, "now_as_of": period.as_of}
    copied = carried(before.text, was=before.when, now=period.when, **dates)
    posted["text"] = "\n".join(part for part in (posted.get("text", "").strip(), copied) if part)
    return _render(
        request,
        ledger,
        quarter,
        sheet,
        form=ReportForm(posted, sheet=sheet),
        note=f"{before.when.label}内容已放入进展情况，尚未保存，日期、季度和数据请逐处核对、修改后保存。",
        unsaved=True,
    )


def _go_on(request: HttpRequest, ledger: TaskLedger, saved: Report, act: str) -> HttpResponse:
    """After saving: send or submit where asked for; what is lacking comes back beside its fields."""
    try:
        if act in ("send", "submit"):
            _hand_in(request, saved, act)
    except Incomplete as refusal:
        fresh = ledger_of(saved.task)
        sheet = report_sheet(fresh, fresh.report(saved.period.quarter, saved.unit), request.today)
        posted = request.POST.copy()
        posted["version"] = saved.version
        form = ReportForm(posted, sheet=sheet)
        form.show_lacks(refusal.lacks)
        note = f"草稿已保存，还有{len(refusal.lacks)}处没有填完，不能报送。"
        return _render(
            request, fresh, saved.period.quarter, sheet, form=form, note=note, lacks=True, status=400
        )
    if act not in ("send", "submit"):
        _tell_saved(request, saved)
        return HttpResponseRedirect(saved.address)
    return _on_to_next(request, saved, WRITABLE_STATES, DONE[act])


def _tell_saved(request: HttpRequest, saved: Report) -> None:
    """That it is saved, and what of it nobody could read."""
    if not saved.unread:
        messages.success(request, DONE["save"])
        return
    words = f"草稿已保存。有{len(saved.unread)}处没有读懂，按您写的留着，报送前请改正，见红字。"
    messages.warning(request, words)


def _hand_in(request: HttpRequest, saved: Report, act: str) -> None:
    """送审签 or 报送 of what has just been saved; a signer who wrote it takes both steps by one click."""
    named = {"at": request.now, "by": request.user}
    is_signed_here = has_signer(saved.unit_id) and request.user.role == Role.SIGNER
    if act == "submit" and not is_signed_here:
        actions.submit(saved, based_on=saved.version, **named)
        return
    sent = actions.send_for_signature(saved, based_on=saved.version, **named)
    if act == "submit":
        actions.submit(sent, based_on=sent.version, confirmed=confirmed_in(request.POST), **named)


def _on_to_next(request: HttpRequest, report: Report, states: tuple[str, ...], done: str) -> HttpResponse:
    """To the unit's next report that is to be done, ready for typing; to its desk where none is."""
    messages.success(request, f"第{report.task.number}项{done}")
    following = own_reports(report).after(report, states)
    if following is None:
        return HttpResponseRedirect(
            reverse("filing_desk", args=[report.period.yearly_list.year, report.period.quarter])
        )
    return HttpResponseRedirect(
        following.address + ("#id_text" if following.state in WRITABLE_STATES else "")
    )


def _answer_invalid(
    request: HttpRequest, ledger: TaskLedger, quarter: int, sheet: ReportSheet, form: ReportForm
) -> HttpResponse:
    if "X-Background" in request.headers:
        return JsonResponse({"refused": form.errors_listed()}, status=400)
    return _render(
        request,
        ledger,
        quarter,
        sheet,
        form=form,
        note="没有保存：有内容需要改正，见红色提示。",
        unsaved=True,
        status=400,
    )


def _answer_stale(
    request: HttpRequest, ledger: TaskLedger, report: Report, form: ReportForm, refusal: Stale
) -> HttpResponse:
    """What the other person wrote beside the typed text; the next save replaces it knowingly."""
    if "X-Background" in request.headers:
        return JsonResponse({"refused": str(refusal)}, status=409)
    posted = request.POST.copy()
    posted["version"] = report.version
    sheet = report_sheet(ledger, report, request.today)
    return _render(
        request,
        ledger,
        report.period.quarter,
        sheet,
        form=ReportForm(posted, sheet=sheet),
        theirs=report,
        theirs_said=said_in(sheet),
        unsaved=True,
        note=str(refusal),
        status=409,
    )


def _answer_locked(
    request: HttpRequest, ledger: TaskLedger, sheet: ReportSheet, form: ReportForm, refusal: Refused
) -> HttpResponse:
    """Why it was not saved, and what was typed, to be copied."""
    if "X-Background" in request.headers:
        return JsonResponse({"refused": str(refusal)}, status=409)
    return _render(
        request,
        ledger,
        sheet.report.period.quarter,
        sheet,
        kept=form.texts(),
        note=f"没有保存。{refusal}",
        status=409,
    )


def _render(
    request: HttpRequest,
    ledger: TaskLedger,
    quarter: int,
    sheet: ReportSheet | None,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """The page with its forms; `more` is what the answer adds or puts in another's place."""
    page = page_of(ledger, quarter, sheet, request.user, request.today)
    forms = {
        "word": SignerWordForm(initial={"version": page.report.version}) if page.report else None,
        "review": _review_form(request, sheet),
        "return_form": ReturnForm(sheet=sheet) if sheet else None,
        "reopen_form": SeenReasonForm(initial={"version": page.report.version}) if page.report else None,
    }
    card = evidence_card(sheet) if sheet and (page.readable or page.is_own) else None
    shown = {"evidence": card, "evidence_form": _evidence_form(request, card)}
    context = {**vars(page), **forms, **shown, **more}
    return render(request, "progress/reports/report.html", context, status=status)


def _evidence_form(request: HttpRequest, card: EvidenceCard | None) -> EvidenceForm | None:
    """Of the files that stand; with what was typed, where the page answers a form or brings one back."""
    if card is None:
        return None
    posted = request.restored or (request.POST if "text" in request.POST else None)
    return evidence_form(card, posted)


def _find(request: HttpRequest, year: int, quarter: int, number: int) -> tuple[TaskLedger, Report | None]:
    """The task's ledger and the report: of the `unit` asked for, else one's own, else the first lead's.

    No report where the quarter is not open.
    """
    if quarter not in PERIODS:
        raise Http404
    ledger = ledger_of(get_object_or_404(Task.objects.only("pk"), yearly_list__year=year, number=number))
    laid_out = ledger.reports_in(quarter)
    named = request.GET.get("unit")
    if named and laid_out:
        return ledger, _of_unit(laid_out, named)
    own = ledger.report(quarter, request.user.unit_id or 0)
    return ledger, own or (laid_out[0] if laid_out else None)


def _of_unit(laid_out: list[Report], code: str) -> Report:
    found = next((each for each in laid_out if each.unit.code == code), None)
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, year: int, quarter: int, number: int) -> tuple[TaskLedger, Report]:
    """One's own report, for writing; a stranger's is not there."""
    ledger, report = _find(request, year, quarter, number)
    if report is None or report.unit_id != request.user.unit_id:
        raise Http404
    return ledger, report


def _may_write(request: HttpRequest, sheet: ReportSheet) -> bool:
    return (
        sheet.report.unit_id == request.user.unit_id
        and request.user.has_perm("file_reports")
        and not why_locked(sheet.report)
    )


def _review_form(request: HttpRequest, sheet: ReportSheet | None) -> ReviewForm | None:
    if (
        sheet is None
        or sheet.report.state != ReportState.SUBMITTED
        or not request.user.has_perm("review_reports")
    ):
        return None
    return ReviewForm(sheet=sheet, on=request.today)
