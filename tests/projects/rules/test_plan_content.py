"""What a plan says is kept as it was typed, and read again."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from projects.rules.plan_content import (
    PlanContent,
    PlanStep,
    QuarterItem,
    QuarterPlan,
    from_json,
    parts_of,
    to_json,
)

SECOND = QuarterPlan("开工建设。", (QuarterItem("园博园", "主体完工。"), QuarterItem("", "开工。")))
PLAN = PlanContent(
    quarters=(QuarterPlan(nothing_reason="正在选址。"), SECOND, QuarterPlan(), QuarterPlan()),
    totals={7: (None, Decimal("2.50"), None, Decimal(5))},
    steps=(PlanStep("选址", "3月底前", "张某"),),
    leader="李某",
    office="规划科",
    contact="王某",
    telephone="85800000",
    investment=Decimal("1200.00"),
    note="分期实施。",
    exceeds_knowingly=True,
)


@pytest.mark.parametrize(
    "plan", [PLAN, PlanContent(), replace(PLAN, investment=None, invests_knowingly=True)]
)
def test_a_plan_comes_back_from_json_as_it_was(plan):
    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan


def test_nothing_kept_is_nothing_typed():
    assert from_json({}) == PlanContent()
    assert len(PlanContent().quarters) == 4


def test_a_plan_kept_in_the_first_format_is_read():
    kept = {"format": 1, "quarters": [], "totals": {}, "steps": [], "investment": None, "note": "分期实施。"}
    plan = from_json(kept)
    assert (plan.note, plan.exceeds_knowingly, plan.invests_knowingly) == ("分期实施。", False, False)


def test_a_format_from_the_future_is_an_error():
    with pytest.raises(ValueError, match="format 2"):
        from_json({**to_json(PLAN), "format": 2})


def test_what_is_kept_is_parted_as_a_return_may_name_it():
    kept = to_json(PLAN)
    parts = parts_of(kept)
    assert [parts[f"quarter-{number}"] for number in (1, 2, 3, 4)] == list(kept["quarters"])
    assert parts["people"] == {
        "leader": "李某", "office": "规划科", "contact": "王某", "telephone": "85800000"
    }  # fmt: skip
    assert parts["totals"] == {"7": [None, "2.5", None, "5"]}
    assert parts["investment"] == "1200"
    assert not {"leader", "office", "contact", "telephone", "quarters"} & parts.keys()


def test_items_stand_one_a_line_behind_their_sub_project():
    assert SECOND.items_wording == "园博园：主体完工。\n开工。"


def test_of_a_target_that_the_plan_does_not_know_nothing_is_typed():
    assert PLAN.totals_of(7)[3] == 5
    assert PLAN.totals_of(8) == (None, None, None, None)


def test_an_investment_that_was_asked_about_says_so_on_paper():
    assert PlanContent().investment_words == ""
    assert PLAN.investment_told == PLAN.investment_words == "1200万元"
    told = replace(PLAN, invests_knowingly=True).investment_told
    assert told == "1200万元（金额经核对，报备单位已确认无误）"
