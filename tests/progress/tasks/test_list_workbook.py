from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from progress.rules.standings import Standing
from progress.tasks.list_workbook import task_workbook
from projects.rules.quarters import Quarter

ON = date(2021, 7, 14)
PARKS = {"label": "城市公园", "quantity": "5", "quantity_max": None, "unit": "个", "qualifier": ""}
LINE = {
    "number": 36,
    "domain__name": None,
    "text": "=建设5个城市公园。",
    "leads": "市住建局",
    "co": "市水利局、各县区",
    "target_rows": [PARKS],
    "milestone": None,
    "findings_open": 0,
}


def cells(*lines, **options):
    content = task_workbook("任务表", lines, standings={}, on=ON, **options)
    sheet = load_workbook(BytesIO(content)).active
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def test_a_column_that_no_task_fills_is_left_out():
    assert cells(LINE)[2] == ["序号", "年度目标任务", "牵头单位", "共同责任单位", "量化目标"]


def test_the_plans_column_says_of_which_quarter_it_is():
    planned = {**LINE, "leads": "", "co": "", "target_rows": [], "milestone": "开工。"}
    assert cells(planned, quarter=Quarter(2021, 2))[2] == ["序号", "年度目标任务", "二季度序时进度"]


def test_a_text_that_begins_like_a_formula_stays_a_text():
    sheet = load_workbook(BytesIO(task_workbook("任务表", [LINE], standings={}, on=ON))).active
    assert (sheet.cell(4, 2).data_type, sheet.cell(4, 2).value.lstrip("'")) == ("s", "=建设5个城市公园。")


def test_an_open_class_says_why():
    standings = {36: Standing("unmeasured", "unplanned")}
    content = task_workbook("任务表", [LINE], standings=standings, on=ON)
    (row,) = load_workbook(BytesIO(content)).active.iter_rows(4)
    assert row[-1].value == "待评定（未备案）"


def test_no_tasks_is_a_workbook_with_its_head():
    assert cells()[2] == ["序号"]


def test_a_narrowed_export_says_by_what_and_how_many():
    told = cells(LINE, narrowing="筛选条件：牵头单位 市住建局")
    assert told[1] == ["筛选条件：牵头单位 市住建局　2021年7月14日统计　共1项"]


def test_what_only_the_office_looks_into_does_not_leave_it():
    assert not any("疑点" in str(value) for row in cells({**LINE, "findings_open": 3}) for value in row)
