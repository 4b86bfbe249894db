"""Links as plain values: what a page offers to go to, and the address of the same page with something
changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from projects.rules.quarters import NUMBERS, PERIODS, YEAR_END, Quarter
from projects.screen.cells import element, joined, span


@dataclass(frozen=True)
class Link:
    """One way to go; without an address it is a word that stands in its place."""

    label: str
    url: str = ""
    here: bool = False
    count: int | None = None


class Ways(tuple[Link, ...]):
    """The main navigation: it stands twice on a page, for the screen and the phone, and is drawn once."""

    @cached_property
    def drawn(self) -> SafeString:
        """As a list."""
        return element("ul", *(element("li", _way(link)) for link in self))


def _way(link: Link) -> SafeString:
    here = "page" if link.here else ""
    return element("a", link.label, _waiting(link.count), href=link.url, aria_current=here)


def _waiting(count: int | None) -> SafeString | str:
    """How much waits there; nothing where nothing does."""
    return span(joined((count, span("项", "visually-hidden"))), "badge-n") if count else ""


@dataclass(frozen=True)
class Switch:
    """Several ways of which one is taken: the years, the quarters of a year."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is, whose, why, and where it is decided."""

    kind: str
    subject: str
    words: str
    url: str
    paper: object = None  # that is signed or decided there, where it is one


def quarter_links(
    name: str, year: int, shown: int | None = None, *, offered: Iterable[int] = ()
) -> tuple[Link, ...]:
    """The page of this name in each quarter of a year: those `offered`, else those beside the one shown."""
    return tuple(
        Link(Quarter(year, each).label, reverse(name, args=[year, each]), here=each == shown)
        for each in offered or quarters_beside(shown)
    )


def quarters_beside(shown: int | None) -> tuple[int, ...]:
    """The quarters that are offered beside the one shown: from the fourth the year's end can be reached."""
    return PERIODS if shown in (NUMBERS[-1], YEAR_END) else NUMBERS


def changed(query: Mapping[str, str], *, without: Iterable[str] = (), **changes: object) -> str:
    """The query string with some values set (or taken out, by None).

    Empty values are left out, so that an address can be read.
    """
    kept = {name: value for name, value in query.items() if name not in changes and name not in without}
    kept |= {name: value for name, value in changes.items() if value is not None}
    return "?" + urlencode({name: value for name, value in kept.items() if value != ""})
