"""How a bulletin is marked and signed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from projects.rules.calendar import day_words
from projects.rules.city import City

DEMO_NOTE = "演示数据，非实际进展"  # on every sheet and page of what a demo prints


def demo_note() -> str:
    """What every paper of a demo is marked with; "" in an office's own installation."""
    return DEMO_NOTE if settings.DEMO else ""


@dataclass(frozen=True)
class Imprint:
    """How a bulletin is marked and signed; without a number it is a draft."""

    number: int | None = None
    corrects: int | None = None  # the issue that this one corrects
    dated: date | None = None
    issuer: str = ""
    masthead: str = ""
    addressees: str = ""
    copies_to: str = ""
    is_public: bool = False
    note: str = ""  # printed on every sheet and page, as 演示数据

    @property
    def has_colophon(self) -> bool:
        """版记: a paper of the office has one, what is put on the web has not."""
        return not self.is_public

    def dated_on(self, drawn_on: date) -> str:
        """The day of issue; a draft leaves the place for it."""
        return day_words(self.dated) if self.dated else f"{drawn_on.year}年　月　日"

    @property
    def label(self) -> str:
        """草稿, 第2期, 第3期（更正第2期）."""
        if self.number is None:
            return "草稿"
        return f"第{self.number}期" + (f"（更正第{self.corrects}期）" if self.corrects else "")


def imprint_of(city: City, **marks: Any) -> Imprint:
    """How this city's bulletins are signed, with the marks of one."""
    return Imprint(
        issuer=city.coordinator_full,
        masthead=city.masthead,
        addressees=city.addressees,
        copies_to=city.copies_to,
        **marks,
    )
