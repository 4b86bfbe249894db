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


def test_amounts_are_kept_as_text():
    assert to_json(PLAN)["targets"][0]["quantity"] == "22000"


def test_a_plan_says_its_format():
    assert to_json(PLAN)["format"] == 1


def test_a_plan_of_a_later_format_is_an_error():
    with pytest.raises(ValueError, match="format 2"):
        from_json({**to_json(PLAN), "format": 2})
