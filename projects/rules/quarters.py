"""Quarters of a year, and its end (年底核定): order, first and last day, the words for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

NUMBERS = (1, 2, 3, 4)
YEAR_END = 5  # 年底核定: the second step of the fourth quarter, as of 31 December
PERIODS = (*NUMBERS, YEAR_END)
NUMERALS = {1: "一", 2: "二", 3: "三", 4: "四"}


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of one year, or the 年底核定 behind its fourth; sorts by time.

    Raises ValueError for a number outside 1..5.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in PERIODS:
            raise ValueError(f"no quarter {self.number}")

    @property
    def is_year_end(self) -> bool:
        """年底核定 and no quarter of its own."""
        return self.number == YEAR_END

    @property
    def planned(self) -> int:
        """The quarter whose plan it is measured by: nothing is planned beyond the fourth."""
        return min(self.number, NUMBERS[-1])

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.planned - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.planned == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def label(self) -> str:
        """二季度; 年底核定"""
        return "年底核定" if self.is_year_end else f"{NUMERALS[self.number]}季度"

    @property
    def plan_label(self) -> str:
        """四季度 of the 年底核定 too: whose plan it is measured by."""
        return f"{NUMERALS[self.planned]}季度"

    @property
    def spoken(self) -> str:
        """本季度, as its own pages and papers call it; 年底核定."""
        return spoken(self.number)

    @property
    def unopened(self) -> str:
        """What its pages say before it is opened."""
        return f"{self.spoken}尚未开启填报"

    @property
    def progress(self) -> str:
        """二季度进展情况; 年底核定情况: what is reported of it, on papers."""
        return f"{self.label}情况" if self.is_year_end else f"{self.label}进展情况"

    @property
    def this_time(self) -> str:
        """本季, before a word: 本季累计; of the 年底核定 本次."""
        return "本次" if self.is_year_end else "本季"

    @property
    def last_time(self) -> str:
        """上季, before a word: 上季累计; before the 年底核定 stands the fourth quarter: 上次."""
        return "上次" if self.is_year_end else "上季"

    @property
    def long_label(self) -> str:
        """2021年二季度; 2021年年底核定"""
        return f"{self.year}年{self.label}"

    @property
    def slug(self) -> str:
        """q2, as in the addresses."""
        return f"q{self.number}"


def spoken(number: int) -> str:
    """本季度, as the pages and papers of a quarter call it; the 年底核定 is none and keeps its name."""
    return "年底核定" if number == YEAR_END else "本季度"


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def back_from(number: int) -> tuple[int, ...]:
    """This quarter and those before it, the nearest first; 年底核定 stands in the fourth quarter's place."""
    if number == YEAR_END:
        return (YEAR_END, *reversed(NUMBERS[:-1]))
    return tuple(range(number, 0, -1))


def with_year_end(opened: Collection[int]) -> tuple[int, ...]:
    """The four quarters, and the year's end where it is among those opened."""
    return PERIODS if YEAR_END in opened else NUMBERS
