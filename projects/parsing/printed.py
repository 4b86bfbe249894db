"""Printed text in two hands at once, character by character: Simplified to read, and as it is printed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f\x7f]+")
LONGEST_TAIL = 6  # characters that tell whether a space stays
DECIMAL = re.compile(r"[一-鿿]\d{1,4}\.$")  # 面积3.|8平方米: no item's number, which stands behind a stop
WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")


@dataclass(frozen=True)
class Printed:
    """A text in Simplified characters beside the same text as printed; both have the same length."""

    text: str = ""
    source: str = ""

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> "Printed":
        return Printed(self.text[part], self.source[part])

    def __add__(self, other: "Printed") -> "Printed":
        return Printed(self.text + other.text, self.source + other.source)

    def strip(self) -> "Printed":
        """Without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]

    def tidy(self) -> "Printed":
        """Without white space of wrapping and typesetting; one space stays between two Latin words."""
        if not BLANK.search(self.text):
            return self
        text, source = self.text, self.source
        return as_written((text[start:end], source[start:end]) for start, end in words(text))


def words(text: str) -> list[tuple[int, int]]:
    """Where the runs between white space stand."""
    gaps = [match.span() for match in BLANK.finditer(text)]
    edges = [0, *(edge for gap in gaps for edge in gap), len(text)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def together(parts: Iterable[Printed]) -> Printed:
    """Parts that stood apart by white space, joined as one person would write them."""
    return as_written((part.text, part.source) for part in parts)


def as_written(parts: Iterable[tuple[str, str]]) -> Printed:
    """The same of parts in both hands."""
    texts: list[str] = []
    sources: list[str] = []
    tail = ""
    for text, source in parts:
        if text and keeps_space(tail, text[0]):
            texts.append(" ")
            sources.append(" ")
        texts.append(text)
        sources.append(source)
        tail = (tail + text)[-LONGEST_TAIL:]
    return Printed("".join(texts), "".join(sources))


def keeps_space(tail: str, after: str) -> bool:
    """Whether a space is more than wrapping: between Latin words and numbers, and after a point (2. 18所)."""
    before = tail[-1:]
    if WORD.match(before):
        return bool(WORD.match(after))
    if before in (".", ","):
        tail, word = tail[-2:], tail
        if DECIMAL.search(word):
            return False
        return after.isascii() and (
            (after.isdigit() and before == ".")
            or (after.isalpha() and tail[:1].isascii() and tail[:1].isalpha())
        )
    return False
