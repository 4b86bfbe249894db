"""Working days and the default dates of a period."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from projects.rules.calendar import (
    ZONE,
    PeriodRules,
    day_beside,
    day_words,
    is_working_day,
    local_day,
    period_dates,
    refile_by,
    shift_working_days,
    short_day,
    short_moment,
    slip_of_year,
    swaps_known,
    working_day_from,
)
from projects.rules.quarters import Quarter

ROOT = Path(__file__).parents[3]


def test_days_in_words_carry_no_idle_zeros():
    assert (day_words(date(2021, 7, 4)), short_day(date(2021, 7, 4))) == ("2021年7月4日", "7月4日")


def test_a_moment_in_words_is_shanghais_and_carries_none_either():
    assert short_moment(datetime(2021, 7, 3, 22, 5, tzinfo=UTC)) == "7月4日 06:05"


def test_no_sentence_writes_a_month_by_its_two_digits():
    code = [
        each for folder in ("projects", "progress", "lianyungang") for each in (ROOT / folder).rglob("*.py")
    ]
    assert [each.name for each in code if "%m月" in each.read_text(encoding="utf-8")] == []


def test_the_last_second_of_a_day_is_that_day():
    assert local_day(datetime(2021, 7, 12, 23, 59, 59, tzinfo=ZONE)) == date(2021, 7, 12)


def test_midnight_is_the_next_day():
    assert local_day(datetime(2021, 7, 13, 0, 0, tzinfo=ZONE)) == date(2021, 7, 13)


def test_a_moment_of_another_zone_is_read_in_shanghai():
    assert local_day(datetime(2021, 7, 12, 16, 0, tzinfo=UTC)) == date(2021, 7, 13)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2021, 7, 12))  # noqa: DTZ001


def test_a_swapped_saturday_is_a_working_day():
    assert is_working_day(date(2021, 10, 9))
    assert not is_working_day(date(2021, 10, 10))


def test_a_holiday_on_a_weekday_is_no_working_day():
    assert not is_working_day(date(2021, 10, 7))


def test_the_swaps_of_a_far_year_are_not_known():
    assert swaps_known(2021)
    assert not swaps_known(2080)


def test_the_working_day_from_a_working_day_is_itself():
    assert working_day_from(date(2021, 7, 12)) == date(2021, 7, 12)


def test_three_working_days_skip_the_weekend_both_ways():
    assert shift_working_days(date(2021, 7, 8), 3) == date(2021, 7, 13)
    assert shift_working_days(date(2021, 7, 13), -3) == date(2021, 7, 8)
    assert shift_working_days(date(2021, 7, 10), 0) == date(2021, 7, 10)


def test_the_second_quarter_of_2021_is_due_on_monday_the_12th():
    dates = period_dates(Quarter(2021, 2))
    assert (dates.opens_on, dates.as_of, dates.due_on) == (
        date(2021, 6, 25),
        date(2021, 6, 30),
        date(2021, 7, 12),
    )
    assert dates.grace_until == date(2021, 7, 15)
    assert dates.is_certain


@pytest.mark.parametrize(
    ("quarter", "due"),
    [
        (Quarter(2021, 1), date(2021, 4, 12)),
        (Quarter(2021, 3), date(2021, 10, 11)),
        (Quarter(2023, 1), date(2023, 4, 10)),
        (Quarter(2023, 3), date(2023, 10, 10)),
        (Quarter(2020, 4), date(2020, 12, 21)),
    ],
)
def test_a_due_day_that_is_no_working_day_moves_to_the_next(quarter, due):
    assert period_dates(quarter).due_on == due


def test_the_fourth_quarter_is_due_before_the_year_ends():
    dates = period_dates(Quarter(2021, 4))
    assert (dates.opens_on, dates.as_of, dates.due_on) == (
        date(2021, 12, 1),
        date(2021, 12, 15),
        date(2021, 12, 20),
    )


def test_the_dates_of_a_year_without_known_swaps_are_not_certain():
    assert not period_dates(Quarter(2079, 2)).is_certain


def test_the_dates_follow_the_settings_of_the_list():
    dates = period_dates(Quarter(2021, 2), PeriodRules(due_day=5, grace=1))
    assert (dates.due_on, dates.grace_until) == (date(2021, 7, 5), date(2021, 7, 6))


def test_a_return_gives_three_working_days():
    assert refile_by(date(2021, 7, 15), date(2021, 7, 12)) == date(2021, 7, 20)


def test_a_return_never_asks_before_the_due_day():
    assert refile_by(date(2021, 6, 28), date(2021, 7, 12)) == date(2021, 7, 12)


def test_the_defaults_are_those_of_the_house():
    rules = PeriodRules()
    assert (rules.opens_day, rules.due_day, rules.grace, rules.refile) == (25, 10, 3, 3)
    assert (rules.last_opens, rules.last_as_of, rules.last_due) == ((12, 1), (12, 15), (12, 20))
    assert (rules.late_opening, rules.contribution) == (5, 3)


@pytest.mark.parametrize("day", [date(2012, 7, 14), date(2031, 7, 14), date(2022, 7, 16)])
def test_a_day_more_than_a_year_off_is_a_slip_of_the_hand(day):
    told = slip_of_year(day, date(2021, 7, 14), "完成时限")
    assert told == f"完成时限填的是{day.year}年，与2021年7月14日相差1年以上，请核对年份。"


@pytest.mark.parametrize("day", [date(2020, 7, 14), date(2022, 7, 15), date(2022, 1, 10)])
def test_a_day_of_the_year_around_is_none(day):
    assert slip_of_year(day, date(2021, 7, 14), "完成时限") == ""
    assert slip_of_year(day, date(2026, 11, 30), "批准日期", year=2021) == ""
    assert slip_of_year(date(2026, 1, 1), date(2021, 12, 31), "办理期限", years=5) == ""


@pytest.mark.parametrize(("year", "is_slip"), [(2019, True), (2020, False), (2022, False), (2023, True)])
def test_a_day_of_the_lists_own_year_or_of_one_beside_it_is_none(year, is_slip):
    assert bool(slip_of_year(date(2021, 3, 1), date(2026, 11, 30), "批准日期", year=year)) is is_slip


def test_days_of_grace_in_a_year_without_known_swaps_are_not_certain():
    last = max(year for year in range(2021, 2080) if swaps_known(year))
    assert period_dates(Quarter(last, 4)).is_certain
    assert not period_dates(Quarter(last, 4), PeriodRules(grace=20)).is_certain


def test_no_working_day_further_is_the_day_itself():
    assert shift_working_days(date(2021, 7, 10), 0) == date(2021, 7, 10)


def test_a_day_of_another_year_is_told_with_its_year():
    assert day_beside(date(2021, 7, 10), 2021) == "7月10日"
    assert day_beside(date(2022, 3, 31), 2021) == "2022年3月31日"
