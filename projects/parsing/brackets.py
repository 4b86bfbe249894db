"""Brackets and quotation marks: which belong together, which stand alone, what stands inside."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

OPENING = {
    **dict.fromkeys("（(", "round"),
    **dict.fromkeys("〔[［", "square"),
    **dict.fromkeys("【〖", "lens"),
    **dict.fromkeys("{｛", "curly"),
    **dict.fromkeys("《〈", "title"),
    **dict.fromkeys("“「『", "quote"),
    **dict.fromkeys("‘", "single"),
}
CLOSING = {
    **dict.fromkeys("）)", "round"),
    **dict.fromkeys("〕]］", "square"),
    **dict.fromkeys("】〗", "lens"),
    **dict.fromkeys("}｝", "curly"),
    **dict.fromkeys("》〉", "title"),
    **dict.fromkeys("”」』", "quote"),
    **dict.fromkeys("’", "single"),
}
MARKS = re.compile(f"[{re.escape(''.join((*OPENING, *CLOSING)))}]")


@dataclass(frozen=True)
class Pairs:
    """The pairs of a text, outermost ones separately, and the places of the marks that have no partner."""

    outer: tuple[tuple[int, int], ...]  # (opening, closing) places, not inside another pair
    every: tuple[tuple[int, int], ...]
    alone: tuple[int, ...]

    def inside(self, place: int) -> bool:
        """Whether a place stands inside a pair."""
        index = bisect_right(self.outer, (place, place)) - 1
        return index >= 0 and self.outer[index][0] < place < self.outer[index][1]


@lru_cache(maxsize=2048)  # a text is looked at for its clauses, its items and its slips
def pairs(text: str) -> Pairs:
    """The pairs of brackets and quotation marks, in one pass; full and half width of a kind match."""
    waiting: dict[str, list[int]] = {}
    every: list[tuple[int, int]] = []
    alone: list[int] = []
    for match in MARKS.finditer(text):
        place, character = match.start(), match[0]
        if kind := OPENING.get(character):
            waiting.setdefault(kind, []).append(place)
        elif kind := CLOSING.get(character):
            if waiting.get(kind):
                every.append((waiting[kind].pop(), place))
            elif not is_apostrophe_or_label(text, place):
                alone.append(place)
    alone.extend(place for places in waiting.values() for place in places)
    every.sort()
    return Pairs(outermost(every), tuple(every), tuple(sorted(alone)))


def outermost(every: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The pairs that stand in no other pair."""
    outer: list[tuple[int, int]] = []
    for pair in every:
        if not outer or pair[0] > outer[-1][1]:
            outer.append(pair)
    return tuple(outer)


def is_apostrophe_or_label(text: str, place: int) -> bool:
    """Whether a closing mark needs no partner: the ’ of it’s, the bracket of 1)."""
    before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    if text[place] == "’":
        return before.isascii() and before.isalpha() and after.isascii()
    return text[place] in "）)" and before.isdigit()
