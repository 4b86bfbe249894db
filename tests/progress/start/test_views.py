"""The first day's steps: each says whether it is done, and the desk tells what is left."""

import pytest
from django.test import Client

from progress.start.steps import steps
from projects.models import CityRecord, Finding, GroupMembership, Unit
from projects.rules.roles import Role
from projects.rules.states import AssignmentRole
from tests.factories import (
    make_assignment,
    make_finding,
    make_group,
    make_list,
    make_milestone,
    make_period,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def done():
    return {step.code for step in steps() if step.is_done}


@pytest.fixture
def client(as_role):
    return as_role(Role.ADMINISTRATOR)


def test_an_empty_installation_has_everything_to_do(client):
    CityRecord.objects.update(name="")
    page = client.get("/start/")
    assert page.status_code == 200
    assert "city" not in done()
    assert "list" not in done()


def test_the_city_is_done_once_it_has_a_name():
    CityRecord.objects.update(name="某某市")
    assert "city" in done()


def test_a_list_with_tasks_is_done_and_its_doubts_are_next():
    task = make_task(make_list(2026), lead=make_unit())
    assert {"list", "doubts"} <= done()
    make_finding(task)
    assert "doubts" not in done()


def doubts():
    return next(step for step in steps() if step.code == "doubts")


def test_a_doubt_about_the_whole_document_waits_too():
    task = make_task(make_list(2026), lead=make_unit())
    unread = Finding.objects.create(
        yearly_list=task.yearly_list, code="column_unread", message="一列未读取。"
    )
    assert (doubts().is_done, doubts().stand) == (False, "1 条疑点涉及全文")
    unread.delete()
    assert doubts().is_done


def test_a_group_that_answers_without_members_is_not_done():
    task = make_task(make_list(2026), lead=make_unit())
    group = make_group("gxq")
    make_assignment(task, group, role=AssignmentRole.CO)
    make_assignment(make_task(task.yearly_list), group)
    assert (doubts().stand, doubts().action) == ("1 个单位组还没有成员", "登记组成员")
    GroupMembership.objects.create(yearly_list=task.yearly_list, group=group, unit=make_unit())
    assert doubts().stand == "1 个单位组成员待确认"


def test_the_members_of_another_year_are_none_of_this_list():
    before = make_list(2025)
    group = make_group("gxq", make_unit(), yearly_list=before)
    make_assignment(make_task(make_list(2026), lead=make_unit()), group)
    assert doubts().stand == "1 个单位组还没有成员"


def test_a_schedule_is_done_with_its_first_milestone():
    task = make_task(make_list(2026), lead=make_unit())
    assert "schedule" not in done()
    make_milestone(task, 1)
    assert "schedule" in done()


def test_people_are_done_when_each_office_and_each_leading_unit_has_somebody():
    unit = make_unit()
    make_task(make_list(2026), lead=unit)
    for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR):
        make_user(role=role)
    assert "people" not in done()
    make_user(role=Role.FILER, unit=unit)
    assert "people" in done()


def test_the_desk_tells_what_is_left_until_a_quarter_opens(client):
    assert "查看首日步骤" in client.get("/").content.decode()
    make_period(make_list(2026), 1)
    assert "查看首日步骤" not in client.get("/").content.decode()


def test_the_desk_of_others_says_nothing_of_it(as_role):
    assert "首日步骤" not in as_role(Role.COORDINATOR).get("/").content.decode()


def test_a_register_with_units_is_never_loaded_over(client):
    before = Unit.objects.count()
    answer = client.post("/register/load/", {"register": "lianyungang"})
    assert (answer.status_code, Unit.objects.count()) == (409, before)  # a unit is there already


def test_an_empty_register_is_filled(client_of_an_empty_city):
    client_of_an_empty_city.post("/register/load/", {"register": "lianyungang"})
    assert Unit.objects.filter(code="sjyj").exists()


@pytest.fixture
def client_of_an_empty_city(db):
    client = Client()
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    return client


@pytest.mark.parametrize(("city", "offered"), [("", True), ("连云港市", True), ("某某市", False)])
def test_the_register_of_another_city_is_not_offered(client_of_an_empty_city, city, offered):
    client = client_of_an_empty_city
    CityRecord.objects.update(name=city)
    page = client.get("/start/")
    assert [each.code for each in page.context["registers"]] == ["lianyungang"] * offered
    answer = client.post("/register/load/", {"register": "lianyungang"})
    assert (answer.status_code, Unit.objects.exists()) == ((302, True) if offered else (404, False))


def test_who_agrees_to_the_other_offices_is_to_be_opened_first():
    people = next(step for step in steps() if step.code == "people")
    assert (people.url, people.action) == ("/admin/projects/user/add/", "开立部门账号")
    assert "请先开立市政府办督查员账号" in people.stand or "请先开立督查员账号" in people.stand
    make_user(role=Role.SUPERVISOR)
    assert "请先开立" not in next(step for step in steps() if step.code == "people").stand
