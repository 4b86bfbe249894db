"""A table of an official paper: thin borders, its head on every page, no row cut by a page's end.

Written as XML at once: a thousand rows take python-docx minutes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from projects.paper.letters import printable
from projects.paper.widths import balanced
from projects.paper.word import BODY_FONT, HEAD_FONT

SIZE, LEADING = 9, 12.0  # points: 小五 in fixed lines
PADDING = 0.9  # millimetres left and right of a cell's text
TWIPS = 1440 / 25.4  # of a millimetre
HALF_CHARACTER = SIZE / 2 / 72 * 25.4  # millimetres


@dataclass(frozen=True)
class GridColumn:
    """A column: its head, its width in millimetres, whether its values stand in the middle."""

    head: str
    width: float
    is_centred: bool = False


@dataclass(frozen=True)
class Grid:
    """Columns and rows; a text in place of a row stands across the whole width."""

    columns: tuple[GridColumn, ...]
    rows: Sequence[tuple | str]


def fitted(
    columns: Sequence[GridColumn], rows: Sequence[tuple | str], width: float
) -> tuple[GridColumn, ...]:
    """The columns as wide as makes the rows low, together `width` millimetres; theirs tell proportions."""
    texts = [[str(value) for value in row] for row in rows if not isinstance(row, str)]
    scale = width / sum(column.width for column in columns)
    asked = [(column.width * scale - 2 * PADDING) / HALF_CHARACTER for column in columns]
    rooms = balanced(texts, [column.head for column in columns], asked)
    return tuple(
        replace(column, width=room * HALF_CHARACTER + 2 * PADDING)
        for column, room in zip(columns, rooms, strict=True)
    )


def add_grid(document: Paper, grid: Grid) -> None:
    """Put the table at the document's end."""
    widths = [round(column.width * TWIPS) for column in grid.columns]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(
        ((column.head, width, True) for column, width in zip(grid.columns, widths, strict=True)),
        font=HEAD_FONT,
        is_head=True,
        stays=True,
    )
    body = "".join(
        _body_row(row, grid.columns, widths, stays=isinstance(row, str) or place == len(grid.rows) - 2)
        for place, row in enumerate(grid.rows)
    )
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}>{_properties(sum(widths))}"
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{body}</w:tbl>"
    )
    document.element.body.insert_element_before(table, "w:sectPr")


def _properties(width: int) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right")
    )
    inside = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in ("insideH", "insideV")
    )
    margin = f'w:w="{round(PADDING * TWIPS)}" w:type="dxa"'
    margins = f"<w:tblCellMar><w:left {margin}/><w:right {margin}/></w:tblCellMar>"
    layout = (
        '<w:jc w:val="center"/>'
        + f"<w:tblBorders>{sides}{inside}</w:tblBorders>"
        + '<w:tblLayout w:type="fixed"/>'
    )
    return f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{layout}{margins}</w:tblPr>'


def _body_row(row: tuple | str, columns: Sequence[GridColumn], widths: Sequence[int], *, stays: bool) -> str:
    """A row; one that `stays` stands on the page of the next: a heading, and the last but one."""
    if isinstance(row, str):
        return _row([(row, sum(widths), False)], font=HEAD_FONT, span=len(columns), stays=stays)
    cells = (
        (str(value), width, column.is_centred)
        for value, column, width in zip(row, columns, widths, strict=True)
    )
    return _row(cells, stays=stays)


def _row(
    cells: Iterable[tuple[str, int, bool]],
    *,
    font: str = BODY_FONT,
    is_head: bool = False,
    span: int = 1,
    stays: bool = False,
) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    written = "".join(_cell(*cell, font=font, span=span, stays=stays) for cell in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{written}</w:tr>"


def _cell(text: str, width: int, is_centred: bool, *, font: str, span: int, stays: bool) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    align = "center" if is_centred else "left"
    line = f'<w:spacing w:before="20" w:after="20" w:line="{round(LEADING * 20)}" w:lineRule="exact"/>'
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    look = f'{fonts}<w:sz w:val="{SIZE * 2}"/><w:szCs w:val="{SIZE * 2}"/>'
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(each)}</w:t>' for each in printable(text).split("\n")
    )
    keep = "<w:keepNext/>" if stays else ""
    run = f"<w:r><w:rPr>{look}</w:rPr>{lines}</w:r>"
    paragraph = f'<w:p><w:pPr>{keep}{line}<w:jc w:val="{align}"/></w:pPr>{run}</w:p>'
    place = f'<w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{place}</w:tcPr>{paragraph}</w:tc>"
