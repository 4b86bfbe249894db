"""A notice as it is printed, on the screen and in Word."""

from dataclasses import dataclass
from datetime import date

from projects.paper.paragraphs import chinese
from projects.rules.calendar import day_words


@dataclass(frozen=True)
class NoticePaper:
    """One notice as it is printed; without a number it is a draft."""

    head: str
    office: str
    reference: str
    title: str
    addressee: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]  # heading, paragraphs
    issued_on: date | None
    receipt: tuple[tuple[str, str], ...]  # what the unit fills in, with what is known

    @property
    def numbered(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sections with their headings numbered 一、二、三、."""
        return tuple(
            (f"{chinese(number)}、{heading}", words)
            for number, (heading, words) in enumerate(self.sections, 1)
        )

    @property
    def date_words(self) -> str:
        """2021年7月14日; a draft leaves the place."""
        return day_words(self.issued_on) if self.issued_on else "　　　　年　　月　　日"
