from datetime import date

import pytest
from django.urls import reverse

from progress.desk.context import ADDRESSES, ENTRIES, YearOfList, current_year
from progress.models import ReportingPeriod
from projects.rules.roles import Role
from projects.rules.states import ListStage
from projects.screen.links import Link, Ways
from tests.factories import NOW, make_list, make_report, make_task, make_unit, make_user

TODAY = date(2021, 7, 14)


def lists(**stages):
    return [YearOfList(int(name[1:]), stage) for name, stage in stages.items()]


@pytest.mark.parametrize(("name", "depth"), sorted({entry[1:3] for entry in ENTRIES}))
def test_a_way_leads_to_the_page_that_it_names(name, depth):
    place = (2021, 2)[:depth]
    assert name not in ADDRESSES or ADDRESSES[name](*place) == reverse(name, args=place)


def test_one_works_in_the_last_list_that_has_begun():
    assert (
        current_year(lists(y2023=ListStage.RUNNING, y2021=ListStage.RUNNING, y2019=ListStage.ARCHIVED), TODAY)
        == 2021
    )


def test_an_archive_is_shown_where_there_is_nothing_else():
    assert current_year(lists(y2019=ListStage.ARCHIVED), TODAY) == 2019


def test_before_any_list_has_begun_the_first_to_come_is_shown():
    assert current_year(lists(y2023=ListStage.RUNNING), TODAY) == 2023
    assert current_year([], TODAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "shown"), [(Role.ADMINISTRATOR, "系统管理"), (Role.AUDITOR, "操作记录")])
def test_a_way_is_shown_to_who_may_go_it(client, role, shown):
    client.force_login(make_user("someone", role=role))
    assert shown in [way.label for way in client.get("/").context["navigation"]]
    client.force_login(make_user("filer"))
    assert shown not in [way.label for way in client.get("/").context["navigation"]]


@pytest.mark.django_db
def test_the_other_years_lead_to_the_same_page(client):
    make_list(2021), make_list(2023)
    client.force_login(make_user())
    years = client.get("/2021/tasks/").context["years"]
    assert [(link.url, link.here) for link in years.links] == [
        ("/2023/tasks/", False),
        ("/2021/tasks/", True),
    ]


@pytest.mark.django_db
def test_from_one_task_the_other_years_lead_to_their_tasks(client):
    make_task(make_list(2021), number=36), make_list(2023)
    client.force_login(make_user())
    assert [link.url for link in client.get("/2021/tasks/36/").context["years"].links] == [
        "/2023/tasks/",
        "/2021/tasks/",
    ]


@pytest.mark.django_db
def test_a_stranger_sees_no_navigation(client):
    assert "主导航" not in client.get("/accounts/login/").content.decode()


def here(client, user, path):
    client.force_login(user)
    return [way.label for way in client.get(path).context["navigation"] if way.here]


@pytest.mark.django_db
def test_a_report_belongs_to_the_filing_of_its_unit_and_to_the_review_of_the_coordinator(client):
    unit = make_unit("sjyj")
    report = make_report(make_task(make_list(2021), number=36, lead=unit), unit)
    people = make_user(unit=unit), make_user(role=Role.COORDINATOR), make_user("stranger")
    assert [here(client, person, report.address) for person in people] == [
        ["季度填报"],
        ["审核"],
        ["季度进展"],
    ]


@pytest.mark.django_db
def test_what_is_to_file_is_counted_while_it_may_be_filed(client):
    unit = make_unit()
    report = make_report(make_task(make_list(2021), lead=unit), unit)
    client.force_login(make_user("filer", unit=unit))
    assert to_file(client) == 1
    ReportingPeriod.objects.filter(pk=report.period_id).update(closed_at=NOW)
    assert to_file(client) == 0


def to_file(client):
    return next(way.count for way in client.get("/").context["navigation"] if way.label == "季度填报")


def test_the_ways_are_drawn_with_what_waits_and_where_one_is():
    ways = Ways(
        [Link("审核", "/2021/q2/review/?a=1&b=2", here=True, count=3), Link("<通报>", "/2021/", count=0)]
    )
    assert ways.drawn == (
        '<ul><li><a href="/2021/q2/review/?a=1&amp;b=2" aria-current="page">审核'
        '<span class="badge-n">3<span class="visually-hidden">项</span></span></a></li>'
        '<li><a href="/2021/">&lt;通报&gt;</a></li></ul>'
    )
