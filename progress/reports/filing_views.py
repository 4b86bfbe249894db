"""The unit's filing desk: all its tasks of a quarter on one page."""

from collections import Counter
from functools import cache

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.evidence.reads import evidence_of
from progress.ledger.owed_contributions import shared_tasks
from progress.models import Report, ReportingPeriod
from progress.opening.reads import opened_period, period_or_404
from progress.reports import actions
from progress.reports.confirmations import confirmed_in
from progress.reports.filing_document import filing_document
from progress.reports.filing_lines import QuarterPaper, filing_line
from progress.reports.filing_workbook import filing_workbook
from progress.reports.queue import ReportLine, deadline, report_lines
from progress.reports.sheet import ReportSheet, report_sheet
from progress.reports.to_sign import ReportToSign, reports_to_sign
from progress.rules.states import WRITABLE_STATES, FilingState, ReportState
from projects.lists.task_rows import printed_names
from projects.models import Task, Unit
from projects.models.readings import Reading
from projects.models.statements import number_slot, slot
from projects.paper import sheets, word
from projects.rules.calendar import day_words
from projects.rules.quarters import Quarter
from projects.rules.roles import Role
from projects.rules.states import AssignmentRole
from projects.screen.downloads import download
from projects.screen.links import Link, Switch, quarter_links
from projects.screen.many import one_by_one, seen_versions
from projects.screen.posted import whole_numbers

FILES = {
    "workbook": (filing_workbook, sheets.CONTENT_TYPE, "xlsx"),
    "document": (filing_document, word.CONTENT_TYPE, "docx"),
}


@permission_required("file_reports", raise_exception=True)
@require_safe
def filing_desk(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """我牵头 with state and due day, 我配合 folded; what was signed or asked for is done from here."""
    unit = request.user.unit
    period = opened_period(year, quarter)
    lines = report_lines(period, request.today, unit=unit) if period else []
    shown = request.GET.get("state", "")
    is_signer = request.user.role == Role.SIGNER
    context = {
        "period": period,
        "quarter": Quarter(year, quarter),
        "unit": unit,
        "lines": [line for line in lines if not shown or line.day.state == shown],
        "total": len(lines),
        "tabs": _tabs(lines, shown, request.path),
        "deadline": deadline(lines, period, request.today) if period else None,
        "to_sign": _to_sign(request, lines),
        "is_signer": is_signer,
        "waiting_to_sign": _waiting_to_sign(lines),
        "shared": shared_tasks(period, request.today, unit=unit) if period else [],
        "partner_tasks": _partner_tasks(year, unit),
        "extensions": period.extensions.filter(unit=unit).with_tasks().with_evidence() if period else [],
        "quarters": Switch("季度", quarter_links("filing_desk", year, quarter)),
    }
    return render(request, "progress/reports/filing_desk.html", context)


@permission_required("sign_reports", raise_exception=True)
def filing_sign(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """The signer submits all ticked reports, each by itself; what is refused is said by name and stays."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("filing_desk", args=[year, quarter]))
    ticked = whole_numbers(request.POST.getlist("report"))
    mine = Report.objects.writable_by(request.user).select_related("task")
    found = list(mine.filter(pk__in=ticked, period__yearly_list__year=year, period__quarter=quarter))
    seen = seen_versions(request.POST, found)
    signed = one_by_one(
        found,
        lambda report: actions.submit(
            report,
            based_on=seen[report.pk],
            confirmed=confirmed_in(request.POST, report.pk),
            at=request.now,
            by=request.user,
        ),
        name=lambda report: f"第{report.task.number}项",
        tell=lambda words: messages.error(request, words),
    )
    if signed:
        messages.success(request, f"已审签报送{len(signed)}份。")
    elif not found:
        messages.warning(request, "没有报送：请先勾选待审签的报告。")
    return HttpResponseRedirect(reverse("filing_desk", args=[year, quarter]))


@permission_required("file_reports", raise_exception=True)
@require_safe
def filing_print(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """The unit's whole quarter for paper, with the official head and foot."""
    period = period_or_404(year, quarter)
    rows = _rows(request, period)
    evidence = evidence_of(line.report for line, _ in rows)
    shown = [(line, sheet, evidence[line.report.pk]) for line, sheet in rows]
    context = {"period": period, "unit": request.user.unit, "rows": shown}
    return render(request, "progress/reports/filing_print.html", context)


@permission_required("file_reports", raise_exception=True)
@require_safe
def filing_file(request: HttpRequest, year: int, quarter: int, kind: str) -> HttpResponse:
    """The same as a workbook or a Word document."""
    period = period_or_404(year, quarter)
    lay_out, content_type, ending = FILES[kind]
    unit = request.user.unit
    paper = QuarterPaper(
        title=f"{year}年{request.city.name}民生实事{period.when.label}进展情况表",
        unit=unit.full_name or unit.name,
        as_of=day_words(period.as_of),
        printed_on=day_words(request.today),
    )
    lines = [filing_line(line, sheet) for line, sheet in _rows(request, period)]
    return download(lay_out(paper, lines), f"{paper.title}（{unit.name}）.{ending}", content_type)


def _rows(request: HttpRequest, period: ReportingPeriod) -> list[tuple[ReportLine, ReportSheet]]:
    """The unit's reports, each with its page."""
    lines = report_lines(period, request.today, unit=request.user.unit)
    return [(line, report_sheet(line.ledger, line.report, request.today)) for line in lines]


def _to_sign(request: HttpRequest, lines: list[ReportLine]) -> list[ReportToSign]:
    """What the signer of a unit in use reads and signs."""
    if request.user.role != Role.SIGNER or request.user.out_of_use_words:
        return []
    same = actions.REPORT.why_same_of((line.report for line in lines), is_own=True)
    return reports_to_sign(lines, request.today, same)


def _waiting_to_sign(lines: list[ReportLine]) -> int:
    """How many wait for the signer, at the end of a sitting: nothing is left to be written."""
    states = [line.report.state for line in lines]
    return 0 if set(states) & set(WRITABLE_STATES) else states.count(ReportState.AWAITING)


def _partner_tasks(year: int, unit: Unit) -> list[Task]:
    """What the unit only helps with, each with its leads as printed."""
    return _helped().ask(year=year, unit=unit.code)


@cache
def _helped() -> Reading[Task]:
    found = Task.objects.filter(yearly_list__year=number_slot("year"))
    helped = found.answered_for(slot("unit"), AssignmentRole.CO)
    return Reading(helped.annotate(leads=printed_names(AssignmentRole.LEAD)).order_by("number"))


def _tabs(lines: list[ReportLine], shown: str, base: str) -> list[Link]:
    """All, and each filing state that occurs."""
    counts = Counter(line.day.state for line in lines)
    tabs = (
        Link(word, f"{base}?state={code}", here=shown == code, count=counts[code])
        for code, word in FilingState.choices()
        if counts[code]
    )
    return [Link("全部", base, here=not shown, count=len(lines)), *tabs]
