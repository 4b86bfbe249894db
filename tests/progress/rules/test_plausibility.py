"""Figures that cannot be: each reason by itself, at its edge, and what a confirmation is said of."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.plausibility import (
    Confirmation,
    Confirmer,
    Doubt,
    doubted,
    is_of,
    marks_by,
    said_of,
    unconfirmed,
)
from projects.rules.planning import FIGURE, GOES_ON, PlannedQuarter
from projects.rules.states import Nature
from tests.progress.rules.rule_values import planned, target


def reasons(figure):
    found = doubted(figure)
    return list(found.reasons) if found else []


@pytest.mark.parametrize(("actual", "found"), [("200", []), ("200.5", [Doubt.OVER_TARGET]), ("0", [])])
def test_above_twice_the_years_target_is_asked_about(actual, found):
    assert reasons(replace(target(actual), unit="公里")) == found


@pytest.mark.parametrize(("of", "found"), [("1", [Doubt.OVER_TARGET]), ("0", []), (None, [])])
def test_there_is_no_twice_of_nothing(of, found):
    assert reasons(replace(target("3", of=of), unit="公里")) == found


def test_a_figure_of_hundreds_of_millions_against_32_ten_thousand_is_asked_about():
    figure = replace(target("960000000", of="320000"), unit="平方米")
    assert reasons(figure) == [Doubt.OVER_TARGET]
    assert "9.6亿平方米，超过全年目标32万平方米的两倍" in doubted(figure).words


def test_what_goes_down_is_compared_with_where_it_starts():
    falling = target("1600", of="750", baseline="1500", nature=Nature.LEVEL, direction="down")
    assert reasons(falling) == []
    assert reasons(replace(falling, actual=Decimal(3100))) == [Doubt.OVER_TARGET]


@pytest.mark.parametrize(
    ("actual", "found"), [("100", []), ("101", [Doubt.OVER_PLAN]), ("201", [Doubt.OVER_TARGET])]
)
def test_a_sum_that_is_not_meant_to_be_passed_is_asked_about_above_it(actual, found):
    assert reasons(replace(target(actual), unit="万元", is_limit=True)) == found
    assert reasons(replace(target(actual, of=None), unit="万元", is_limit=True)) == []


def test_where_it_starts_counts_for_nothing_that_is_to_grow():
    growing = replace(target("250", baseline="200"), unit="公里")
    assert reasons(growing) == [Doubt.OVER_TARGET]


@pytest.mark.parametrize(
    ("actual", "earlier", "found"),
    [("50", "5", [Doubt.LEAP]), ("49", "5", []), ("50", "0", []), ("50", None, []), ("50", "-1", [])],
)
def test_ten_times_the_last_total_is_asked_about_where_that_is_above_0(actual, earlier, found):
    assert reasons(target(actual, earlier=earlier)) == found


def test_more_than_a_thousand_times_the_last_total_is_said_so():
    assert "是上次累计3部的一千倍以上" in doubted(target("9600", of="9600", earlier="3")).words
    assert "是上次累计3部的一千倍以上" in doubted(target("3000", of="9600", earlier="3")).words
    assert "是上次累计3部的999.7倍" in doubted(target("2999", of="9600", earlier="3")).words


@pytest.mark.parametrize(
    "unit", ["所", "个", "家", "人", "名", "户", "辆", "台", "场", "部", "人次", "类", "剂次"]
)
def test_a_fraction_of_what_is_counted_in_whole_pieces_is_asked_about(unit):
    assert reasons(replace(target("12.5"), unit=unit)) == [Doubt.FRACTION]
    assert reasons(replace(target("12"), unit=unit)) == []


@pytest.mark.parametrize("unit", ["公里", "平方米", "亩", "%", "亿元", "", "个百分点"])
def test_what_is_measured_may_be_a_fraction(unit):
    assert reasons(replace(target("12.5"), unit=unit)) == []


def test_an_average_of_whole_things_may_be_a_fraction():
    assert reasons(replace(target("3.2", of="3.5", nature=Nature.LEVEL), unit="名")) == []


def rate(actual, *, unit="%", of="80", **more):
    return replace(target(actual, of=of, nature=Nature.LEVEL, **more), unit=unit)


@pytest.mark.parametrize(
    ("actual", "unit", "found"),
    [
        ("155", "%", [Doubt.BEYOND]),
        ("100.1", "%", [Doubt.BEYOND]),
        ("100", "%", []),
        ("0", "%", []),
        ("-1", "%", [Doubt.BEYOND]),
        ("155", "‰", []),
        ("1001", "‰", [Doubt.OVER_TARGET, Doubt.BEYOND]),
        ("120", "个百分点", []),
        ("-3", "微克/立方米", [Doubt.BEYOND]),
    ],
)
def test_a_rate_beyond_the_whole_and_a_level_below_0_is_asked_about(actual, unit, found):
    of = "800" if unit == "‰" and actual == "155" else "80"
    assert reasons(rate(actual, unit=unit, of=of)) == found


def test_a_rate_that_is_meant_to_pass_the_whole_or_to_fall_below_0_is_not_asked_about():
    assert reasons(rate("115", of="110")) == []
    assert reasons(rate("104", of="98", baseline="103")) == []
    assert reasons(rate("-3", of="-5", direction="down")) == []


def test_a_target_of_the_whole_or_of_nothing_is_still_within_it():
    assert Doubt.BEYOND in reasons(rate("155", of="100"))
    assert Doubt.BEYOND in reasons(rate("-1", of="0", direction="down"))
    assert Doubt.BEYOND not in reasons(rate("-1", of="-0.5", direction="down"))
    assert Doubt.BEYOND not in reasons(rate("1000", unit="‰"))


def test_a_rate_beyond_the_whole_is_said_in_a_sentence():
    assert "155%，高于100%" in doubted(rate("155")).words
    assert "-1%，低于0" in doubted(rate("-1")).words


@pytest.mark.parametrize(("actual", "found"), [("35", [Doubt.UNPLANNED]), ("34", [])])
def test_a_quarter_of_the_target_in_a_quarter_that_planned_nothing_is_asked_about(actual, found):
    standing = replace(target(actual, earlier="10"), planned=planned("10", source=GOES_ON))
    assert reasons(standing) == found
    repeated = PlannedQuarter(2, Decimal(0), Decimal(10), FIGURE)
    assert reasons(replace(standing, planned=repeated)) == found
    assert reasons(replace(standing, planned=repeated._replace(own=Decimal(5)))) == []


@pytest.mark.parametrize(("of", "found"), [("0.8", [Doubt.UNPLANNED]), ("-0.5", [])])
def test_there_is_a_quarter_of_any_target_above_nothing(of, found):
    figure = replace(target("0.5", of=of, earlier="0.1"), planned=planned("10", source=GOES_ON), unit="公里")
    assert reasons(figure) == found


def test_before_the_first_planned_figure_nothing_is_asked_about():
    assert (
        reasons(replace(target("60", earlier="10"), planned=PlannedQuarter(2, None, None, "nothing"))) == []
    )


def test_without_a_last_total_the_quarters_own_is_not_known():
    assert reasons(replace(target("60"), planned=planned("10", source=GOES_ON))) == []


def test_a_count_that_falls_is_asked_about_and_a_level_may_fall():
    assert reasons(target("40", earlier="41")) == [Doubt.FALL]
    assert doubted(target("40", earlier="41")).words == "40部，比上次累计41部少1部。"
    assert reasons(target("41", earlier="41")) == []
    assert reasons(target("40", earlier="41", nature=Nature.LEVEL)) == []


def test_every_reason_is_told():
    figure = replace(target("300.5", earlier="5"), planned=planned("10", source=GOES_ON))
    assert reasons(figure) == [Doubt.OVER_TARGET, Doubt.LEAP, Doubt.FRACTION, Doubt.UNPLANNED]
    question = doubted(figure).question
    assert all(words in question for words in ("电梯", "两倍", "60.1倍", "应是整数", "没有安排", "确认无误"))


def test_nothing_filled_in_is_nothing_to_ask_about():
    assert doubted(target(None, no_data_reason="月底发布")) is None


def test_a_confirmation_is_said_of_one_figure_and_its_reasons():
    figure = target("12.5", earlier="1")
    seen = {"target-1": doubted(figure).mark}
    assert unconfirmed([figure], seen) == ()
    assert unconfirmed([replace(figure, actual=Decimal("13.5"))], seen) != ()
    assert unconfirmed([replace(figure, earlier=None)], seen) != ()  # the reasons are others
    assert unconfirmed([figure], {}) == (doubted(figure),)


def test_a_confirmation_is_of_who_said_it_and_of_the_figure_as_it_stands():
    doubt = doubted(target("12.5"))
    filer = Confirmation(doubt.field, doubt.mark, Confirmer.FILER, "张某", datetime(2021, 7, 10, tzinfo=UTC))
    signer = replace(filer, by_whom=Confirmer.SIGNER, mark="13.5|fraction")
    assert marks_by(Confirmer.FILER, [filer, signer]) == {doubt.field: doubt.mark}
    assert said_of(doubt, [filer, signer, replace(filer, field="target-2")]) == (filer,)


@given(st.decimals(-1000, 1000, places=4), st.decimals(-1000, 1000, places=4))
def test_a_mark_is_of_its_own_amount_alone(one, other):
    figure = doubted(target(one, of="1", earlier="1001"))
    assert is_of(figure.mark, Decimal(one))
    assert is_of(figure.mark, other) == (one == other)
