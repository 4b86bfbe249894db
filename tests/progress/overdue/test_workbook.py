from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from progress.ledger.overdue import OverdueRow
from progress.models import Report
from progress.overdue.workbook import OverdueTab, overdue_workbook
from progress.rules.states import FilingState, VerdictClass
from projects.models import Task, Unit

UNIT = Unit(code="sjyj", name="市教育局", order=1)
TASK = Task(number=36, text="新建小学15所。")
LINE = OverdueRow(FilingState.MISSING, TASK, (UNIT,), Report(pk=1), date(2021, 7, 12), days=2)
BEHIND = OverdueRow(
    VerdictClass.BEHIND, TASK, (UNIT,), points=Decimal("12.5"), streak=2, code=VerdictClass.BEHIND
)


def read(*tabs, sees_contacts=True):
    content = overdue_workbook(
        "二季度逾期与滞后情况", tabs, note="2021-07-14 统计", sees_contacts=sees_contacts
    )
    return load_workbook(BytesIO(content))


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
    assert not {"领域", "已准延至"} & set(heads)


def test_the_contacts_column_stands_also_where_nobody_is_registered():
    assert "联络员" in [cell.value for cell in read(OverdueTab("未报", False, [LINE]))["未报"][3]]


def test_contacts_stand_in_it_for_who_may_see_them():
    row = replace(LINE, units=(Unit(name="市教育局", liaison="王某", liaison_telephone="85800000"),))
    seen = [cell.value for cell in read(OverdueTab("未报", False, [row]))["未报"][4]]
    assert "王某 85800000" in seen
    hidden = read(OverdueTab("未报", False, [row]), sees_contacts=False)["未报"]
    assert "联络员" not in [cell.value for cell in hidden[3]]


def test_a_text_that_begins_like_a_formula_is_text():
    sheet = read(OverdueTab("未报", False, [replace(LINE, task=Task(number=36, text="=1+1"))]))["未报"]
    assert [cell.data_type for cell in sheet[4] if cell.value == "=1+1"] == ["s"]
