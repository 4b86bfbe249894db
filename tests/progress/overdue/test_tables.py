"""The cells of the overdue desk's tables."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from progress.ledger.deeds import Deed
from progress.ledger.overdue import OverdueRow
from progress.overdue.tables import BehindTable, OverdueTable
from progress.rules.states import FilingState, VerdictClass
from projects.models import Unit
from tests.factories import NOW, make_list, make_report, make_task, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(db):
    unit = make_unit("sjyj", name="市教育局", liaison="王<某>")
    task = make_task(make_list(), number=36, text="新建<b>小学</b>。", lead=unit)
    return OverdueRow(FilingState.MISSING, task, (unit,), make_report(task, unit), date(2021, 7, 12), days=2)


def html(*rows, table=OverdueTable, ticked=(), sees_contacts=True):
    return table(rows, query={}, ticked=ticked, sees_contacts=sees_contacts).html()


def test_texts_are_escaped(row):
    page = html(replace(row, deeds=(Deed(NOW, "退回", "请<核实>"),)))
    assert "新建&lt;b&gt;小学" in page
    assert "请&lt;核实&gt;" in page
    assert "王&lt;某&gt;" in page


def test_the_box_carries_the_lines_key(row):
    assert f'value="r{row.report.pk}" aria-label="勾选第36项 市教育局"' in html(row)
    assert f'value="{row.key}" checked' in html(row, ticked=None)


def test_contacts_are_shown_to_who_may_see_them(row):
    assert "联络员" not in html(row, sees_contacts=False)
    assert "未登记" in html(replace(row, units=(Unit(code="x", name="市某局", order=1),)))


def test_the_last_deed_stands_open_and_the_earlier_ones_fold(row):
    page = html(replace(row, deeds=(Deed(NOW, "催办"), Deed(NOW, "退回", "请核实"), Deed(NOW, "申请延期"))))
    assert "催办</div><details><summary>另2次</summary>" in page


def test_a_streak_is_told_from_the_second_quarter_on(row):
    assert "连续2季" in html(replace(row, streak=2))
    assert "连续1季" not in html(row)


def test_a_task_behind_tells_its_class_and_points_and_no_due_day(row):
    page = html(
        replace(
            row,
            kind=VerdictClass.BEHIND,
            report=None,
            points=Decimal("12.5"),
            code=VerdictClass.FAR_BEHIND,
            why="累计。",
        ),
        table=BehindTable,
    )
    assert "严重滞后" in page
    assert "滞后12.5个百分点" in page
    assert ">期限<" not in page
