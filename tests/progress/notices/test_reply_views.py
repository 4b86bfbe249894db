"""The unit's reply on the page of its notice: kept, signed, recalled, returned with its text."""

import pytest

from progress.models import Notice, NoticeReply
from progress.rules.states import NoticeState, ReplyState
from tests.factories import NOW, make_notice

pytestmark = pytest.mark.django_db

PAGE = "/2021/notices/1/"
REPLY = {"version": "0", "cause": "雨水天气较多。", "measures": "增加班组。", "finish_by": "2021-07-31"}


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """14 July 2021 by the server's clock."""
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda *_: NOW)


@pytest.fixture
def notice(report):
    return make_notice(report, state=NoticeState.RECEIVED)


def reply():
    return NoticeReply.objects.get()


def page(client):
    return client.get(PAGE).content.decode()


def test_a_draft_is_kept_and_shown_again(notice, filer, enter):
    client = enter(filer)
    assert client.post(PAGE + "reply/", {**REPLY, "measures": "", "action": "save"}).status_code == 302
    assert (reply().state, "雨水天气较多。" in page(client)) == (ReplyState.DRAFT, True)


def test_it_is_saved_in_the_background_with_its_version(notice, filer, enter):
    answer = enter(filer).post(PAGE + "reply/", REPLY, headers={"X-Background": "1"})
    assert answer.json() == {"version": 1, "saved": "09:30", "cause": ""}


def test_a_background_save_on_an_old_version_is_refused_in_words(notice, filer, enter):
    client = enter(filer)
    client.post(PAGE + "reply/", REPLY)
    answer = client.post(PAGE + "reply/", REPLY, headers={"X-Background": "1"})
    assert (answer.status_code, "保存过本回复" in answer.json()["refused"]) == (409, True)


def test_what_somebody_else_wrote_stands_beside_what_was_typed(notice, filer, enter):
    client = enter(filer)
    client.post(PAGE + "reply/", REPLY)
    answer = client.post(PAGE + "reply/", {**REPLY, "cause": "另有原因。"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in html for words in ("另有原因。", "供对照", "雨水天气较多。", 'value="1"'))


def test_what_is_lacking_is_said_and_the_draft_is_kept(notice, filer, enter):
    answer = enter(filer).post(PAGE + "reply/", {**REPLY, "finish_by": "", "action": "submit"})
    assert "草稿已保存，没有报送。请填写完成时限。" in answer.content.decode()
    assert reply().cause == "雨水天气较多。"


def test_it_goes_through_the_signers_hands(notice, filer, signer, coordinator, enter):
    enter(filer).post(PAGE + "reply/", {**REPLY, "action": "send"})
    assert "督办回复待审签" in enter(signer).get("/").content.decode()
    assert "退回填报人" in page(enter(signer)) and "取回修改" in page(enter(filer))
    enter(signer).post(PAGE + "reply/move/", {"action": "send_back", "version": 2, "word": "请写明责任人。"})
    assert "请写明责任人。" in page(enter(filer))
    enter(filer).post(PAGE + "reply/", {**REPLY, "version": 3, "action": "send"})
    enter(signer).post(PAGE + "reply/move/", {"action": "submit", "version": reply().version})
    assert (reply().state, Notice.objects.get().state) == (ReplyState.SUBMITTED, NoticeState.REPLIED)


def test_it_is_recalled_from_its_page(notice, filer, enter):
    client = enter(filer)
    client.post(PAGE + "reply/", {**REPLY, "action": "submit"})
    assert "撤回" in page(client)
    client.post(PAGE + "reply/move/", {"action": "recall", "version": reply().version})
    html = page(client)
    assert reply().state == ReplyState.DRAFT
    assert "已撤回" in html and "雨水天气较多。" in html


def test_a_returned_reply_comes_back_with_its_text_and_the_reason(notice, filer, coordinator, enter):
    enter(filer).post(PAGE + "reply/", {**REPLY, "action": "submit"})
    notice.refresh_from_db()
    again = {"word": "措施太笼统。", "reply_by": "2021-07-23", "version": notice.version}
    enter(coordinator).post(PAGE + "move/", {"action": "ask_again", **again})
    html = page(enter(filer))
    assert "请于 7月23日 前重新回复" in html and "措施太笼统。" in html
    assert '<textarea name="measures"' in html and "增加班组。" in html


def test_a_step_on_an_old_page_is_refused(notice, filer, signer, enter):
    enter(filer).post(PAGE + "reply/", {**REPLY, "action": "send"})
    assert enter(signer).post(PAGE + "reply/move/", {"action": "submit", "version": 1}).status_code == 409
    assert reply().state == ReplyState.AWAITING


def test_a_step_without_the_version_is_none(notice, filer, enter):
    enter(filer).post(PAGE + "reply/", REPLY)
    assert enter(filer).post(PAGE + "reply/move/", {"action": "recall"}).status_code == 404


def test_a_reply_typed_before_the_session_ended_comes_back(notice, filer, enter):
    carried = {f"carried-{name}": value for name, value in REPLY.items()}
    answer = enter(filer).post(PAGE + "reply/", carried)
    assert (answer.status_code, "增加班组。" in answer.content.decode()) == (200, True)
    assert not NoticeReply.objects.exists()


def test_what_is_done_says_so_to_the_office(notice, filer, coordinator, enter):
    done = {"is_done": "on", "finish_by": "2021-07-10", "action": "submit"}
    enter(filer).post(PAGE + "reply/", {**REPLY, **done})
    assert "2021年7月10日　已办结" in page(enter(coordinator))


def test_the_unsent_reply_is_the_units_alone(notice, filer, coordinator, enter):
    enter(filer).post(PAGE + "reply/", REPLY)
    assert "雨水天气较多。" not in page(enter(coordinator))
