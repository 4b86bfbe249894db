"""A workbook that goes out to a unit, is filled in there, and comes back from Excel, WPS or LibreOffice.

What the unit fills in is open, the rest is locked, keys are hidden; a hidden sheet of marks tells whose
workbook it is. On its way back the columns are found by their heads, wherever they stand.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from projects.paper.sheets import Column, Sheet, Value, built, mark_sheets, saved_workbook
from projects.parsing.formats import XLSX, recognise
from projects.parsing.formats.archive import ENCRYPTED
from projects.parsing.formats.lines import Unreadable
from projects.parsing.formats.xlsx import grid_of, opened_book
from projects.rules.amounts import plain
from projects.rules.errors import Refused
from projects.rules.letters import seen

MARKS = "标识"
SUFFIX = ".xlsx"
MOST_DIGITS = 15  # that a number of a workbook keeps
FIRST_ROWS = 6  # in which the heads are looked for
RED = PatternFill("solid", start_color="FFC7CE")
NO_RESULT = "这一格是公式，没有算出的结果，请改填数或文字。"
GREY = PatternFill("solid", start_color="EDF1F6")  # of what is not filled in


@dataclass(frozen=True)
class FillColumn:
    """One column: filled in by the unit or locked; `choices` drop down, a hidden one carries a key."""

    head: str
    width: float = 12
    is_open: bool = False
    is_hidden: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class FillSheet:
    """One sheet; in the rows at the places `locked` nothing can be filled in, nor in the `closed` cells."""

    name: str
    columns: tuple[FillColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    locked: frozenset[int] = frozenset()
    closed: frozenset[tuple[int, str]] = frozenset()  # the place of a row, the head of a column

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(column.head for column in self.columns)

    @property
    def key_places(self) -> list[int]:
        """The columns by which a row is known: the number and what is hidden."""
        return [0, *(place for place, column in enumerate(self.columns) if column.is_hidden)]


@dataclass(frozen=True)
class TypedLine:
    """One row as it came: the sheet, its row, its cells by head, and the letter of each head's column."""

    sheet: str
    row: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)  # by head: a formula that has no result

    def place(self, head: str) -> str:
        """The cell under this head: D7."""
        return f"{self.letters.get(head, 'A')}{self.row}"

    def problem(self, head: str, words: str) -> "Problem":
        """What is wrong with the cell under this head."""
        return Problem(self.sheet, self.place(head), words)

    @property
    def unreadable(self) -> "list[Problem]":
        """The cells that hold nothing to be read."""
        return [self.problem(head, words) for head, words in self.faults.items()]


class ChangedCell(NamedTuple):
    """One cell that was filled in otherwise than the workbook would go out now."""

    number: str  # what stands in the row's first column
    what: str  # the row where a sheet has several of a number, and the head
    before: str
    after: str


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where."""

    sheet: str
    cell: str
    words: str


def unit_workbook_bytes(
    *sheets: FillSheet, marks: Mapping[str, Value], title: str, note: str, frozen_columns: int = 2
) -> bytes:
    """The sheets to be filled in, under one title and hint, and the hidden one with the marks."""
    shown = [
        Sheet(
            each.name,
            tuple(Column(column.head, column.width) for column in each.columns),
            each.rows,
            title=title,
            note=note,
            frozen_columns=frozen_columns,
            keeps_widths=True,  # what is still empty is typed into
        )
        for each in sheets
    ]
    hidden = Sheet(MARKS, tuple(Column(head) for head in marks), (tuple(marks.values()),))
    book = built(*shown, hidden)
    for each in sheets:
        _lock(book[each.name], each)
    book[MARKS].sheet_state = "hidden"
    return saved_workbook(book)


def number_cell(amount: Decimal | None) -> Value:
    """A number that can be reckoned with; as text where a workbook would round it."""
    if amount is None:
        return None
    digits = plain(amount)
    return digits if len(digits.replace(".", "").lstrip("-")) > MOST_DIGITS else Decimal(digits)


def read_back(
    content: bytes,
    name: str,
    *,
    noun: str,
    heads: Mapping[str, Sequence[str]],
    check: Callable[[Mapping[str, str]], None],
    younger: Collection[str] = (),
) -> list[TypedLine]:
    """The rows of the sheets named in `heads` in which anything stands.

    First `check` refuses by its marks what is another's workbook; then whatever lacks a column is refused,
    but for the heads that are `younger` than copies already sent out.
    """
    _check_kind(content, name)
    try:
        book = opened_book(content, name)
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from unreadable
    lacking = [sheet for sheet in (*heads, MARKS) if sheet not in book.sheetnames]
    if lacking and (MARKS in lacking or len(lacking) == len(heads)):
        raise Refused(f"不是从本页下载的{noun}工作簿，请重新下载后填写。")
    if lacking:
        raise Refused(f"工作簿里没有“{'、'.join(lacking)}”表，是否删去或改了表名？请改回，或重新下载后填写。")
    cells = {place: text for place, (_, text) in grid_of(book[MARKS]).items()}
    marks = {text: cells.get((2, column), "") for (row, column), text in cells.items() if row == 1}
    check(marks)
    formulas = opened_book(content, name, formulas=True)
    return [
        line
        for sheet, columns in heads.items()
        for line in _lines(book[sheet], formulas[sheet], columns, younger)
    ]


def _check_kind(content: bytes, name: str) -> None:
    """Whether it is an xlsx by its content too: an old xls is none for being called so."""
    if not name.lower().endswith(SUFFIX):
        raise Refused(f"“{name}”不是 xlsx 文件，请另存为 Excel 工作簿（.xlsx）后再导入。")
    if ENCRYPTED in content:
        raise Refused(f"“{name}”设有密码，请取消密码后再导入。")
    kind = recognise(content, SUFFIX)
    if kind is not XLSX:
        raise Refused(
            f"“{name}”的内容是{kind.name}，只改文件名不行，请打开后另存为 Excel 工作簿（.xlsx）再导入。"
        )


def changed_cells(sheets: Sequence[FillSheet], lines: Sequence[TypedLine]) -> tuple[ChangedCell, ...]:
    """What the lines change against the sheets as they would go out now, sheet by sheet.

    A row is known by its number and by what it hides; one that is locked, or goes out otherwise, is left out.
    """
    return tuple(
        each for place, sheet in enumerate(sheets) for each in _changed_in(sheet, lines, is_first=not place)
    )


def _changed_in(sheet: FillSheet, lines: Iterable[TypedLine], *, is_first: bool) -> Iterator[ChangedCell]:
    """On the first sheet a number has one row; on the others the second column says what each is of."""
    keys = [sheet.heads[place] for place in sheet.key_places]
    typed = {
        tuple(line.cells.get(key, "") for key in keys): line for line in lines if line.sheet == sheet.name
    }
    for at, row in enumerate(sheet.rows):
        line = typed.get(tuple(shown(row[place]) for place in sheet.key_places))
        if line is None or at in sheet.locked:
            continue
        for column, value in zip(sheet.columns, row, strict=True):
            before, after = shown(value), shown(line.cells.get(column.head))
            if column.is_open and column.head in line.cells and before != after:
                what = column.head if is_first else f"{shown(row[1])}　{column.head}"
                yield ChangedCell(shown(row[0]), what, before, after)


def shown(value: Value) -> str:
    """A value as its cell is read again."""
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else "\n".join(str(value).strip().splitlines())


def marked_workbook(content: bytes, problems: Iterable[Problem]) -> bytes:
    """The user's own file with each wrong cell in red and explained."""
    book = load_workbook(BytesIO(content))
    for problem in problems:
        cell = book[problem.sheet][problem.cell]
        earlier = f"{cell.comment.text}\n" if cell.comment else ""
        cell.fill, cell.comment = RED, Comment(earlier + problem.words, "")
    mark_sheets(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def lines_packed(lines: Sequence[TypedLine]) -> str:
    """The rows as text, for the page between the check and the saving."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False)


def lines_unpacked(text: str) -> list[TypedLine]:
    """The lines that an earlier page packed; refused where the text is not such."""
    try:
        return [_unpacked(**each) for each in json.loads(text, strict=False)]
    except (TypeError, ValueError, AttributeError, RecursionError):
        raise Refused("内容不完整，请重新选择文件。") from None


def _unpacked(*, sheet: str, row: int, cells: dict, letters: dict, faults: dict) -> TypedLine:
    """A line out of plain values: an escape within them may name a character that nobody sees."""
    return TypedLine(seen(sheet), int(row), _texts(cells), _texts(letters), _texts(faults))


def _texts(cells: dict[str, str]) -> dict[str, str]:
    return {seen(head): seen(text) for head, text in cells.items()}


def _lock(target: Worksheet, sheet: FillSheet) -> None:
    """What may be filled in is open, with its drop-down; keys are hidden, everything else is locked."""
    top = _row_of_heads({(cell.row, cell.column): cell.value for row in target for cell in row}, sheet.heads)
    last = top + len(sheet.rows)
    for place, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(place)
        target.column_dimensions[letter].hidden = column.is_hidden
        for offset in range(len(sheet.rows)):
            is_closed = offset in sheet.locked or (offset, column.head) in sheet.closed
            is_open = column.is_open and not is_closed
            cell = target.cell(top + 1 + offset, place)
            cell.protection = Protection(locked=not is_open)
            if not is_open:
                cell.fill = GREY
        if column.choices and sheet.rows:
            drop_down = DataValidation(
                type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True, showErrorMessage=True
            )
            drop_down.error = f"请从下拉中选：{'、'.join(column.choices)}。"
            drop_down.add(f"{letter}{top + 1}:{letter}{last}")
            target.add_data_validation(drop_down)
    target.protection.sheet = True
    target.protection.formatRows = target.protection.formatColumns = False


def _row_of_heads(grid: Mapping[tuple[int, int], object], heads: Sequence[str]) -> int:
    """The row in which most of the heads stand; 0 where none does."""
    found = Counter(row for (row, _), text in grid.items() if row <= FIRST_ROWS and text in heads)
    return found.most_common(1)[0][0] if found else 0


def _lines(
    sheet: Worksheet, formulas: Worksheet, heads: Sequence[str], younger: Collection[str]
) -> list[TypedLine]:
    grid = {place: text for place, (_, text) in grid_of(sheet).items()}
    top = _row_of_heads(grid, heads)
    columns: dict[str, int] = {}
    for (row, column), text in sorted(grid.items()):
        if row == top and text in heads:
            if text in columns:
                raise Refused(f"“{sheet.title}”有两列“{text}”，请重新下载后填写。")
            columns[text] = column
    if lacking := [head for head in heads if head not in columns and head not in younger]:
        raise Refused(f"“{sheet.title}”缺少“{'、'.join(lacking)}”列，请重新下载后填写。")
    heads = [head for head in heads if head in columns]
    letters = {head: get_column_letter(columns[head]) for head in heads}
    faults: dict[int, dict[str, str]] = {}
    by_column = {column: head for head, column in columns.items()}
    for (row, column), cell in formulas._cells.items():  # as grid_of: what the file has, no place more
        if row > top and column in by_column and cell.data_type == "f" and not grid.get((row, column)):
            faults.setdefault(row, {})[by_column[column]] = NO_RESULT
    rows = sorted({row for row, _ in grid if row > top} | set(faults))
    found = [
        TypedLine(
            sheet.title,
            row,
            {head: seen(grid.get((row, columns[head]), "")).strip() for head in heads},
            letters,
            faults.get(row, {}),
        )
        for row in rows
    ]
    return [line for line in found if any(line.cells.values()) or line.faults]
