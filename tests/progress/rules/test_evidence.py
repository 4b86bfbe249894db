"""Which done items and met targets have evidence, and what is not submitted without."""

import pytest

from progress.rules.evidence import Demand, proofs, unproven
from progress.rules.states import Completion
from projects.rules.states import Direction, Nature
from tests.progress.rules.rule_values import item, target, work

BOTH = Demand(items=True, targets=True)
DONE, OPEN = item(key=1), item(Completion.PARTLY_DONE, key=2)


def given(actual="100"):
    return work(target(actual, key=7), DONE, OPEN)


def fields(found):
    return [each.field for each in found]


def test_only_what_is_done_or_met_wants_proof():
    assert fields(proofs(given(), {}, BOTH)) == ["target-7", "item-1"]
    assert fields(proofs(given("99"), {}, BOTH)) == ["item-1"]
    assert fields(proofs(work(target(None), OPEN), {}, BOTH)) == []


@pytest.mark.parametrize(
    ("figure", "quarter", "is_met"),
    [
        (target("100", nature=Nature.LEVEL), 2, True),
        (target("99", nature=Nature.LEVEL), 2, False),
        (target("95", baseline="200", nature=Nature.LEVEL), 2, True),
        (target("80", direction=Direction.DOWN), 2, False),  # of a count only the year's end tells
        (target("80", direction=Direction.DOWN), 4, True),
        (target("101", direction=Direction.DOWN), 4, False),
    ],
)
def test_a_target_is_met_as_it_is_judged(figure, quarter, is_met):
    assert bool(proofs(work(figure, quarter=quarter), {}, BOTH)) is is_met


@pytest.mark.parametrize(
    ("demand", "lacking"),
    [
        (Demand(), []),
        (Demand(items=True), ["item-1"]),
        (Demand(targets=True), ["target-7"]),
        (BOTH, ["target-7", "item-1"]),
    ],
)
def test_a_list_asks_for_what_it_says(demand, lacking):
    assert fields(unproven(proofs(given(), {}, demand))) == lacking


def test_a_file_for_one_thing_proves_nothing_else():
    found = proofs(given(), {"item-1": 2, "": 3}, BOTH)
    assert [(each.field, each.number) for each in found] == [("target-7", 0), ("item-1", 2)]
    assert fields(unproven(found)) == ["target-7"]


@pytest.mark.parametrize(
    ("since", "quarter", "binds"), [(1, 1, True), (3, 2, False), (3, 3, True), (3, 4, True)]
)
def test_a_new_demand_is_only_said_before_its_quarter(since, quarter, binds):
    assert Demand(items=True, since=since).binds(quarter) is binds
    assert not Demand(since=since).binds(quarter)


def test_a_demand_binds_from_the_first_quarter_on_unless_told_otherwise():
    assert Demand(targets=True).binds(1)
