"""Year-to-date totals over quarters and over leads."""

from decimal import Decimal

from progress.rules.totals import (
    combined,
    last_known,
    to_recheck,
)
from projects.rules.states import Nature


def test_the_last_known_total_is_that_of_the_latest_earlier_quarter():
    known = {1: Decimal(10), 2: Decimal(25)}
    assert last_known(known, 4) == 25
    assert last_known(known, 2) == 10
    assert last_known(known, 1) is None


def test_a_later_total_that_stayed_the_same_is_in_order():
    assert to_recheck({1: Decimal(10), 2: Decimal(10)}, nature=Nature.COUNT) == ()


def test_a_later_total_that_became_lower_is_to_be_rechecked():
    assert to_recheck({1: Decimal(30), 2: Decimal(25), 4: Decimal(40)}, nature=Nature.COUNT) == (2,)
    assert to_recheck({1: Decimal(30), 3: Decimal(25)}, nature=Nature.COUNT) == (3,)


def test_a_level_may_fall():
    assert to_recheck({1: Decimal(30), 2: Decimal(25)}, nature=Nature.LEVEL) == ()


def values(**more):
    return combined({"a": Decimal(3), "b": Decimal(4)}, reporting="a", leads=["a", "b"], **more)


def test_the_reporting_lead_gives_the_value():
    assert values(is_shared=False, nature=Nature.COUNT) == 3


def test_a_shared_count_is_summed_over_its_leads():
    assert values(is_shared=True, nature=Nature.COUNT) == 7


def test_a_shared_level_is_not_summed():
    assert values(is_shared=True, nature=Nature.LEVEL) == 3


def test_a_shared_count_sums_what_there_is():
    assert (
        combined(
            {"a": None, "b": Decimal(4)}, reporting="a", leads=["a", "b"], is_shared=True, nature=Nature.COUNT
        )
        == 4
    )
    assert combined({}, reporting="a", leads=["a", "b"], is_shared=True, nature=Nature.COUNT) is None


def test_a_missing_lead_of_a_shared_count_stands_at_its_last_total():
    last_values = {"a": Decimal(2), "b": Decimal(10)}
    shared = {
        "reporting": "a",
        "leads": ["a", "b"],
        "is_shared": True,
        "nature": Nature.COUNT,
        "last_values": last_values,
    }
    assert combined({"a": Decimal(3)}, **shared) == 13
    assert combined({}, **shared) is None


def test_a_lead_named_twice_is_summed_once():
    assert (
        combined({"a": Decimal(3)}, reporting="a", leads=["a", "a"], is_shared=True, nature=Nature.COUNT) == 3
    )
