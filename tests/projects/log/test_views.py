from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from projects.accounts.actions import SIGNED_IN
from projects.log import views
from projects.log.actions import record
from projects.log.archive import read_archive
from projects.log.seal_actions import seal_log
from projects.models import LogEntry
from projects.rules.roles import Role
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor():
    client = Client()
    client.force_login(make_user("auditor", role=Role.AUDITOR))
    return client


def test_the_log_is_searched_by_day_and_result(auditor):
    record(SIGNED_IN, by=None, at=NOW)
    record(SIGNED_IN, by=None, at=NOW - timedelta(days=3), result="failed")
    assert auditor.get("/log/?since=2021-07-14").context["page"].paginator.count == 1
    assert auditor.get("/log/?result=failed").context["page"].paginator.count == 1


def test_the_log_takes_as_many_queries_for_one_entry_as_for_thirty(
    auditor, django_assert_num_queries, django_assert_max_num_queries
):
    record(SIGNED_IN, by=None, at=NOW)
    auditor.get("/log/")
    with django_assert_max_num_queries(12) as one:
        auditor.get("/log/")
    for _ in range(30):
        record(SIGNED_IN, by=None, at=NOW)
    with django_assert_num_queries(len(one)):
        auditor.get("/log/")


def test_the_log_goes_out_as_text_whatever_it_starts_with(auditor):
    record(SIGNED_IN, by=make_user("anna", display_name="=1+1"), at=NOW)
    sheet = load_workbook(BytesIO(auditor.get("/log/log.xlsx").content)).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1（anna）", "s")


@pytest.mark.parametrize("odd", ["x\x0by", "\x01", "\ud800", "\uffff"])
def test_the_log_goes_out_whatever_stands_in_it(auditor, odd):
    record(
        SIGNED_IN, by=None, at=NOW, url=f"/{odd}".encode("utf-8", "replace").decode(), detail={"reason": "一"}
    )
    assert load_workbook(BytesIO(auditor.get("/log/log.xlsx").content)).active["I2"].value == "理由：一"


def test_a_wrong_name_of_odd_characters_does_not_break_the_log(auditor):
    Client().post("/accounts/login/", {"username": "x\x0by\x00\u200b", "password": "wrong"})
    sheet = load_workbook(BytesIO(auditor.get("/log/log.xlsx").content)).active
    assert sheet["I2"].value == "用户名：x\ny"


def test_the_log_tells_details_in_words(auditor):
    record(SIGNED_IN, by=None, at=NOW, detail={"from": "未填报", "to": "草稿"})
    assert "原状态：未填报；现状态：草稿" in auditor.get("/log/").content.decode()
    sheet = load_workbook(BytesIO(auditor.get("/log/log.xlsx").content)).active
    assert sheet["I2"].value == "原状态：未填报；现状态：草稿"


def test_an_entry_from_before_words_were_stored_reads_as_it_did(auditor):
    LogEntry.objects.create(act="report_saved", at=NOW, detail={"from": "", "to": "draft"})
    page = auditor.get("/log/").content.decode()
    assert '<td data-label="操作">保存草稿</td>' in page
    assert "原状态：未填报；现状态：草稿" in page


def test_an_entry_says_the_word_that_it_was_recorded_by(auditor):
    LogEntry.objects.create(act="report_saved", word="存一下", at=NOW)
    assert '<td data-label="操作">存一下</td>' in auditor.get("/log/").content.decode()


def test_the_log_is_searched_by_every_act(auditor):
    record(SIGNED_IN, by=None, at=NOW)
    page = auditor.get("/log/?act=signed_in")
    assert page.context["page"].paginator.count == 1
    assert auditor.get("/log/?act=report_saved").context["page"].paginator.count == 0
    for option in ('<option value="report_saved">保存草稿', '<option value="signed_in" selected>登录<'):
        assert option in page.content.decode()


def test_the_pages_of_the_log_are_turned_with_the_question_kept(auditor):
    for _ in range(60):
        record(SIGNED_IN, by=None, at=NOW)
    page = auditor.get("/log/?act=signed_in").content.decode()
    assert 'href="?act=signed_in&amp;page=2"' in page


@pytest.fixture
def seal(db):
    record(SIGNED_IN, by=None, at=NOW)
    return seal_log(at=NOW)[0]


def test_the_log_shows_its_newest_seal_and_what_waits_for_the_next(auditor, seal):
    record(SIGNED_IN, by=None, at=NOW)
    page = auditor.get("/log/").content.decode()
    assert seal.digest in page
    assert "1 条待下次封存" in " ".join(page.split())


def test_a_digest_written_down_is_checked_on_the_page(auditor, seal):
    page = auditor.get("/log/seals/", {"digest": f" {seal.digest[:8].upper()} {seal.digest[8:16]}"})
    assert "相符" in page.content.decode()
    assert page.context["found"].number == 1
    other = auditor.get("/log/seals/", {"digest": "0" * 16})
    assert "没有一号封存的摘要是这样" in other.content.decode()


@pytest.mark.parametrize(("typed", "sentence"), [("123", "至少输入前16位"), ("g" * 16, "只含数字")])
def test_a_digest_that_can_be_none_is_asked_for_again(auditor, seal, typed, sentence):
    assert sentence in auditor.get("/log/seals/", {"digest": typed}).content.decode()


def test_the_seals_take_as_many_queries_for_one_day_as_for_thirty(auditor, django_assert_num_queries):
    def seal_days(days):
        for day in days:
            record(SIGNED_IN, by=None, at=NOW)
            seal_log(at=NOW + timedelta(days=day))

    seal_days([0])
    auditor.get("/log/seals/")
    with django_assert_num_queries(7):
        auditor.get("/log/seals/")
    seal_days(range(1, 31))
    with django_assert_num_queries(7):
        page = auditor.get("/log/seals/")
    assert len(page.context["days"]) == 31


def test_the_workbook_holds_the_seals_over_what_it_tells(auditor, seal):
    sheet = load_workbook(BytesIO(auditor.get("/log/log.xlsx").content))["封存"]
    assert sheet["F2"].value == seal.digest
    assert [sheet[f"{column}2"].value for column in "ACDE"] == [1, seal.first, seal.last, seal.count]
    assert isinstance(sheet["B2"].value, datetime)


def test_the_archive_goes_out_by_days(auditor, seal):
    for query, number in (("", 1), ("?since=2021-07-15", 0), ("?until=2021-07-14", 1)):
        answer = auditor.get(f"/log/log.zip{query}")
        assert read_archive(BytesIO(answer.getvalue())).checked.seals == number


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=yesterday", "请填写日期，如2021-07-10。"),
        ("since=2021-07-15&until=2021-07-14", "结束日期早于开始日期"),
    ],
)
def test_an_archive_of_days_that_are_none_is_asked_for_again(auditor, seal, query, sentence):
    answer = auditor.get(f"/log/log.zip?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert sentence in answer.text


def test_a_workbook_that_holds_not_all_says_so(auditor, seal, monkeypatch):
    def last_cell():
        book = load_workbook(BytesIO(auditor.get("/log/log.xlsx").content))
        return [row[0].value for row in book.active][-1]

    total = LogEntry.objects.count()
    monkeypatch.setattr(views, "MOST_ROWS", total)
    assert isinstance(last_cell(), datetime)
    monkeypatch.setattr(views, "MOST_ROWS", total - 1)
    assert last_cell() == "另有较早的 1 条没有列出，请按日期分几次导出。"
