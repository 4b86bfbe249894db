import re

import pytest

from projects.models import Domain
from projects.states import CO
from tests.factories import (
    make_assignment,
    make_document,
    make_finding,
    make_group,
    make_list,
    make_milestone,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(make_user("reader"))
    return client


@pytest.fixture
def a_year():
    """Three tasks: two domains, two leads, one of them a group; targets, findings and a plan for the first quarter."""
    yearly_list = make_list(2021, document_number="连政发〔2021〕10号")
    education = Domain.objects.create(yearly_list=yearly_list, order=1, name="教育惠民领域")
    housing = Domain.objects.create(yearly_list=yearly_list, order=2, name="住房领域")
    office, district = make_unit("sjyj", name="市教育局"), make_unit("hzq", name="海州区")
    group = make_group("gxq", district, yearly_list=yearly_list, name="各县区")
    schools = make_task(yearly_list, number=1, domain=education, lead=office)
    classrooms = make_task(yearly_list, number=2, domain=education, lead=office)
    houses = make_task(yearly_list, number=3, domain=housing, lead=group)
    make_assignment(schools, group, role=CO)
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
    return {address.replace("&amp;", "&"): int(number) for address, number in links if not re.search(r"/\d+/$", address)}


def test_every_figure_leads_to_exactly_the_tasks_it_counts(reader, a_year):
    found = figures(reader.get("/2021/").content.decode())
    assert len(found) >= 15
    for address, number in found.items():
        assert reader.get(address).context["pages"].total == number, address


def test_a_group_leads_as_its_members(reader, a_year):
    leaders = {leader.name: [task.number for task in leader.tasks] for leader in reader.get("/2021/").context["leads"]}
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
