"""Every workbook, looking as `sheet_styles` says: values in, bytes out, the same for the same values."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from projects.paper.archive import FIRST_MOMENT, repacked
from projects.paper.heights import GUTTER, TALLEST, UNIT, fitting, height_of, width_of
from projects.paper.house import HOUSE
from projects.paper.letters import printable
from projects.paper.pages import PrintedRow, breaks, left_empty
from projects.paper.sheet_styles import BODY_FONT, BODY_SIZE, HEAD_SIZE, TITLE_SIZE, named_styles, set_page
from projects.paper.widths import balanced

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 2.5  # times its own width that a column grows so that no row is too tall
SPARE = 1.1  # times the width of a title: other fonts are wider
UNIT_FONT = (
    "Arial"  # the unit of column widths is a digit of the default font; this one is as wide on every system
)
PAGE_WIDTH, PAGE_HEIGHT = 784.0, 500.0  # points of an A4 sheet across, within its margins, a little spared
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Run:
    """A stretch of a cell's text in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Rich:
    """A cell's text in stretches of different weight."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


Value = str | int | float | Decimal | date | datetime | Rich | None


@dataclass(frozen=True)
class Column:
    """A column: head, width in characters, look; neighbours of one group share a merged head above theirs."""

    head: str
    width: float = 12
    align: str = "left"  # left | center | right
    group: str = ""
    number_format: str = "General"


@dataclass(frozen=True)
class Section:
    """A row that spans the whole width, as a 领域 heading does."""

    text: str


@dataclass(frozen=True)
class Sheet:
    """One sheet: title and note above the head; without a title the head comes first, as data wants it."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...] | Section, ...]
    title: str = ""
    note: str = ""  # one line under the title: unit, as-of date, 演示数据
    frozen_columns: int = 0
    filterable: bool = False
    pages_wide: int = 1  # on so many pages across, the frozen columns on each
    keeps_widths: bool = False  # as an official form has them; else as makes the rows low


def workbook_bytes(*sheets: Sheet, moment: datetime = FIRST_MOMENT) -> bytes:
    """The sheets as an xlsx file whose dates are all `moment`."""
    return saved_workbook(built(*sheets), moment=moment)


def built(*sheets: Sheet) -> Workbook:
    """The sheets as a workbook, for an export that adds charts or locks before `saved_workbook`."""
    book = _empty_book()
    book.properties.creator = ""
    book.properties.title = next((sheet.title for sheet in sheets if sheet.title), "")
    for style in named_styles():
        book.add_named_style(style)
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), _widened(sheet))
    return book


def _empty_book() -> Workbook:
    """A workbook without sheets, whose default font is `UNIT_FONT` (openpyxl has no public door for that)."""
    book = Workbook()
    book.remove(book.active)
    unit = Font(name=UNIT_FONT, size=10)
    book._fonts = IndexedList([unit])
    book._named_styles["Normal"].font = unit
    return book


def saved_workbook(book: Workbook, *, moment: datetime = FIRST_MOMENT) -> bytes:
    """A workbook's bytes, the same for the same content; a demo's are marked where they are printed."""
    mark_sheets(book)
    for sheet in book.worksheets:
        if sheet.print_title_rows and sheet.page_setup.fitToWidth == 1:
            _end_pages(sheet)
    out = BytesIO()
    book.save(out)
    return repacked(out.getvalue(), moment=moment)


def mark_sheets(book: Workbook) -> None:
    """演示数据 above every printed page, whoever made the workbook; a header of an office's own stays."""
    for sheet in book.worksheets if HOUSE.mark else ():
        sheet.oddHeader.center.text = HOUSE.mark


def left_empty_on(sheet: Worksheet) -> float:
    """About how many points of its pages, but the last, nothing stands on: every printer is another."""
    _, rows, room = _printed(sheet)
    return left_empty(rows, **room)


def _end_pages(sheet: Worksheet) -> None:
    """End pages where a heading, or the last row, would else be parted from the rows it belongs to."""
    last, rows, room = _printed(sheet)
    for place in breaks(rows, **room):
        sheet.row_breaks.append(Break(id=last + place))


def _printed(sheet: Worksheet) -> tuple[int, list[PrintedRow], dict[str, float]]:
    """The last row of the head, the rows below, and the room for them on the first and on other pages."""
    first, last = (int(each.lstrip("$")) for each in sheet.print_title_rows.split(":"))
    width = sum(each.width for each in sheet.column_dimensions.values()) * UNIT
    page = PAGE_HEIGHT / min(1, PAGE_WIDTH / width)
    heights = [sheet.row_dimensions[row].height or 0 for row in range(1, sheet.max_row + 1)]
    rows = [
        PrintedRow(heights[row - 1], sheet.cell(row, 1).style == "section" and bool(sheet.cell(row, 1).value))
        for row in range(last + 1, sheet.max_row + 1)
    ]
    head = sum(heights[first - 1 : last])
    return last, rows, {"first": page - sum(heights[:last]), "other": page - head}


def put(cell: Cell, value: Value) -> None:
    """Write a value into a cell; a text is never a formula, an error or a number, however it begins."""
    cell.value = _stored(value)
    if isinstance(value, str | Rich):
        cell.data_type = "s"
        cell.quotePrefix = _text(value).startswith(FORMULA_STARTS)


def _stored(value: Value) -> object:
    if isinstance(value, Rich):
        return CellRichText(*(_block(run) for run in value.runs if run.text))
    return printable(value) if isinstance(value, str) else value


def _block(run: Run) -> TextBlock:
    return TextBlock(InlineFont(rFont=BODY_FONT, sz=BODY_SIZE, b=run.bold or None), printable(run.text))


def _text(value: Value) -> str:
    if isinstance(value, Rich):
        return value.text
    return "" if value is None else str(value)


def _widened(sheet: Sheet) -> Sheet:
    """The sheet with columns that make its rows low, wide enough that no text is cut at the tallest row."""
    rows = [row for row in sheet.rows if not isinstance(row, Section)]
    widths = [column.width for column in sheet.columns] if sheet.keeps_widths else _low(sheet.columns, rows)
    columns = []
    for place, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        texts = [_text(row[place]) for row in rows]
        widest = max(1, column.width * WIDEST / width)
        fit = fitting(texts, column=width, size=BODY_SIZE, widest=widest)
        columns.append(replace(column, width=fit))
    return replace(sheet, columns=_under_title(sheet, columns))


def _under_title(sheet: Sheet, columns: list[Column]) -> tuple[Column, ...]:
    """The columns, all wider where they are together narrower than the title above them."""
    needed = _width(width_of(sheet.title) * TITLE_SIZE / BODY_SIZE * SPARE)
    together = sum(column.width for column in columns)
    if sheet.keeps_widths or together >= needed:
        return tuple(columns)
    return tuple(replace(column, width=round(column.width * needed / together, 1)) for column in columns)


def _low(columns: tuple[Column, ...], rows: list[tuple[Value, ...]]) -> list[float]:
    """Widths that make the rows low, together as wide as the columns are."""
    asked = [_room(column.width) for column in columns]
    texts = [[_seen(*cell) for cell in zip(row, columns, strict=True)] for row in rows]
    return [_width(room) for room in balanced(texts, [column.head for column in columns], asked)]


def _room(width: float) -> float:
    """Half characters of body text that a column of a width has room for."""
    return (width * UNIT - GUTTER) / (BODY_SIZE / 2)


def _width(room: float) -> float:
    """The column width that has room for so many."""
    return (room * BODY_SIZE / 2 + GUTTER) / UNIT


def _seen(value: Value, column: Column) -> str:
    """A value about as it is shown: a number or a day that its column has no room for is shown as ###."""
    if isinstance(value, date):
        return "2021-07-14_10:00" if "h" in column.number_format else "2021-07-14"
    if isinstance(value, int | float | Decimal) and column.number_format != "General":
        return f"{value:.1%}" if "%" in column.number_format else f"{value:.1f}"
    return _text(value)


def _write(target: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns, 1):
        target.column_dimensions[get_column_letter(place)].width = column.width
    top = _write_titles(target, sheet) + 1
    last = _write_head(target, sheet.columns, top)
    for offset, row in enumerate(sheet.rows, 1):
        _write_row(target, last + offset, row, sheet.columns)
    _set_view(target, sheet, last)
    set_page(target, top, last)
    if sheet.pages_wide > 1:
        target.page_setup.fitToWidth, target.page_setup.pageOrder = sheet.pages_wide, "overThenDown"
        target.print_title_cols = f"A:{get_column_letter(sheet.frozen_columns)}"


def _write_titles(target: Worksheet, sheet: Sheet) -> int:
    """Title and note, each across the whole width; returns how many rows they took."""
    lines = [
        (text, style, height)
        for text, style, height in ((sheet.title, "sheet title", 36), (sheet.note, "sheet note", 18))
        if text
    ]
    for number, (text, style, height) in enumerate(lines, 1):
        _span(target, number, text, style, len(sheet.columns))
        target.row_dimensions[number].height = height
    return len(lines)


def _write_head(target: Worksheet, columns: tuple[Column, ...], top: int) -> int:
    """The head: one row, or two where columns are grouped; returns its last row."""
    last = top + any(column.group for column in columns)
    for place, column in enumerate(columns, 1):
        for row in range(top, last + 1):
            target.cell(row, place).style = "head"
        put(target.cell(last if column.group else top, place), column.head)
    if last > top:
        _merge_head(target, columns, top)
    for row in range(top, last + 1):
        target.row_dimensions[row].height = max(_head_height(columns), 22)
    return last


def _head_height(columns: tuple[Column, ...]) -> float:
    return max(height_of(column.head, column=column.width, size=HEAD_SIZE) for column in columns)


def _merge_head(target: Worksheet, columns: tuple[Column, ...], top: int) -> None:
    """A group's head runs over its columns, an ungrouped head over both rows."""
    for group, places in groupby(range(1, len(columns) + 1), key=lambda place: columns[place - 1].group):
        stretch = list(places)
        if group:
            put(target.cell(top, stretch[0]), group)
            target.merge_cells(start_row=top, end_row=top, start_column=stretch[0], end_column=stretch[-1])
        else:
            for place in stretch:
                target.merge_cells(start_row=top, end_row=top + 1, start_column=place, end_column=place)


def _write_row(
    target: Worksheet, number: int, row: tuple[Value, ...] | Section, columns: tuple[Column, ...]
) -> None:
    if isinstance(row, Section):
        _span(target, number, row.text, "section", len(columns))
        target.row_dimensions[number].height = 24
        return
    for place, (value, column) in enumerate(zip(row, columns, strict=True), 1):
        cell = target.cell(number, place)
        cell.style = f"cell {column.align}"
        put(cell, value)
        cell.number_format = column.number_format
    heights = (
        height_of(_text(value), column=column.width, size=BODY_SIZE)
        for value, column in zip(row, columns, strict=True)
    )
    target.row_dimensions[number].height = min(TALLEST, max(heights))


def _span(target: Worksheet, number: int, text: str, style: str, width: int) -> None:
    """One text across the whole width."""
    for place in range(1, width + 1):
        target.cell(number, place).style = style
    put(target.cell(number, 1), text)
    target.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)


def _set_view(target: Worksheet, sheet: Sheet, last: int) -> None:
    target.freeze_panes = f"{get_column_letter(sheet.frozen_columns + 1)}{last + 1}"
    if sheet.filterable:
        target.auto_filter.ref = f"A{last}:{get_column_letter(len(sheet.columns))}{max(target.max_row, last)}"
