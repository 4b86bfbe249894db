from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from progress.overdue.workbook import OverdueLine, OverdueTab, overdue_workbook

LINE = OverdueLine(
    36, "", "新建小学15所。", "市教育局", date(2021, 7, 12), None, 2, "", None, 1, "未填报", "", ""
)
BEHIND = replace(LINE, word="滞后（未达序时）", points=Decimal("12.5"), streak=2)


def read(*tabs):
    return load_workbook(BytesIO(overdue_workbook("二季度逾期与滞后情况", tabs, note="2021-07-14 统计")))


def test_each_tab_is_a_sheet_an_empty_one_too():
    book = read(OverdueTab("未报", False, [LINE]), OverdueTab("滞后", True, []))
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("未报", 4), ("滞后", 3)]


def test_days_and_points_are_numbers():
    book = read(OverdueTab("未报", False, [LINE]), OverdueTab("滞后", True, [BEHIND]))
    assert [cell.value for cell in book["未报"][4]][4:6] == [2, 1]
    assert book["未报"]["D4"].value.date() == date(2021, 7, 12)
    assert [cell.value for cell in book["滞后"][4]][3:6] == ["滞后（未达序时）", 12.5, 2]


def test_columns_that_stand_empty_everywhere_are_left_out():
    heads = [cell.value for cell in read(OverdueTab("未报", False, [LINE]))["未报"][3]]
    assert not {"领域", "已准延至", "联络员"} & set(heads)
    heads = [
        cell.value
        for cell in read(OverdueTab("未报", False, [replace(LINE, contact="王某 85800000")]))["未报"][3]
    ]
    assert "联络员" in heads


def test_a_text_that_begins_like_a_formula_is_text():
    sheet = read(OverdueTab("未报", False, [replace(LINE, deeds="=HYPERLINK(1)")]))["未报"]
    assert [cell.data_type for cell in sheet[4] if cell.value == "=HYPERLINK(1)"] == ["s"]
