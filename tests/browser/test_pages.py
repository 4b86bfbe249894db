"""What holds on every page: nothing over the edge, nothing serious for axe, nothing blocked, a heading."""

from gzip import compress

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ROLES_AND_PAGES
from tests.soundness import faults

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
FIRST_VISIT, LATER_VISIT = 150_000, 40_000  # bytes as sent (quality.md, Speed)


@pytest.mark.parametrize("role", list(dict.fromkeys(role for role, _ in ROLES_AND_PAGES)))
def test_a_page_is_sound_on_a_desk_and_on_a_phone(role, enter):
    page, found = enter(role=role), {}
    for address in (address for one, address in ROLES_AND_PAGES if one == role):
        page.set_viewport_size(DESK)
        page.goto(address)
        found[address] = [*_lacks(page), *faults(page)]
        page.set_viewport_size(PHONE)
        found[address] += faults(page)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def _lacks(page):
    """One heading of the first order with words in it, and a title of one's own."""
    if page.locator("h1").count() != 1 or not page.locator("h1").first.inner_text():
        yield "no heading"
    if not page.title().split(" · ")[0]:
        yield "no title"


def test_nothing_is_blocked_and_no_script_fails(enter, page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    enter("/2021/")
    page.goto("/2021/tasks/?quarter=q2")
    page.select_option("[name=targets]", "yes")
    page.wait_for_url("**targets=yes**")
    assert said == []


@pytest.mark.parametrize("address", ["/", "/2021/", "/2021/tasks/"])
def test_a_page_is_light(address, enter, page):
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    enter(address)
    page.wait_for_load_state("networkidle")
    sizes = {answer.url: len(compress(answer.body())) for answer in answers}
    assert sum(sizes.values()) < FIRST_VISIT
    assert sizes[page.url] < LATER_VISIT


@pytest.mark.parametrize("address", ["/2021/", "/2021/tasks/?quarter=q2", "/2021/tasks/7/"])
def test_paper_holds_what_the_page_says_and_no_navigation(address, enter):
    page = enter(address)
    page.emulate_media(media="print")
    assert not page.locator("nav.desk").is_visible()
    assert not page.locator("form.find").first.is_visible()
    page.set_viewport_size({"width": 1040, "height": 720})  # A4 across, at 96 dots to the inch
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("width", [768, 800, 1024, 1279])
def test_the_head_is_no_wider_than_the_window(page, enter, width):
    page.set_viewport_size({"width": width, "height": 768})
    enter("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_is_asked_for_all_that_it_finds_serious(browser):
    page = browser.new_page()
    page.set_content(
        '<html><title>一</title><main><h1>一</h1><p style="color: #bbb">看不清</p><button></button><input>'
        "<img src='x'><ul><p>不是项</p></ul><a href='/'></a></main><div>在外</div>"
    )
    whole = Axe().run(page).response["violations"]
    serious = {each["id"] for each in whole if each["impact"] in {"serious", "critical"}}
    assert {name for name, _ in faults(page)} == serious
    assert {"color-contrast", "button-name", "label", "image-alt", "list", "link-name"} <= serious
    assert "region" in {each["id"] for each in whole} - serious
    page.close()
