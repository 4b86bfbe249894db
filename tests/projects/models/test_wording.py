"""The words in which corrections keep what stood and what stands."""

from decimal import Decimal

import pytest

from projects.models import YearlyList
from projects.rules.states import AssignmentRole, Basis, ListStage, Nature
from tests.factories import (
    make_assignment,
    make_milestone,
    make_sub_project,
    make_target,
    make_task,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def task():
    return make_task()


@pytest.mark.parametrize(
    ("stage", "takes"),
    [
        (ListStage.DRAFT, True),
        (ListStage.FILING_PLANS, True),
        (ListStage.ARCHIVED, True),
        (ListStage.RUNNING, False),
        (ListStage.CONCLUDED, False),
    ],
)
def test_corrections_end_when_the_list_runs(stage, takes):
    assert YearlyList(stage=stage).takes_corrections is takes


def test_responsibility_names_leads_first_with_the_registered_name_beside(task):
    make_assignment(task, make_unit(name="市自然资源局"), role=AssignmentRole.CO, printed_name="市资源局")
    make_assignment(task, make_unit(name="市教育局"))
    assert task.responsibility == "牵头：市教育局；共同责任：市资源局（市自然资源局）"


def test_a_target_tells_all_that_may_be_corrected(task):
    target = make_target(
        task,
        label="费用",
        quantity=750,
        unit="元",
        baseline=Decimal(1500),
        nature=Nature.LEVEL,
        direction="down",
        needs_settling=True,
    )
    assert target.wording == "费用 750元，水平，越低越好，基数1500元，待核对"


def test_a_range_is_told_from_low_to_high(task):
    assert make_target(task, quantity=6, quantity_max=Decimal(8)).amount == "6—8个"


def test_planned_values_are_told_quarter_by_quarter(task):
    assert (
        make_target(task, planned=(1, None, 3), basis=Basis.YTD).planned_wording
        == "第1季度1（累计）；第3季度3（累计）"
    )


def test_a_schedule_that_misses_its_target_says_so(task):
    assert (
        make_target(task, quantity=5, planned=(1, 1, 1, 1), basis="own").doubt
        == "年末累计计划为4，与目标值5不一致。"
    )


def test_items_are_told_one_a_line(task):
    part = make_sub_project(task, "园博园")
    milestone = make_milestone(
        task,
        1,
        items=[
            {"text": "开工。", "label": "1"},
            {"text": "力争完工。", "sub_project": part, "is_soft": True},
        ],
    )
    assert milestone.items_wording == "1 开工。\n园博园：力争完工。（不作硬性要求）"


def test_sub_projects_are_told_with_their_other_names(task):
    make_sub_project(task, "市二院", aliases=["二院"])
    assert task.sub_projects_wording == "市二院（又名：二院）"
