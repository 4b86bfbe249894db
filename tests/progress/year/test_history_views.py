"""历年对照."""

import pytest

from tests.factories import make_bulletin, make_list, make_period, make_task, make_unit
from tests.pages import one_line
from tests.progress.year_end.ended_year import AFTERWARDS, an_ended_year, issue, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended_year(db):
    return issue(settled(an_ended_year()), at=AFTERWARDS)


def test_each_number_leads_to_its_tasks(as_role):
    unit = make_unit("smzj")
    make_task(make_list(2023), lead=unit)
    page = one_line(as_role("filer").get("/years/").content.decode())
    assert '<a href="/2023/tasks/?lead=smzj">1</a>' in page


def test_an_issue_is_linked(as_role):
    make_bulletin(make_period(make_list(), 1))
    assert '<a href="/2021/bulletins/1/">一季度第1期</a>' in one_line(
        as_role("filer").get("/years/").content.decode()
    )


def test_without_lists_the_page_says_what_comes_next(as_role):
    assert "还没有年度清单" in one_line(as_role("filer").get("/years/").content.decode())


def test_the_page_asks_as_often_for_many_units_as_for_one(as_role, django_assert_max_num_queries):
    yearly_list, client = make_list(), as_role("filer")
    for _ in range(30):
        make_task(yearly_list, lead=make_unit())
    with django_assert_max_num_queries(12):
        client.get("/years/")


def test_the_years_parts_stand_below_what_is_done(as_role, ended_year):
    page = one_line(as_role("filer").get("/years/").content.decode())
    assert '<th scope="row">其中超额完成</th><td class="num">1</td>' in page
    assert '<th scope="row">其中销号</th><td class="num">1</td>' in page
    assert '<th scope="row">超序时</th><td class="num">—</td>' in page
