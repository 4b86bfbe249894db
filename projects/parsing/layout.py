"""What a page adds to its text and what wrapping takes apart: furniture removed, lines joined to one body."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from projects.parsing.clauses import find_clauses, names_behind
from projects.parsing.formats import Line
from projects.parsing.printed import LONGEST_TAIL, Printed, keeps_space
from projects.parsing.sayings import BRACKETED_LABEL
from projects.parsing.traditional import is_traditional, simplified
from projects.parsing.unit_names import might_be_units

DASH = r"[-‐‑–—―－─·•~～]"
PAGE_NUMBER = re.compile(
    rf"(?:{DASH}{{1,3}}\s*[0-9０-９]{{1,4}}\s*{DASH}{{1,3}}"
    r"|第\s*[0-9０-９一二三四五六七八九十百]+\s*页(?:\s*[,，、/／]?\s*共\s*[0-9０-９一二三四五六七八九十百]+\s*页)?"
    r"|(?:Page|PAGE|page)\s*\d+(?:\s*(?:of|/)\s*\d+)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4})"
)
FEW_LINES = 6  # of one task; a page has more
BARE_NUMBER = re.compile(r"\d{1,4}")
TAG = re.compile(
    r"</?(?:b|strong|em|i|u|p|br|span|font|div|sup|sub|h[1-6]|td|tr|th|a)\b[^<>]{0,80}>|\*\*|__",
    re.IGNORECASE,
)
HEAD = re.compile(r"\s*#{1,6}\s+")
SPACED_NUMERAL = re.compile(r"\s*([一二三四五六七八九十]{1,3})[ \u3000]+(?=[一-鿿“]{2,24}\s*$)")


@dataclass(frozen=True)
class Row:
    """One line ready to be read: its text in both hands, its cells, and what the page said beside it."""

    printed: Printed
    cells: tuple[Printed, ...] = ()
    opens_page: bool = False
    heading: bool = False  # marked as a heading in the file
    above: tuple[int, ...] = ()  # the cells that are one with the cell above

    @cached_property
    def bare(self) -> str:
        """Its Simplified text without any white space."""
        return "".join(self.printed.text.split())

    @property
    def ends_paragraph(self) -> bool:
        """Whether white space ends the line: a text layer writes it at a paragraph's end, not at a wrap."""
        return self.printed.text[-1:].isspace()


@dataclass(frozen=True)
class Body:
    """The lines of a document joined to one text, with the places where its lines began."""

    printed: Printed
    starts: tuple[int, ...] = ()
    headings: frozenset[int] = field(default=frozenset())  # starts of lines marked as headings

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where the lines between two places stand, blank ones left out."""
        inside = self.starts[bisect_left(self.starts, start + 1) : bisect_left(self.starts, end)]
        edges = [start, *inside, end]
        return [
            (left, right)
            for left, right in zip(edges, edges[1:], strict=False)
            if self.printed.text[left:right].strip()
        ]

    def above(self, place: int) -> str:
        """The line above a place, blank ones passed over; "" above the first."""
        end = place
        for at in range(bisect_left(self.starts, place) - 1, -1, -1):
            begin = self.starts[at]
            if line := self.printed.text[begin:end].strip():
                return line
            end = begin
        return ""

    def lines(self, start: int, end: int) -> list[Printed]:
        """The part of the body between two places, cut where lines began."""
        return [self.printed[left:right].strip() for left, right in self.spans(start, end)]


def rows_of(lines: Sequence[Line]) -> tuple[Row, ...]:
    """Lines as the file has them, in both hands."""
    traditional = is_traditional("\n".join(line.text for line in lines))

    def hands(text: str) -> Printed:
        return Printed(simplified(text, traditional=traditional), text)

    return tuple(row_of(line, hands(line.text), tuple(hands(cell) for cell in line.cells)) for line in lines)


def row_of(line: Line, printed: Printed, cells: tuple[Printed, ...]) -> Row:
    """One line, its markdown head taken off."""
    mark = HEAD.match(printed.text)
    heading = bool(mark) or line.heading
    plain = with_colons(printed[mark.end() :] if mark else printed)
    return Row(plain, tuple(map(with_colons, cells)), line.opens_page, heading, line.above)


def with_colons(printed: Printed) -> Printed:
    """The text with a colon behind each label that is told otherwise: 【责任单位】市教育局.

    What stands behind a label is names, or nothing where the next line or cell has them.
    """
    if "单位" not in printed.text and "部门" not in printed.text:
        return printed
    whole, behind = Printed(), 0
    for match in BRACKETED_LABEL.finditer(printed.text):
        group = next(name for name, found in match.groupdict().items() if found)
        names = names_behind(printed.text, match.end()).rstrip("）)")
        if group == "label" and names and not might_be_units(names):
            continue
        label = printed[match.start(group) : match.end(group)]
        unit = Printed("单位", "单位") if group == "role" else Printed()
        whole = whole + printed[behind : match.start()] + label + unit + Printed("：", "：")
        behind = match.end()
    return whole + printed[behind:] if behind else printed


def without_furniture(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The lines without page numbers and running heads; what follows a page number opens a page."""
    kept: list[Row] = []
    broken = False
    for row in rows:
        bare = row.bare
        broken = broken or row.opens_page
        if PAGE_NUMBER.fullmatch(TAG.sub("", bare)):
            broken = True
        else:
            opens = broken and bool(bare)
            kept.append(row if row.opens_page == opens else replace(row, opens_page=opens))
            broken = broken and not bare
    return without_running_heads(kept)


def without_running_heads(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The lines without those that stand alike at the top of several pages, line by line from the top."""
    while True:
        kept = without_top_lines(rows)
        if len(kept) == len(rows):
            return kept
        rows = kept


def without_top_lines(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The lines without the first one of pages that begin alike."""
    tops = Counter(row.bare for row in rows if row.opens_page and not row.cells)
    running = {
        text
        for text, count in tops.items()
        if count > 1 and len(text) < 40 and not text.endswith(("。", "）", ")", "；"))
    }
    kept: list[Row] = []
    broken = False
    for row in rows:
        if row.opens_page and row.bare in running:
            broken = True
        else:
            kept.append(replace(row, opens_page=True) if broken and not row.opens_page else row)
            broken = broken and not row.bare
    return tuple(kept)


def without_bare_numbers(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The lines without page numbers: two or more lines that are nothing but a number and count on."""
    bare = [
        (place, int(row.bare))
        for place, row in enumerate(rows)
        if BARE_NUMBER.fullmatch(row.bare) and row.bare.isascii()
    ]
    counting = len(bare) > 1 and all(
        after[1] == before[1] + 1 for before, after in zip(bare, bare[1:], strict=False)
    )
    places = [place for place, _ in bare]
    dropped = set() if not counting or bare[0][1] == 1 and number_tasks(rows, places) else set(places)
    return tuple(row for place, row in enumerate(rows) if place not in dropped)


def number_tasks(rows: Sequence[Row], places: Sequence[int]) -> bool:
    """Whether numbers on lines of their own open tasks: one clause, or a few lines, behind each."""
    ends = [*places[1:], len(rows)]
    stretches = [rows[start + 1 : end] for start, end in zip(places, ends, strict=True)]
    clauses = [len(find_clauses("\n".join(row.bare for row in stretch))) for stretch in stretches]
    if any(clauses):
        return max(clauses) == 1 and sum(clauses) * 2 >= len(clauses)
    return all(0 < sum(bool(row.bare) for row in stretch) <= FEW_LINES for stretch in stretches)


def body_of(rows: Iterable[Row]) -> Body:
    """The lines joined to one text, the white space of wrapping left out."""
    pieces: list[Printed] = []
    starts: list[int] = []
    headings: list[int] = []
    tail, length = "", 0
    for row in rows:
        line = with_pause(untagged(row.printed)).tidy()
        if not line.text:
            continue
        wrapped_number = tail[-1:].isdigit() and line.text[0].isdigit()  # 改造2|500套
        if keeps_space(tail, line.text[0]) and not wrapped_number:
            pieces.append(Printed(" ", " "))
            length += 1
        starts.append(length)
        if row.heading:
            headings.append(length)
        pieces.append(line)
        length += len(line)
        tail = (tail + line.text)[-LONGEST_TAIL:]
    whole = Printed("".join(piece.text for piece in pieces), "".join(piece.source for piece in pieces))
    return Body(whole, tuple(starts), frozenset(headings))


def with_pause(printed: Printed) -> Printed:
    """A line with a pause mark behind the numeral that a space alone parts from its heading: 一 教育惠民."""
    match = SPACED_NUMERAL.match(printed.text)
    if match is None:
        return printed
    return printed[: match.end(1)] + Printed("、", "、") + printed[match.end() :]


def untagged(printed: Printed) -> Printed:
    """Without the tags that a web page or markdown left in the text."""
    if not TAG.search(printed.text):
        return printed
    edges = [0, *(edge for match in TAG.finditer(printed.text) for edge in match.span()), len(printed)]
    parts = [printed[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return Printed("".join(part.text for part in parts), "".join(part.source for part in parts))
