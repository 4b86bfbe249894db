"""已完成 by figures, case by case."""

import pytest

from progress.rules.finish import is_finished
from progress.rules.items import PlanItem
from progress.rules.states import Completion
from projects.rules.states import Direction, Nature
from tests.progress.rules.rule_values import target

LEVEL = {"nature": Nature.LEVEL}


def planned_item(states, *, quarter=3, **more):
    return PlanItem(1, quarter, "竣工验收。", states=states, **more)


def finished(*parts, quarter=2):
    items = [each for each in parts if isinstance(each, PlanItem)]
    return is_finished([each for each in parts if not isinstance(each, PlanItem)], items, quarter=quarter)


def test_every_target_met_and_every_hard_item_done_is_finished():
    assert finished(target("100"), planned_item({2: Completion.DONE}))
    assert finished(target("100"))
    assert finished(planned_item({1: Completion.DONE}))


def test_one_target_open_or_one_later_item_open_is_not_finished():
    assert not finished(target("100", key=1), target("99", key=2))
    assert not finished(target("100"), planned_item({}))
    assert not finished(target("100"), planned_item({2: Completion.PARTLY_DONE}))


def test_a_soft_item_keeps_nothing_open_and_alone_finishes_nothing():
    assert finished(target("100"), planned_item({}, is_soft=True))
    assert not finished(planned_item({2: Completion.DONE}, is_soft=True))
    assert not finished()


def test_without_this_quarters_value_the_last_one_holds():
    assert finished(target(None, earlier="100"))
    assert not finished(target("90", earlier="100"))


def test_what_was_said_later_does_not_finish_an_earlier_quarter():
    assert not finished(planned_item({3: Completion.DONE}))
    assert not finished(planned_item({1: Completion.DONE, 2: Completion.NOT_DONE}))


def test_a_level_counts_only_where_it_falls_due_and_was_measured():
    assert finished(target("100", plan="100", **LEVEL))
    assert not finished(target("100", plan="50", **LEVEL))
    assert not finished(target("100", plan=None, **LEVEL))
    assert not finished(target(None, earlier="100", plan="100", **LEVEL))


def test_a_count_that_must_stay_low_is_told_by_the_years_end_alone():
    low = target("3", plan="10", of="10", direction=Direction.DOWN)
    assert not finished(low)
    assert finished(low, quarter=4)


@pytest.mark.parametrize("more", [{"needs_settling": True}])
def test_a_target_in_doubt_is_not_met(more):
    assert not finished(target("100", **more))


def test_no_item_is_looked_at_once_the_answer_is_known():
    items = iter([planned_item({}), planned_item({})])
    assert not is_finished([target("99")], items, quarter=2) and len(list(items)) == 2
    items = iter([planned_item({}), planned_item({})])
    assert not is_finished([target("100")], items, quarter=2) and len(list(items)) == 1
