from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from projects.log.actions import record
from projects.rules.roles import Role
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor():
    client = Client()
    client.force_login(make_user("auditor", role=Role.AUDITOR))
    return client


def test_the_log_is_searched_by_day_and_result(auditor):
    record("signed_in", by=None, at=NOW)
    record("signed_in", by=None, at=NOW - timedelta(days=3), result="failed")
    assert auditor.get("/log/?since=2021-07-14").context["page"].paginator.count == 1
    assert auditor.get("/log/?result=failed").context["page"].paginator.count == 1


def test_the_log_takes_as_many_queries_for_one_entry_as_for_thirty(
    auditor, django_assert_num_queries, django_assert_max_num_queries
):
    record("signed_in", by=None, at=NOW)
    auditor.get("/log/")
    with django_assert_max_num_queries(12) as one:
        auditor.get("/log/")
    for _ in range(30):
        record("signed_in", by=None, at=NOW)
    with django_assert_num_queries(len(one)):
        auditor.get("/log/")


def test_the_log_goes_out_as_text_whatever_it_starts_with(auditor):
    record("signed_in", by=make_user("anna", display_name="=1+1"), at=NOW)
    sheet = load_workbook(BytesIO(auditor.get("/log/log.xlsx").content)).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1（anna）", "s")


def test_the_log_tells_details_in_words(auditor):
    record("report_saved", by=None, at=NOW, detail={"from": "", "to": "draft"})
    assert "原状态：未填报；现状态：草稿" in auditor.get("/log/").content.decode()
    sheet = load_workbook(BytesIO(auditor.get("/log/log.xlsx").content)).active
    assert sheet["I2"].value == "原状态：未填报；现状态：草稿"
