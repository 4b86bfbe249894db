"""Where a sheet's pages end: a heading never at a page's foot, the last row never alone on a page.

Excel and LibreOffice fill each page with whole rows; a break stands only where that would part what belongs
together, and then earlier than the page's end, so that it holds whatever printer is used.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAST_ON_LAST = 2  # rows on the last page of a table


@dataclass(frozen=True)
class PrintedRow:
    """A row as it is printed: its height in points, whether it is a heading of the next one."""

    height: float
    is_heading: bool = False


def breaks(rows: Sequence[PrintedRow], *, first: float, other: float) -> list[int]:
    """The places of rows before which a page is to end earlier than it would by itself.

    `first` and `other` are the points that the first page and every other one have for rows.
    """
    return [early for early, natural in _ends(rows, first, other) if early < natural]


def left_empty(rows: Sequence[PrintedRow], *, first: float, other: float) -> float:
    """The points on which nothing stands, of all pages but the last."""
    begin, room, empty = 0, first, 0.0
    for end, _ in _ends(rows, first, other):
        empty += max(0.0, room - sum(row.height for row in rows[begin:end]))
        begin, room = end, other
    return empty


def _ends(rows: Sequence[PrintedRow], first: float, other: float) -> Iterator[tuple[int, int]]:
    """Of each page but the last the row before which it ends, and the one before which it would end."""
    begin, room = 0, first
    while True:
        natural = _filled(rows, begin, room)
        if natural >= len(rows):
            return
        end = natural
        if len(rows) - end < LEAST_ON_LAST:
            end = len(rows) - LEAST_ON_LAST
        while end - 1 > begin and rows[end - 1].is_heading:
            end -= 1
        if rows[end - 1].is_heading:  # nothing else stands on the page: it ends where it must
            end = natural
        yield end, natural
        begin, room = end, other


def _filled(rows: Sequence[PrintedRow], begin: int, room: float) -> int:
    """The first row that the page has no room for; a row taller than a page has one to itself."""
    place = begin
    while place < len(rows) and (rows[place].height <= room or place == begin):
        room -= rows[place].height
        place += 1
    return place
