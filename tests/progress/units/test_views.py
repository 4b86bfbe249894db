import re

import pytest

from projects.models import Unit
from projects.rules.roles import Role
from projects.rules.states import AssignmentRole
from tests.factories import make_assignment, make_group, make_list, make_task, make_unit, make_user
from tests.pages import one_line
from tests.progress.year.running_year import a_running_year, linked_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def yearly_list():
    return make_list(2021)


@pytest.fixture
def haizhou():
    return make_unit("hzq", name="海州区", liaison="王某", liaison_telephone="85801234")


def page(client, role="filer", address="/units/hzq/"):
    client.force_login(make_user(role, role=role))
    return one_line(client.get(address).content.decode())


def test_a_unit_shows_what_it_leads_and_takes_part_in(client, haizhou, yearly_list):
    make_task(yearly_list, number=1, text="甲任务。", lead=haizhou)
    make_assignment(make_task(yearly_list, number=2, text="乙任务。"), haizhou, role=AssignmentRole.CO)
    shown = page(client)
    assert (
        shown.index('牵头</h2><span class="hint">1 项')
        < shown.index("甲任务。")
        < shown.index("共同责任<small>1 项")
        < shown.index("乙任务。")
    )


def test_a_task_through_a_group_says_through_which(client, haizhou, yearly_list):
    make_assignment(
        make_task(yearly_list),
        make_group("gxq", haizhou, yearly_list=yearly_list, name="各县区"),
        role=AssignmentRole.CO,
    )
    assert "经由“各县区”" in page(client)


def test_a_task_in_which_it_stands_twice_is_shown_once(client, haizhou, yearly_list):
    task = make_task(yearly_list, text="甲任务。", lead=haizhou)
    make_assignment(task, make_group("gxq", haizhou, yearly_list=yearly_list), role=AssignmentRole.CO)
    shown = page(client)
    assert shown.count("甲任务。") == 1 and "共同责任<small>0 项" in shown


def test_a_group_of_another_list_brings_no_task(client, haizhou, yearly_list):
    make_assignment(
        make_task(yearly_list, text="甲任务。"),
        make_group("gxq", haizhou, yearly_list=make_list(2020)),
        role=AssignmentRole.CO,
    )
    assert "甲任务。" not in page(client)


def test_each_year_has_its_tab(client, haizhou, yearly_list):
    make_task(yearly_list, text="今年。", lead=haizhou)
    make_task(make_list(2019), text="前年。", lead=haizhou)
    assert "今年。" in page(client) and "前年。" in page(client, "coordinator", "/units/hzq/?year=2019")


@pytest.mark.parametrize("role", ["coordinator", "supervisor", "administrator"])
def test_contacts_are_shown_to_those_who_may_call(client, haizhou, role):
    assert "85801234" in page(client, role)


@pytest.mark.parametrize("role", ["filer", "signer", "auditor"])
def test_contacts_are_hidden_from_others(client, haizhou, role):
    assert "85801234" not in page(client, role)


def test_an_unknown_unit_is_not_found(client):
    client.force_login(make_user("reader"))
    assert client.get("/units/nobody/").status_code == 404


def test_a_busy_unit_asks_the_database_as_often_as_an_idle_one(
    client, haizhou, yearly_list, django_assert_max_num_queries
):
    make_task(yearly_list, lead=haizhou)
    busy = make_unit("busy")
    group = make_group("gxq", busy, haizhou, yearly_list=yearly_list)
    for _ in range(30):
        make_assignment(make_task(yearly_list, lead=busy), group, role=AssignmentRole.CO)
    page(client)
    with django_assert_max_num_queries(12) as few:
        client.get("/units/hzq/")
    with django_assert_max_num_queries(12) as many:
        client.get("/units/busy/")
    assert len(few) == len(many)


def running(client, code, role=None, closed=(), **fields):
    a_running_year(closed=closed)
    client.force_login(
        make_user(role=role, **fields) if role else make_user(unit=Unit.objects.get(code=code))
    )
    return one_line(client.get(f"/units/{code}/").content.decode())


def test_the_units_verdicts_lead_to_exactly_its_tasks(client):
    html = running(client, "ua", Role.COORDINATOR)
    found = [pair for pair in linked_figures(html) if "lead=ua" in pair[0]]
    assert len(found) > 6
    for address, number in found:
        assert client.get(address).context["pages"].total == number, address


def test_the_units_filing_leads_to_exactly_its_reports(client):
    html = running(client, "ub", Role.COORDINATOR)
    links = re.findall(r'href="(/2021/q\d/review/[^"]*)">(\d+)<', html)
    assert len(links) == 7
    for address, number in links:
        assert len(client.get(address.replace("&amp;", "&")).context["lines"]) == int(number), address


def test_a_unit_sees_its_own_filing_and_its_current_verdicts(client):
    html = running(client, "ub", closed=[1])
    assert 'href="/2021/q2/filing/?state=missing">1<' in html and "连续2季" in html
    assert 'href="/2021/tasks/?quarter=q2&amp;lead=ub"' in html


def test_another_units_filing_and_running_verdicts_are_not_shown(client):
    html = running(client, "ub", "filer", closed=[1])
    assert 'id="filing"' not in html
    assert 'quarter=q1&amp;lead=ub"' in html and 'quarter=q2&amp;lead=ub"' not in html
