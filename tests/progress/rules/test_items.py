"""Items due in a quarter: its own and what was carried over."""

from progress.rules.items import DueItem, PlanItem, due_items, later_items
from progress.rules.states import Completion


def due(*items, quarter=2):
    return [(each.key, each.is_carried, each.state) for each in due_items(items, quarter)]


def test_the_items_of_the_quarter_are_due():
    assert due(PlanItem(1, 2, "招标"), PlanItem(2, 3, "开工")) == [(1, False, None)]


def test_an_earlier_item_not_done_is_carried_over_and_stands_first():
    assert due(PlanItem(2, 2, "招标"), PlanItem(1, 1, "立项", states={1: Completion.PARTLY_DONE})) == [
        (1, True, None),
        (2, False, None),
    ]


def test_an_earlier_item_that_nobody_confirmed_is_carried_over():
    assert due(PlanItem(1, 1, "立项")) == [(1, True, None)]
    assert due(PlanItem(1, 1, "立项"), quarter=4) == [(1, True, None)]


def test_at_the_years_end_every_item_left_is_the_years():
    assert due(PlanItem(1, 2, "立项"), PlanItem(2, 4, "竣工"), quarter=5) == [
        (1, False, None),
        (2, False, None),
    ]


def test_an_earlier_item_done_is_not_due_again():
    assert due(PlanItem(1, 1, "立项", states={1: Completion.DONE})) == []


def test_an_item_carried_twice_is_due_until_done():
    late = PlanItem(1, 1, "立项", states={1: Completion.NOT_DONE, 2: Completion.DONE})
    assert due(late) == [(1, True, Completion.DONE)]
    assert due(late, quarter=3) == []


def test_an_item_done_ahead_of_its_quarter_stays_done():
    for quarter in (2, 3, 4):
        early = PlanItem(1, quarter, "招标", states={1: Completion.DONE})
        assert due(early, quarter=quarter) == [(1, False, Completion.DONE)]
    assert due(early, quarter=5) == [(1, False, Completion.DONE)]


def test_a_later_word_counts_over_an_earlier_one():
    assert due(PlanItem(1, 1, "立项", states={1: Completion.DONE, 2: Completion.NOT_DONE}), quarter=3) == [
        (1, True, None)
    ]


def test_a_waived_item_is_not_due():
    assert due(PlanItem(1, 2, "招标", is_waived=True)) == []


def test_an_item_is_named_with_its_sub_project():
    assert DueItem(1, "主体结构封顶。", sub_project="市二院").name == "市二院：主体结构封顶"
    assert DueItem(1, "市二院封顶。", sub_project="市二院").name == "市二院封顶"


def test_of_later_quarters_only_what_was_not_done_before_may_be_reported_ahead():
    items = [
        PlanItem("of this quarter", 2, "招标"),
        PlanItem("carried", 1, "立项"),
        PlanItem("next", 3, "开工"),
        PlanItem("begun", 4, "封顶", states={1: Completion.PARTLY_DONE}),
        PlanItem("done in this quarter", 3, "进场", states={2: Completion.DONE}),
        PlanItem("done before", 3, "围挡", states={1: Completion.DONE}),
    ]
    assert [each.key for each in later_items(items, 2)] == ["next", "begun", "done in this quarter"]


def test_the_last_state_is_that_of_the_latest_quarter():
    assert PlanItem(1, 1, "立项").last_state is None
    assert (
        PlanItem(1, 1, "立项", states={1: Completion.DONE, 3: Completion.NOT_DONE}).last_state == "not_done"
    )


def test_an_item_binds_and_is_of_its_own_quarter_unless_told_otherwise():
    (item,) = due_items([PlanItem(1, 2, "招标")], 2)
    assert not item.is_soft and not item.is_carried and not DueItem(1, "招标").is_soft
    assert not DueItem(1, "招标").is_carried
