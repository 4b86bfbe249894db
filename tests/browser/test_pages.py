"""What holds on every page: nothing over the edge, nothing serious for axe, nothing blocked, a heading."""

from gzip import compress

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ROLES_AND_PAGES

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
FIRST_VISIT, LATER_VISIT = 150_000, 40_000  # bytes as sent (quality.md, Speed)
SERIOUS = {"serious", "critical"}
AXE = Axe().axe_script
ONLY_FAULTS = {"resultTypes": ["violations"]}
ONLY_CONTRAST = {**ONLY_FAULTS, "runOnly": ["color-contrast"]}
NO_CONTRAST = {**ONLY_FAULTS, "rules": {"color-contrast": {"enabled": False}}}
NEW_LOOKS = {"include": ["[data-new-look]"]}
RUN = """([where, options]) => axe.run(where === "document" ? document : where, options)
    .then(found => found.violations)"""
# What is written alike: the same elements around it, with the same classes and attributes.
MARK_NEW_LOOKS = """known => {
    const looks = new Set(known), found = [];
    for (const each of document.querySelectorAll('body *')) {
        const isText = [...each.childNodes].some(one => one.nodeType === 3 && one.data.trim());
        if (!isText && !each.matches('input, select, textarea')) { continue; }
        const path = [];
        for (let at = each; at !== document.body; at = at.parentElement) {
            path.push([at.tagName, at.getAttribute('class'), ...at.getAttributeNames()].join(' '));
        }
        const look = path.join('>');
        if (!looks.has(look)) {
            looks.add(look); found.push(look); each.setAttribute('data-new-look', '');
        }
    }
    return found;
}"""


def faults(page, looks: set | None = None) -> list:
    """What axe finds serious, and what runs over the edge.

    With `looks`, which grows from page to page, it is asked only of a page on which something is built or
    styled otherwise than on those before; contrast, three quarters of its work, of those elements alone.
    """
    serious = (one for one in _violations(page, looks) if one["impact"] in SERIOUS)
    return [*((one["id"], one["nodes"][0]["html"]) for one in serious), *overhang(page)]


def overhang(page) -> list:
    """How many pixels run over the edge."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px over the edge"] if over else []


def _violations(page, looks: set | None):
    """What axe finds; its script, half a megabyte, is given to a page once."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    if looks is None:
        return page.evaluate(RUN, ["document", ONLY_FAULTS])
    new = page.evaluate(MARK_NEW_LOOKS, list(looks))
    looks.update(new)
    if not new:
        return []
    contrast = page.evaluate(RUN, [NEW_LOOKS, ONLY_CONTRAST])
    return [*page.evaluate(RUN, ["document", NO_CONTRAST]), *contrast]


@pytest.mark.parametrize("role", list(dict.fromkeys(role for role, _ in ROLES_AND_PAGES)))
def test_a_page_is_sound_on_a_desk_and_on_a_phone(role, enter):
    page, found = enter(role=role), {}
    on_the_desk, on_the_phone = set(), set()  # looks of which axe was asked already
    for address in (address for one, address in ROLES_AND_PAGES if one == role):
        page.set_viewport_size(DESK)
        page.goto(address)
        found[address] = [*_lacks(page), *faults(page, on_the_desk)]
        page.set_viewport_size(PHONE)
        found[address] += faults(page, on_the_phone)
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


def test_contrast_is_measured_once_of_what_looks_alike(browser):
    page = browser.new_page()
    pale = '<p style="color: #bbb">看不清</p>'
    looks = set()
    page.set_content(f'<html lang="zh"><title>一</title><main><h1>一</h1>{pale}</main></html>')
    assert [one for one, _ in faults(page, looks)] == ["color-contrast"]
    page.set_content(f'<html lang="zh"><title>二</title><main><h1>二</h1>{pale}</main></html>')
    assert faults(page, looks) == []
    page.set_content(f'<html lang="zh"><title>三</title><main><h1>三</h1><div>{pale}</div></main></html>')
    assert [one for one, _ in faults(page, looks)] == ["color-contrast"]
    page.close()
