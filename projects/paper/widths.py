"""How wide the columns of a table are, so that its rows together are as low as may be: fewer pages.

All in half characters, as heights.py counts: a Chinese character takes two.
"""

import re
from collections.abc import Sequence

from projects.paper.heights import width_of

WORD = re.compile(r"[\u4e00-\u9fff]{1,8}〔\d{4}〕\d+号|[!-~]+")  # what no line breaks: a 文号 neither
NARROWEST = 4  # two Chinese characters
SHORT_TEXT = 8  # 市教育局: where most texts of a column are no longer, they stand on one line
LONG_TEXT, FOUR_CHARACTERS = 14, 8  # a column with a text so long has room for four characters
LONGEST_WORD = 24  # a longer one, an address, may be broken
POWER = 6  # how much the tallest cell of a row counts above the others, which cost nothing
ROUNDS = 8  # after which the widths no longer move


def balanced(rows: Sequence[Sequence[str]], heads: Sequence[str], asked: Sequence[float]) -> list[float]:
    """The room of each column, together what is asked; as asked where every text stands on one line.

    Else a column gets what lowers the rows most, so one of short words gets little. None is narrower than
    its short texts, than its longest word, nor than half of its head, where there is so much room.
    """
    if all(_stands_on_one_line(row, asked) for row in rows):
        return list(asked)
    total = sum(asked)
    least = [_least([row[place] for row in rows], head) for place, head in enumerate(heads)]
    if sum(least) >= total:
        return [room * total / sum(least) for room in least]  # too narrow: words are broken
    taken = [list(map(_taken, row)) for row in rows]
    rooms = _shared(asked, least, total)
    for _ in range(ROUNDS):
        rooms = _shared(_wanted(taken, rooms), least, total)
    return _whole(rooms, least, total)


def _stands_on_one_line(row: Sequence[str], rooms: Sequence[float]) -> bool:
    return all("\n" not in text and width_of(text) <= room for text, room in zip(row, rooms, strict=True))


def _least(texts: Sequence[str], head: str) -> float:
    """The least width at which the column can be read: its head in two lines, its usual text, its words."""
    words = max((width_of(word) for text in texts for word in WORD.findall(text)), default=0)
    longest = sorted(max(map(width_of, text.split("\n"))) for text in texts if text)
    usual = longest[len(longest) * 4 // 5] if longest else 0
    half_head = (len(head) + 1) // 2 * 2
    readable = FOUR_CHARACTERS if longest and longest[-1] >= LONG_TEXT else NARROWEST
    return max(readable, half_head, min(words, LONGEST_WORD), min(usual, SHORT_TEXT))


def _taken(text: str) -> tuple[int, float]:
    """Half characters of a text, and the half line that each of its ends leaves empty."""
    return width_of(text), (text.count("\n") + 1) / 2 if text else 0


def _wanted(taken: Sequence[Sequence[tuple[int, float]]], rooms: Sequence[float]) -> list[float]:
    """Shares of the columns: by how much the height of all rows falls where a column widens.

    A row is as high as the power mean of its cells, which is nearly the tallest one and has no corners.
    """
    falls = [0.0] * len(rooms)
    for row in taken:
        lines = [width / room + ends for (width, ends), room in zip(row, rooms, strict=True)]
        weight = sum(each**POWER for each in lines) ** (1 / POWER - 1) if any(lines) else 0
        for place, (width, _) in enumerate(row):
            falls[place] += weight * (lines[place] * rooms[place]) ** (POWER - 1) * width
    return [fall ** (1 / (POWER + 1)) for fall in falls]


def _shared(wanted: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """The total shared out in these proportions, nobody below its least."""
    held: set[int] = set()
    while True:
        free = total - sum(least[place] for place in held)
        asked = sum(share for place, share in enumerate(wanted) if place not in held)
        scale = free / asked if asked else 0
        short = {
            place for place, share in enumerate(wanted) if place not in held and share * scale < least[place]
        }
        if not short:
            return [least[place] if place in held else share * scale for place, share in enumerate(wanted)]
        held |= short


def _whole(rooms: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """The same in whole Chinese characters, what is left of them going where most was cut off."""
    cut = [max(room // 2 * 2, short) for room, short in zip(rooms, least, strict=True)]
    most_cut_off = sorted(range(len(rooms)), key=lambda place: cut[place] - rooms[place])
    left = total - sum(cut)
    for place in most_cut_off:
        if left >= 2:
            cut[place], left = cut[place] + 2, left - 2
    widest = cut.index(max(cut))
    cut[widest] += left
    return cut
