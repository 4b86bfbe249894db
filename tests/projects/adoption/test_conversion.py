"""A reading becomes rows, and the rows read back are the same values."""

from dataclasses import replace

import pytest

from projects.adoption.comparison import changed_tasks
from projects.adoption.conversion import registered, stored_list, task_rows
from projects.models import Assignment, MilestoneItem, PlannedValue, Target
from projects.parsing.parsed import ParsedItem, ParsedList, ParsedPlan, ParsedTarget, ParsedTask
from tests.factories import make_group, make_list, make_task, make_unit

pytestmark = pytest.mark.django_db

QUARTERS = ("甲：立项。", "甲、乙：开工。", "甲：竣工。", "")
ITEMS = (
    (ParsedItem("甲", "立项。"), ParsedItem("乙", "力争立项。")),
    (ParsedItem("甲、乙", "开工。"),),
    (ParsedItem("甲", "竣工。"),),
    (),
)
TARGET = ParsedTarget("15", "所", "新建中小学", "新建中小学15所")
RATE = ParsedTarget("80", "%", "覆盖率", "覆盖率80%以上", qualifier="at_least")
LOWERED = ParsedTarget("750", "元", "起付标准", "由1500元降至750元", baseline="1500")
PARSED = ParsedTask(
    36,
    "新建中小学15所，覆盖率80%以上。",
    "新建中小学 15 所，覆盖率 80%以上。",
    lead=("市教育局",),
    co=("市资源局", "各县区"),
    quarters=QUARTERS,
    source_quarters=QUARTERS,
    items=ITEMS,
    targets=(TARGET, RATE, LOWERED),
    planned=(ParsedPlan(0, None, "ytd", ("5", None, None, "15")), ParsedPlan(0, "竣工", None, (None,) * 4)),
)


@pytest.fixture
def named():
    return {
        "市教育局": make_unit("sjyj"),
        "市资源局": make_unit("szrzyj"),
        "市自然资源局": None,
        "各县区": make_group("gxq"),
    }


def save(parsed, named):
    task = make_task(make_list(), number=parsed.number, text=parsed.text, source_text=parsed.source_text)
    rows = task_rows(task, parsed, named)
    for name in ("assignments", "targets", "planned_values", "sub_projects", "milestones", "items"):
        for row in getattr(rows, name):
            row.save()
    return task


def test_what_is_read_back_is_what_was_read(named):
    task = save(PARSED, named)
    assert changed_tasks(stored_list(task.yearly_list), ParsedList("", 2021, "", tasks=(PARSED,))) == ()


def test_the_printed_name_stays_beside_the_unit(named):
    save(PARSED, named)
    assert [(row.printed_name, row.party.code) for row in Assignment.objects.filter(role="co")] == [
        ("市资源局", "szrzyj"),
        ("各县区", "gxq"),
    ]


def test_an_item_of_two_sub_projects_is_laid_down_for_each(named):
    task = save(PARSED, named)
    assert [item.sub_project.name for item in MilestoneItem.objects.filter(milestone__quarter=2)] == [
        "甲",
        "乙",
    ]
    assert [part.name for part in task.sub_projects.all()] == ["甲", "乙"]


def test_an_item_whose_own_verb_is_soft_is_soft(named):
    save(PARSED, named)
    assert list(MilestoneItem.objects.filter(milestone__quarter=1).values_list("is_soft", flat=True)) == [
        False,
        True,
    ]


def test_an_empty_cell_is_a_milestone_without_text(named):
    task = save(PARSED, named)
    assert [milestone.text for milestone in task.milestones.all()] == list(QUARTERS)


def test_a_rate_and_a_target_with_a_baseline_are_levels(named):
    save(PARSED, named)
    assert list(Target.objects.values_list("nature", "direction")) == [
        ("count", "up"),
        ("level", "up"),
        ("level", "down"),
    ]


def test_only_printed_figures_are_planned(named):
    save(PARSED, named)
    assert [(row.quarter, int(row.value), row.basis) for row in PlannedValue.objects.all()] == [
        (1, 5, "ytd"),
        (4, 15, "ytd"),
    ]


@pytest.mark.parametrize(
    ("values", "doubtful"),
    [(("5", None, None, "15"), False), (("5", None, None, "14"), True), (("5", "3", None, "15"), True)],
)
def test_a_schedule_that_does_not_end_at_the_target_or_falls_is_to_be_settled(named, values, doubtful):
    save(replace(PARSED, planned=(ParsedPlan(0, None, "ytd", values),)), named)
    assert Target.objects.get(order=1).needs_settling is doubtful


def test_the_stage_that_the_target_promises_plans_it(named):
    started = ParsedPlan(0, "开工", "ytd", ("5", None, None, "15"), is_own=True)
    save(replace(PARSED, planned=(ParsedPlan(0, "立项", "ytd", ("9", None, None, None)), started)), named)
    assert (Target.objects.get(order=1).stage, Target.objects.get(order=1).needs_settling) == ("开工", False)


def test_the_register_holds_units_and_groups_under_all_their_names():
    make_unit("szrzyj", name="市自然资源局").aliases.create(name="市资源局")
    make_group("gxq", name="各县区", aliases=["各县（区）"])
    register = registered()
    assert register.by_alias["市资源局"] == ("szrzyj",)
    assert register.by_alias["各县(区)"] == ("gxq",)
