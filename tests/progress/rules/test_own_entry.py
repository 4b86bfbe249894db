"""What is typed of a quarter alone, and the total that it means."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.own_entry import base_of, total_of, typed_of, why_total

amounts = st.decimals(min_value=0, max_value=10**9, places=4)


@pytest.mark.parametrize(
    ("totals", "quarter", "base"),
    [
        ({}, 1, 0),
        ({1: Decimal(3)}, 2, 3),
        ({1: Decimal(0)}, 2, 0),
        ({}, 2, None),
        ({1: Decimal(3)}, 3, None),
        ({1: Decimal(3), 2: Decimal(5)}, 3, 5),
        ({2: Decimal(5)}, 3, 5),
        ({1: Decimal(3), 2: Decimal(5)}, 2, 3),
        ({3: Decimal(5)}, 4, 5),
        ({4: Decimal(5)}, 5, None),
    ],
)
def test_the_total_is_asked_for_where_the_quarter_before_has_none(totals, quarter, base):
    assert base_of(totals, quarter, is_own=True) == base


@pytest.mark.parametrize("quarter", [1, 2])
def test_other_targets_ask_for_the_total_in_every_quarter(quarter):
    assert base_of({1: Decimal(3)}, quarter, is_own=False) is None


@pytest.mark.parametrize(
    ("quarter", "is_known", "words"),
    [
        (2, True, "此处填的是累计数。"),
        (4, False, "上季没有报出的累计数，请填累计数。"),
        (5, False, "年底核定填全年累计。"),
    ],
)
def test_where_the_total_is_asked_for_it_is_said_why(quarter, is_known, words):
    assert why_total(quarter, is_known=is_known) == words


def test_what_was_saved_stands_in_the_field_as_the_quarters_own():
    assert typed_of(Decimal(5), Decimal(3)) == 2
    assert typed_of(Decimal(5), None) == 5
    assert typed_of(None, Decimal(3)) is None


@given(typed=amounts, base=amounts)
def test_the_last_total_is_added(typed, base):
    assert total_of(typed, base, stood=None, now=base) == typed + base


@given(stood=amounts, base=amounts, now=st.none() | amounts)
def test_what_nobody_touched_stays_whatever_became_of_the_quarter_before(stood, base, now):
    assert total_of(typed_of(stood, base), base, stood=stood, now=now) == stood


def test_what_is_typed_anew_is_added_to_the_total_known_now():
    assert total_of(Decimal(3), Decimal(1), stood=Decimal(3), now=Decimal(2)) == 5


def test_where_the_last_total_was_taken_back_the_one_on_the_page_counts():
    assert total_of(Decimal(3), Decimal(1), stood=None, now=None) == 4


def test_what_was_asked_for_as_a_total_is_one_though_the_last_total_came_in_since():
    assert total_of(Decimal(3), None, stood=None, now=Decimal(2)) == 3


def test_nothing_typed_is_nothing():
    assert total_of(None, Decimal(1), stood=Decimal(3), now=Decimal(1)) is None
