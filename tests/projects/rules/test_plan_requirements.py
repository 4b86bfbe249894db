from dataclasses import replace
from decimal import Decimal

import pytest

from projects.rules.plan_content import PlanContent, PlanStep, QuarterItem, QuarterPlan, from_json, to_json
from projects.rules.plan_requirements import PromisedTarget, ends_above, excess_words, lacking
from projects.rules.states import Direction, Nature

PARKS = PromisedTarget(1, "公园", Decimal(5), unit="个")


def whole(*totals, **fields):
    quarter = QuarterPlan("建设公园。", (QuarterItem("", "建设公园。"),))
    content = PlanContent(
        (quarter,) * 4,
        {1: tuple(None if each is None else Decimal(each) for each in totals)} if totals else {},
        (PlanStep("设计", "3月", "规划科"),),
        leader="甲",
        contact="乙",
        telephone="1",
    )
    return replace(content, **fields)


def fields(content, *targets):
    return [lack.field for lack in lacking(content, targets)]


def test_a_whole_plan_lacks_nothing():
    assert fields(whole(None, 2, 4, 5), PARKS) == []
    assert fields(whole(0, 2, 2, 5), PARKS) == []


@pytest.mark.parametrize(
    ("totals", "field"),
    [
        ((None, 4, 2, 5), "total-1-3"),  # falls
        ((4, None, 3, 5), "total-1-3"),  # falls over an empty quarter
        ((1, 2, 3, 4), "total-1-4"),  # ends below
        ((1, 2, 3, None), "total-1-4"),  # ends nowhere
        ((-1, 2, 3, 5), "total-1-1"),
        ((1, 2, 3, 6), "exceeds_knowingly"),  # above is asked about
    ],
)
def test_totals_that_cannot_be_are_named(totals, field):
    assert fields(whole(*totals), PARKS) == [field]


def test_all_reasons_are_told_at_once():
    assert fields(whole(3, 2, 1, 4), PARKS) == ["total-1-2", "total-1-3", "total-1-4"]


def test_above_the_target_is_confirmed_knowingly():
    assert fields(whole(1, 2, 3, 6, exceeds_knowingly=True), PARKS) == []
    assert ends_above(whole(1, 2, 3, 6), [PARKS]) == ("公园年末计划6个，高于目标5个",)


def test_a_fraction_of_whole_pieces_is_confirmed_knowingly():
    assert fields(whole(1, "2.5", 3, 5), PARKS) == ["exceeds_knowingly"]
    assert fields(whole(1, "2.5", 3, 5, exceeds_knowingly=True), PARKS) == []
    assert excess_words(whole(1, "2.5", 3, "5.5"), [PARKS]) == (
        "公园年末计划5.5个，高于目标5个；公园二季度计划2.5个，按“个”计数应是整数；"
        "公园四季度计划5.5个，按“个”计数应是整数"
    )


def test_what_is_measured_and_a_level_may_be_a_fraction():
    assert fields(whole(1, "2.5", 3, 5), replace(PARKS, unit="公里")) == []
    assert fields(whole(1, "2.5", 3, 5), replace(PARKS, nature=Nature.LEVEL)) == []


def test_within_a_range_nothing_is_asked():
    several = replace(PARKS, quantity=Decimal(6), quantity_max=Decimal(8))
    assert fields(whole(1, 2, 3, 7), several) == []


def test_a_level_may_fall_between():
    rate = replace(PARKS, nature=Nature.LEVEL)
    assert fields(whole(6, 4, 3, 5), rate) == []


def test_what_is_to_fall_ends_at_its_target_or_below():
    price = replace(PARKS, nature=Nature.LEVEL, direction=Direction.DOWN)
    assert fields(whole(9, 8, 7, 5), price) == [] == fields(whole(9, 8, 7, 4), price)
    assert fields(whole(9, 8, 7, 6), price) == ["total-1-4"]


def test_where_a_total_ends_is_told_beside_the_target():
    price = replace(PARKS, nature=Nature.LEVEL, direction=Direction.DOWN)
    above, below = lacking(whole(9, 8, 7, 6), [price]), lacking(whole(1, 2, 3, 4), [PARKS])
    assert above[0].message == "公园年末计划6个，高于目标5个。"
    assert below[0].message == "公园年末计划4个，低于目标5个。"


def test_an_investment_that_can_hardly_be_is_confirmed_knowingly():
    small = whole(1, 2, 3, 5, investment=Decimal(5))
    assert fields(small, PARKS) == ["investment"]
    assert fields(replace(small, invests_knowingly=True), PARKS) == []
    assert lacking(replace(small, investment=Decimal(-1)), [PARKS])[0].message == "计划投资不能是负数。"


def test_a_quarter_may_plan_nothing_with_a_reason():
    nothing = QuarterPlan(nothing_reason="尚未立项")
    content = whole(None, 2, 4, 5)
    idle = replace(content, quarters=(nothing, *content.quarters[1:]))
    assert fields(idle, PARKS) == []
    assert fields(replace(idle, totals=whole(1, 2, 4, 5).totals), PARKS) == ["total-1-1"]
    assert fields(replace(content, quarters=(QuarterPlan(), *content.quarters[1:])), PARKS) == ["text-1"]
    empty = replace(whole(1, 2, 4, 5), quarters=(QuarterPlan(), *content.quarters[1:]))
    assert fields(empty, PARKS) == ["text-1"], "not yet said to plan nothing"
    second = replace(whole(2, 2, 4, 5), quarters=(*content.quarters[:1], nothing, *content.quarters[2:]))
    assert fields(second, PARKS) == []
    assert fields(replace(idle, totals=whole(0, 2, 4, 5).totals), PARKS) == []


def test_four_quarters_without_anything_are_no_plan():
    nothing = (QuarterPlan(nothing_reason="尚未立项"),) * 4
    assert "text-4" in fields(replace(whole(None, None, None, 5), quarters=nothing), PARKS)
    blank = replace(whole(None, None, None, 5), quarters=(QuarterPlan(),) * 4)
    assert fields(blank, PARKS) == [f"text-{number}" for number in (1, 2, 3, 4)], "said once"


def test_the_last_quarter_has_items_and_a_task_without_figures_has_them_everywhere():
    bare = (QuarterPlan("建设公园。"),) * 4
    assert fields(replace(whole(1, 2, 3, 5), quarters=bare), PARKS) == ["items-4"]
    assert fields(replace(whole(), quarters=bare)) == [f"items-{number}" for number in (1, 2, 3, 4)]


def test_road_map_and_people_are_named():
    assert fields(whole(1, 2, 3, 5, steps=(), leader="", telephone=""), PARKS) == [
        "step-1-what",
        "leader",
        "telephone",
    ]
    for step in (PlanStep("设计"), PlanStep("设计", "3月"), PlanStep("设计", "", "规划科")):
        assert fields(whole(1, 2, 3, 5, steps=(step,)), PARKS) == ["step-1-what"]


def test_what_is_kept_is_read_again():
    content = whole("1.5", None, 3, 5, investment=Decimal(1200), exceeds_knowingly=True)
    assert from_json(to_json(content)) == content
    assert from_json({}) == PlanContent()
    with pytest.raises(ValueError, match="format"):
        from_json({**to_json(content), "format": 9})
