"""Who sees what: another unit reads of a task what the last issue tells, and only that there is newer."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from progress.bulletins.quarter_figures import figures
from progress.models import Verdict
from progress.reports import review_actions, verdict_actions
from progress.rules.states import VerdictClass
from projects.rules.roles import Role
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import NOW, make_bulletin, make_user
from tests.progress.conftest import PAGE, submitted

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/years/",
    "/2021/",
    "/2021/?quarter=q2",
    "/2021/q2/",
    "/2021/q2/?verdict=far_behind",
    "/2021/q3/",
    PAGE,
    "/2021/q1/tasks/36/",
    "/2021/tasks/",
    "/2021/tasks/?quarter=q2",
    "/2021/tasks/?quarter=q2&verdict=far_behind",
    "/2021/tasks/36/",
    "/units/sjyj/",
    "/2021/bulletins/",
    "/2021/bulletins/1/",
)
WORKBOOKS = ("/2021/tasks.xlsx", "/2021/tasks.xlsx?quarter=q2")
NEWER = re.compile("有更新|印发后又有审核，在下期通报公布。")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """14 July 2021."""
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda *_: NOW)


@pytest.fixture
def told(report, filer, coordinator):
    """The report accepted on schedule and told by the first issue."""
    sent = submitted(report, filer)
    accept_as_shown(sent, at=NOW, by=coordinator)
    make_bulletin(report.period, told=figures(report.period, NOW.date()), issued_at=NOW)
    return report


def correct(report, filer, coordinator):
    """Another figure, another text, another class, accepted after the issue."""
    later = NOW.replace(hour=15)
    reopened = as_read(review_actions.reopen, report, reason="数据有误。", at=later, by=coordinator)
    sent = submitted(reopened, filer, text="实际已建成3个公园。", value=3)
    accept_as_shown(sent, at=later, by=coordinator)
    given = {"code": VerdictClass.FAR_BEHIND, "reason": "核查。", "at": later, "by": coordinator}
    if Verdict.objects.get().code != VerdictClass.FAR_BEHIND:
        as_read(verdict_actions.rejudge, Verdict.objects.get(), **given)


def read(client):
    """What the pages and workbooks say, by address, without the mark that there is something newer."""
    said = {}
    for address in PAGES:
        html = client.get(address).content.decode()
        words = re.sub(r"<[^>]+>", " ", re.sub(r'value="[^"]*"', "", html))
        said[address] = NEWER.sub("", " ".join(words.split())).split()
    for address in WORKBOOKS:
        book = load_workbook(BytesIO(client.get(address).content))
        said[address] = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    return said


@pytest.mark.parametrize("role", [Role.FILER, Role.SIGNER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_what_was_changed_after_the_issue_shows_on_no_page(role, told, filer, coordinator, enter):
    client = enter(make_user(role=role))
    before = read(client)
    correct(told, filer, coordinator)
    assert read(client) == before


@pytest.mark.parametrize("address", [PAGE, "/2021/q2/", "/2021/tasks/36/"])
def test_that_there_is_something_newer_is_marked(address, told, filer, coordinator, enter):
    client = enter(make_user())
    assert "有更新" not in client.get(address).content.decode()
    correct(told, filer, coordinator)
    assert "有更新" in client.get(address).content.decode()


def test_the_units_of_the_task_and_the_commission_see_what_stands(told, filer, coordinator, enter):
    correct(told, filer, coordinator)
    for person in (filer, coordinator):
        page = enter(person).get(PAGE).content.decode()
        assert "实际已建成3个公园。" in page and "有更新" not in page


def test_the_next_issue_tells_it_to_everybody(told, filer, coordinator, enter):
    correct(told, filer, coordinator)
    first, drawn = told.period.bulletins.get(), figures(told.period, NOW.date())
    make_bulletin(
        told.period,
        told=drawn,
        corrects=first,
        correction_reason="更正。",
        issued_at=NOW.replace(hour=16),
    )
    page = enter(make_user()).get(PAGE).content.decode()
    assert "实际已建成3个公园。" in page and "有更新" not in page


def test_what_no_issue_tells_is_told_to_nobody_else(report, filer, coordinator, enter):
    sent = submitted(report, filer)
    accept_as_shown(sent, at=NOW, by=coordinator)
    page = enter(make_user()).get(PAGE).content.decode()
    assert "尚未公布" in page and "已建成2个公园。" not in page
