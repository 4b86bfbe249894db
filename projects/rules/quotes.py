"""Marks quotes in a text: which characters of a task's text its targets were read from. Plain values only."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A stretch of text and the places (0-based, in the order of the quotes) of the quotes that cover it."""

    text: str
    quotes: tuple[int, ...] = ()


def segments(text: str, quotes: Sequence[str]) -> tuple[Segment, ...]:
    """The text cut where quotes begin and end; joined again it is the same. Quotes may overlap."""
    spans = _spans(text, quotes)
    cuts = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    return tuple(
        Segment(text[start:end], _covering(spans, start, end))
        for start, end in zip(cuts, cuts[1:], strict=False)
    )


def _spans(text: str, quotes: Sequence[str]) -> list[tuple[int, int, int]]:
    """Start, end and place of each quote in the text; one met again is looked for behind its last place."""
    spans, behind = [], {}
    for place, quote in enumerate(quotes):
        start = _find(text, quote, behind.get(quote, 0))
        if start >= 0:
            behind[quote] = start + len(quote)
            spans.append((start, start + len(quote), place))
    return spans


def _find(text: str, quote: str, start: int) -> int:
    if not quote:
        return -1
    found = text.find(quote, start)
    return found if found >= 0 else text.find(quote)


def _covering(spans: list[tuple[int, int, int]], start: int, end: int) -> tuple[int, ...]:
    return tuple(place for first, last, place in spans if first <= start and end <= last)
