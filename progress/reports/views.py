"""One task in one quarter: the report read, signed, recalled, reviewed, according to who looks.

The form in which it is written: `form_views`.
"""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.ledger.contents import named_words
from progress.ledger.deciders import may_review
from progress.ledger.ledgers import ledger_named
from progress.ledger.rounds import returned_round
from progress.ledger.shares import SharedOut, contributed_words, shared_out
from progress.ledger.task_ledger import TaskLedger
from progress.models import Contribution, Report
from progress.reports import actions
from progress.reports.actions import Incomplete
from progress.reports.confirmations import confirmed_in
from progress.reports.evidence_card import evidence_card
from progress.reports.forms import ReportForm, filled_in
from progress.reports.own import own_reports
from progress.reports.page import ReportPage, page_of
from progress.reports.review_forms import ReturnForm, ReviewForm, SeenReasonForm
from progress.reports.sheet import ReportSheet, report_sheet
from progress.reports.write_locks import why_locked
from progress.rules.states import WRITABLE_STATES, ReportState
from projects.evidence.card import EvidenceCard
from projects.evidence.forms import EvidenceForm
from projects.evidence.upload_views import evidence_form
from projects.filing.forms import SignerWordForm
from projects.models import User
from projects.rules.filing import ON_THE_WAY
from projects.rules.quarters import PERIODS
from projects.screen.posted import seen_version

DONE = {
    "save": "草稿已保存。",
    "send": "已送审签。",
    "submit": "已报送，等待审核。",
    "take_back": "已从审签中取回，可继续修改。",
    "recall": "已撤回，可继续修改。",
}


@require_safe
def report_detail(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """The page of a task's quarter; it opens for everybody and shows what that person may see."""
    ledger, report = _find(request, year, quarter, number)
    if report is None:
        return render_report(request, ledger, quarter, None)
    sheet = report_sheet(ledger, report, request.today)
    restored = ReportForm(request.restored, sheet=sheet) if request.restored else None
    if not _may_write(request, sheet):
        return render_report(request, ledger, quarter, sheet, kept=restored.texts() if restored else ())
    form = restored or ReportForm(sheet=sheet, initial=filled_in(sheet))
    return render_report(request, ledger, quarter, sheet, form=form, unsaved=bool(restored))


@permission_required("file_reports", raise_exception=True)
def report_move(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """What is done to a report without writing in it: submit what awaits signature, take back, recall."""
    _, report = own_report(request, year, quarter, number)
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
        return on_to_next(request, report, (ReportState.AWAITING,), DONE[act])
    messages.success(request, DONE[act])
    return HttpResponseRedirect(report.address)


@permission_required("sign_reports", raise_exception=True)
def report_send_back(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """退回填报人 with a word."""
    ledger, report = own_report(request, year, quarter, number)
    form = SignerWordForm(request.restored or request.POST)
    if request.method != "POST" or not form.is_valid():
        return render_report(
            request, ledger, quarter, report_sheet(ledger, report, request.today), word=form, status=400
        )
    data = form.cleaned_data
    actions.send_back(report, word=data["word"], based_on=data["version"], at=request.now, by=request.user)
    return on_to_next(request, report, (ReportState.AWAITING,), "已退回填报人。")


def on_to_next(request: HttpRequest, report: Report, states: tuple[str, ...], done: str) -> HttpResponse:
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


def render_report(
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
    shown = {
        "evidence": card,
        "evidence_form": _evidence_form(request, card),
        "shared": _shared(sheet, page, request.user) if page.readable and ledger.has_shares else (),
        "contributed": _contributed(page, request.user) if page.readable and ledger.has_demands else (),
    }
    shown |= sent_again(page, request.user)
    context = {**vars(page), **forms, **shown, "is_refused": status >= HTTPStatus.BAD_REQUEST, **more}
    return render(request, "progress/reports/report.html", context, status=status)


def sent_again(page: ReportPage, user: User) -> dict:
    """Of a report on its way again: why it came back, and whether it says anything else."""
    if page.report is None or page.report.state not in ON_THE_WAY:
        return {}
    if not (page.is_own or user.has_perm("read_everything")):
        return {}
    found = returned_round(page.report, page.rounds)
    if found is None:
        return {}
    back = found[1]
    named = "、".join(named_words(back.parts).values())
    return {
        "back": back,
        "back_named": named,
        "same": actions.REPORT.why_same(page.report, is_own=page.is_own),
    }


def _shared(sheet: ReportSheet, page: ReportPage, user: User) -> list[tuple[SharedOut, str]]:
    """The targets that are shared out, each with what its sum says beside the lead's figure.

    A unit beside the lead sees its own line, and of the others what was adopted.
    """
    typed = {row.target.pk: row.measurement.value if row.measurement else None for row in sheet.targets}
    found = shared_out(page.task, sheet.report.period.quarter)
    if not (page.is_own or user.has_perm("read_everything")):
        return [(each.seen_by(user.unit_id), "") for each in found]
    return [(each, each.beside(typed.get(each.target.pk))) for each in found]


def _contributed(page: ReportPage, user: User) -> list[Contribution]:
    """What units that are asked say of the quarter, for the lead and the two offices."""
    if not (page.is_own or user.has_perm("read_everything")):
        return []
    return contributed_words(page.task, page.quarter.number)


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
    ledger = ledger_named(year, number)
    if ledger is None:
        raise Http404
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


def own_report(request: HttpRequest, year: int, quarter: int, number: int) -> tuple[TaskLedger, Report]:
    """One's own report, for writing; a stranger's is not there."""
    ledger, report = _find(request, year, quarter, number)
    if report is None or report.unit_id != request.user.unit_id:
        raise Http404
    return ledger, report


def _may_write(request: HttpRequest, sheet: ReportSheet) -> bool:
    return (
        sheet.report.unit_id == request.user.unit_id
        and request.user.has_perm("file_reports")
        and not request.user.out_of_use_words
        and not why_locked(sheet.report)
    )


def _review_form(request: HttpRequest, sheet: ReportSheet | None) -> ReviewForm | None:
    if (
        sheet is None
        or sheet.report.state != ReportState.SUBMITTED
        or not may_review(request.user, sheet.report)
    ):
        return None
    return ReviewForm(sheet=sheet, on=request.today)
