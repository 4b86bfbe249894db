"""Excel workbooks: the visible sheets, what a merged cell says in every place that it covers."""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from projects.parsing.formats.archive import checked, part_of, tree_of
from projects.parsing.formats.lines import Line, Note, Opened, Unreadable, row_line, struck_note
from projects.parsing.numerals import plain

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXTS = ("xl/sharedStrings", "xl/worksheets/sheet")  # the parts in which the cells' texts stand
# A format that only adds words behind the digits: 0.0"万", #,##0"个"; one that scales (0!.0,"万") is none
WORDED = re.compile(r'[#,?0]*[#0](?:\.[#?0]+)?(?P<words>(?:"[^"]*"|[一-鿿])+)')
PADDING = re.compile(r"_.|\\(?= )|\s")
MOST_ROWS = 20_000
MOST_COLUMNS = 100
DAMAGED = (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError)


def open_xlsx(data: bytes, name: str) -> Opened:
    """The lines of a workbook; the sheets that are hidden are named and not read."""
    book = opened_book(data, name)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    lines = [line for sheet in shown for line in lines_of(sheet)]
    struck = [text for sheet in shown for text in struck_cells(sheet)]
    notes = (*notes_of(book.worksheets), *struck_note([*struck, *struck_parts(data, name)]))
    return Opened(tuple(lines), notes=notes)


def opened_book(data: bytes, name: str, *, formulas: bool = False) -> Workbook:
    """The workbook with the values that its formulas had, or with the formulas themselves."""
    checked(data, name).close()
    try:
        with warnings.catch_warnings():  # about drop-downs and styles, which do not matter here
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(data), data_only=not formulas)
    except DAMAGED:
        raise Unreadable(f"文件“{name}”已损坏，打不开，请重新保存后再试。") from None


def notes_of(sheets: list[Worksheet]) -> Iterator[Note]:
    """What stands in the workbook and is not read."""
    hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
    if hidden:
        names = "、".join(f"“{title}”" for title in hidden)
        yield Note("part_unread", f"工作表{names}是隐藏的，未读取。")
    for sheet in sheets:
        if sheet.sheet_state == "visible" and (hidden_rows(sheet) or hidden_columns(sheet)):
            yield Note("part_unread", f"工作表“{sheet.title}”有隐藏的行或列，未读取。")


def lines_of(sheet: Worksheet) -> Iterator[Line]:
    """The rows of a sheet in which anything stands, as wide as the sheet is filled."""
    grid = grid_of(sheet)
    rows = sorted({row for row, _ in grid})
    width = max((column for _, column in grid), default=0)
    without = hidden_columns(sheet)
    columns = [column for column in range(1, width + 1) if column not in without]
    dropped = hidden_rows(sheet)
    for place, row in enumerate(row for row in rows if row not in dropped):
        cells = [grid.get((row, column), (("", row, column), "")) for column in columns]
        line = row_line(cells)
        yield Line(line.text, line.cells, opens_page=place == 0)


def grid_of(sheet: Worksheet) -> dict[tuple[int, int], tuple[object, str]]:
    """Row and column → which cell speaks there, and what it says; empty places are left out."""
    # _cells holds what the file has: iter_rows would make a cell for each place of a sheet of a million rows
    written = {
        (row, column): text_of(cell)
        for (row, column), cell in sheet._cells.items()
        if row <= MOST_ROWS and column <= MOST_COLUMNS
    }
    grid = {place: (place, text) for place, text in written.items() if text}
    for merged in sheet.merged_cells.ranges:
        place = (merged.min_row, merged.min_col)
        text = written.get(place, "")
        for row in range(merged.min_row, min(merged.max_row, MOST_ROWS) + 1):
            for column in range(merged.min_col, min(merged.max_col, MOST_COLUMNS) + 1):
                if text:
                    grid[row, column] = (place, text)
    return grid


def text_of(cell: Cell) -> str:
    """A cell as it is shown: 80% is kept as 0.8, a day as a number, 3 perhaps as 3.0, 3.2万 as 3.2."""
    content = cell.value
    if content is None:
        return ""
    if isinstance(content, datetime | date):
        return f"{content.year}年{content.month}月{content.day}日"
    if isinstance(content, bool):
        return "是" if content else "否"
    if isinstance(content, int | float):
        number = Decimal(repr(content))
        if "%" in (cell.number_format or ""):
            return plain(number * 100) + "%"
        return plain(number) + words_of(cell.number_format or "")
    return str(content).strip()


def words_of(shown_as: str) -> str:
    """What a number format writes behind a number above 0: 万 of 0.0"万"."""
    worded = WORDED.fullmatch(PADDING.sub("", shown_as.partition(";")[0]))
    return worded["words"].replace('"', "") if worded else ""


def struck_cells(sheet: Worksheet) -> Iterator[str]:
    """What the cells say that are struck through as a whole."""
    for cell in sheet._cells.values():
        if cell.value is not None and cell.font.strike:
            yield text_of(cell)


def struck_parts(data: bytes, name: str) -> Iterator[str]:
    """The stretches that are struck through within a cell; openpyxl reads a cell's text without its looks."""
    with checked(data, name) as archive:
        texts = [part for part in archive.namelist() if part.startswith(TEXTS) and part.endswith(".xml")]
        trees = [tree_of(archive, part, name) for part in texts if b"strike" in part_of(archive, part, name)]
    for run in (run for tree in trees for run in tree.iter(f"{MAIN}r")):
        mark = run.find(f"{MAIN}rPr/{MAIN}strike")
        if mark is not None and mark.get("val", "1") not in ("0", "false"):
            yield run.findtext(f"{MAIN}t") or ""


def hidden_rows(sheet: Worksheet) -> frozenset[int]:
    """The rows that are hidden."""
    return frozenset(row for row, dimension in sheet.row_dimensions.items() if dimension.hidden)


def hidden_columns(sheet: Worksheet) -> frozenset[int]:
    """The columns that are hidden and hold anything; one definition may cover several."""
    hidden = [each for each in sheet.column_dimensions.values() if each.hidden]
    covered = {
        column for each in hidden for column in range(each.min or 0, min(each.max or 0, MOST_COLUMNS) + 1)
    }
    return frozenset(
        column
        for column in covered
        if any(cell.value is not None for cell in sheet[get_column_letter(column)])
    )
