"""年底核定 is no quarter: its pages and papers call nothing 本季 or 上季."""

import re

import pytest
from django.test import Client

from projects.models import User
from tests.pages import one_line
from tests.progress.year_end.ended_year import an_ended_year, settle, settled

pytestmark = pytest.mark.django_db
PAGES = {
    "sjyj": (
        "/",
        "/2021/q5/",
        "/2021/q5/filing/",
        "/2021/q5/filing/figures/",
        "/2021/q5/filing/print/",
        "/2021/q5/tasks/5/",
        "/2021/q5/bulletin/",
    ),
    "drc": (
        "/2021/q5/",
        "/2021/q5/review/",
        "/2021/q5/overdue/",
        "/2021/q5/opening/",
        "/2021/q5/opening/closing/",
        "/2021/q5/tasks/4/",
        "/2021/q5/tasks/7/",
        "/2021/q5/bulletin/",
        "/2021/q5/bulletin/preview/",
        "/2021/notices/proposals/?q=q5",
        "/2021/conclusion/",
    ),
}


def read(username):
    client = Client()
    client.force_login(User.objects.get(username=username))
    pages = {url: client.get(url) for url in PAGES[username]}
    return {url: one_line(page.text) for url, page in pages.items() if page.status_code == 200}


def called_a_quarter(pages):
    return {
        url: found for url, said in pages.items() if (found := re.findall(r".{,12}(?:本季|上季).{,12}", said))
    }


def test_nothing_of_it_is_called_this_quarter():
    yearly_list = an_ended_year()
    unopened = called_a_quarter(read("sjyj")) | called_a_quarter(read("drc"))
    period = settle(yearly_list)
    opened = called_a_quarter(read("sjyj"))
    assert unopened == opened == {}
    assert period.when.is_year_end


def test_nor_is_it_where_the_reports_are_in():
    settled(an_ended_year())
    pages = read("sjyj") | read("drc")
    assert called_a_quarter(pages) == {}
    assert "评价为滞后（未完成年度任务）" in read("sjyj")["/2021/q5/tasks/5/"]
    assert [url for url, said in pages.items() if "/tasks/" in url and "未达序时" in said] == []
