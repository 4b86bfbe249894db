"""Word lists written as text, and the patterns made of them."""

import re
from collections.abc import Iterable, Iterator


def words(listed: str) -> tuple[str, ...]:
    """The words of a list separated by white space."""
    return tuple(listed.split())


def any_of(listed: Iterable[str]) -> str:
    """A pattern for any of the words, a longer one before a shorter one that begins it."""
    return "|".join(re.escape(word) for word in sorted(set(listed), key=len, reverse=True))


def places_of(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text, one place behind the other."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))
