"""People from a workbook: checked whole, shown, then saved whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from projects.accounts.import_checks import Checked, TypedRow, checked, lines_packed, lines_unpacked
from projects.accounts.import_workbook import read_people, template_workbook
from projects.accounts.one_time import make_secrets
from projects.accounts.people_actions import open_accounts
from projects.accounts.people_views import crumbs, may_manage, sheet
from projects.paper.sheets import CONTENT_TYPE
from projects.rules.errors import Refused
from projects.screen.downloads import download

LARGEST = 2_000_000  # bytes


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def account_import(request: HttpRequest) -> HttpResponse:
    """The file, then what would be opened; nothing is saved while anything is wrong."""
    posted = request.POST if request.method == "POST" else request.restored
    if posted is None:
        return _page(request)
    try:
        rows = _rows(request, posted.get("lines", ""))
    except Refused as refusal:
        return _page(request, refusal=str(refusal), status=400)
    found = checked(rows)
    if found.problems or "save" not in request.POST:
        status = 400 if found.problems else 200
        return _page(request, found=found, lines=lines_packed(rows), status=status)
    secrets = make_secrets(len(found.people))
    return sheet(request, open_accounts(found.people, secrets=secrets, by=request.user, at=request.now))


@may_manage
@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """An empty workbook with the heads."""
    return download(template_workbook(), "人员名单模板.xlsx", CONTENT_TYPE)


def _rows(request: HttpRequest, lines: str) -> list[TypedRow]:
    """What the file says; without one what was shown before."""
    file = request.FILES.get("file")
    if file is None and not lines:
        raise Refused("请先选择文件。")
    if file is None:
        return lines_unpacked(lines)
    if file.size > LARGEST:
        raise Refused("文件超过 2 MB，不像是人员名单，未读取。")
    return read_people(file.read(), file.name)


def _page(
    request: HttpRequest,
    *,
    found: Checked | None = None,
    lines: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"found": found, "lines": lines, "refusal": refusal, "crumbs": crumbs()}
    return render(request, "projects/accounts/import.html", context, status=status)
