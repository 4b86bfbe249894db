"""What opening a file yields, whatever its format: lines, some of them rows of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_STRUCK, LONGEST_STRUCK = 5, 24  # stretches of struck text that a sentence repeats, characters of each


class Unreadable(Exception):
    """The file cannot be opened as a document; the message is a Chinese sentence for the user."""


@dataclass(frozen=True)
class Line:
    """One line as it stands in the file, white space kept; a row of a table has its cells as well."""

    text: str
    cells: tuple[str, ...] = ()
    opens_page: bool = False
    heading: bool = False  # the file marks it as a heading
    above: tuple[int, ...] = ()  # the cells that are one with the cell above, where the text stands there


@dataclass(frozen=True)
class Note:
    """What a person should know about a file that was opened: a code of `findings.CODES`, a sentence."""

    code: str
    message: str


def struck_note(struck: Sequence[str]) -> Iterator[Note]:
    """What is said of text that is struck through: it is read, for only a person knows what is meant."""
    texts = [text for text in struck if text.strip()]
    if texts:
        named = "、".join(f"“{text.strip()[:LONGEST_STRUCK]}”" for text in texts[:MOST_STRUCK])
        more = "等" if len(texts) > MOST_STRUCK else ""
        yield Note(
            "struck_text",
            f"有 {len(texts)} 处文字划了删除线，仍照样读取，请核对是否应当删去：{named}{more}。",
        )


@dataclass(frozen=True)
class Opened:
    """A file's lines, how many of its characters could not be decoded, and what is to be said about it."""

    lines: tuple[Line, ...]
    damaged: int = 0
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Spanning:
    """A cell of a table that may cover several columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1


def filled(rows: Sequence[Sequence[Spanning]]) -> list[Line]:
    """The rows of a table as lines, what a merged cell says repeated in every place that it covers."""
    grid: dict[tuple[int, int], tuple[int, str]] = {}
    origin = 0
    for place, row in enumerate(rows):
        column = 0
        for cell in row:
            while (place, column) in grid:
                column += 1
            origin += 1
            for below in range(cell.rows):
                for right in range(cell.columns):
                    grid.setdefault((place + below, column + right), (origin, cell.text))
            column += cell.columns
    width = max((column + 1 for _, column in grid), default=0)
    return [
        row_line([grid.get((place, column), (0, "")) for column in range(width)])
        for place in range(len(rows))
    ]


def row_line(cells: Sequence[tuple[int, str]]) -> Line:
    """One row of (origin, text); a row that a single merged cell fills is that cell alone."""
    if len(cells) > 1 and len({origin for origin, _ in cells}) == 1:
        cells = cells[:1]
    texts = tuple(text for _, text in cells)
    return Line("\t".join(texts), texts)
