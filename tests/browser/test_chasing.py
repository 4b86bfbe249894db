"""Reminders and coordination: sound pages, and a conclusion walked through by keyboard and mouse."""

from datetime import date

import pytest

from progress.reminders.actions import remind, send_due
from projects.models import Task, User
from projects.rules.roles import Role
from tests.browser.test_pages import PHONE
from tests.factories import NOW, SOON, make_conclusion, make_coordination, make_report, make_user
from tests.soundness import faults

PAGES = [
    (Role.FILER, "/"),
    (Role.SUPERVISOR, "/"),
    (Role.FILER, "/reminders/"),
    (Role.FILER, "/reminders/?state=all"),
    (Role.COORDINATOR, "/2021/reminders/"),
    (Role.COORDINATOR, "/2021/reminders/?q=没有这个单位"),
    (Role.COORDINATOR, "/2021/coordination/"),
    (Role.COORDINATOR, "/2021/coordination/9001/"),
    (Role.FILER, "/2021/coordination/9001/"),
    (Role.COORDINATOR, "/2021/coordination/9001/edit/"),
    (Role.COORDINATOR, "/2021/tasks/7/coordination/new/"),
    (Role.COORDINATOR, "/2021/tasks/7/"),
]


@pytest.fixture
def chased(a_list):
    """A unit that owes a report, was reminded of it, and has to do what a meeting on the task concluded."""
    task = Task.objects.get(yearly_list=a_list, number=7)
    unit = task.assignments.get(role="lead").unit
    report, drc = make_report(task, unit), make_user("drc", role=Role.COORDINATOR)
    make_user("told", unit=unit)
    send_due(at=NOW), remind(report.period, reports=[report], word="请于今天报送。", at=NOW, by=drc)
    meeting = make_coordination(task, pk=9001, recorded_by=drc)
    (
        make_conclusion(meeting, unit, due_on=date(2021, 7, 10)),
        make_conclusion(meeting, unit, text="完成施工图审查。"),
    )
    return unit


def sign_in(page, client, live_server, user, address):
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(address)


@pytest.fixture
def enter(page, client, live_server, chased):
    """Open an address as a person of this role; the filer is the chased unit's and was reminded."""

    def opened(address, role):
        user = User.objects.get(username="told") if role == Role.FILER else make_user(role=role)
        sign_in(page, client, live_server, user, address)
        return page

    return opened


@pytest.mark.parametrize(("role", "address"), PAGES)
def test_a_page_is_sound_on_a_desk_and_on_a_phone(role, address, enter):
    page = enter(address, role)
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []


def test_a_meeting_is_recorded_reported_done_and_confirmed(enter):
    page = enter("/2021/tasks/7/", Role.COORDINATOR)
    page.get_by_role("link", name="记录会办").click()
    page.get_by_label("主持人").fill("张副主任")
    page.get_by_label("会办情况").fill("施工图审查未完成。")
    page.get_by_label("第1条事项").fill("督促施工图审查。")
    page.get_by_label("第1条责任单位").select_option(
        label=page.locator("#id_row-0-unit option").nth(1).inner_text()
    )
    page.get_by_label("第1条完成时限").fill(SOON.isoformat())
    page.get_by_role("button", name="记录会办").click()
    address = page.url
    assert page.get_by_text("督促施工图审查。").is_visible()
    page = enter(address, Role.FILER)
    page.get_by_label("办理情况").fill("已审查通过。")
    page.get_by_role("button", name="报告办结").click()
    page = enter(address, Role.SUPERVISOR)
    page.get_by_role("button", name="确认办结").click()
    assert page.locator("td .v", has_text="已办结").is_visible()
