"""Year-to-date totals over quarters and over leads."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from progress.rules.states import ENTRY_OWN, ENTRY_TOTAL
from progress.rules.totals import (
    Entry,
    asks_for_total,
    combined,
    last_known,
    own_amount,
    running_totals,
    to_recheck,
)
from projects.rules.states import COUNT, LEVEL


def own(value):
    return Entry(Decimal(value), ENTRY_OWN)


def total(value):
    return Entry(Decimal(value), ENTRY_TOTAL)


def totals(entries, nature=COUNT):
    return {quarter: int(value) for quarter, value in running_totals(entries, nature=nature).items()}


def test_a_total_is_what_was_typed():
    assert totals({1: total(10), 2: total(30)}) == {1: 10, 2: 30}


def test_the_quarters_own_adds_to_the_quarter_before():
    assert totals({1: own(10), 2: own(20), 3: own(0)}) == {1: 10, 2: 30, 3: 30}


def test_own_entry_after_a_quarter_not_filed_has_no_total():
    assert totals({1: own(10), 3: own(20), 4: own(5)}) == {1: 10}


def test_a_total_mends_the_chain():
    entries = {1: own(10), 3: total(40), 4: own(5)}
    assert totals(entries) == {1: 10, 3: 40, 4: 45}


def test_the_form_asks_for_the_total_after_a_gap():
    known = running_totals({1: own(10)}, nature=COUNT)
    assert not asks_for_total(known, 1)
    assert not asks_for_total(known, 2)
    assert asks_for_total(known, 3)


def test_a_level_is_never_summed():
    assert totals({1: own(70), 2: own(75)}, LEVEL) == {1: 70, 2: 75}


def test_the_quarters_own_is_the_difference():
    known = {1: Decimal(10), 2: Decimal(25), 4: Decimal(60)}
    assert own_amount(known, 1, nature=COUNT) == 10
    assert own_amount(known, 2, nature=COUNT) == 15
    assert own_amount(known, 3, nature=COUNT) is None
    assert own_amount(known, 4, nature=COUNT) is None
    assert own_amount(known, 2, nature=LEVEL) is None


def test_the_last_known_total_is_that_of_the_latest_earlier_quarter():
    known = {1: Decimal(10), 2: Decimal(25)}
    assert last_known(known, 4) == 25
    assert last_known(known, 2) == 10
    assert last_known(known, 1) is None


def test_a_later_total_that_became_lower_is_to_be_rechecked():
    assert to_recheck({1: Decimal(30), 2: Decimal(25), 4: Decimal(40)}, nature=COUNT) == (2,)
    assert to_recheck({1: Decimal(30), 3: Decimal(25)}, nature=COUNT) == (3,)


def test_a_level_may_fall():
    assert to_recheck({1: Decimal(30), 2: Decimal(25)}, nature=LEVEL) == ()


def values(**more):
    return combined({"a": Decimal(3), "b": Decimal(4)}, reporting="a", leads=["a", "b"], **more)


def test_the_reporting_lead_gives_the_value():
    assert values(is_shared=False, nature=COUNT) == 3


def test_a_shared_count_is_summed_over_its_leads():
    assert values(is_shared=True, nature=COUNT) == 7


def test_a_shared_level_is_not_summed():
    assert values(is_shared=True, nature=LEVEL) == 3


def test_a_shared_count_sums_what_there_is():
    assert (
        combined({"a": None, "b": Decimal(4)}, reporting="a", leads=["a", "b"], is_shared=True, nature=COUNT)
        == 4
    )
    assert combined({}, reporting="a", leads=["a", "b"], is_shared=True, nature=COUNT) is None


def test_a_missing_lead_of_a_shared_count_stands_at_its_last_total():
    standing = {"a": Decimal(2), "b": Decimal(10)}
    shared = {"reporting": "a", "leads": ["a", "b"], "is_shared": True, "nature": COUNT, "standing": standing}
    assert combined({"a": Decimal(3)}, **shared) == 13
    assert combined({}, **shared) is None


def test_a_lead_named_twice_is_summed_once():
    assert combined({"a": Decimal(3)}, reporting="a", leads=["a", "a"], is_shared=True, nature=COUNT) == 3


entries_of = st.dictionaries(
    st.integers(1, 4),
    st.builds(Entry, st.integers(-50, 200).map(Decimal), st.sampled_from([ENTRY_OWN, ENTRY_TOTAL])),
    max_size=4,
)


@given(entries_of, st.randoms())
def test_the_order_of_saving_does_not_matter(entries, random):
    shuffled = list(entries.items())
    random.shuffle(shuffled)
    assert running_totals(dict(shuffled), nature=COUNT) == running_totals(entries, nature=COUNT)


@given(entries_of)
def test_the_quarters_own_amounts_add_up_to_the_total(entries):
    known = running_totals(entries, nature=COUNT)
    amounts = [own_amount(known, quarter, nature=COUNT) for quarter in range(1, max(known, default=0) + 1)]
    assert None in amounts or sum(amounts) == known.get(len(amounts), 0)


@given(entries_of)
def test_a_level_is_what_was_typed_whatever_else_was(entries):
    assert running_totals(entries, nature=LEVEL) == {
        quarter: entry.value for quarter, entry in entries.items()
    }
