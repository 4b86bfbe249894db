"""How the planned figures of four quarters add up."""

from decimal import Decimal

import pytest

from projects.parsing.basis import (
    ADDS_UP,
    DIFFERENT,
    FALLING,
    NOT_ADDING_UP,
    OVER,
    OWN,
    UNCLEAR,
    YTD,
    Goal,
    basis_of,
)


def read(values, goal=100, to_date="", is_rate=False, **options):
    figures = [None if value is None else Decimal(value) for value in values]
    return basis_of(
        figures,
        [str(quarter) in to_date for quarter in (1, 2, 3, 4)],
        Goal(Decimal(goal), Decimal(goal), is_rate),
        **options,
    )


@pytest.mark.parametrize(
    ("values", "basis", "problem"),
    [
        ((25, 25, 25, 25), OWN, ADDS_UP),
        ((10, 30, 60, 100), YTD, ADDS_UP),
        ((10, 30, 30, 100), YTD, ADDS_UP),
        ((None, 120, None, None), None, OVER),
        ((120, 30, None, None), None, OVER),
        ((100, 50, None, None), None, NOT_ADDING_UP),
        ((None, None, 100, None), YTD, ADDS_UP),
        ((None, 50, None, None), YTD, ADDS_UP),
        ((None, None, None, 90), None, DIFFERENT),
        ((20, 30, 30, 30), None, NOT_ADDING_UP),
        ((20, 50, 75, None), YTD, ADDS_UP),
        ((50, 30, 10, None), OWN, ADDS_UP),
        ((10, 20, None, None), None, UNCLEAR),
        ((10, 120, None, None), None, OVER),
        ((None, None, None, None), None, ADDS_UP),
    ],
)
def test_figures_of_which_none_is_called_a_total(values, basis, problem):
    assert read(values) == (basis, problem)


def test_totals_may_not_fall():
    assert read((None, 60, 40, None), to_date="23") == (YTD, FALLING)


@pytest.mark.parametrize(
    ("values", "to_date", "basis", "problem"),
    [
        ((20, 40, 60, 100), "1234", YTD, ADDS_UP),
        ((20, 40, None, 80), "124", YTD, DIFFERENT),
        ((20, 100, None, None), "12", YTD, ADDS_UP),
        ((20, 30, 120, None), "123", YTD, OVER),
        ((60, 40, None, None), "2", None, NOT_ADDING_UP),
    ],
)
def test_figures_of_which_some_are_called_totals(values, to_date, basis, problem):
    assert read(values, to_date=to_date) == (basis, problem)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ((80, 95, None, None), ADDS_UP),
        ((80, 85, 90, 90), ADDS_UP),
        ((80, 85, 90, 95), DIFFERENT),
        ((None, None, None, 95), DIFFERENT),
    ],
)
def test_a_rate_is_to_date_whatever_it_ends_at(values, problem):
    assert read(values, goal=90, is_rate=True) == (YTD, problem)


def test_totals_may_stop_before_the_goal():
    assert read((20, 40, None, None), to_date="12") == (YTD, ADDS_UP)


def test_a_last_total_that_misses_the_goal_is_different():
    assert read((20, 40, 60, 80), to_date="1234") == (YTD, DIFFERENT)


def test_nothing_is_concluded_of_a_stage_beside_the_targets_own():
    assert read((20, 50, 75, None), is_own=False) == (None, NOT_ADDING_UP)
