"""How tall a row must be for its wrapped text to be seen, in half characters: a Chinese one is two."""

import re
from functools import cache, lru_cache
from unicodedata import east_asian_width

TALLEST = 409.0  # points; Excel shows no taller row
MEASURED = 3 * TALLEST  # points; more than a page
LEADING = 1.46  # line height ÷ font size, of the substitutes too where 仿宋_GB2312 is not installed
PADDING = 5.0  # points above and below the text of a cell, together
UNIT = 5.25  # points of one unit of column width (7 pixels)
LONG = 5_000  # characters that no row holds
GUTTER = 5.0  # points of a cell's width that text cannot use

# A wrapped line breaks between Chinese characters, not inside Latin words or before closing punctuation.
PIECE = re.compile(r"(?:[!-~]+|[^\n])[，。；：、！？）》”’」』】〕%％…]*")

SENTENCE = re.compile(r".{1,200}?(?:[。；\n]|$)|.{1,200}", re.DOTALL)


def width_of(text: str) -> int:
    """Half characters that a text takes on one line."""
    return sum(map(_width, text))


@cache
def _width(char: str) -> int:
    return 2 if east_asian_width(char) in "WFA" else 1


@lru_cache(maxsize=4096)  # a cell is measured for its column, for its row and for being cut
def lines_of(text: str, room: int) -> int:
    """Lines that a text takes where `room` half characters fit on one."""
    return sum(_wrapped(line, room) for line in text.split("\n"))


def height_of(text: str, *, column: float, size: float) -> float:
    """Points that a text of a font size takes in a column of a width.

    A text that no row and no page could hold is measured as far as that shows, not to its end.
    """
    room = max(2, int((column * UNIT - GUTTER) / (size / 2)))
    most = int(MEASURED / (size * LEADING)) + 1
    return lines_of(text[: most * room + 1], room) * size * LEADING + PADDING


def fitting(texts: list[str], *, column: float, size: float, widest: float = 2.5) -> float:
    """The column width at which the longest text stays under the tallest row; at most `widest` times it."""
    longest = max(texts, key=_length, default="")
    width = column
    while height_of(longest, column=width, size=size) > TALLEST and width < column * widest:
        width *= 1.1
    return round(width, 1)


def _length(text: str) -> int:
    """What a text takes, to find the longest: beyond what any row holds its characters are counted only."""
    return width_of(text) if len(text) < LONG else 2 * len(text)


def pieces_fitting(text: str, *, column: float, size: float, tallest: float = TALLEST) -> list[str]:
    """The text cut between sentences into pieces that stay under the tallest row; long sentences too."""
    if height_of(text, column=column, size=size) <= tallest:
        return [text]
    pieces = [""]
    for sentence in SENTENCE.findall(text):
        if pieces[-1] and height_of(pieces[-1] + sentence, column=column, size=size) > tallest:
            pieces.append("")
        pieces[-1] += sentence
    return pieces


def _wrapped(line: str, room: int) -> int:
    """Lines that one paragraph takes; a piece wider than the line fills several."""
    count, used = 1, 0
    for piece in PIECE.findall(line):
        width = _width(piece) if len(piece) == 1 else width_of(piece)
        if used and used + width > room:
            count, used = count + 1, 0
        count, used = count + (used + width - 1) // room, _rest(used + width, room)
    return count


def _rest(used: int, room: int) -> int:
    """Of what is written on, the half characters that stand on its last line."""
    return (used - 1) % room + 1 if used else 0
