"""A unit's filled workbook on its way back: checked, shown, saved; nothing while anything is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from projects.filing.drafts import CheckedDraft, CheckedWorkbook
from projects.paper.sheets import CONTENT_TYPE
from projects.paper.unit_sheets import (
    FillSheet,
    TypedLine,
    changed_cells,
    lines_packed,
    lines_unpacked,
    marked_workbook,
)
from projects.rules.errors import Refused
from projects.screen.downloads import download

LARGEST = 5_000_000  # bytes


@dataclass(frozen=True)
class WorkbookDesk:
    """What a wing says of its workbook: how it is read, checked and saved, and its page."""

    noun: str
    read: Callable[[bytes, str], Sequence[TypedLine]]
    check: Callable[[Sequence[TypedLine]], CheckedWorkbook]
    keep: Callable[[Sequence[CheckedDraft]], object]
    template: str
    context: Mapping[str, object]
    goes_on: str  # the address after saving
    done: str = "已保存{number}份草稿，请逐份核对后报送。"
    sheets: Callable[[], Sequence[FillSheet]] = tuple  # as they would go out now, for showing what changes


def workbook_back(request: HttpRequest, desk: WorkbookDesk) -> HttpResponse:
    """The page; with a file its errors or the preview; with what was previewed and 保存 the drafts."""
    posted = request.POST if request.method == "POST" else request.restored
    if posted is None:
        return _page(request, desk)
    if request.user.out_of_use_words:
        return _page(request, desk, refusal=request.user.out_of_use_words, status=409)
    file = request.FILES.get("file")
    content = file.read(LARGEST + 1) if file else b""
    try:
        lines = _lines(desk, content, file.name if file else "", posted.get("lines", ""))
        found = desk.check(lines)
    except Refused as refusal:
        return _page(request, desk, refusal=str(refusal), status=400)
    if found.problems and content and "mark" in request.POST:
        return download(marked_workbook(content, found.problems), f"标注_{file.name}", CONTENT_TYPE)
    if found.problems or "save" not in request.POST:
        return _page(request, desk, found=found, lines=lines, status=400 if found.problems else 200)
    try:
        desk.keep(found.to_save)
    except Refused as refusal:
        return _page(request, desk, found=found, lines=lines, refusal=str(refusal), status=400)
    messages.success(request, desk.done.format(number=len(found.to_save)))
    return HttpResponseRedirect(desk.goes_on)


def _lines(desk: WorkbookDesk, content: bytes, name: str, shown: str) -> Sequence[TypedLine]:
    """What the file says; without a file the lines that the page showed before."""
    if not content and not shown:
        raise Refused("请先选择文件。")
    if not content:
        return lines_unpacked(shown)
    if len(content) > LARGEST:
        raise Refused(f"文件超过 5 MB，不像是{desk.noun}工作簿，未读取。")
    return desk.read(content, name)


def _page(
    request: HttpRequest,
    desk: WorkbookDesk,
    *,
    found: CheckedWorkbook | None = None,
    lines: Sequence[TypedLine] = (),
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {**desk.context, "found": found, "lines": lines_packed(lines), "refusal": refusal}
    if found and not found.problems:
        context["changed"] = changed_cells(desk.sheets(), lines)
    return render(request, desk.template, context, status=status)
