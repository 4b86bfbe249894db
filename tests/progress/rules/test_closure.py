"""What stands in the way of 销号."""

from progress.rules.closure import obstacles
from progress.rules.items import PlanItem
from progress.rules.states import Completion
from projects.rules.states import Direction
from tests.progress.rules.rule_values import target


def test_all_met_and_done_may_close():
    assert (
        obstacles(
            [target("100")],
            [
                PlanItem(1, 1, "立项", states={1: Completion.DONE}),
                PlanItem(2, 4, "投用", states={2: Completion.DONE}),
            ],
        )
        == ()
    )


def test_a_target_not_met_stands_in_the_way():
    assert obstacles([target("99"), target(None)], []) == (
        "电梯：目标100部，现为99部。",
        "电梯：目标100部，未填完成值。",
    )


def test_a_target_to_be_settled_stands_in_the_way():
    assert obstacles([target("100", needs_settling=True)], []) == ("电梯：待核对。",)


def test_a_later_quarters_item_stands_in_the_way():
    assert obstacles([], [PlanItem(1, 4, "投入使用。")]) == ("第4季度事项未完成：投入使用。",)


def test_an_item_in_part_done_or_undone_again_stands_in_the_way():
    assert obstacles([], [PlanItem(1, 1, "立项", states={1: Completion.PARTLY_DONE})])
    assert obstacles([], [PlanItem(1, 1, "立项", states={1: Completion.DONE, 2: Completion.PARTLY_DONE})])


def test_an_item_waived_by_name_does_not():
    assert obstacles([], [PlanItem(1, 4, "投用", is_waived=True)]) == ()


def test_a_ceiling_kept_so_far_does_not():
    assert obstacles([target("10", direction=Direction.DOWN)], []) == ()
