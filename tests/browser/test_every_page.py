"""Every page of a quarter under way, for all its people: sound on desk and phone, light, whole on paper."""

import re
from gzip import compress

import pytest
from django.test import Client

from projects.rules.roles import Role
from tests.browser.conftest import STATES
from tests.browser.test_pages import LATER_VISIT, PHONE
from tests.soundness import faults, unfit
from tests.test_access import ACCESS

DESK, HALF, ACROSS, UPRIGHT = (
    {"width": 1366, "height": 768},
    {"width": 800, "height": 768},
    {"width": 1040, "height": 720},
    {"width": 703, "height": 1000},
)
FILES = (
    ".csv",
    ".json",
    ".xlsx",
    ".docx",
    ".zip",
    ".jpg",
    "/evidence/9001/",
    "/file/",
    "/healthz",
    "/admin/",
    "/administrator/x/",
    "/session/",
)
TABS = [f"/2021/q2/overdue/?tab={kind}" for kind in ("missing", "late", "not_refiled", "behind")]
REPORTS = [f"/2021/q2/tasks/{number}/" for number, _ in enumerate(STATES, 37)]
NOTICES = [
    "/2021/notices/",
    *(f"/2021/notices/{number}/" for number in (4, 5, 6, 7)),
    "/2021/notices/drafts/9003/",
]
MORE = [
    "/2021/q1/",
    "/2021/q3/",
    "/2021/q3/opening/",
    "/2021/?view=plan",
    "/2021/tasks/37/",
    "/2021/tasks/?quarter=q2",
    "/reminders/?state=all",
]
MORE += [
    "/2021/q2/review/?state=",
    "/2021/q1/filing/",
    "/2021/q2/filing/?state=draft",
    "/2021/q2/filing/?state=nothing",
]
MORE += ["/2021/bulletins/2/", "/2021/q1/bulletin/", "/2021/q2/tasks/40/closure/"]
FOR_KEYS = 401  # the API: no pages
ADDRESSES = [
    access.path
    for access in ACCESS.values()
    if access.method == "get" and access.others != FOR_KEYS and not access.path.endswith(FILES)
]
PAGES = list(dict.fromkeys([*ADDRESSES, *MORE, *TABS, *REPORTS, *NOTICES]))
CLIPPED = """() => [...document.querySelectorAll('main :not(tr)')]
    .filter(each => each.scrollWidth > each.clientWidth + 1
        && getComputedStyle(each).overflowX !== 'visible' && each.clientWidth > 1)
    .map(each => each.outerHTML.slice(0, 90))"""
# A column of one character: what has more to say than that stands on less than three.
NARROW = """() => [...document.querySelectorAll('main table.t :is(td, th)')]
    .filter(each => each.innerText.trim().length > 6
        && each.getClientRects().length
        && each.clientWidth < 3 * parseFloat(getComputedStyle(each).fontSize))
    .map(each => each.outerHTML.slice(0, 90))"""
PRINTED = [
    "/2021/",
    "/2021/q2/",
    "/2021/q2/bulletin/",
    "/2021/q2/bulletin/preview/",
    "/2021/bulletins/2/",
    "/2021/q2/review/",
    "/2021/tasks/",
    "/2021/notices/",
    "/2023/plans/",
    "/units/",
    *TABS,
]
PRINTED_BY_UNITS = ["/2021/q2/filing/", "/2021/q2/filing/print/", "/2021/tasks/", "/2023/plans/"]

pytestmark = pytest.mark.early(140)


@pytest.fixture
def signed_in(staff, a_full_year):
    """A client where a person of this role sits."""

    def taken(role):
        client = Client()
        client.force_login(staff[role])
        return client

    return taken


@pytest.fixture
def seat(page, live_server, signed_in):
    """The page, where a person of this role sits."""

    def taken(role):
        session = signed_in(role).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return taken


@pytest.mark.parametrize(
    ("roles", "least"),
    [
        ((Role.COORDINATOR, Role.SUPERVISOR), 65),
        ((Role.FILER, Role.SIGNER), 50),
        ((Role.ADMINISTRATOR, Role.AUDITOR), 60),
    ],
)
def test_every_page_is_sound_and_light(roles, least, seat, signed_in):
    seen, found = set(), {}
    for role in roles:
        client, page = signed_in(role), seat(role)
        for address in PAGES:
            looked_at = client.get(address)
            if looked_at.status_code == 200 and (shown := _shown(looked_at)) not in seen:
                seen.add(shown)
                answer = page.goto(address)
                found[role, address] = [*_faults_by_width(page), *_shape(page, answer)]
    assert {where: wrong for where, wrong in found.items() if wrong} == {}
    assert len(found) >= least


def _shown(answer):
    """What is on the page, but for who looks and the tokens: what is alike need not be looked at again."""
    main = re.search(r"<main.*</main>", answer.content.decode(), re.S)
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", main[0])


def _faults_by_width(page):
    """What axe finds on the desk; what runs over the edge in half a window and on the phone, which
    test_pages.py gives to axe.
    """
    page.set_viewport_size(DESK)
    yield from ((DESK["width"], each) for each in faults(page))
    for size in (HALF, PHONE):
        page.set_viewport_size(size)
        yield from ((size["width"], each) for each in unfit(page))


def _shape(page, answer):
    """One heading of the first order, and not heavy."""
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} h1"
    if (weight := len(compress(answer.body()))) > LATER_VISIT:
        yield f"{weight} bytes"


@pytest.mark.parametrize(
    ("role", "addresses"),
    [(Role.COORDINATOR, PRINTED), (Role.FILER, PRINTED_BY_UNITS), (Role.AUDITOR, ["/log/"])],
)
def test_nothing_is_cut_off_on_paper(role, addresses, seat):
    page = seat(role)
    page.emulate_media(media="print")
    found = {address: list(_faults_on_paper(page, page.goto(address))) for address in addresses}
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def _faults_on_paper(page, answer):
    """What runs over the edge, is clipped, or stands in a column of one character."""
    if answer.status != 200:
        yield answer.status
    # A4 within its margins, at 96 dots to the inch
    page.set_viewport_size(ACROSS if page.locator("body.landscape").count() else UPRIGHT)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over:
        yield f"{over} px over the edge"
    yield from [*page.evaluate(CLIPPED), *page.evaluate(NARROW)]
    if not page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF"):
        yield "no paper"
