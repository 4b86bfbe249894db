"""Submitting lists at once everything that is missing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from progress.rules.judging import judge_work
from progress.rules.plausibility import doubted
from progress.rules.requirements import TypedReport, cause_required, lacking
from progress.rules.states import LAGGING, Completion
from progress.rules.weighing import JudgingRules
from projects.rules.quarters import Quarter
from tests.progress.rules.rule_values import default, item, target, work
from tests.progress.rules.test_judging import works_of


def fields(*parts, text="已开工。", problems="", next_steps="", quarter=2, **rules):
    draft = TypedReport(work(*parts, quarter=quarter), text, problems, next_steps)
    return [each.field for each in lacking(draft, rules=JudgingRules(**rules))]


def test_a_complete_report_lacks_nothing():
    assert fields(target("50"), item(Completion.DONE)) == []


def test_everything_that_is_missing_is_listed_at_once():
    assert fields(target(None, key=7), item(None, key=3), target("10", key=8), text=" ") == [
        "text",
        "target-7",
        "item-3",
        "problems",
        "next_steps",
    ]


def test_zero_is_a_value_and_a_blank_is_not():
    assert fields(target("0", plan="0")) == []
    assert fields(target(None, plan="0")) == ["target-1"]


def test_no_data_needs_its_reason():
    assert fields(target(None, no_data_reason="月底发布")) == []
    assert fields(target(None, no_data_reason=" ")) == ["target-1"]


def test_a_target_without_a_planned_figure_needs_a_value_too():
    assert fields(target(None, plan=None)) == ["target-1"]


def test_a_soft_item_needs_its_state_too():
    assert fields(item(None, is_soft=True)) == ["item-1"]


@pytest.mark.parametrize("behind", [target("49"), item(Completion.NOT_DONE), item(Completion.PARTLY_DONE)])
def test_behind_needs_cause_and_next_step(behind):
    assert fields(behind) == ["problems", "next_steps"]
    assert fields(behind, problems="物业未同意。") == ["next_steps"]
    assert fields(behind, problems="物业未同意。", next_steps="协调进场。") == []


def test_within_the_tolerance_nothing_is_to_be_explained():
    assert fields(target("49"), tolerance=Decimal(1)) == []


def test_an_unfinished_year_needs_cause_and_next_step():
    assert fields(default("99"), quarter=4) == ["problems", "next_steps"]


def test_a_fallen_total_needs_cause_and_next_step_though_on_schedule():
    fallen = target("60", earlier="70")
    assert fields(fallen) == ["target-1", "problems", "next_steps"]  # a fall is asked about too
    assert cause_required(TypedReport(work(fallen))) == "电梯的累计值低于上期"


def test_a_fall_is_named_beside_what_else_is_wrong():
    assert cause_required(TypedReport(work(target("40", earlier="70")))) == "进度滞后，电梯的累计值低于上期"


def test_what_nobody_could_read_is_lacking_by_its_own_sentence():
    draft = TypedReport(work(target(None)), "已开工。", unread={"value-1": "没有看懂“两个”。"})
    assert [(each.field, each.message) for each in lacking(draft)] == [("value-1", "没有看懂“两个”。")]


def test_a_confirmed_figure_lacks_nothing():
    figure = target("60.5")
    draft = TypedReport(work(figure), "已开工。")
    assert [each.field for each in lacking(draft)] == ["target-1"]
    assert lacking(replace(draft, confirmed={"target-1": doubted(figure).mark})) == ()


def test_the_sentences_say_what_to_do():
    lacks = lacking(TypedReport(work(target("40"), target(None, key=2), item(None)), ""))
    assert [each.message for each in lacks] == [
        "请填写进展情况。",
        "请填写“电梯”的完成值（没有进展填0），或写明无数据的原因。",
        "请选择完成情况：完成主体结构封顶。",
        "进度滞后，请填写存在问题。",
        "进度滞后，请填写下一步打算。",
    ]


def test_a_text_of_600_characters_is_taken_and_one_more_is_not():
    assert fields(text="进" * 600) == []
    assert [each.message for each in lacking(TypedReport(work(), "进" * 601))] == [
        "进展情况最多600字，现有601字。"
    ]


def test_problems_and_next_steps_take_300_characters_each():
    assert fields(problems="难" * 300, next_steps="办" * 300) == []
    told = [each.message for each in lacking(TypedReport(work(), "已开工。", "难" * 301, "办" * 302))]
    assert told == ["存在问题最多300字，现有301字。", "下一步打算最多300字，现有302字。"]


@pytest.mark.parametrize(
    ("parts", "news"),
    [
        ((), ""),
        ((target("50", plan="50", earlier="50"),), ""),  # planned and reached before
        ((target("50", plan="60", earlier="50"),), "有计划完成值"),
        ((target("0", plan="60"),), "有计划完成值"),  # still nothing, where nothing was told before
        ((target("60", plan="60", earlier="50"),), "有计划完成值、完成值有变化"),
        ((target("70", plan="60", earlier="60"),), "完成值有变化"),
        ((item(Completion.DONE),), "有应完成事项"),
    ],
)
def test_last_quarters_text_is_signed_only_where_nothing_changed(parts, news):
    typed = TypedReport(work(*parts, quarter=2), "已开工。", "资金", "协调", carried_from=Quarter(2021, 1))
    found = [each.message for each in lacking(typed)]
    assert found == ([f"进展情况与一季度相同，而其后{news}，请写明新的进展。"] if news else [])
    assert typed.says_no_change == (not news)


def test_a_line_break_is_one_character_as_the_page_counts_it():
    assert fields(text="进" * 299 + "\r\n" + "进" * 300) == []


def test_what_is_not_typed_yet_is_missing_and_not_behind():
    assert fields(item(None)) == [f"item-{item(None).key}"]


@given(works_of)
def test_cause_is_required_whenever_what_is_filled_in_is_behind(task):
    asked = {each.field for each in lacking(TypedReport(task, "已开工。"))}
    is_filled_in = not any("-" in field for field in asked)
    assert not (is_filled_in and judge_work(task).code in LAGGING) or {"problems", "next_steps"} <= asked
