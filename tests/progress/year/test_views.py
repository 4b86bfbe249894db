import re

import pytest

from projects.models import Domain, Unit
from projects.rules.roles import Role
from projects.rules.states import AssignmentRole
from tests.factories import (
    make_assignment,
    make_document,
    make_finding,
    make_group,
    make_list,
    make_milestone,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.progress.year.running_year import a_running_year, linked_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(make_user("reader"))
    return client


@pytest.fixture
def a_year():
    """Three tasks: two domains, two leads, one of them a group.

    Targets, findings and a plan for the first quarter.
    """
    yearly_list = make_list(2021, document_number="连政发〔2021〕10号")
    education = Domain.objects.create(yearly_list=yearly_list, order=1, name="教育惠民领域")
    housing = Domain.objects.create(yearly_list=yearly_list, order=2, name="住房领域")
    office, district = make_unit("sjyj", name="市教育局"), make_unit("hzq", name="海州区")
    group = make_group("gxq", district, yearly_list=yearly_list, name="各县区")
    schools = make_task(yearly_list, number=1, domain=education, lead=office)
    classrooms = make_task(yearly_list, number=2, domain=education, lead=office)
    houses = make_task(yearly_list, number=3, domain=housing, lead=group)
    make_assignment(schools, group, role=AssignmentRole.CO)
    make_target(schools, planned=(2, 3))
    make_target(houses, needs_settling=True)
    make_finding(classrooms)
    make_milestone(schools, 1)
    make_milestone(classrooms, 1, "")
    make_document(yearly_list, title="2021年分解方案")
    return yearly_list


def figures(html):
    """Every figure of the page that is a link to tasks: address → number."""
    links = re.findall(r'<a href="(/2021/tasks/[^"#]*)">(?:<span class="n[^"]*">)?(\d+)<', html)
    return {
        address.replace("&amp;", "&"): int(number)
        for address, number in links
        if not re.search(r"/\d+/$", address)
    }


def test_every_figure_leads_to_exactly_the_tasks_it_counts(reader, a_year):
    found = figures(reader.get("/2021/").content.decode())
    assert len(found) >= 15
    for address, number in found.items():
        assert reader.get(address).context["pages"].total == number, address


def test_a_group_leads_as_its_members(reader, a_year):
    leaders = {
        leader.name: [task.number for task in leader.tasks]
        for leader in reader.get("/2021/").context["leads"]
    }
    assert leaders == {"市教育局": [1, 2], "海州区": [3], "各县区": [3]}


def test_a_list_without_domains_or_schedule_says_what_comes(reader):
    make_task(make_list(2021), number=1)
    html = reader.get("/2021/").content.decode()
    assert "尚无序时进度" in html
    assert 'id="domains"' not in html


def test_a_quarter_counts_empty_cells_as_not_planned(reader, a_year):
    first = reader.get("/2021/").context["plans"][0]
    assert (first.planned, first.blank, first.figured) == (1, 2, 1)


def test_the_documents_stand_on_the_page(reader, a_year):
    assert "2021年分解方案" in reader.get("/2021/").content.decode()


def test_an_empty_list_has_a_page(reader):
    make_list(2021)
    assert reader.get("/2021/").status_code == 200


def test_every_count_of_a_running_year_leads_to_exactly_its_tasks(client):
    a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    pages = [
        client.get(address).content.decode()
        for address in ("/2021/", "/2021/?quarter=q1", "/2021/?sort=-behind")
    ]
    found = {pair for html in pages for pair in linked_figures(html)}
    assert len(found) > 60
    for address, number in found:
        assert client.get(address).context["pages"].total == number, address


def test_the_equation_stands_on_the_page_now_and_a_quarter_ago(client):
    a_running_year()
    client.force_login(make_user(role=Role.SUPERVISOR))
    html = client.get("/2021/").content.decode()
    assert (
        "总数9＝已完成1＋超序时1＋达序时1＋滞后3（其中严重滞后1）＋待评定2（其中待审核1、待报送1）＋未报1"
        in html
    )
    assert "总数9＝已完成1＋超序时0＋达序时5＋滞后2（其中严重滞后0）＋待评定0（其中待审核0）＋未报1" in html


def test_a_unit_sees_the_issued_quarter_and_its_own_tasks_of_the_running_one(client):
    a_running_year(closed=[1])
    client.force_login(make_user(unit=Unit.objects.get(code="ua")))
    html = client.get("/2021/").content.decode()
    assert "2021年一季度</b>　总数9＝" in html and "2021年二季度</b>" not in html
    assert "市a局牵头的任务" in html and 'id="filing"' not in html
    for address, number in linked_figures(html):
        assert client.get(address).context["pages"].total == number, address


def test_a_unit_may_not_choose_the_running_quarter(client):
    a_running_year(closed=[1])
    client.force_login(make_user(unit=Unit.objects.get(code="ua")))
    assert client.get("/2021/?quarter=q2").context["glance"].whole.quarter.number == 1


def test_a_streak_is_marked_in_the_map(client):
    a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    html = client.get("/2021/").content.decode()
    assert html.count("连续2季") == 1


def test_filing_cells_lead_to_exactly_the_reports_they_count(client):
    a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    cells = re.findall(
        r'<a href="(/2021/q\d/review/[^"]*)" aria-label="[^"]*?(\d+)份', client.get("/2021/").content.decode()
    )
    assert len(cells) == 9
    for address, number in cells:
        assert len(client.get(address.replace("&amp;", "&")).context["lines"]) == int(number), address


def test_what_waits_for_a_decision_stands_on_the_commissions_page_only(client):
    a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    assert 'href="/2021/q2/review/?state=pending">1 份' in client.get("/2021/").content.decode()
    client.force_login(make_user(role=Role.AUDITOR))
    assert "h2>待办理<" not in client.get("/2021/").content.decode()


def test_the_plan_is_a_tab_of_a_running_year(client):
    a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    assert "牵头单位 × 任务" in client.get("/2021/?view=plan").content.decode()


def test_the_year_asks_the_database_as_often_for_thirty_tasks_as_for_one(
    client, django_assert_max_num_queries
):
    yearly_list = a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    client.get("/2021/")
    with django_assert_max_num_queries(12) as few:
        client.get("/2021/")
    for number in range(20, 50):
        make_report(make_task(yearly_list, number=number, lead=make_unit()), Unit.objects.get(code="ua"))
    with django_assert_max_num_queries(12) as many:
        client.get("/2021/")
    assert len(many) == len(few)
