"""A unit's yearly values as a workbook: out, and back through a check and a preview, all or nothing."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from progress.indicators import actions
from progress.indicators.draft_forms import checked
from progress.indicators.reads import own_papers, plan_or_404
from progress.indicators.unit_workbook import NOUN, read_values, values_sheet, values_workbook
from progress.models import YearlyValue
from projects.filing.workbook_views import WorkbookDesk, workbook_back
from projects.models import FivePlan
from projects.paper.sheets import CONTENT_TYPE
from projects.screen.downloads import download
from projects.screen.posted import takes_files

may_file = permission_required("file_reports", raise_exception=True)


@may_file
@require_safe
def values_workbook_out(request: HttpRequest, start: int, end: int, of_year: int) -> HttpResponse:
    """The unit's indicators of a year, to be filled in."""
    plan, papers = _own(request, start, end, of_year)
    content = values_workbook(plan, of_year, request.user.unit, papers)
    return download(content, f"{of_year}年{NOUN}（{request.user.unit}）.xlsx", CONTENT_TYPE)


@takes_files
@may_file
@require_http_methods(["GET", "HEAD", "POST"])
def values_workbook_back(request: HttpRequest, start: int, end: int, of_year: int) -> HttpResponse:
    """The filled workbook: checked, shown, saved; nothing is saved while anything is wrong."""
    plan, _ = _own(request, start, end, of_year)
    desk = WorkbookDesk(
        noun=NOUN,
        read=partial(read_values, plan=plan, year=of_year, unit=request.user.unit),
        check=lambda lines: checked(lines, _own(request, start, end, of_year)[1]),
        keep=partial(actions.save_all, at=request.now, by=request.user),
        template="progress/indicators/workbook.html",
        context={
            "plan": plan,
            "year": of_year,
            "out": reverse("values_workbook", args=[start, end, of_year]),
        },
        goes_on=f"{plan.address}?year={of_year}",
        sheets=lambda: (values_sheet(_own(request, start, end, of_year)[1]),),
    )
    return workbook_back(request, desk)


def _own(request: HttpRequest, start: int, end: int, year: int) -> tuple[FivePlan, list[YearlyValue]]:
    """The plan and the unit's papers of the year; 404 where it is responsible for nothing."""
    plan = plan_or_404(start, end)
    papers = own_papers(plan, year, request.user)
    if not papers or year not in plan.years or year > request.today.year:
        raise Http404
    return plan, papers
