"""One notice through all levels in a real browser: drafted, signed for, replied to, raised twice, closed."""

from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import expect

from lianyungang import middleware
from progress.models import Notice, Report
from progress.rules.states import NoticeLevel, NoticeState
from projects.rules.roles import Role
from tests.factories import NOW, make_list, make_notice, make_report, make_task, make_unit, make_user
from tests.soundness import faults

PHONE = {"width": 390, "height": 844}
LIST = "/2021/notices/"


@pytest.fixture
def people(transactional_db):
    unit = make_unit("sjyj", name="市教育局")
    make_report(make_task(make_list(2021), number=36, text="新建第36所小学。", lead=unit), unit)
    return {
        "filer": make_user("sjyj", unit=unit),
        "drc": make_user("drc", role=Role.COORDINATOR),
        "office": make_user("office", role=Role.SUPERVISOR),
    }


@pytest.fixture
def today(monkeypatch):
    """The day of the server's clock."""

    def is_now(day):
        monkeypatch.setattr(
            middleware.timezone, "localtime", lambda *_: NOW.replace(month=day.month, day=day.day)
        )

    is_now(NOW.date())
    return is_now


@pytest.fixture
def seat(request, browser, live_server, people, today):
    """A page of one's own, by who sits there."""
    contexts = []

    def taken(who):
        client = Client()
        client.force_login(people[who])
        size = {"width": 1366, "height": 768}
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size,
            locale="zh-CN",
            java_script_enabled=getattr(request, "param", True),
        )
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        contexts.append(context)
        return context.new_page()

    yield taken
    for context in contexts:
        context.close()


def draft(page, address, level, reply_by):
    page.goto(address)
    page.get_by_label("级别").select_option(label=level)
    page.get_by_label("回复期限").fill(str(reply_by))
    if not page.get_by_label("事由", exact=False).first.input_value():
        page.locator("[name=grounds]").fill("二季度进度滞后20个百分点。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()


def sign(page, reference, button="签发"):
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("h1")).to_contain_text(reference)


def receive_and_reply(page, number, finish_by="2021-07-16"):
    page.goto("/")
    page.get_by_role("link", name=f"连督〔2021〕{number}号").click()
    page.get_by_role("button", name="签收").click()
    page.get_by_label("原因").fill("雨水天气较多。")
    page.get_by_label("措施").fill("增加作业班组。")
    page.get_by_label("完成时限").fill(finish_by)
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_text("已回复。")).to_be_visible()


@pytest.mark.parametrize("seat", [True, False], ids=["scripts", "no scripts"], indirect=True)
def test_a_notice_goes_through_all_levels(seat, today):
    drc, office, filer = seat("drc"), seat("office"), seat("filer")
    draft(drc, f"{LIST}new/?task=36&unit=sjyj&q=q2", "提醒单", date(2021, 7, 20))
    sign(drc, "连督〔2021〕1号", "签发")
    receive_and_reply(filer, 1)

    today(date(2021, 7, 19))  # the unit's own date has passed
    drc.goto(f"{LIST}1/")
    drc.get_by_role("link", name="升级为督办单").click()
    draft(drc, drc.url, "督办单", date(2021, 7, 22))
    drc.get_by_role("button", name="送签").click()
    office.goto("/")
    office.get_by_role("link", name="未编号").click()
    sign(office, "连督〔2021〕2号")

    today(date(2021, 7, 26))  # nobody replied
    office.goto(f"{LIST}?state=overdue")
    office.get_by_role("link", name="连督〔2021〕2号").click()
    office.get_by_role("link", name="升级为挂牌督办").click()
    draft(office, office.url, "挂牌督办", date(2021, 7, 30))
    sign(office, "连督〔2021〕3号")
    receive_and_reply(filer, 3, "2021-08-16")

    office.goto(f"{LIST}3/")
    office.locator("summary", has_text="办结").click()
    office.get_by_role("button", name="确认办结").click()
    expect(office.get_by_text("已办结。")).to_be_visible()
    assert list(Notice.objects.order_by("number").values_list("level", "state")) == [
        ("alert", "raised"),
        ("order", "raised"),
        ("listed", "closed"),
    ]
    filer.goto("/2021/tasks/36/")
    expect(filer.locator("#notices tbody tr")).to_have_count(3)


@pytest.mark.parametrize(
    "address", ["", "proposals/", "new/?task=36&unit=sjyj&q=q2", "1/", "2/", "drafts/9002/"]
)
def test_a_page_of_notices_is_sound_on_a_desk_and_on_a_phone(address, seat, people):
    report = Report.objects.get()
    (
        make_notice(report),
        make_notice(report, state=NoticeState.REPLIED),
        make_notice(report, state=NoticeState.AWAITING, level=NoticeLevel.ORDER, urgency="汛期。", pk=9002),
    )
    page = seat("office")
    page.goto(LIST + address)
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []


def test_paper_shows_the_notice_alone(seat, people):
    make_notice(Report.objects.get())
    page = seat("office")
    page.goto(f"{LIST}1/")
    page.emulate_media(media="print")
    assert [page.locator(part).is_visible() for part in (".paper-x", ".receipt", "h1", "#h-history")] == [
        True,
        True,
        False,
        False,
    ]
