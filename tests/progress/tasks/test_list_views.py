from io import BytesIO

import pytest
from openpyxl import load_workbook

from progress.rules.standings import COUNTED
from projects.models import Unit
from projects.rules.roles import Role
from tests.factories import (
    make_finding,
    make_list,
    make_milestone,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.progress.year.running_year import a_running_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(make_user("reader"))
    return client


def fill(count, year=2021):
    yearly_list = make_list(year)
    for number in range(1, count + 1):
        task = make_task(yearly_list, number=number, text=f"第{number}个公园。", lead=make_unit())
        make_milestone(task, 1, "开工<b>。")
        make_target(task)
        make_finding(task)
    return yearly_list


def page(reader, address="/2021/tasks/"):
    return reader.get(address).content.decode()


def test_a_task_leads_to_its_page(reader):
    fill(1)
    assert '<a href="/2021/tasks/1/">第1个公园。</a>' in page(reader)


def test_what_documents_say_is_escaped(reader):
    fill(1)
    assert "开工&lt;b&gt;。" in page(reader, "/2021/tasks/?quarter=q1")


def test_what_was_searched_for_is_marked(reader):
    fill(2)
    assert '<a href="/2021/tasks/2/">第2个<mark>公园</mark>。</a>' in page(reader, "/2021/tasks/?q=公园")


def test_a_quarter_shows_its_plan_in_place_of_the_targets(reader):
    fill(1)
    assert "一季度序时进度" in page(reader, "/2021/tasks/?quarter=q1")
    assert "序时进度</th>" not in page(reader)
    assert "城市公园 5个" in page(reader)


def test_a_list_without_units_and_domains_shows_no_such_columns(reader):
    make_task(make_list(2019), number=1)
    assert "牵头单位" not in page(reader, "/2019/tasks/")
    assert "领域" not in page(reader, "/2019/tasks/")


def test_the_quarters_keep_the_question_but_not_the_page(reader):
    fill(1)
    assert 'href="?q=%E5%85%AC%E5%9B%AD&amp;quarter=q3"' in page(reader, "/2021/tasks/?q=公园&page=2")


def test_nothing_found_says_what_to_do(reader):
    fill(1)
    assert "没有符合条件的任务" in page(reader, "/2021/tasks/?q=学校")
    assert "清除全部条件" in page(reader, "/2021/tasks/?q=学校")


def test_a_list_without_tasks_says_where_they_come_from(reader):
    make_list(2021)
    assert "上传任务分解方案" in page(reader)


def test_another_year_keeps_its_tasks_to_itself(reader):
    fill(1)
    make_list(2023)
    assert "第1个公园" not in page(reader, "/2023/tasks/")


def test_a_year_without_a_list_is_not_found(reader):
    assert reader.get("/2022/tasks/").status_code == 404
    assert reader.get("/99999999999/tasks/").status_code == 404


@pytest.mark.parametrize("address", ["/2021/tasks/", "/2021/tasks/?quarter=q1", "/2021/", "/"])
def test_a_page_asks_the_database_as_often_for_thirty_tasks_as_for_one(
    address, reader, django_assert_max_num_queries
):
    thirty = fill(30)
    reader.get(address)  # the first page of a session writes the session
    with django_assert_max_num_queries(12) as many:
        reader.get(address)
    thirty.tasks.filter(number__gt=1).delete()
    with django_assert_max_num_queries(12) as one:
        reader.get(address)
    assert len(many) == len(one)


def test_the_workbook_holds_every_page_of_what_was_found(reader):
    fill(60)
    answer = reader.get("/2021/tasks.xlsx?q=公园&sort=-number&page=2")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert "filename*=utf-8''2021" in answer["Content-Disposition"]
    assert [sheet.cell(row, 1).value for row in (4, 63)] == [60, 1]


def test_the_page_offers_the_workbook_of_what_was_found(reader):
    fill(1)
    assert 'href="/2021/tasks.xlsx?q=%E5%85%AC%E5%9B%AD"' in page(reader, "/2021/tasks/?q=公园&page=1")


def test_a_verdict_and_a_quarter_find_the_tasks_that_stand_so(client):
    a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    found = {
        name: [
            row["number"]
            for row in client.get(f"/2021/tasks/?quarter=q2&verdict={name}").context["table"].data.data
        ]
        for name in COUNTED
    }
    assert found == {
        "completed": [8], "ahead": [3], "on_schedule": [7], "behind": [1, 2, 9], "far_behind": [2],
        "unmeasured": [5, 6], "pending": [5], "unfiled": [6], "not_filed": [4],
        "inactive": [], "unconfirmed": [], "unplanned": [], "baseless": [],
    }  # fmt: skip


def test_a_unit_finds_others_verdicts_of_issued_quarters_only(client):
    a_running_year(closed=[1])
    client.force_login(make_user(unit=Unit.objects.get(code="ua")))
    assert client.get("/2021/tasks/?quarter=q2&verdict=behind").context["pages"].total == 2
    assert client.get("/2021/tasks/?quarter=q1&verdict=on_schedule").context["pages"].total == 5


def test_the_verdict_column_says_of_which_quarter_it_is(client):
    a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    assert "二季度评价" in page(client) and "一季度评价" in page(client, "/2021/tasks/?quarter=q1")
    assert "评价</th>" not in page(client, "/2021/tasks/?quarter=q3")


def test_the_workbook_holds_the_verdicts(client):
    a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    sheet = load_workbook(
        BytesIO(client.get("/2021/tasks.xlsx?quarter=q2&verdict=far_behind").content)
    ).active
    assert [cell.value for cell in sheet[3]][-1] == "二季度进度评价" and [cell.value for cell in sheet[4]][
        -1
    ] == "严重滞后"
