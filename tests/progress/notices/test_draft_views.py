"""Notices before they have a number, on their pages."""

import pytest

from progress.models import Notice
from progress.rules.states import NoticeLevel, NoticeState
from tests.factories import NOW, make_list, make_notice, make_report, make_task, make_unit
from tests.pages import one_line
from tests.progress.conftest import submitted

pytestmark = pytest.mark.django_db

NEW, PROPOSALS = "/2021/notices/new/", "/2021/notices/proposals/"


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """20 July 2021 by the server's clock: the days of grace are over."""
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda *_: NOW.replace(day=20))


def typed(**fields):
    named = {
        "unit": "sjyj",
        "numbers": "36",
        "quarter": "q2",
        "level": NoticeLevel.ALERT,
        "reply_by": "2021-07-27",
        "grounds": "未报。",
        "demands": "请补报。",
    }
    return {**named, **fields}


def rewritten(notice, **fields):
    return {
        "version": notice.version,
        "level": notice.level,
        "reply_by": "2021-07-27",
        "grounds": "已改。",
        "demands": "请补报。",
        "urgency": "汛期。",
        **fields,
    }


def test_the_proposals_say_why(report, coordinator, enter):
    html = enter(coordinator).get(PROPOSALS).content.decode()
    assert all(words in html for words in ("市教育局", "第36项", "仍未报送", 'value="sjyj:36"'))


def test_ticked_proposals_become_drafts_of_the_first_level(report, coordinator, enter):
    make_report(make_task(number=37, lead=report.unit), report.unit)
    client = enter(coordinator)
    client.post(PROPOSALS, shown(client))
    notice = Notice.objects.get()
    assert (notice.level, notice.state, [task.number for task in notice.tasks.order_by("number")]) == (
        NoticeLevel.ALERT,
        NoticeState.DRAFT,
        [36, 37],
    )


def shown(client):
    """What the page posts with every box ticked."""
    found = client.get(PROPOSALS).context["proposals"]
    seals = {f"seal-{each.key}": each.seal for each in found}
    return {"proposal": [each.key for each in found], **seals}


def test_a_proposal_that_has_changed_since_is_named_and_the_others_are_drafted(
    report, filer, coordinator, enter
):
    other = make_unit("smzj", name="市民政局")
    make_report(make_task(number=37, lead=other), other)
    client = enter(coordinator)
    seen = shown(client)
    submitted(report, filer)
    page = client.post(PROPOSALS, seen, follow=True).content.decode()
    assert [each.unit.code for each in Notice.objects.all()] == ["smzj"]
    assert "市教育局第36项：您打开之后，情形已有变动，没有拟办；请重新查看后再办理。" in page


def test_a_proposal_without_what_was_seen_is_not_drafted(report, coordinator, enter):
    assert enter(coordinator).post(PROPOSALS, {"proposal": ["sjyj:36"]}).status_code == 404


def test_all_proposals_are_ticked_without_scripts(report, coordinator, enter):
    client = enter(coordinator)
    assert [
        one_line(client.get(PROPOSALS + query).content.decode()).count(" checked ")
        for query in ("", "?q=q2&all=1")
    ] == [0, 1]


def test_nothing_ticked_drafts_nothing(report, coordinator, enter):
    answer = enter(coordinator).post(PROPOSALS, {}, follow=True)
    assert ("请先勾选" in answer.content.decode(), Notice.objects.count()) == (True, 0)


def test_before_a_quarter_opens_there_is_nothing_to_propose(coordinator, enter):
    make_list(2021)
    client = enter(coordinator)
    assert all("尚未开启填报" in client.get(address).content.decode() for address in (PROPOSALS, NEW))
    assert client.post(NEW, typed()).status_code == 400


def test_the_form_comes_filled_in_from_the_figures(report, coordinator, enter):
    form = enter(coordinator).get(f"{NEW}?task=36&unit=sjyj&q=q2").context["form"]
    assert (form["unit"].value(), form["numbers"].value(), form["quarter"].value()) == ("sjyj", "36", "q2")
    assert "第36项仍未报送" in form["grounds"].value()


def test_several_tasks_are_named_in_one_draft(report, coordinator, enter):
    make_report(make_task(number=37, lead=report.unit), report.unit)
    form = enter(coordinator).get(f"{NEW}?task=36&task=37&unit=sjyj").context["form"]
    assert "第36项、第37项" in form["grounds"].value()


@pytest.mark.parametrize(
    "query", ["", "?task=x&unit=nobody&q=q9", "?task=99999999&unit=sjyj", "?previous=" + "9" * 5000]
)
def test_an_address_that_names_nothing_gives_an_empty_form(query, report, coordinator, enter):
    answer = enter(coordinator).get(NEW + query)
    assert (answer.status_code, answer.context["form"]["grounds"].value()) == (200, "")


def test_a_draft_is_saved(report, coordinator, enter):
    answer = enter(coordinator).post(NEW, typed())
    assert answer.url == Notice.objects.get().address


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"numbers": "36、77"}, "没有第77项"),
        ({"numbers": "全部"}, "请填写任务序号"),
        ({"unit": ""}, "请选择主送单位"),
        ({"reply_by": "2021-07-01"}, "回复期限已过"),
        ({"level": NoticeLevel.ORDER}, "紧急事由"),
        ({"grounds": ""}, "请填写事由"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(fields, said, report, coordinator, enter):
    answer = enter(coordinator).post(NEW, typed(**fields))
    assert (answer.status_code, Notice.objects.count()) == (400, 0)
    assert all(words in answer.content.decode() for words in (said, "请补报。"))


def test_the_next_level_is_drafted_from_the_one_before(report, coordinator, enter):
    make_notice(report, state=NoticeState.RECEIVED, reply_by="2021-07-19")
    client = enter(coordinator)
    form = client.get(f"{NEW}?previous=1").context["form"]
    assert (form["level"].value(), form["numbers"].value()) == (NoticeLevel.ORDER, "36")
    assert "期限未回复" in form["grounds"].value()
    client.post(NEW, typed(level=NoticeLevel.ORDER, previous=1, version=0))
    assert Notice.objects.get(level=NoticeLevel.ORDER).previous.number == 1


def test_a_draft_is_written_sent_and_signed(report, coordinator, supervisor, enter):
    notice = make_notice(
        report, state=NoticeState.DRAFT, level=NoticeLevel.ORDER, urgency="汛期。", drafted_by=coordinator
    )
    enter(coordinator).post(notice.address, rewritten(notice, action="send"))
    notice.refresh_from_db()
    assert (notice.state, notice.grounds) == (NoticeState.AWAITING, "已改。")
    answer = enter(supervisor).post(notice.address, rewritten(notice, action="issue"))
    notice.refresh_from_db()
    assert (notice.state, answer.url) == (NoticeState.ISSUED, "/2021/notices/1/")


def test_a_second_click_on_signing_leads_to_the_notice(report, coordinator, enter):
    notice = make_notice(report, state=NoticeState.DRAFT, drafted_by=coordinator)
    client = enter(coordinator)
    typed = {**client.get(notice.address).context["form"].initial, "action": "issue"}
    assert [client.post(notice.address, typed).url for _ in range(2)] == ["/2021/notices/1/"] * 2


def test_a_first_level_is_issued_by_its_writer(report, coordinator, enter):
    notice = make_notice(report, state=NoticeState.DRAFT)
    client = enter(coordinator)
    assert 'value="issue">签发' in client.get(notice.address).content.decode()
    client.post(notice.address, rewritten(notice, action="issue"))
    assert Notice.objects.get().number == 1


def test_the_coordinator_signs_no_higher_level(report, coordinator, enter):
    notice = make_notice(report, state=NoticeState.AWAITING, level=NoticeLevel.ORDER, urgency="汛期。")
    answer = enter(coordinator).post(
        notice.address,
        rewritten(
            notice, grounds=notice.grounds, demands=notice.demands, reply_by="2021-07-21", action="issue"
        ),
    )
    assert (answer.status_code, Notice.objects.get().number) == (403, None)


def test_a_stale_draft_shows_both_versions(report, coordinator, supervisor, enter):
    notice = make_notice(report, state=NoticeState.DRAFT)
    enter(supervisor).post(notice.address, rewritten(notice, grounds="主任改的。", action="save"))
    answer = enter(coordinator).post(notice.address, rewritten(notice, grounds="我改的。", action="issue"))
    html = answer.content.decode()
    assert (
        answer.status_code,
        all(words in html for words in ("主任改的。", "我改的。")),
        Notice.objects.get().number,
    ) == (409, True, None)
    assert 'name="version" value="1"' in html


def test_a_draft_that_cannot_be_issued_keeps_what_was_typed(report, coordinator, enter):
    notice = make_notice(report, state=NoticeState.DRAFT)
    answer = enter(coordinator).post(
        notice.address, rewritten(notice, reply_by="2021-07-01", grounds="我改的。", action="issue")
    )
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("回复期限已过", "我改的。"))


def test_the_supervisor_sends_a_draft_back(report, supervisor, enter):
    notice = make_notice(report, state=NoticeState.AWAITING, level=NoticeLevel.ORDER)
    client = enter(supervisor)
    assert (
        client.post(notice.address + "move/", {"action": "send_back", "version": 0, "word": ""}).status_code
        == 400
    )
    client.post(notice.address + "move/", {"action": "send_back", "version": 0, "word": "请写明依据。"})
    notice.refresh_from_db()
    assert (notice.state, "请写明依据。" in client.get(notice.address).content.decode()) == (
        NoticeState.DRAFT,
        True,
    )


def test_a_draft_is_discarded(report, coordinator, enter):
    notice = make_notice(report, state=NoticeState.DRAFT)
    assert (
        enter(coordinator).post(notice.address + "move/", {"action": "discard", "version": 0}).status_code
        == 302
    )
    assert not Notice.objects.exists()


def test_an_issued_notice_has_its_own_address(report, coordinator, enter):
    notice = make_notice(report)
    assert enter(coordinator).get(f"/2021/notices/drafts/{notice.pk}/").url == "/2021/notices/1/"


def test_a_stranger_unit_of_the_list_is_offered_too(report, coordinator, enter):
    make_task(number=37, lead=make_unit("smzj", name="市民政局"))
    assert "市民政局" in enter(coordinator).get(NEW).content.decode()


@pytest.mark.parametrize("address", [PROPOSALS, NEW + "?task=36&unit=sjyj"])
def test_a_page_asks_as_much_for_thirty_tasks_as_for_one(
    address, report, coordinator, enter, django_assert_max_num_queries
):
    client = enter(coordinator)
    client.get(address)
    with django_assert_max_num_queries(30) as one:
        client.get(address)
    for number in range(100, 130):
        make_report(make_task(number=number, lead=report.unit), report.unit)
    with django_assert_max_num_queries(30) as thirty:
        client.get(address)
    assert len(one) == len(thirty) <= 12


def test_a_word_typed_before_the_session_ended_comes_back(report, supervisor, enter):
    notice = make_notice(report, state=NoticeState.AWAITING, level=NoticeLevel.ORDER)
    answer = enter(supervisor).post(
        notice.address + "move/", {"carried-action": "send_back", "carried-word": "请写明依据。"}
    )
    notice.refresh_from_db()
    assert (answer.status_code, notice.state) == (200, NoticeState.AWAITING)
    assert "请写明依据。</textarea>" in answer.content.decode()


def test_what_is_written_into_a_notice_signed_meanwhile_is_told(report, coordinator, enter):
    notice = make_notice(report)
    answer = enter(coordinator).post(
        f"/2021/notices/drafts/{notice.pk}/", {"action": "save", "grounds": "打了很久的事由。"}
    )
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("没有保存", "打了很久的事由。"))
