"""Working days of the People's Republic, the default dates of a reporting period (domain.md), days in words.

The holidays library knows the day swaps (调休) of each year only after the State Council has announced them,
every November for the year to come; `swaps_known` says whether a year's are in.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from projects.rules.quarters import Quarter

ZONE = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class PeriodRules:
    """The settings of a list's calendar, with the defaults of domain.md; in working days unless said."""

    opens_day: int = 25  # day of the quarter's last month
    due_day: int = 10  # day of the month after the quarter
    last_opens: tuple[int, int] = (12, 1)  # the fourth quarter: month and day
    last_as_of: tuple[int, int] = (12, 15)
    last_due: tuple[int, int] = (12, 20)
    grace: int = 3
    refile: int = 3
    late_opening: int = 5  # from the day of a late opening to the due day
    contribution: int = 3


@dataclass(frozen=True)
class PeriodDates:
    """The dates of one reporting period; not `is_certain` where the year's day swaps are not known yet."""

    opens_on: date
    as_of: date
    due_on: date
    grace_until: date
    is_certain: bool


def local_day(at: datetime) -> date:
    """The day in Asia/Shanghai on which an aware moment falls: 23:59:59 is still that day, 00:00 the next."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(ZONE).date()


def slip_of_year(day: date, near: date, name: str, *, years: int = 1, year: int | None = None) -> str:
    """Why a day is taken for a slip of the hand: years from the one it belongs to; "" where it is not.

    A day of the list's own `year`, of the one before or after it is none, whenever it is typed.
    """
    if abs(day - near) <= A_YEAR * years or (year and abs(day.year - year) <= 1):
        return ""
    return f"{name}填的是{day.year}年，与{day_words(near)}相差{years}年以上，请核对年份。"


def day_words(day: date) -> str:
    """2021年7月14日, as papers date."""
    return f"{day.year}年{short_day(day)}"


def day_beside(day: date, year: int) -> str:
    """7月14日 beside a year that stands there already; with its own where that is another."""
    return short_day(day) if day.year == year else day_words(day)


def short_day(day: date) -> str:
    """7月14日, where the year is known."""
    return f"{day.month}月{day.day}日"


def short_moment(moment: datetime) -> str:
    """7月14日 09:30 in Shanghai."""
    local = moment.astimezone(ZONE)
    return f"{short_day(local)} {local:%H:%M}"


@cache
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year, expand=False)


def swaps_known(year: int) -> bool:
    """Whether the year's day swaps are known: every year since 2001 had some working Saturday or Sunday."""
    return any(day.year == year for day in _holidays(year).weekend_workdays)


def is_working_day(day: date) -> bool:
    """Whether the offices work on that day, day swaps counted where they are known."""
    return _holidays(day.year).is_working_day(day)


def working_day_from(day: date) -> date:
    """That day, or the first working day after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def shift_working_days(day: date, count: int) -> date:
    """The count-th working day after the day, before it where the count is negative; 0 is the day itself."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def period_dates(quarter: Quarter, rules: PeriodRules | None = None) -> PeriodDates:
    """The default dates of a quarter (A report's life, "Period defaults").

    "The 10th of the next month or the working day after" holds for the fourth quarter's 20 December too.
    """
    rules = rules or PeriodRules()
    opens_on, as_of, due = (
        _last_quarter(quarter, rules) if quarter.number == 4 else _ordinary_quarter(quarter, rules)
    )
    due_on = working_day_from(due)
    grace_until = shift_working_days(due_on, rules.grace)
    return PeriodDates(
        opens_on, as_of, due_on, grace_until, swaps_known(due_on.year) and swaps_known(grace_until.year)
    )


def _ordinary_quarter(quarter: Quarter, rules: PeriodRules) -> tuple[date, date, date]:
    last = quarter.last_day
    return last.replace(day=rules.opens_day), last, quarter.next.first_day.replace(day=rules.due_day)


def _last_quarter(quarter: Quarter, rules: PeriodRules) -> tuple[date, date, date]:
    return (
        date(quarter.year, *rules.last_opens),
        date(quarter.year, *rules.last_as_of),
        date(quarter.year, *rules.last_due),
    )


def refile_by(returned_on: date, due_on: date, rules: PeriodRules | None = None) -> date:
    """重报期限 by default: three working days after the return, never before the due day (domain.md)."""
    return max(due_on, shift_working_days(returned_on, (rules or PeriodRules()).refile))
