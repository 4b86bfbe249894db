"""A unit's workbook of plans: out, and back through a check and a preview to saving, all or nothing."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from projects.filing.workbook_views import WorkbookDesk, workbook_back
from projects.models import Plan, YearlyList
from projects.paper.sheets import CONTENT_TYPE
from projects.plans import actions
from projects.plans.unit_rows import checked
from projects.plans.unit_workbook import plan_sheets, read_plans, unit_workbook
from projects.screen.downloads import download
from projects.screen.posted import takes_files

may_file = permission_required("file_plans", raise_exception=True)


@may_file
@require_safe
def plan_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """The unit's plans, to be filled in."""
    get_object_or_404(YearlyList, year=year)
    unit = request.user.unit
    content = unit_workbook(unit, year, _plans(request, year))
    return download(content, f"{year}年实施方案（{unit}）.xlsx", CONTENT_TYPE)


@takes_files
@may_file
@require_http_methods(["GET", "HEAD", "POST"])
def plan_workbook_back(request: HttpRequest, year: int) -> HttpResponse:
    """The filled workbook: checked, shown, saved; nothing is saved while anything is wrong."""
    get_object_or_404(YearlyList, year=year)
    desk = WorkbookDesk(
        noun="实施方案",
        read=partial(read_plans, year=year, unit=request.user.unit),
        check=lambda lines: checked(lines, _plans(request, year)),
        keep=partial(actions.save_all, at=request.now, by=request.user),
        template="projects/plans/workbook.html",
        context={"year": year, "out": reverse("plan_workbook", args=[year])},
        goes_on=reverse("plan_desk", args=[year]),
        sheets=lambda: plan_sheets(_plans(request, year)),
    )
    return workbook_back(request, desk)


def _plans(request: HttpRequest, year: int) -> list[Plan]:
    rows = Plan.objects.writable_by(request.user).filter(task__yearly_list__year=year)
    rows = rows.select_related("task__yearly_list", "task__domain", "unit", "changed_by")
    return list(rows.prefetch_related("task__targets", "task__sub_projects").order_by("task__number"))
