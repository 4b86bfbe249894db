"""PDF files with a text layer: the lines of each page, and the tables that are drawn with lines."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import pypdfium2 as pdfium
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from pdfplumber.utils.text import extract_text

from projects.parsing.formats.lines import Line, Note, Opened, Unreadable, row_line
from projects.parsing.formats.pdfpages import Piece, PrintedPage, pages_of

MOST_PAGES = 300
FEW = 10  # characters; a page with a picture and fewer is a scanned one
CLOSE = 3.0  # points within which edges are one edge
UNKNOWN = frozenset("\ufffd\ufffe\uffff")  # what a letter of a font without a table of characters is read as
MOST_UNKNOWN = 0.1
FULL = 4  # half letters; a line shorter than the widest by so many ends a paragraph
PASSWORD = 4  # pdfium's error

Box = tuple[float, float, float, float]  # left, top, right, bottom


def open_pdf(data: bytes, name: str) -> Opened:
    """The lines of a PDF file; one without a text layer, or with a password, is refused with a sentence."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD:
            raise Unreadable(f"文件“{name}”设有密码，请取消密码后再试。") from None
        raise Unreadable(f"文件“{name}”已损坏，打不开，请重新保存后再试。") from None
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(f"文件“{name}”超过 {MOST_PAGES} 页，不像是任务清单，未读取。")
        return read(pages_of(document), name)
    except pdfium.PdfiumError:
        raise Unreadable(f"文件“{name}”已损坏，打不开，请重新保存后再试。") from None
    finally:
        document.close()


def read(sheets: Iterator[PrintedPage], name: str) -> Opened:
    """The pages one by one."""
    lines: list[Line] = []
    scanned: list[int] = []
    letters = unknown = 0
    for sheet in sheets:
        here = len(sheet.letters)
        if here < FEW and sheet.pictures:
            scanned.append(sheet.number)
        letters += here
        unknown += sum(is_unknown(str(letter["text"])) for letter in sheet.letters)
        lines.extend(lines_of(sheet))
    if letters < FEW:
        raise Unreadable(f"文件“{name}”是扫描件，没有文字，请另存为带文字的 PDF、docx 或 xlsx 后再试。")
    if unknown > MOST_UNKNOWN * letters:
        raise Unreadable(f"文件“{name}”的文字无法辨认，请另存为 docx 或 xlsx 后再试。")
    notes = (
        (Note("part_unread", f"第 {pages_said(scanned)} 页是图片，没有文字，未读取。"),) if scanned else ()
    )
    return Opened(tuple(lines), unknown, notes)


def is_unknown(letter: str) -> bool:
    """Whether a letter is none: the font does not tell which, or it stands in a private area."""
    return letter in UNKNOWN or "\ue000" <= letter <= "\uf8ff"


def pages_said(numbers: list[int]) -> str:
    """The pages by number, the first few of many."""
    return "、".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")


def lines_of(sheet: PrintedPage) -> Iterator[Line]:
    """The lines and the rows of a page from top to bottom."""
    tables = sorted(tables_of(sheet.edges), key=lambda table: outer(table)[1])
    boxes = [outer(table) for table in tables]
    inside: list[list[Piece]] = [[] for _ in tables]
    between: list[list[Piece]] = [[] for _ in (*tables, None)]
    for letter in sheet.letters:
        across, down = middle(letter)
        place = next((place for place, box in enumerate(boxes) if holds(box, across, down)), None)
        if place is None:
            between[sum(box[1] < down for box in boxes)].append(letter)
        else:
            inside[place].append(letter)
    lines = text_lines(between[0])
    for table, letters, below in zip(tables, inside, between[1:], strict=True):
        lines += [*rows_of(table, letters), *text_lines(below)]
    for place, line in enumerate(lines):
        yield Line(line.text, line.cells, place == 0, above=line.above)


def text_lines(letters: Sequence[Piece]) -> list[Line]:
    """Letters outside tables as lines."""
    return [Line(line) for line in extract_text(letters).split("\n")] if letters else []


def tables_of(edges: Sequence[Piece]) -> list[list[Box]]:
    """The cells of each table that lines draw; a frame around a single cell is no table."""
    merged = merge_edges(list(edges), CLOSE, CLOSE, CLOSE, CLOSE)
    cells = intersections_to_cells(edges_to_intersections(merged, CLOSE, CLOSE))
    return [list(table) for table in cells_to_tables(cells) if len(table) > 1]


def outer(cells: Sequence[Box]) -> Box:
    """The box around all cells of a table."""
    return (
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
    )


def middle(letter: Piece) -> tuple[float, float]:
    """Where a letter has its middle."""
    return (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2


def holds(box: Box | None, across: float, down: float) -> bool:
    """Whether a place lies in a box."""
    return box is not None and box[0] <= across <= box[2] and box[1] <= down <= box[3]


def rows_of(cells: Sequence[Box], letters: Sequence[Piece]) -> Iterator[Line]:
    """The rows of a table, what a merged cell says repeated in every place that it covers."""
    kept: dict[Box, list[Piece]] = {cell: [] for cell in cells}
    for letter in letters:
        cell = covering(cells, *middle(letter))
        if cell:
            kept[cell].append(letter)
    columns = middles([edge for cell in cells for edge in (cell[0], cell[2])])
    texts = {cell: text for column in columns for cell, text in unwrapped(column, kept)}
    before: list[Box | None] = []
    for down in middles([edge for cell in cells for edge in (cell[1], cell[3])]):
        found = [covering(cells, across, down) for across in columns]
        line = row_line([(box, texts[box] if box else "") for box in found])
        merged = tuple(
            place for place, (box, last) in enumerate(zip(found, before, strict=False)) if box and box == last
        )
        yield Line(line.text, line.cells, above=merged)
        before = found


def unwrapped(column: float, kept: Mapping[Box, Sequence[Piece]]) -> Iterator[tuple[Box, str]]:
    """The texts of the cells of a column; a line that fills the column goes on with the next."""
    cells = {
        cell: extract_text(letters).strip().split("\n") if letters else [""]
        for cell, letters in kept.items()
        if cell[0] <= column <= cell[2]
    }
    widest = max((width(line) for lines in cells.values() for line in lines), default=0)
    for cell, lines in cells.items():
        ends = [join(line, below, width(line) > widest - FULL) for line, below in pairwise(lines)]
        yield cell, "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def join(line: str, below: str, is_full: bool) -> str:
    """What stands between a line and the next: nothing within a number, a space where it is full."""
    if is_full:
        return "" if line[-1:].isdigit() and below[:1].isdigit() else " "
    return "\n"


def width(line: str) -> int:
    """How wide a line is, in half letters."""
    return sum(1 if letter.isascii() else 2 for letter in line)


def middles(edges: Sequence[float]) -> list[float]:
    """The middles between edges; edges that lie close together are one edge."""
    apart: list[float] = []
    for edge in sorted(set(edges)):
        if not apart or edge - apart[-1] > CLOSE:
            apart.append(edge)
    return [(one + two) / 2 for one, two in pairwise(apart)]


def covering(cells: Sequence[Box], across: float, down: float) -> Box | None:
    """The cell that covers a place."""
    return next((cell for cell in cells if holds(cell, across, down)), None)
