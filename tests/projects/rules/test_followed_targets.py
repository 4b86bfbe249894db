from decimal import Decimal

import pytest

from projects.rules.followed_targets import TargetWords, carried_totals, followed_targets


def words(*targets):
    return [TargetWords(key, label, unit) for key, label, unit in targets]


def test_a_target_goes_on_with_the_one_named_alike_in_the_same_unit():
    later = words((1, "新建中小学", "所"), (2, "完成校安工程", "平方米"))
    earlier = words((7, "新建幼儿园", "所"), (8, "新改扩建中小学", "所"), (9, "改造中小学校舍", "平方米"))
    assert followed_targets(later, earlier) == {1: 8}


def test_another_unit_of_measure_is_another_target():
    assert followed_targets(words((1, "技能培训", "人次")), words((2, "技能培训", "场"))) == {}


def test_each_is_followed_once_by_the_most_alike():
    later = words((1, "新建体育公园", "个"), (2, "体育公园", "个"))
    assert followed_targets(later, words((3, "体育公园", "个"))) == {2: 3}


@pytest.mark.parametrize(("earlier", "followed"), [("体育场", {1: 2}), ("体育公园", {}), ("体育馆", {1: 2})])
def test_half_of_the_pairs_of_characters_are_enough_and_less_is_not(earlier, followed):
    assert followed_targets(words((1, "体育馆", "个")), words((2, earlier, "个"))) == followed


def test_a_label_of_one_character_or_none_is_compared_as_a_whole():
    assert followed_targets(words((1, "", "个")), words((2, "", "个"))) == {1: 2}
    assert followed_targets(words((1, "车", "辆")), words((2, "桥", "辆"))) == {}


@pytest.mark.parametrize(
    "totals, goal, carried",
    [
        ((None, 3, 6, 9), 12, (None, 3, 6, 12)),
        ((None, 3, 6, 9), 4, (None, 3, None, 4)),
        ((2, None, None, None), 4, (2, None, None, 4)),
        ((None, 4, 5, 9), 4, (None, 4, None, 4)),
    ],
)
def test_earlier_totals_are_a_start_below_this_years_goal_and_end_at_it(totals, goal, carried):
    as_amounts = tuple(None if total is None else Decimal(total) for total in totals)
    assert carried_totals(as_amounts, goal=Decimal(goal)) == carried
