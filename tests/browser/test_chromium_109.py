"""The main pages in Chromium 109, the last for Windows 7 (quality.md); it is not on every machine."""

import os

import pytest
from django.test import Client
from playwright.sync_api import expect

from progress.models import Report
from projects.rules.roles import Role

CHROMIUM_109 = os.environ.get("CHROMIUM_109")
FLAGS = ["--headless", "--no-sandbox", "--single-process", "--no-zygote", "--disable-gpu"]
OF_OFFICES = [
    "/",
    "/2021/",
    "/2021/q2/",
    "/2021/q2/review/",
    "/2021/q2/overdue/",
    "/2021/notices/",
    "/2021/notices/5/",
    "/2021/q2/bulletin/",
]
OF_UNITS = [
    "/",
    "/2021/",
    "/2021/q2/",
    "/2021/q2/filing/",
    "/2021/q2/filing/print/",
    "/2021/tasks/37/",
    "/2021/notices/4/",
    "/2021/bulletins/2/",
]
FORM = "/2021/q2/tasks/38/"

pytestmark = pytest.mark.skipif(not CHROMIUM_109, reason="no Chromium 109 (set CHROMIUM_109 to its path)")


@pytest.fixture
def old(request, live_server, staff, a_full_year):
    """A page of the old browser and what it said: `old(role)`; one browser a test, it runs in one process."""
    chromium = request.getfixturevalue("driver").chromium.launch(executable_path=CHROMIUM_109, args=FLAGS)
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
    )
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def taken(role):
        client = Client()
        client.force_login(staff[role])
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        return page, said

    yield taken
    chromium.close()


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.COORDINATOR, OF_OFFICES),
        (Role.SUPERVISOR, OF_OFFICES),
        (Role.FILER, [*OF_UNITS, FORM]),
        (Role.SIGNER, OF_UNITS),
    ],
)
def test_the_main_pages_open_without_a_word_and_within_their_edges(role, pages, old):
    page, said = old(role)
    for address in pages:
        assert page.goto(address).status == 200, address
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        ), address
    assert said == []


def test_a_draft_saves_itself(old):
    page, said = old(Role.FILER)
    page.goto(FORM)
    page.get_by_label("进展情况").fill("在旧浏览器里写的。")
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    assert Report.objects.get(task__number=38, period__quarter=2).text == "在旧浏览器里写的。"
    assert said == []
