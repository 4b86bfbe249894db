"""The form of a report: saved, sent or submitted by the same click, filled from the quarter before."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST

from progress.ledger.ledgers import ledger_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import Report
from progress.reports import actions
from progress.reports.actions import Incomplete
from progress.reports.confirmations import confirmed_in
from progress.reports.evidence_card import evidence_card
from progress.reports.evidence_views import REPORT_EVIDENCE
from progress.reports.forms import ReportForm
from progress.reports.sheet import ReportSheet, previous_report, report_sheet, said_in
from progress.reports.views import DONE, on_to_next, own_report, render_report, report_detail
from progress.rules.carried import carried
from progress.rules.spending import KEY as SPENDING
from progress.rules.states import WRITABLE_STATES
from projects.evidence.forms import EvidenceForm
from projects.evidence.upload_views import evidence_form, keep_files
from projects.filing.checks import steps_after_saving
from projects.filing.paper_views import tell_same
from projects.rules.errors import Refused, Stale
from projects.rules.filing import Step
from projects.screen.posted import takes_files


@takes_files
def report_page(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """One address for reading and for writing: a form that comes back through the sign-in finds its page."""
    answer = report_write if request.method == "POST" else report_detail
    return answer(request, year, quarter, number)


@permission_required("file_reports", raise_exception=True)
@require_POST
def report_write(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """保存草稿, 送审签, 报送: what was typed is saved first and not lost where the rest is refused."""
    ledger, report = own_report(request, year, quarter, number)
    sheet = report_sheet(ledger, report, request.today)
    form = ReportForm(request.POST, sheet=sheet)
    evidence = evidence_form(evidence_card(sheet), request.POST)
    if not (form.is_savable and evidence.is_valid()):
        return _answer_invalid(request, ledger, quarter, sheet, form, evidence)
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
        answer = {"version": saved.version, "saved": f"{request.now:%H:%M}", "wrong": form.wrong}
        return JsonResponse(answer | {"cause": form.cause()})
    changed, said = keep_files(request, saved, REPORT_EVIDENCE)
    if said:
        return HttpResponseRedirect(changed.address + "#evidence")
    return _go_on(request, ledger, changed, request.POST.get("action", "save"))


@permission_required("file_reports", raise_exception=True)
def report_reckon(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """What the page says beside the figures while one types, by the rules that judge them."""
    ledger, report = own_report(request, year, quarter, number)
    if request.method != "POST":
        return HttpResponseRedirect(report.address)
    form = ReportForm(request.POST, sheet=report_sheet(ledger, report, request.today))
    reckoned = {each.row.target.pk: each.reckoned.as_json() for each in form.target_fields()}
    if form.spent_reckoned is not None:
        reckoned[SPENDING] = form.spent_reckoned.as_json()
    return JsonResponse({"targets": reckoned, "cause": form.cause() if form.is_savable else ""})


@permission_required("file_reports", raise_exception=True)
def report_copy(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """复制到本季: the form with last quarter's text put after what is typed, filled, not saved."""
    ledger, report = own_report(request, year, quarter, number)
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
    return render_report(
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
        return render_report(
            request, fresh, saved.period.quarter, sheet, form=form, note=note, lacks=True, status=400
        )
    if act not in ("send", "submit"):
        _tell_saved(request, saved)
        return HttpResponseRedirect(saved.address)
    return on_to_next(request, saved, WRITABLE_STATES, DONE[act])


def _tell_saved(request: HttpRequest, saved: Report) -> None:
    """That it is saved, and what of it nobody could read."""
    if not saved.unread:
        messages.success(request, DONE["save"])
        return
    words = f"草稿已保存。有{len(saved.unread)}处没有读懂，按您写的留着，报送前请改正，见红字。"
    messages.warning(request, words)


def _hand_in(request: HttpRequest, saved: Report, act: str) -> None:
    """送审签 or 报送 of what has just been saved; who signs says 确认无误 of the doubtful figures too."""
    named = {"at": request.now, "by": request.user}
    steps = steps_after_saving(act, unit=saved.unit_id, by=request.user)
    if Step.SEND in steps:
        saved = actions.send_for_signature(saved, based_on=saved.version, **named)
    if Step.SUBMIT in steps:
        signed = {"confirmed": confirmed_in(request.POST)} if Step.SEND in steps else {}
        saved = actions.submit(saved, based_on=saved.version, **signed, **named)
    tell_same(request, actions.REPORT, saved)


def _answer_invalid(
    request: HttpRequest,
    ledger: TaskLedger,
    quarter: int,
    sheet: ReportSheet,
    form: ReportForm,
    evidence: EvidenceForm,
) -> HttpResponse:
    if "X-Background" in request.headers:
        return JsonResponse({"refused": form.errors_listed() + evidence.errors_listed()}, status=400)
    return render_report(
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
    return render_report(
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
    return render_report(
        request,
        ledger,
        sheet.report.period.quarter,
        sheet,
        kept=form.texts(),
        note=f"没有保存。{refusal}",
        status=409,
    )
