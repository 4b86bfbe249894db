"""The plan of a task as it is kept (domain.md, The plan in force)."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from projects.rules.task_plan import (
    KeptFigure,
    KeptItem,
    KeptMilestone,
    KeptSubProject,
    KeptTarget,
    TaskPlan,
    from_json,
    task_plan,
    to_json,
)

PLAN = TaskPlan(
    targets=(
        KeptTarget(
            7,
            1,
            "城市公园",
            Decimal("22000"),
            baseline=Decimal("0.5"),
            figures=(KeptFigure("开工", 1, Decimal("2.5"), "ytd"),),
        ),
    ),
    milestones=(KeptMilestone(3, 1, "开工。", (KeptItem(9, 1, "1", "开工。", 5, True),)),),
    sub_projects=(KeptSubProject(5, 1, "园博园", 2),),
)


def test_a_plan_is_read_as_it_was_kept():
    assert from_json(to_json(PLAN)) == PLAN


def test_a_plan_kept_before_there_was_own_entry_asks_for_totals():
    kept = to_json(PLAN)
    del kept["targets"][0]["is_own_entry"]
    assert from_json(kept) == PLAN and not PLAN.targets[0].is_own_entry


def test_a_row_of_an_earlier_release_asks_for_totals():
    named = ("order", "label", "quantity", "quantity_max", "baseline", "unit", "qualifier", "stage", "nature")
    more = ("direction", "needs_settling", "reporting_unit_id", "is_summed_over_leads")
    row = SimpleNamespace(id=7, **dict.fromkeys((*named, *more)))
    assert not task_plan([row], [], [], [], []).targets[0].is_own_entry


def test_a_plan_is_made_of_the_rows_that_belong_together():
    named = ("quantity_max", "baseline", "unit", "qualifier", "stage", "nature", "direction")
    more = ("needs_settling", "reporting_unit_id", "is_summed_over_leads")
    target = SimpleNamespace(
        **dict.fromkeys((*named, *more)), id=7, order=1, label="公园", quantity=Decimal(5), is_own_entry=True
    )
    figures = [
        SimpleNamespace(target_id=key, stage="开工", quarter=1, value=Decimal(value), basis="ytd")
        for key, value in ((7, 2), (8, 3))
    ]
    milestone = SimpleNamespace(id=3, quarter=1, text="开工。")
    items = [
        SimpleNamespace(
            id=9, milestone_id=key, order=1, label="", text=text, sub_project_id=None, is_soft=False
        )
        for key, text in ((3, "开工。"), (4, "竣工。"))
    ]
    part = SimpleNamespace(id=5, order=1, name="园博园", reporting_unit_id=2)
    plan = task_plan([target], figures, [milestone], items, [part])
    assert plan.targets[0].figures == (KeptFigure("开工", 1, Decimal(2), "ytd"),)
    assert plan.targets[0].is_own_entry
    assert plan.milestones == (KeptMilestone(3, 1, "开工。", (KeptItem(9, 1, "", "开工。"),)),)
    assert plan.sub_projects == PLAN.sub_projects


def test_what_a_plan_does_not_say_is_the_ordinary():
    assert TaskPlan().is_known and not KeptItem(9, 1, "", "开工。").is_soft
    assert not PLAN.targets[0].needs_settling and not PLAN.targets[0].is_summed_over_leads


def test_amounts_are_kept_as_text():
    assert to_json(PLAN)["targets"][0]["quantity"] == "22000"


def test_a_plan_says_its_format():
    assert to_json(PLAN)["format"] == 1


def test_a_plan_of_a_later_format_is_an_error():
    with pytest.raises(ValueError, match="format 2"):
        from_json({**to_json(PLAN), "format": 2})
