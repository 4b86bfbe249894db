"""Quarters of a year: order, first and last day, the words for them."""

from dataclasses import dataclass
from datetime import date, timedelta

NUMBERS = (1, 2, 3, 4)
NUMERALS = {1: "一", 2: "二", 3: "三", 4: "四"}


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of one year; sorts by time. Raises ValueError for a number outside 1..4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in NUMBERS:
            raise ValueError(f"no quarter {self.number}")

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def label(self) -> str:
        """二季度"""
        return f"{NUMERALS[self.number]}季度"

    @property
    def long_label(self) -> str:
        """2021年二季度"""
        return f"{self.year}年{self.label}"

    @property
    def slug(self) -> str:
        """q2, as in the addresses."""
        return f"q{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)
