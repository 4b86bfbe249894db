"""Codes with a word on the page (states, kinds). Each is one enum: stored is the code, shown the word."""

from enum import StrEnum
from functools import cache
from typing import Self


class Worded(StrEnum):
    """A code with its word and tone (the colour beside the word), in the order in which pages show them."""

    word: str
    tone: str

    def __new__(cls, code: str, word: str, tone: str = "none") -> Self:
        """A member is written `NAME = code, word, tone`."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.word = word
        member.tone = tone
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Code and word of each, for tables and forms; the empty code is no choice and left out."""
        return [(member.value, member.word) for member in cls if member.value]

    @classmethod
    def of(cls, code: str) -> Self | None:
        """The member of this code; None for a code that is none of ours."""
        return _by_code(cls).get(code)

    @classmethod
    def word_of(cls, code: str) -> str:
        """The word of a code; "" of one that is none of ours."""
        member = _by_code(cls).get(code)
        return member.word if member else ""

    @classmethod
    def tone_of(cls, code: str) -> str:
        """The tone of a code; "none" of one that is none of ours."""
        member = _by_code(cls).get(code)
        return member.tone if member else "none"


@cache
def _by_code(kind: type[Worded]) -> dict[str, Worded]:
    return {member.value: member for member in kind}
