"""The overdue desk in a real browser: every tab on a desk, a phone and paper; a morning without scripts."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from lianyungang import middleware
from progress.models import Extension, Measurement, Reminder
from progress.rules.states import ReportState
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    SHANGHAI,
    make_extension,
    make_list,
    make_period,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.soundness import faults

DESK = "/2021/q2/overdue/"
PHONE, PAPER = {"width": 390, "height": 844}, {"width": 1040, "height": 720}
LATE = datetime(2021, 7, 13, 9, tzinfo=SHANGHAI)


@pytest.fixture
def a_morning(transactional_db, monkeypatch):
    """On 14 July 2021: two units missing, one late and far behind, one not refiled; an extension asked."""
    monkeypatch.setattr(middleware, "timezone", SimpleNamespace(localtime=lambda: NOW, now=timezone.now))
    unit, yearly_list = (
        make_unit("sjyj", name="市教育局", liaison="王某", liaison_telephone="0518-85800000"),
        make_list(2021),
    )
    period = make_period(yearly_list, 2)
    tasks = [
        make_task(
            yearly_list, number=number, text=f"新建第{number}所小学，改造中小学校舍，消除大班额。", lead=unit
        )
        for number in range(36, 40)
    ]
    target = make_target(tasks[2], planned=(1, 4, 4, 5), basis="ytd")
    other = make_unit("szjj", name="市住建局")
    make_report(tasks[0], unit), make_report(tasks[1], other)
    late = make_report(tasks[2], unit, state=ReportState.ACCEPTED, first_submitted_at=LATE, submitted_at=LATE)
    Measurement.objects.create(report=late, target=target, value=1)
    make_report(
        tasks[3],
        unit,
        state=ReportState.RETURNED,
        first_submitted_at=LATE,
        submitted_at=LATE,
        refile_by=LATE.date(),
    )
    make_user("sjyj", unit=unit), make_user("szjj", unit=other)
    make_extension(period, make_unit("sylbj", name="市医保局"))


@pytest.fixture
def desk(browser, live_server, a_morning):
    """The coordinator's browser: `desk("?tab=late", scripts=False)`."""
    contexts, client = [], Client()
    client.force_login(make_user("drc", role=Role.COORDINATOR))

    def opened(query="", *, scripts=True):
        context = browser.new_context(
            base_url=live_server.url, java_script_enabled=scripts, viewport={"width": 1366, "height": 768}
        )
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(DESK + query)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("tab", ["missing", "late", "not_refiled", "behind"])
def test_each_tab_is_sound_on_a_desk_a_phone_and_paper(tab, desk):
    page = desk(f"?tab={tab}")
    expect(page.locator("[name=row]").first).to_be_visible()
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    assert faults(page) == []
    assert not page.locator("[name=row]").first.is_visible()


def test_a_morning_without_scripts(desk):
    page = desk(scripts=False)
    page.get_by_role("link", name="勾选本页全部").click()
    page.get_by_role("button", name="催办").click()
    page.get_by_label("附言").fill("请今天报送。")
    page.locator("main").get_by_role("button", name="催办").click()
    expect(page.get_by_text("已催办2个单位（2人）")).to_be_visible()
    page.locator("[name=row]").first.check()
    page.get_by_role("button", name="延期").click()
    page.get_by_label("延至").fill("2021-07-20")
    page.get_by_label("理由").fill("数据尚未汇总。")
    page.get_by_role("button", name="给予延期").click()
    expect(page.get_by_text("已准延至7月20日")).to_be_visible()
    assert (Reminder.objects.count(), Extension.objects.filter(decided_by__username="drc").count()) == (2, 1)
    page.locator("[name=row]").last.check()
    page.get_by_role("button", name="督办").click()
    expect(page.get_by_label("任务序号")).to_have_value("37")
    page.goto(DESK)
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("市医保局的延期申请已同意。")).to_be_visible()


@pytest.mark.parametrize("act", ["remind", "extension", "notice"])
def test_each_act_is_sound(act, desk):
    page = desk("?all=1")
    page.get_by_role("button", name={"remind": "催办", "extension": "延期", "notice": "督办"}[act]).click()
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []
