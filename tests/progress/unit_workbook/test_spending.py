"""已完成投资 in the unit's workbook: a row of its own behind the targets, out and back."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from progress.models import Report
from progress.unit_workbook.workbook import FIGURES, TASKS
from projects.models import PlanRound
from projects.parsing.formats.office import CONVERTER, converted
from tests.factories import NOW, make_report
from tests.progress.conftest import owed, saved
from tests.progress.spendings import invest
from tests.progress.unit_workbook.test_views import BACK, column, fill, out, posted, put, save, words

pytestmark = pytest.mark.django_db

CLOSED = ("本季无数据的原因",)
OVER = {0: "60000000|over_target"}


@pytest.fixture
def two(report, unit):
    """Tasks 36 and 37, both with a plan that invests."""
    other = owed(unit, 37, report.task.yearly_list)
    for each in (report, other):
        invest(each.task, unit)
    return [report, other]


@pytest.fixture
def client(two, filer, enter):
    return enter(filer)


def rows_of_spent(book):
    sheet = book[FIGURES]
    labels = {row: sheet.cell(row, column(sheet, "指标")).value for row in range(4, sheet.max_row + 1)}
    return [row for row, label in labels.items() if str(label).startswith("已完成投资")]


def spend(book, *amounts):
    for row, amount in zip(rows_of_spent(book), amounts, strict=False):
        put(book, FIGURES, "本次累计", amount, row)
    return book


def cell(book, head, row):
    return book[FIGURES].cell(row, column(book[FIGURES], head))


def without_spent(book):
    """As it was downloaded before the row came."""
    for row in reversed(rows_of_spent(book)):
        book[FIGURES].delete_rows(row)
    return book


def stored():
    return list(Report.objects.values_list("invested", flat=True).order_by("task__number"))


def test_the_row_stands_behind_the_targets_with_plan_and_last_total(two, unit, filer, client):
    make_report(two[0].task, unit, quarter=1, state="accepted", submitted_at=NOW, invested=90)
    saved(two[0], filer, invested=Decimal(300))
    book = out(client)
    first, second = rows_of_spent(book)
    assert [each.value for each in book[FIGURES][first]][:6] == [
        36,
        "已完成投资（可以不填）",
        "万元",
        "计划投资2000万元",
        "—",
        90,
    ]
    assert cell(book, "本次累计", first).value == 300 and cell(book, "本次累计", second).value is None
    assert not cell(book, "本次累计", first).protection.locked
    assert all(cell(book, head, first).protection.locked for head in CLOSED)
    assert "不变" in words(posted(client, book))


def test_filled_in_it_is_previewed_and_saved(client):
    page = posted(client, spend(out(client), "0.05亿元", 300))
    assert save(client, page).status_code == 302
    assert stored() == [500, 300]
    assert set(Report.objects.values_list("version", flat=True)) == {1}
    save(client, posted(client, spend(out(client), None, 300)))
    assert stored() == [None, 300]


def test_a_workbook_from_before_the_row_leaves_what_was_typed(two, client, filer):
    book = without_spent(out(client))
    saved(two[0], filer, invested=Decimal(6000), confirmed=OVER)
    put(book, TASKS, "版本", 1)
    save(client, posted(client, fill(book, text="已建成3个公园。", value=3)))
    report = Report.objects.get(pk=two[0].pk)
    assert (report.text, report.invested, len(report.confirmations)) == ("已建成3个公园。", 6000, 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("五百", "没有看懂“五百”"),
        (-5, "已完成投资不能是负数"),
        (9999999999999999, "太大"),
        ("500 600", "这一格里有2个数"),
        ("=1/0", "这一格是公式，没有算出的结果"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell_and_nothing_is_saved(two, client, typed, told):
    book = spend(out(client), typed)
    page = posted(client, fill(book))
    assert page.status_code == 400
    assert [(each.cell, told in each.words) for each in page.context["found"].problems] == [
        (f"G{rows_of_spent(book)[0]}", True)
    ]
    assert stored() == [None, None]


def test_a_reason_is_not_asked_for_and_not_dropped_unseen(client):
    book = spend(out(client), 5)
    put(book, FIGURES, CLOSED[0], "尚未统计", rows_of_spent(book)[0])
    assert "这一行不填“本季无数据的原因”：已完成投资没有数据可以不填。" in words(posted(client, book))


def test_what_can_hardly_be_is_asked_about_and_confirmed_in_its_row(two, client):
    book = spend(out(client), "0.6亿元")
    asked = "请核对：已完成投资6000万元，超过计划投资2000万元的两倍。无误的请在“确认无误”列选“确认无误”。"
    assert asked in words(posted(client, book))
    put(book, FIGURES, "确认无误", "确认无误", rows_of_spent(book)[0])
    page = posted(client, book)
    assert "请核对：" not in words(page)
    save(client, page)
    assert [each["mark"] for each in Report.objects.get(pk=two[0].pk).confirmations] == [OVER[0]]
    assert cell(out(client), "确认无误", rows_of_spent(book)[0]).value == "确认无误"


def test_a_draft_keeps_what_nobody_could_read_and_the_workbook_shows_it(two, client):
    book = out(client)
    Report.objects.filter(pk=two[0].pk).update(unread={"invested": {"typed": "五百", "why": "没有看懂。"}})
    assert cell(out(client), "本次累计", rows_of_spent(book)[0]).value == "五百"


def test_a_plan_that_no_longer_invests_is_told_by_the_row(two, client):
    book = spend(out(client), 500)
    PlanRound.objects.filter(plan__task=two[0].task).delete()
    assert "任务的计划投资已有更正，请重新下载后填写。" in words(posted(client, book))


@pytest.mark.skipif(not CONVERTER, reason="no LibreOffice on this machine")
def test_a_workbook_saved_by_libreoffice_is_taken(client):
    buffer = BytesIO()
    spend(out(client), "0.05亿元", "=300+0.5").save(buffer)
    content = converted(buffer.getvalue(), "填报.xlsx", "xlsx")
    page = client.post(BACK, {"file": SimpleUploadedFile("填报.xlsx", content), "check": "1"})
    save(client, page)
    assert stored() == [500, Decimal("300.5")]
