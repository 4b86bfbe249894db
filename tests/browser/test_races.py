"""Two people at the same moment, each in a browser of their own: one act stands, the other is told."""

import pytest
from django.test import Client

from progress.models import Bulletin, BulletinDraft
from progress.reports import actions
from progress.rules.states import ReportState
from projects.models import LogEntry
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import NOW, make_user
from tests.progress.conftest import owed, saved

TASK, DRAFT = "/2021/q2/tasks/36/", "/2021/q2/bulletin/"
OTHER_WORDS = "各项任务总体平稳。"


@pytest.fixture
def seat(browser, live_server):
    """A page of one's own: `seat(person, address)`."""
    contexts = []

    def taken(person, address):
        client = Client()
        client.force_login(person)
        context = browser.new_context(base_url=live_server.url, locale="zh-CN")
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield taken
    for context in contexts:
        context.close()


def at_once(first, second):
    """Press both buttons in the same moment and come to where each leads."""
    with first.page.expect_navigation(), second.page.expect_navigation():
        for button in (first, second):
            button.evaluate("button => setTimeout(() => button.click(), 100)")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def acts(*codes):
    """What the log says of these acts, in the order in which they were done."""
    return list(LogEntry.objects.filter(act__in=codes).order_by("pk").values_list("act", flat=True))


@pytest.fixture
def report(transactional_db):
    from_unit = make_user("sjyj").unit
    return owed(from_unit, 36)


@pytest.fixture
def filer(report):
    return report.unit.people.get()


def test_signed_while_it_is_taken_back_goes_one_way(report, filer, seat):
    signer = make_user("sjyj-signer", role=Role.SIGNER, unit=report.unit)
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    signing, taking = seat(signer, TASK), seat(filer, TASK)
    at_once(button(signing, "报送"), button(taking, "取回修改"))
    (done,) = acts("report_submitted", "report_taken_back")
    report.refresh_from_db()
    assert report.state == (ReportState.SUBMITTED if done == "report_submitted" else ReportState.DRAFT)
    assert report.rounds.count() == (done == "report_submitted")
    told = taking if done == "report_submitted" else signing
    assert "现为" in told.content() or "您打开之后" in told.content()


def test_accepted_while_it_is_recalled_goes_one_way(report, filer, seat):
    drc = make_user("drc", role=Role.COORDINATOR)
    as_read(actions.submit, saved(report, filer), at=NOW, by=filer)
    accepting, recalling = seat(drc, TASK), seat(filer, TASK)
    at_once(button(accepting, "审核通过"), button(recalling, "撤回"))
    (done,) = acts("report_accepted", "report_recalled")
    report.refresh_from_db()
    assert report.state == (ReportState.ACCEPTED if done == "report_accepted" else ReportState.DRAFT)
    assert report.reviews.count() == (done == "report_accepted")
    told = recalling if done == "report_accepted" else accepting
    assert "现为" in told.content() or "待审核状态" in told.content()


def test_issued_while_a_paragraph_is_edited_tells_what_was_seen(a_full_year, staff, seat):
    """Either the issue holds the words that its officer read, or it is refused and the new words stay."""
    other = make_user("drc2", role=Role.COORDINATOR)
    issuing, editing = seat(staff[Role.COORDINATOR], DRAFT), seat(other, DRAFT)
    issued = Bulletin.objects.count()
    paragraph = editing.locator("#p-overall\\.counts")
    paragraph.locator("summary", has_text="修改").click()
    paragraph.get_by_label("段落正文").fill(OTHER_WORDS)
    issuing.get_by_label("已知悉上述未了事项").check()
    with issuing.expect_navigation():
        for each in (button(issuing, "印发通报"), button(paragraph, "保存")):
            each.evaluate("button => setTimeout(() => button.click(), 100)")
    editing.wait_for_load_state("networkidle")
    if Bulletin.objects.count() > issued:
        words = [each["text"] for each in Bulletin.objects.latest("number").paragraphs]
        assert OTHER_WORDS not in words
    else:
        assert "没有印发，请核对后再办理" in issuing.content()
        kept = BulletinDraft.objects.get(period__quarter=2)
        assert OTHER_WORDS in [each["text"] for each in kept.edits]
