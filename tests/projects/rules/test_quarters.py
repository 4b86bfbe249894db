"""Quarters: neighbours, days, words."""

from datetime import date

import pytest

from projects.rules.quarters import NUMBERS, PERIODS, Quarter, back_from, quarter_of, with_year_end


def test_the_quarters_follow_each_other_over_the_turn_of_the_year():
    assert [Quarter(2021, number).next for number in NUMBERS] == [
        Quarter(2021, 2),
        Quarter(2021, 3),
        Quarter(2021, 4),
        Quarter(2022, 1),
    ]
    assert [Quarter(2021, number).previous for number in NUMBERS] == [
        Quarter(2020, 4),
        Quarter(2021, 1),
        Quarter(2021, 2),
        Quarter(2021, 3),
    ]


def test_a_quarter_runs_from_its_first_day_to_its_last():
    days = [(Quarter(2021, number).first_day, Quarter(2021, number).last_day) for number in NUMBERS]
    assert days[0] == (date(2021, 1, 1), date(2021, 3, 31))
    assert days[1] == (date(2021, 4, 1), date(2021, 6, 30))
    assert days[3] == (date(2021, 10, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("month", "number"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)]
)
def test_a_day_lies_in_its_quarter(month, number):
    assert quarter_of(date(2021, month, 28)) == Quarter(2021, number)


def test_the_years_end_is_not_called_a_quarter():
    words = [(each.spoken, each.this_time, each.last_time) for each in (Quarter(2021, 4), Quarter(2021, 5))]
    assert words == [("本季度", "本季", "上季"), ("年底核定", "本次", "上次")]


def test_the_quarters_are_called_by_numerals():
    assert [Quarter(2021, number).label for number in NUMBERS] == ["一季度", "二季度", "三季度", "四季度"]
    assert (Quarter(2021, 2).long_label, Quarter(2021, 2).slug) == ("2021年二季度", "q2")


@pytest.mark.parametrize("number", [0, 6])
def test_there_is_no_sixth_quarter(number):
    with pytest.raises(ValueError, match="no quarter"):
        Quarter(2021, number)


def test_the_years_end_stands_behind_the_fourth_quarter_and_has_its_days():
    end = Quarter(2021, 5)
    assert Quarter(2021, 4) < end < Quarter(2022, 1)
    assert (end.previous, end.next) == (Quarter(2021, 4), Quarter(2022, 1))
    assert (end.first_day, end.last_day) == (date(2021, 10, 1), date(2021, 12, 31))
    assert [Quarter(2021, number).is_year_end for number in PERIODS] == [False] * 4 + [True]


def test_the_years_end_keeps_its_name_and_the_fourth_quarters_plan():
    fourth, end = Quarter(2021, 4), Quarter(2021, 5)
    assert (fourth.label, fourth.plan_label, fourth.progress) == ("四季度", "四季度", "四季度进展情况")
    assert (end.label, end.plan_label, end.progress) == ("年底核定", "四季度", "年底核定情况")
    assert (fourth.unopened, end.unopened) == ("本季度尚未开启填报", "年底核定尚未开启填报")
    assert [Quarter(2021, number).planned for number in PERIODS] == [1, 2, 3, 4, 4]


def test_looking_back_the_years_end_stands_for_the_fourth_quarter():
    assert [back_from(number) for number in PERIODS] == [
        (1,), (2, 1), (3, 2, 1), (4, 3, 2, 1), (5, 3, 2, 1)
    ]  # fmt: skip


def test_the_years_end_is_shown_where_it_was_opened():
    assert (with_year_end([1, 4]), with_year_end([5])) == (NUMBERS, PERIODS)
