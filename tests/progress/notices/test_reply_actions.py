"""督办回复: a paper like a report (domain.md, Chasing, Notice; A report's life)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from progress.models import NoticeReply
from progress.notices import actions, reply_actions
from progress.notices.checks import Answer
from progress.rules.states import NoticeState, ReplyState
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import NOW, SHANGHAI, make_notice, make_user

pytestmark = pytest.mark.django_db

ANSWER = Answer("雨水天气较多。", "增加班组。", date(2021, 7, 31))
LATER = datetime(2021, 7, 16, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def notice(report):
    return make_notice(report, state=NoticeState.RECEIVED)


def written(notice, by, *, at=NOW, **fields):
    reply = NoticeReply.objects.filter(notice=notice).first() or NoticeReply(notice=notice)
    answer = replace(ANSWER, **fields)
    return reply_actions.save_draft(reply, answer=answer, based_on=reply.version, at=at, by=by)


def submitted(notice, by, *, at=NOW, **fields):
    return as_read(reply_actions.submit, written(notice, by, at=at, **fields), at=at, by=by)


def returned(notice, by, *, at=NOW):
    return as_read(actions.ask_again, notice, reason="措施太笼统。", reply_by=date(2021, 7, 23), at=at, by=by)


def state_of(notice):
    notice.refresh_from_db()
    return notice.state


def test_half_a_reply_is_kept_as_typed(notice, filer):
    reply = written(notice, filer, measures="", finish_by=None)
    assert (reply.state, reply.cause, state_of(notice)) == (
        ReplyState.DRAFT,
        "雨水天气较多。",
        NoticeState.RECEIVED,
    )


def test_half_a_reply_is_not_submitted(notice, filer):
    with pytest.raises(Refused, match="请写明措施。请填写完成时限。"):
        submitted(notice, filer, measures="", finish_by=None)


def test_two_filers_do_not_write_over_each_other(notice, filer):
    written(notice, filer)
    other = make_user(unit=notice.unit)
    with pytest.raises(Stale, match="sjyj某已在7月14日 09:30保存过本回复"):
        reply_actions.save_draft(NoticeReply(notice=notice), answer=ANSWER, based_on=0, at=NOW, by=other)


def test_a_unit_without_a_signer_submits_at_once(notice, filer):
    assert (submitted(notice, filer).state, state_of(notice)) == (ReplyState.SUBMITTED, NoticeState.REPLIED)


def test_what_has_a_signer_is_submitted_by_the_signer_alone(notice, filer, signer):
    reply = written(notice, filer)
    with pytest.raises(NotYours, match="由审签人报送"):
        as_read(reply_actions.submit, reply, at=NOW, by=filer)
    as_read(reply_actions.send_for_signature, reply, at=NOW, by=filer)
    assert state_of(notice) == NoticeState.RECEIVED
    as_read(reply_actions.submit, reply, at=NOW, by=signer)
    kept = notice.rounds.get()
    assert (state_of(notice), kept.replied_by, kept.filed_by) == (NoticeState.REPLIED, signer, filer)


def test_what_awaits_signature_cannot_be_written(notice, filer, signer):
    as_read(reply_actions.send_for_signature, written(notice, filer), at=NOW, by=filer)
    with pytest.raises(Refused, match="待审签.*取回"):
        written(notice, filer)


def test_the_signer_gives_it_back_with_a_word(notice, filer, signer):
    reply = as_read(reply_actions.send_for_signature, written(notice, filer), at=NOW, by=filer)
    back = as_read(reply_actions.send_back, reply, word="请写明责任人。", at=NOW, by=signer)
    assert (back.state, back.sent_back_word, back.cause) == (
        ReplyState.DRAFT,
        "请写明责任人。",
        ANSWER.cause,
    )


def test_the_filer_takes_it_back_until_it_is_signed(notice, filer, signer):
    reply = as_read(reply_actions.send_for_signature, written(notice, filer), at=NOW, by=filer)
    assert as_read(reply_actions.take_back, reply, at=NOW, by=filer).state == ReplyState.DRAFT


def test_a_recalled_reply_counts_as_never_made(notice, filer):
    reply = as_read(reply_actions.recall, submitted(notice, filer), at=NOW, by=filer)
    assert (reply.state, reply.submitted_at, state_of(notice)) == (
        ReplyState.DRAFT,
        None,
        NoticeState.RECEIVED,
    )
    assert notice.chase.replied_on is None and notice.rounds.get().recalled_by == filer


def test_what_was_decided_is_not_recalled(notice, filer, coordinator):
    reply = submitted(notice, filer)
    as_read(actions.close, notice, at=NOW, by=coordinator)
    with pytest.raises(Refused, match="已办结"):
        as_read(reply_actions.recall, reply, at=NOW, by=filer)


def test_a_returned_reply_comes_back_with_its_text_and_its_new_date(notice, filer, coordinator):
    reply = submitted(notice, filer)
    returned(notice, coordinator)
    reply.refresh_from_db()
    assert (reply.state, reply.cause, reply.refile_by) == (
        ReplyState.RETURNED,
        ANSWER.cause,
        date(2021, 7, 23),
    )


def test_recalling_a_second_reply_restores_the_return_with_its_date(notice, filer, coordinator):
    submitted(notice, filer)
    returned(notice, coordinator)
    reply = as_read(reply_actions.recall, submitted(notice, filer, at=LATER), at=LATER, by=filer)
    assert (reply.state, reply.refile_by, reply.submitted_at) == (
        ReplyState.RETURNED,
        date(2021, 7, 23),
        NOW,
    )


def test_a_return_after_a_recall_marks_the_reply_that_stood(notice, filer, coordinator):
    as_read(reply_actions.recall, submitted(notice, filer), at=NOW, by=filer)
    submitted(notice, filer, at=LATER)
    returned(notice, coordinator, at=LATER)
    assert list(notice.rounds.order_by("number").values_list("return_reason", flat=True)) == [
        "",
        "措施太笼统。",
    ]


@pytest.mark.parametrize(
    ("finish_by", "is_done", "refusal"),
    [
        (date(2021, 7, 13), False, "完成时限已过"),
        (date(2021, 7, 15), True, "今天或以前"),
        (date(2021, 7, 14), False, ""),
        (date(2021, 7, 14), True, ""),
        (date(2021, 7, 1), True, ""),
    ],
)
def test_the_day_lies_ahead_or_it_is_done(finish_by, is_done, refusal, notice, filer):
    if refusal:
        with pytest.raises(Refused, match=refusal):
            submitted(notice, filer, finish_by=finish_by, is_done=is_done)
    else:
        assert submitted(notice, filer, finish_by=finish_by, is_done=is_done).state == ReplyState.SUBMITTED


def test_what_is_done_is_never_late_by_its_own_day(notice, filer):
    submitted(notice, filer, finish_by=date(2021, 7, 1), is_done=True)
    notice.refresh_from_db()
    assert notice.chase.finish_by is None


def test_a_closed_notice_takes_no_reply(report, filer):
    with pytest.raises(Refused, match="不能再回复"):
        written(make_notice(report, state=NoticeState.CLOSED), filer)


def test_another_units_people_do_nothing_to_it(notice, filer):
    reply = written(notice, filer)
    stranger = make_user()
    for act in (reply_actions.submit, reply_actions.take_back, reply_actions.recall):
        with pytest.raises(NotYours):
            as_read(act, reply, at=NOW, by=stranger)


def test_the_office_does_not_close_on_a_reply_that_was_recalled_since(notice, filer, coordinator):
    reply = submitted(notice, filer)
    notice.refresh_from_db()
    as_read(reply_actions.recall, reply, at=NOW, by=filer)
    with pytest.raises(Stale, match="撤回督办回复"):
        actions.close(notice, note="已落实。", based_on=notice.version, at=NOW, by=coordinator)


def test_a_second_click_on_submitting_changes_nothing(notice, filer):
    reply = submitted(notice, filer)
    reply_actions.submit(reply, based_on=0, at=LATER, by=filer)
    assert (notice.rounds.count(), LogEntry.objects.filter(act="notice_replied").count()) == (1, 1)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SUPERVISOR])
def test_no_office_writes_for_the_unit(role, notice):
    with pytest.raises(NotYours):
        written(notice, make_user(role=role))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "与退回前相同，没有改动"),
        ({"measures": "增加两个班组。"}, ""),
        ({"finish_by": date(2021, 8, 15)}, ""),
    ],
)
def test_a_reply_sent_again_as_it_came_back_says_so(notice, filer, coordinator, changed, said):
    submitted(notice, filer)
    returned(notice, coordinator)
    again = submitted(notice, filer, at=LATER, **changed)
    assert reply_actions.REPLY.why_same(again, is_own=False) == said
    assert reply_actions.REPLY.why_same(again, is_own=True) == said
