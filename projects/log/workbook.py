"""The log as a workbook: one row per act, plain."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime
from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from projects.log.words import act_word, detail_words
from projects.models.log import LogEntry
from projects.paper.archive import repacked
from projects.paper.letters import printable
from projects.paper.sheet_styles import named_styles, set_page
from projects.paper.sheets import mark_sheets
from projects.rules.log_seals import Seal

LEFT_OUT = "另有较早的 {} 条没有列出，请按日期分几次导出。"
SEAL_HEADINGS = ("号", "封存时间", "起", "止", "条数", "摘要")
SECONDS = "yyyy-mm-dd hh:mm:ss"
SEAL_WIDTHS = (8, 20, 12, 12, 10, 72)
HEADINGS = ("时间", "操作人", "角色", "来源地址", "操作", "对象", "链接", "结果", "详情")
WIDTHS = (20, 24, 16, 16, 20, 40, 30, 8, 60)


@dataclass(frozen=True)
class LogRow:
    """One act in words."""

    at: datetime  # by the clock on the wall: a workbook knows no zones
    actor: str
    role: str
    address: str
    act: str
    label: str
    url: str
    result: str
    detail: str


def log_workbook(entries: Iterable[LogEntry], seals: Iterable[Seal], *, left_out: int = 0) -> bytes:
    """Every value but the time is text, whatever it starts with; it looks as the other tables do.

    The seals stand on a sheet of their own: those that cover what is told, and who compares them has all.
    """
    book = Workbook(write_only=True)
    book.properties.creator = ""
    for style in named_styles():
        book.add_named_style(style)
    sheet = book.create_sheet("操作记录")
    sheet.freeze_panes = "A2"
    set_page(sheet, 1, 1)
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[index]].width = width
    heads, texts, times = (_styled(sheet, style) for style in ("head", "cell left", "cell left"))
    times.number_format = SECONDS
    sheet.append(_cells(sheet, HEADINGS, heads))
    for entry in entries:
        at, *values = astuple(_row(entry))
        sheet.append([_cell(sheet, at, times), *_cells(sheet, values, texts)])
    if left_out:
        sheet.append(_cells(sheet, [LEFT_OUT.format(left_out)], texts))
    _add_seals(book, seals)
    mark_sheets(book)
    out = BytesIO()
    book.save(out)
    return repacked(out.getvalue())


def _add_seals(book: Workbook, seals: Iterable[Seal]) -> None:
    """One row per seal."""
    sheet = book.create_sheet("封存")
    sheet.freeze_panes = "A2"
    set_page(sheet, 1, 1)
    for index, width in enumerate(SEAL_WIDTHS):
        sheet.column_dimensions["ABCDEF"[index]].width = width
    heads, texts, times = (_styled(sheet, style) for style in ("head", "cell left", "cell left"))
    times.number_format = SECONDS
    sheet.append(_cells(sheet, SEAL_HEADINGS, heads))
    for seal in seals:
        number, first, last, count = (
            _cell(sheet, each, texts) for each in (seal.number, seal.first, seal.last, seal.count)
        )
        at = _cell(sheet, seal.at.replace(microsecond=0, tzinfo=None), times)
        sheet.append([number, at, first, last, count, *_cells(sheet, [seal.digest], texts)])


def _cell(sheet: WriteOnlyWorksheet, value: int | datetime, like: Cell) -> Cell:
    """A number or a time, in the look of a cell."""
    cell = WriteOnlyCell(sheet, value=value)
    cell._style = like._style
    return cell


def _styled(sheet: WriteOnlyWorksheet, style: str) -> Cell:
    """A cell in one of the house's looks, for others to take it from."""
    cell = WriteOnlyCell(sheet)
    cell.style = style
    return cell


def _cells(sheet: WriteOnlyWorksheet, values: Iterable[str], like: Cell) -> list[Cell]:
    """A row of texts in the look of a cell: to look a style up by its name takes ten times as long."""
    cells = [WriteOnlyCell(sheet, value=printable(value)) for value in values]
    for cell in cells:
        cell.data_type, cell._style = "s", like._style
    return cells


def _row(entry: LogEntry) -> LogRow:
    """The entry as the workbook prints it."""
    return LogRow(
        at=timezone.localtime(entry.at).replace(tzinfo=None, microsecond=0),
        actor=entry.actor_name,
        role=entry.role_label,
        address=entry.address or "",
        act=act_word(entry),
        label=entry.object_label,
        url=entry.object_url,
        result=entry.get_result_display(),
        detail="；".join(f"{name}：{words}" for name, words in detail_words(entry.detail, entry.role_words)),
    )
