from io import BytesIO

import pytest
from openpyxl import load_workbook

from projects.lists.schedule_workbook import (
    Schedule,
    ScheduleCell,
    ScheduleRow,
    emphasised,
    schedule_workbook,
    units_text,
)
from projects.paper.sheets import Rich, Run
from projects.rules.punctuation import full_width

EMPTY = ScheduleCell("")
QUARTERS = (ScheduleCell("完成立项。"), ScheduleCell("开工建设。"), EMPTY, ScheduleCell("竣工。"))


def row(number=1, **changes):
    return ScheduleRow(**{"number": number, "text": "新建幼儿园16所。", "quarters": QUARTERS, **changes})


def opened(*rows):
    return load_workbook(BytesIO(schedule_workbook(Schedule("2021年序时进度安排方案", rows)))).active


def values(page):
    return [[cell.value for cell in line] for line in page.iter_rows()]


def test_head_is_that_of_the_printed_table():
    page = opened(row(clause="牵头单位：市教育局"))
    assert values(page)[1:3] == [
        ["序号", "目标任务", "序时进度", None, None, None, "责任单位"],
        [None, None, "第一季度", "第二季度", "第三季度", "第四季度", None],
    ]
    assert {str(merged) for merged in page.merged_cells.ranges} == {
        "A1:G1",
        "A2:A3",
        "B2:B3",
        "C2:F2",
        "G2:G3",
    }


def test_a_row_holds_number_text_quarters_and_clause():
    page = opened(row(36, clause="牵头单位：市教育局"))
    assert values(page)[3] == [
        36,
        "新建幼儿园16所。",
        "完成立项。",
        "开工建设。",
        None,
        "竣工。",
        "牵头单位：市教育局",
    ]


def test_a_list_without_units_has_no_column_for_them():
    assert opened(row()).max_column == 6


def test_a_heading_stands_where_another_domain_begins():
    page = opened(row(1, domain="教育"), row(2, domain="教育"), row(3, domain="养老"))
    assert [line[0] for line in values(page)[3:]] == ["教育", 1, 2, "养老", 3]


def test_an_empty_list_is_an_empty_table():
    assert opened().max_row == 3


def test_names_of_sub_projects_are_bold_and_begin_a_line():
    cell = ScheduleCell("市二院：开工；开发区：招标。", ("市二院", "开发区"))
    assert emphasised(cell) == Rich(
        (Run(""), Run("市二院：", bold=True), Run("开工；\n"), Run("开发区：", bold=True), Run("招标。"))
    )


def test_a_name_inside_another_sentence_is_not_a_heading():
    cell = ScheduleCell("一院：开发区院区开工。开发区：招标。", ("一院", "开发区"))
    assert [run.text for run in emphasised(cell).runs if run.bold] == ["一院：", "开发区："]


def test_a_name_that_the_text_does_not_hold_is_left_out():
    assert emphasised(ScheduleCell("开工。", ("园博园",))) == "开工。"


@pytest.mark.parametrize(
    ("web", "printed"),
    [
        ("推进安全工程,改造校舍32万平方米。", "推进安全工程，改造校舍32万平方米。"),
        ("建设中心(心理咨询辅导室)30个。", "建设中心（心理咨询辅导室）30个。"),
        ("培训4,000人,比例为1:5。", "培训4,000人，比例为1:5。"),
    ],
)
def test_a_text_from_a_web_page_is_set_in_full_width(web, printed):
    assert full_width(web) == printed


def test_a_clause_in_brackets_is_set_as_in_the_printed_column():
    assert (
        units_text("(牵头单位:市教育局;共同责任单位:市财政局,各县区)")
        == "牵头单位：市教育局；共同责任单位：市财政局，各县区"
    )


def test_a_clause_printed_in_a_cell_stays_as_it_is():
    assert units_text("牵头单位:海州区;共同责任单位:市商务局") == "牵头单位:海州区;共同责任单位:市商务局"
