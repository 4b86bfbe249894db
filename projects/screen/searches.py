"""What is typed into a search box, read as documents are: one way for every box of the house.

Several words must all be found, each however it is written: in full or half width, in Traditional
characters, as 第36项 or 36.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models import Q

from projects.parsing.traditional import converted
from projects.rules.letters import seen
from projects.rules.punctuation import FULL_WIDTH

LONGEST_SEARCH = 64
NUMBER = re.compile(r"第?(\d{1,4})[项号件]?")
FULL_LETTERS = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}


@dataclass(frozen=True)
class Word:
    """One word that is looked for: the ways in which it may be written, and the number that it may name."""

    spellings: tuple[str, ...]
    number: int | None = None

    @property
    def plain(self) -> str:
        """In half width and Simplified characters."""
        return self.spellings[-1]

    def within(self, *lookups: str) -> Q:
        """Rows that hold the word in one of these fields."""
        found = Q()
        for lookup in lookups:
            for spelling in self.spellings:
                found |= Q(**{f"{lookup}__icontains": spelling})
        return found

    def abbreviates(self, *lookups: str) -> Q:
        """Rows whose initials in one of these fields hold it; none where it is no Latin letters."""
        letters = Word(tuple(each for each in self.spellings if each.isascii()))
        return letters.within(*lookups) if letters.spellings else Q(pk__in=())

    def numbers(self, lookup: str) -> Q:
        """Rows whose number it names."""
        return Q(pk__in=()) if self.number is None else Q(**{lookup: self.number})

    def is_said_in(self, texts: Iterable[str], *, number: int | None = None) -> bool:
        """Whether one of these texts holds it, or it names the number."""
        if number is not None and number == self.number:
            return True
        folded = [text.casefold() for text in texts]
        return any(spelling.casefold() in text for spelling in self.spellings for text in folded)


def words_sought(typed: str) -> tuple[Word, ...]:
    """The words of a search."""
    return tuple(_word(part) for part in seen(typed).split())


def marked_words(typed: str) -> list[str]:
    """Every spelling of every word, for marking what was found."""
    return [spelling for word in words_sought(typed) for spelling in word.spellings]


def _word(part: str) -> Word:
    plain = part.translate(FULL_LETTERS)
    simplified = converted(plain)
    half = unicodedata.normalize("NFKC", simplified)
    spellings = dict.fromkeys((plain, simplified, half.translate(FULL_WIDTH), half))
    numbered = NUMBER.fullmatch(half)
    return Word(tuple(spellings), int(numbered[1]) if numbered else None)


def search_box(placeholder: str, *, size: int = 18, **attributes: object) -> forms.TextInput:
    """The box that one types into."""
    look = {"type": "search", "placeholder": placeholder, "size": size, "autocomplete": "off", **attributes}
    return forms.TextInput(look)


class SearchField(forms.CharField):
    """The search box of a form whose lines are narrowed without the database."""

    def __init__(self, placeholder: str, *, size: int = 18) -> None:
        super().__init__(
            label="查找",
            required=False,
            max_length=LONGEST_SEARCH,
            widget=search_box(placeholder, size=size),
        )


class SearchFilter(django_filters.CharFilter):
    """The search box of a filter set, which says by `found(word)` where a word is looked for."""

    def __init__(
        self, placeholder: str, *, size: int = 18, label: str = "查找", **attributes: object
    ) -> None:
        super().__init__(
            method="search",
            label=label,
            max_length=LONGEST_SEARCH,
            widget=search_box(placeholder, size=size, **attributes),
        )
