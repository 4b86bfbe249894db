"""Year, quarter, unit and task at a glance: sound on desk, phone and paper, told apart without colour."""

import pytest

from projects.models import Task, Unit
from projects.rules.roles import Role
from tests.browser.test_pages import PHONE
from tests.factories import make_target, make_user
from tests.kept_worlds import KeptWorld
from tests.progress.year.running_year import a_running_year
from tests.soundness import faults

FOUND = "/2021/tasks/?quarter=q2&verdict=behind"
PAGES = (
    "/2021/",
    "/2021/?view=plan",
    "/2021/q2/",
    "/2021/q2/?verdict=behind",
    FOUND,
    "/2021/tasks/2/",
    "/units/ua/?year=2021",
)


def _make_year():
    """A running year, with a figure to its second task."""
    a_running_year(closed=[1])
    make_target(Task.objects.get(number=2), planned=(1, 2, 4, 5), basis="ytd")


the_year = KeptWorld(_make_year)


@pytest.fixture
def glance(page, client, live_server, transactional_db):
    """Open an address of a running year as this role; a filer writes for the unit that leads tasks 1 to 3."""
    the_year.stand()

    def opened(address, role=Role.COORDINATOR):
        unit = Unit.objects.get(code="ua") if role == Role.FILER else None
        client.force_login(make_user(role, role=role, unit=unit))
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page.goto(address)
        return page

    return opened


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FILER, Role.AUDITOR])
def test_a_page_is_sound_on_a_desk_and_on_a_phone(role, address, glance):
    page = glance(address, role)
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_paper_holds_the_page_without_cutting_it(address, glance):
    page = glance(address)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_nothing_is_blocked_and_no_script_fails(glance, page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    glance("/")
    for address in PAGES:
        page.goto(address)
    assert said == []


def test_a_figure_is_followed_by_keyboard_to_its_tasks(glance):
    page = glance("/2021/")
    link = page.locator("ul.fig a", has_text="滞后").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FOUND}")
    assert page.locator("#count").inner_text() == "查到 3 项"


def test_a_quarters_tasks_are_narrowed_without_leaving_it(glance):
    page = glance("/2021/q2/")
    page.select_option("[name=verdict]", "pending")
    page.click("text=查询")
    page.wait_for_url("**verdict=pending**")
    assert page.locator("#tasks tbody tr").count() == 1
