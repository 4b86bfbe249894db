from datetime import date
from decimal import Decimal

import pytest

from progress.rules.indicator_course import (
    Course,
    Way,
    course_of,
    course_word,
    missing_word,
    questions,
    value_due_on,
    why_impossible,
)
from projects.rules.indicator_aims import Direction, direction_of, read_aim


def way(base, target, *, direction=None, yearly=None, **kind):
    start, end = read_aim(base), read_aim(target)
    return Way(start, end, direction or direction_of(start, end)[0], 2020, 2025, yearly or {}, **kind)


@pytest.mark.parametrize(
    ("base", "target", "year", "value", "course"),
    [
        ("2", "4.5", 2021, "2.5", Course.ON_COURSE),
        ("2", "4.5", 2021, "2.6", Course.AHEAD),
        ("2", "4.5", 2021, "2.4", Course.BEHIND),
        ("2", "4.5", 2022, "4.5", Course.MET),
        ("26左右", "24左右", 2021, "25.6", Course.ON_COURSE),
        ("26左右", "24左右", 2021, "25.9", Course.BEHIND),
        ("26左右", "24左右", 2021, "25.1", Course.AHEAD),
        ("5", "<6", 2021, "5.4", Course.MET),
        ("5", "<6", 2021, "6", Course.BEHIND),
        ("[8.15]", "[5]", 2022, "2", Course.ON_COURSE),
        ("[8.15]", "[5]", 2022, "1.9", Course.BEHIND),
        ("_", "100", 2021, "60", Course.UNJUDGED),
        ("_", "100", 2021, "100", Course.MET),
        ("2", "4.5", 2025, "4.4", Course.MISSED),
        ("2", "4.5", 2025, "4.5", Course.ON_COURSE),
        ("11.2", "≥12.3", 2021, "11.42", Course.ON_COURSE),
        ("11.2", "≥12.3", 2021, "11.44", Course.AHEAD),  # printed to hundredths
        ("2", "3.5", 2021, "2", Course.BEHIND),  # 2.3 on the way, and tenths are printed
        ("26左右", "24左右", 2021, "26", Course.ON_COURSE),  # 25.6 on the way, and wholes are printed
        ("20", "60", 2021, "30", Course.AHEAD),  # a whole has no places, not fewer than none
    ],
)
def test_a_year_is_judged_by_the_straight_line(base, target, year, value, course):
    assert course_of(way(base, target), year, Decimal(value)) == course


def test_a_target_set_for_the_year_replaces_the_line():
    set_low = way("2", "4.5", yearly={2021: Decimal("2.1")})
    assert course_of(set_low, 2021, Decimal("2.2")) == Course.AHEAD
    assert course_of(set_low, 2022, Decimal("2.2")) == Course.BEHIND


@pytest.mark.parametrize(
    ("asked", "value", "course"),
    [
        ("2.14", "2.2", Course.AHEAD),
        ("2.15", "2.2", Course.AHEAD),
        ("2.16", "2.2", Course.ON_COURSE),
        ("2.14", "2.1", Course.ON_COURSE),
        ("2.15", "2.1", Course.BEHIND),
    ],
)
def test_what_lies_within_half_a_printed_place_is_on_course(asked, value, course):
    assert course_of(way("2", "4.5", yearly={2021: Decimal(asked)}), 2021, Decimal(value)) == course


def test_the_last_year_asks_for_the_target_wherever_the_way_began():
    assert way("_", "100").expected(2025) == 100
    assert way("_", "100").expected(2024) is None
    assert way("2", "_", direction=Direction.HIGHER).expected(2024) is None
    assert way("2", "_", direction=Direction.HIGHER).expected(2025) is None


def test_a_years_value_is_missing_after_the_next_years_first_quarter():
    assert value_due_on(2021) == date(2022, 3, 31)
    assert missing_word(2021, date(2022, 3, 31)) == "待报"
    assert missing_word(2021, date(2022, 4, 1)) == "未报"


def test_without_a_value_nothing_is_judged():
    assert course_of(way("2", "4.5"), 2021, None) == Course.UNJUDGED


def test_in_the_last_year_what_is_met_is_no_longer_early():
    last = way("2", "4.5")
    assert course_word(Course.ON_COURSE, last, 2025) == "已实现"
    assert course_word(Course.ON_COURSE, last, 2023) == "符合预期"


@pytest.mark.parametrize(
    ("base", "target", "value", "before", "asked"),
    [
        ("2", "4.5", "1.9", None, "比2020年的2退步"),
        ("2", "4.5", "2.9", "3", "比上年的3退步"),
        ("26", "≤24", "25.5", "25", "比上年的25退步"),
        ("2", "4.5", "250", "2.5", "相差8倍以上"),
        ("2", "4.5", "20", "2.5", "相差8倍以上"),
        ("2", "4.5", "1", "8", "相差8倍以上"),
        ("2", "4.5", "250", None, "与上一数值2相差8倍以上"),
        ("[8.15]", "[5]", "1", "2", "累计数低于上年的2"),
    ],
)
def test_what_is_unlikely_is_asked_about(base, target, value, before, asked):
    (said,) = questions(way(base, target), Decimal(value), before and Decimal(before))
    assert asked in said


@pytest.mark.parametrize(
    ("base", "target", "value", "before"),
    [
        ("2", "4.5", "3", "2.5"),
        ("[8.15]", "[5]", "1", None),
        ("5", "<6", "5.4", None),
        ("2", "4.5", "3", None),
        ("2", "4.5", "3", "3"),
        ("26", "≤24", "25", "25"),
        ("26", "≤24", "4", "20"),
        ("2", "4.5", "30", "20"),
        ("[8.15]", "[5]", "2", "2"),
        ("[8.15]", "5", "1", None),  # a sum is no value of one year
        ("_", "100", "60", None),
    ],
)
def test_what_is_likely_is_not_asked_about(base, target, value, before):
    assert questions(way(base, target), Decimal(value), before and Decimal(before)) == ()


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("100.01", "年度值100.01%高于100%，请核对"),
        ("9851", "年度值9851%高于100%，请核对"),
        ("-0.5", "年度值-0.5%低于0，请核对"),
    ],
)
def test_a_rate_beyond_nought_and_a_hundred_is_asked_about_by_its_name(value, asked):
    (said,) = questions(way("98.51", ">95", is_rate=True), Decimal(value), Decimal("98"))
    assert said.startswith(asked)


@pytest.mark.parametrize("value", ["0", "100"])
def test_a_rate_at_its_ends_is_not_asked_about_as_that(value):
    assert not any("高于100%" in each or "低于0" in each for each in _asked_of_a_rate(value))


def _asked_of_a_rate(value):
    return questions(way("50", "95", is_rate=True), Decimal(value), Decimal("50"))


def test_what_is_no_rate_may_be_above_a_hundred():
    assert questions(way("90", "120"), Decimal("101"), Decimal("90")) == ()


def test_only_a_share_cannot_be_below_nought():
    share, change = way("5", "<6", is_rate=True, is_share=True), way("5", "8", is_rate=True)
    assert why_impossible(share, Decimal("-1")) == "年度值-1%低于0，比率不能为负数，请更正。"
    assert why_impossible(share, Decimal(0)) == why_impossible(change, Decimal("-1")) == ""
