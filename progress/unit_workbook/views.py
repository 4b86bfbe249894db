"""A unit's workbook of the quarter: out, and back through a check and a preview to saving, all or nothing."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from progress.models import ReportingPeriod
from progress.opening.reads import period_or_404
from progress.reports import actions
from progress.reports.queue import report_lines, writable_keys
from progress.reports.sheet import report_sheet
from progress.unit_workbook.draft_forms import checked
from progress.unit_workbook.workbook import WorkbookLine, filing_sheets, filing_workbook, read_filing
from projects.filing.workbook_views import WorkbookDesk, workbook_back
from projects.paper.sheets import CONTENT_TYPE
from projects.screen.downloads import download
from projects.screen.posted import takes_files

may_file = permission_required("file_reports", raise_exception=True)


@may_file
@require_safe
def filing_workbook_out(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """The unit's quarter, to be filled in."""
    period, unit = period_or_404(year, quarter), request.user.unit
    content = filing_workbook(unit, period, _lines(request, period))
    return download(content, f"{period.when.long_label}进展填报（{unit}）.xlsx", CONTENT_TYPE)


@takes_files
@may_file
@require_http_methods(["GET", "HEAD", "POST"])
def filing_workbook_back(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """The filled workbook: checked, shown, saved; nothing is saved while anything is wrong."""
    period = period_or_404(year, quarter)
    desk = WorkbookDesk(
        noun="进展填报",
        read=partial(read_filing, unit=request.user.unit, when=period.when),
        check=lambda lines: checked(lines, _lines(request, period)),
        keep=partial(actions.save_all, at=request.now, by=request.user),
        template="progress/unit_workbook/workbook.html",
        context={"quarter": period.when, "out": reverse("filing_workbook", args=[year, quarter])},
        goes_on=reverse("filing_desk", args=[year, quarter]),
        sheets=lambda: filing_sheets(period, _lines(request, period)),
    )
    return workbook_back(request, desk)


def _lines(request: HttpRequest, period: ReportingPeriod) -> list[WorkbookLine]:
    lines = report_lines(period, request.today, unit=request.user.unit)
    writable = writable_keys(period, lines)
    return [
        WorkbookLine(line, report_sheet(line.ledger, line.report, request.today), line.report.pk in writable)
        for line in lines
    ]
