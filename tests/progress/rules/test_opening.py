"""When a quarter opens, and what is read before (domain.md, Who owes what)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.opening import opening_dates, order, timing
from projects.rules.calendar import PeriodRules, is_working_day, period_dates
from projects.rules.quarters import NUMBERS, Quarter

Q2, Q3 = Quarter(2021, 2), Quarter(2021, 3)


def test_opened_in_time_the_usual_dates_are_offered():
    assert opening_dates(Q2, date(2021, 7, 12)) == period_dates(Q2)


def test_opened_late_the_due_day_moves_five_working_days_on():
    late = opening_dates(Q3, date(2021, 10, 20))
    assert (late.due_on, late.as_of) == (date(2021, 10, 27), date(2021, 9, 30))


def test_how_far_it_moves_is_a_setting():
    assert opening_dates(Q3, date(2021, 10, 20), PeriodRules(late_opening=1)).due_on == date(2021, 10, 21)


@given(st.sampled_from(NUMBERS), st.dates(date(2021, 1, 1), date(2021, 12, 31)))
def test_no_due_day_is_offered_in_the_past(number, on):
    offered = opening_dates(Quarter(2021, number), on)
    assert offered.due_on >= on
    assert is_working_day(offered.due_on)
    assert offered.grace_until > offered.due_on


@pytest.mark.parametrize(("on", "is_in_order"), [(date(2021, 6, 24), False), (date(2021, 6, 25), True)])
def test_a_quarter_opens_from_its_day_on(on, is_in_order):
    point = timing(Q2, on)
    assert (point.is_in_order, point.is_asked_twice) == (is_in_order, not is_in_order)


@pytest.mark.parametrize(
    ("is_opened", "is_issued", "words"),
    [
        (False, False, "一季度尚未开启填报。"),
        (True, False, "一季度通报尚未印发。"),
        (True, True, "一季度通报已印发。"),
    ],
)
def test_the_quarter_before_comes_first(is_opened, is_issued, words):
    point = order(Q2, is_opened=is_opened, is_issued=is_issued)
    is_in_order = is_opened and is_issued
    assert (point.words, point.is_in_order, point.is_asked_twice) == (words, is_in_order, not is_in_order)


def test_a_quarter_that_was_typed_in_later_says_so():
    assert order(Q2, is_opened=True, is_issued=True, is_backfilled=True).words == "一季度已补录。"


def test_nothing_comes_before_the_first_quarter():
    assert order(Quarter(2021, 1), is_opened=False, is_issued=False) is None
