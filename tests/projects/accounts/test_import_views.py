"""People from a workbook: every fault at once and by cell, nothing saved before it was shown."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from projects.accounts.import_checks import HEADS
from projects.models import LogEntry, UnitAlias, User
from projects.rules.roles import Role
from tests.factories import make_unit, make_user
from tests.pages import one_line

pytestmark = pytest.mark.django_db
THERE = "/accounts/import/"
ANNA = ("安某", "市甲局", "填报员", 13900000001, "anna@example.com")
BERT = ("白某", "市甲局", "审签人", "", "")


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_user("boss", role=Role.ADMINISTRATOR))
    return client


@pytest.fixture(autouse=True)
def unit(db):
    return make_unit("aaa", name="市甲局")


def workbook(*rows, above=(), heads=HEADS):
    book = Workbook()
    for row in (*above, heads, *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, *rows, name="人员.xlsx", **options):
    file = SimpleUploadedFile(name, workbook(*rows, **options))
    return client.post(THERE, {"file": file})


def problems(answer):
    return [(each.cell, each.sentence) for each in answer.context["found"].problems]


def save(client, shown):
    return client.post(THERE, {"lines": shown.context["lines"], "save": "1"})


def test_what_would_be_opened_is_shown_and_nothing_is_saved(client):
    answer = send(client, ANNA, BERT)
    assert answer.status_code == 200 and "将开立 2 个账号" in answer.content.decode()
    assert User.objects.count() == 1


def test_what_was_shown_is_saved_with_its_sheet(client):
    answer = save(client, send(client, ANNA, BERT))
    assert {line.username for slip in answer.context["slips"] for line in slip.lines} == {"aaa", "aaa-signer"}
    anna = User.objects.get(username="aaa")
    assert (anna.display_name, anna.telephone, anna.email) == ("安某", "13900000001", "anna@example.com")
    assert LogEntry.objects.filter(act="account_opened").count() == 2


def test_saving_twice_opens_nobody_twice(client):
    shown = send(client, ANNA)
    save(client, shown), save(client, shown)
    assert User.objects.filter(display_name="安某").count() == 1


def test_every_fault_is_told_at_once_by_its_cell(client):
    rows = [
        ("", "市甲局", "填报员", "", ""),
        ("丙某", "市甲委", "填报员", "", ""),
        ("丁某", "市甲局", "协调员", "abc", "at"),
        ("市甲局审签人", "市甲局", "审签人", "", ""),
    ]
    answer = send(client, *rows)
    assert answer.status_code == 400
    assert [cell for cell, _ in problems(answer)] == ["A2", "B3", "C4", "D4", "E4", "A5"]
    assert "最接近的是“市甲局”" in problems(answer)[1][1]


def test_one_fault_keeps_everybody_back(client):
    shown = send(client, ANNA, ("丙某", "无此单位", "填报员", "", ""))
    assert save(client, shown).status_code == 400
    assert User.objects.count() == 1


def test_one_person_has_one_account(client, unit):
    twice = send(client, ANNA, (*ANNA[:2], "审签人", "", ""))
    assert problems(twice)[0][0] == "A3" and "第 2 行" in problems(twice)[0][1]
    make_user("old", unit=unit, display_name="安某")
    other = send(client, (*ANNA[:2], "审签人", "", ""))
    assert problems(other)[0][0] == "C2" and "一人一个账号" in problems(other)[0][1]


def test_who_has_an_account_is_left_as_they_are(client, unit):
    make_user("old", unit=unit, display_name="安某")
    answer = send(client, ANNA, BERT)
    assert "另有 1 人已有账号" in one_line(answer.content.decode())
    save(client, answer)
    assert User.objects.filter(display_name="安某").count() == 1


def test_a_unit_goes_by_each_of_its_names(client, unit):
    UnitAlias.objects.create(unit=unit, name="甲局")
    assert not problems(send(client, ("安某", "甲局", "填报员", "", "")))


def test_the_heads_may_stand_below_a_title_and_in_another_order(client):
    row = ("填报员", "安某", "无此单位", "", "")
    heads = ("角色", "姓名", "单位名称", "备注", "手机")
    answer = send(client, row, above=[("2026年人员名单",)], heads=heads)
    assert problems(answer)[0][0] == "C3"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.xls", b"x"), "不是 xlsx 文件"),
        (SimpleUploadedFile("a.xlsx", b"x"), "已损坏"),
        (SimpleUploadedFile("a.xlsx", workbook(heads=("甲", "乙"))), "没有表头"),
        (SimpleUploadedFile("a.xlsx", workbook(heads=("姓名", "单位"))), "缺少“角色”列"),
        (None, "请先选择文件"),
    ],
)
def test_a_file_that_is_none_is_told_in_a_sentence(client, file, sentence):
    if file:
        file.seek(0)
    answer = client.post(THERE, {"file": file} if file else {"x": "1"})
    assert answer.status_code == 400 and sentence in answer.content.decode()


def test_a_workbook_without_people_is_told(client):
    assert "没有人员" in problems(send(client))[0][1]


def test_the_template_is_read_back_once_it_is_filled_in(client):
    book = load_workbook(BytesIO(client.get(THERE + "template.xlsx").content))
    for place, value in enumerate(ANNA, 1):
        book.active.cell(3, place).value = value
    out = BytesIO()
    book.save(out)
    answer = client.post(THERE, {"file": SimpleUploadedFile("人员.xlsx", out.getvalue())})
    assert [each.display_name for each in answer.context["found"].people] == ["安某"]


@pytest.mark.parametrize("lines", ["x", "1\t2", "9" * 5000 + "\t" * 10, "²" + "\t" * 10])
def test_lines_that_nobody_was_shown_save_nothing(client, lines):
    assert client.post(THERE, {"lines": lines, "save": "1"}).status_code == 400
    assert User.objects.count() == 1
