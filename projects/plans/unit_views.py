"""A unit's workbook of plans: out, and back through a check and a preview to saving, all or nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from projects.models import Plan
from projects.paper.sheets import CONTENT_TYPE
from projects.plans import actions
from projects.plans.unit_rows import CheckedWorkbook, TypedLine, checked, told_lines, untold_lines
from projects.plans.unit_workbook import marked_workbook, read_plans, unit_workbook
from projects.rules.errors import Refused
from projects.screen.downloads import download
from projects.screen.posted import takes_files

LARGEST = 5_000_000  # bytes

may_file = permission_required("file_plans", raise_exception=True)


@may_file
@require_safe
def plan_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """The unit's plans, to be filled in."""
    unit = request.user.unit
    content = unit_workbook(unit, year, _plans(request, year))
    return download(content, f"{year}年实施方案（{unit}）.xlsx", CONTENT_TYPE)


@takes_files
@may_file
@require_http_methods(["GET", "HEAD", "POST"])
def plan_workbook_back(request: HttpRequest, year: int) -> HttpResponse:
    """The filled workbook: checked, shown, saved; nothing is saved while anything is wrong."""
    posted = request.POST if request.method == "POST" else request.restored
    if posted is None:
        return _page(request, year)
    file = request.FILES.get("file")
    content = file.read(LARGEST + 1) if file else b""
    try:
        lines = _lines(request, year, content, file.name if file else "", posted.get("lines", ""))
        found = checked(lines, _plans(request, year))
        if found.problems and content and "mark" in request.POST:
            return download(marked_workbook(content, found.problems), f"标注_{file.name}", CONTENT_TYPE)
        if found.problems or "save" not in request.POST:
            status = 400 if found.problems else 200
            return _page(request, year, found=found, lines=told_lines(lines), status=status)
        return _saved(request, year, found)
    except Refused as refusal:
        return _page(request, year, refusal=str(refusal), status=400)


def _saved(request: HttpRequest, year: int, found: CheckedWorkbook) -> HttpResponse:
    contents = {each.plan: (each.content, each.version) for each in found.to_save}
    actions.save_all(contents, at=request.now, by=request.user)
    messages.success(request, f"已保存{len(contents)}份草稿，请逐份核对后报送。")
    return HttpResponseRedirect(reverse("plan_desk", args=[year]))


def _lines(request: HttpRequest, year: int, content: bytes, name: str, told: str) -> list[TypedLine]:
    """What the file says; without one what was shown before."""
    if not content and not told:
        raise Refused("请先选择文件。")
    if not content:
        return untold_lines(told)
    if len(content) > LARGEST:
        raise Refused("文件超过 5 MB，不像是实施方案工作簿，未读取。")
    return read_plans(content, name, year=year, unit=request.user.unit)


def _plans(request: HttpRequest, year: int) -> list[Plan]:
    rows = Plan.objects.writable_by(request.user).filter(task__yearly_list__year=year)
    rows = rows.select_related("task__yearly_list", "task__domain", "unit", "changed_by")
    return list(rows.prefetch_related("task__targets", "task__sub_projects").order_by("task__number"))


def _page(
    request: HttpRequest,
    year: int,
    *,
    found: CheckedWorkbook | None = None,
    lines: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"year": year, "found": found, "lines": lines, "refusal": refusal}
    return render(request, "projects/plans/workbook.html", context, status=status)
