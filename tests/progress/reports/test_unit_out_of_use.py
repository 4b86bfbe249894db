"""The people of a unit out of use: they read on, file and sign nothing, and what they filed stands."""

from datetime import date

import pytest

from progress.contributions.share_actions import share_out
from progress.extensions.actions import ask_extension
from progress.ledger.ledgers import ledger_of
from progress.models import Extension
from progress.reports import actions
from progress.reports.closure_actions import apply
from progress.rules.states import ReportState
from projects.rules.errors import Refused
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import NOW
from tests.pages import one_line
from tests.progress.conftest import PAGE, owed, saved, submitted, typed

pytestmark = pytest.mark.django_db

WORDS = "本单位已停用，可以查看，不能再填报、审签"


@pytest.fixture
def dissolved(unit):
    """Puts the unit out of use, for these people too."""

    def done(*people):
        type(unit).objects.filter(pk=unit.pk).update(is_active=False)
        for each in people:
            each.unit.refresh_from_db()

    return done


def sent(report, filer):
    return as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)


def test_nothing_is_saved_or_sent_any_more(report, filer, signer, dissolved):
    saved(report, filer)
    dissolved(filer, signer)
    with pytest.raises(Refused, match=WORDS):
        saved(report, filer, text="又写了一遍。")
    with pytest.raises(Refused, match=WORDS):
        as_read(actions.send_for_signature, report, at=NOW, by=filer)
    report.refresh_from_db()
    assert (report.state, report.text) == (ReportState.DRAFT, "已建成2个公园。")


def test_nothing_is_signed_any_more(report, filer, signer, dissolved):
    sent(report, filer)
    dissolved(signer)
    with pytest.raises(Refused, match=WORDS):
        as_read(actions.submit, report, at=NOW, by=signer)
    report.refresh_from_db()
    assert report.state == ReportState.AWAITING


def test_what_was_filed_before_is_reviewed(report, filer, coordinator, dissolved):
    filed = submitted(report, filer)
    dissolved(filer)
    with pytest.raises(Refused, match=WORDS):
        as_read(actions.recall, filed, at=NOW, by=filer)
    accept_as_shown(filed, at=NOW, by=coordinator)
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED


def test_nothing_else_is_asked_for_either(report, filer, dissolved):
    dissolved(filer)
    named = {"at": NOW, "by": filer}
    with pytest.raises(Refused, match=WORDS):
        ask_extension(report.period, reason="汛期", until=date(2021, 7, 20), **named)
    with pytest.raises(Refused, match=WORDS):
        apply(report, grounds="已完成。", based_on=0, **named)
    assert not Extension.objects.exists()


def test_nothing_is_shared_out_by_the_only_lead(report, filer, dissolved):
    dissolved(filer)
    with pytest.raises(Refused, match=WORDS):
        share_out(report.task.targets.get(), shares={}, based_on=0, at=NOW, by=filer)


@pytest.mark.parametrize("path", ["/", "/2021/q2/filing/", PAGE, "/2021/q2/filing/figures/"])
def test_every_page_says_so_to_them_and_to_nobody_else(
    report, filer, signer, coordinator, dissolved, enter, path
):
    sent(report, filer)
    dissolved(filer, signer)
    assert all(WORDS in one_line(enter(each).get(path).content.decode()) for each in (filer, signer))
    assert WORDS not in enter(coordinator).get("/").content.decode()


def test_the_pages_offer_nothing_that_would_be_refused(report, unit, filer, signer, dissolved, enter):
    sent(owed(unit, 37, report.task.yearly_list), filer)
    saved(report, filer)
    dissolved(filer, signer)
    desk = one_line(enter(signer).get("/2021/q2/filing/").content.decode())
    assert all(words not in desk for words in ("申请延期", ">填报</a>", "没有报送", 'id="sign"'))
    pages = [one_line(enter(filer).get(path).content.decode()) for path in (PAGE, "/2021/q2/tasks/37/")]
    assert all("保存草稿" not in page and "取回修改" not in page for page in pages)


@pytest.mark.parametrize("is_one_filed", [True, False])
def test_the_desk_does_not_say_that_everything_is_filed(report, unit, filer, dissolved, enter, is_one_filed):
    if is_one_filed:
        submitted(owed(unit, 37, report.task.yearly_list), filer)
    saved(report, filer)
    dissolved(filer)
    desk = enter(filer).get("/").content.decode()
    assert "本单位已停用，没有应报的报告" in desk and "应报的都已报送" not in desk


def test_what_was_typed_meanwhile_is_shown_to_be_kept(report, filer, dissolved, enter):
    posted = typed(report, text="停用时正在写的话。")
    dissolved(filer)
    answer = enter(filer).post(PAGE, posted)
    page = one_line(answer.content.decode())
    assert answer.status_code == 409
    assert all(words in page for words in ("没有保存。" + WORDS, "停用时正在写的话。"))


def test_what_nobody_awaits_is_not_called_missing(report, coordinator, dissolved, enter):
    pages = ("/2021/q2/tasks/36/", "/2021/tasks/36/")
    type(report.period).objects.update(due_on=date(2021, 7, 2))

    def shown():
        return [one_line(enter(coordinator).get(path).content.decode()) for path in pages]

    assert all("逾期" in page for page in shown())
    dissolved()
    for path, page in zip(pages, shown(), strict=True):
        assert "牵头单位已停用" in page, path
        assert 'class="due nw">逾期' not in page


def test_a_state_that_stands_is_told_as_ever(report, filer, dissolved):
    submitted(report, filer)
    dissolved()
    (day,) = ledger_of(report.task).at(2, NOW.date()).days
    assert (day.word, day.is_let_off) == ("待审核", False)


@pytest.mark.parametrize("state", [ReportState.NOT_BEGUN, ReportState.DRAFT, ReportState.AWAITING])
def test_a_state_that_nobody_awaits_is_that_the_unit_is_out_of_use(report, dissolved, state):
    type(report).objects.update(state=state)
    dissolved()
    (day,) = ledger_of(report.task).at(2, date(2021, 8, 1)).days
    assert (day.word, day.tone, day.is_let_off) == ("牵头单位已停用", "none", True)
