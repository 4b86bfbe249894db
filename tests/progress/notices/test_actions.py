"""A notice's life (domain.md, Chasing): every transition, its states and its people."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.models import ListSettings, Notice, NoticeReply
from progress.notices import actions, draft_actions, reply_actions
from progress.notices.checks import Answer, Content
from progress.notices.reads import doubts_about, reply_day
from progress.rules.states import NoticeLevel, NoticeState, VerdictClass
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.rules.seals import seal_of
from tests.as_read import as_read
from tests.factories import (
    NOW,
    SHANGHAI,
    make_list,
    make_notice,
    make_report,
    make_task,
    make_unit,
    make_user,
    make_verdict,
)

pytestmark = pytest.mark.django_db

BY = date(2021, 7, 21)
TODAY = date(2021, 7, 14)
LATER = datetime(2021, 7, 26, 9, 0, tzinfo=SHANGHAI)
CONTENT = Content(NoticeLevel.ALERT, "进度滞后20个百分点。", "请赶上序时进度。", BY)
ANSWER = Answer("雨水天气较多。", "增加班组。", date(2021, 7, 31))


@pytest.fixture
def report():
    unit = make_unit("sjyj", name="市教育局")
    return make_report(make_task(make_list(), number=36, lead=unit), unit)


@pytest.fixture
def drc():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def office():
    return make_user("office", role=Role.SUPERVISOR)


@pytest.fixture
def filer(report):
    return make_user("sjyj", unit=report.unit)


def drafted(report, by, *, level=NoticeLevel.ALERT, at=NOW, **fields):
    content = Content(level, "进度滞后。", "请赶上。", fields.pop("reply_by", BY), fields.pop("urgency", ""))
    if "previous" in fields:
        fields["based_on"] = Notice.objects.get(pk=fields["previous"].pk).version
    return draft_actions.draft(
        report.unit, period=report.period, tasks=[report.task], content=content, at=at, by=by, **fields
    )


def issued(report, by):
    notice = drafted(report, by)
    return draft_actions.issue(notice, based_on=notice.version, city=LIANYUNGANG, at=NOW, by=by)


def replied(notice, by, *, at=NOW, **fields):
    """The unit's reply, written and submitted."""
    reply = NoticeReply.objects.filter(notice=notice).first() or NoticeReply(notice=notice)
    written = reply_actions.save_draft(
        reply, answer=replace(ANSWER, **fields), based_on=reply.version, at=at, by=by
    )
    return reply_actions.submit(written, based_on=written.version, at=at, by=by)


def test_a_draft_spends_no_number(report, drc):
    notice = drafted(report, drc)
    assert (notice.state, notice.number, list(notice.tasks.all())) == (NoticeState.DRAFT, None, [report.task])


def test_the_number_is_given_at_issue_in_the_lists_own_words(report, drc):
    ListSettings.objects.create(yearly_list=report.period.yearly_list, notice_prefix="连民督")
    notice = issued(report, drc)
    assert (notice.state, notice.number, notice.reference, notice.address) == (
        NoticeState.ISSUED,
        1,
        "连民督〔2021〕1号",
        "/2021/notices/1/",
    )


def test_a_second_click_on_signing_changes_nothing(report, drc):
    notice = issued(report, drc)
    assert draft_actions.issue(notice, based_on=0, city=LIANYUNGANG, at=LATER, by=drc).issued_at == NOW
    assert LogEntry.objects.filter(act="notice_issued").count() == 1


def test_a_discarded_draft_leaves_no_gap(report, drc):
    as_read(draft_actions.discard, drafted(report, drc), at=NOW, by=drc)
    assert issued(report, drc).number == 1


def test_a_notice_goes_through_all_levels(report, drc, office, filer):
    alert = issued(report, drc)
    as_read(actions.receive, alert, at=NOW, by=filer)
    order = drafted(
        report, drc, level=NoticeLevel.ORDER, previous=alert, at=LATER, reply_by=date(2021, 7, 30)
    )
    order = as_read(draft_actions.send_for_signing, order, at=LATER, by=drc)
    order = draft_actions.issue(order, based_on=order.version, city=LIANYUNGANG, at=LATER, by=office)
    alert.refresh_from_db()
    assert (order.number, order.state, alert.state) == (2, NoticeState.ISSUED, NoticeState.RAISED)
    much_later = datetime(2021, 8, 2, 9, 0, tzinfo=SHANGHAI)
    listed = drafted(
        report, office, level=NoticeLevel.LISTED, previous=order, at=much_later, reply_by=date(2021, 8, 9)
    )
    listed = draft_actions.issue(listed, based_on=listed.version, city=LIANYUNGANG, at=much_later, by=office)
    as_read(actions.receive, listed, at=much_later, by=filer)
    replied(listed, filer, at=much_later, finish_by=date(2021, 8, 10))
    assert as_read(actions.close, listed, at=much_later, by=office).state == NoticeState.CLOSED


def test_the_next_level_waits_for_the_deadline_unless_it_is_urgent(report, drc):
    alert = issued(report, drc)
    with pytest.raises(Refused, match="办理期限内"):
        drafted(report, drc, level=NoticeLevel.ORDER, previous=alert)
    assert (
        drafted(report, drc, level=NoticeLevel.ORDER, previous=alert, urgency="汛期将至。").previous == alert
    )


def test_a_first_notice_above_the_first_level_states_its_urgency(report, drc):
    with pytest.raises(Refused, match="紧急事由"):
        drafted(report, drc, level=NoticeLevel.ORDER)
    assert drafted(report, drc, level=NoticeLevel.LISTED, urgency="汛期将至。").level == NoticeLevel.LISTED


def test_the_same_matter_is_not_chased_twice(report, drc, office):
    drafted(report, drc)
    with pytest.raises(Refused, match="不重复拟办"):
        drafted(report, office)


def test_only_tasks_of_the_unit_are_named(report, drc):
    with pytest.raises(Refused, match="都是市教育局的任务"):
        draft_actions.draft(
            report.unit, period=report.period, tasks=[make_task(number=37)], content=CONTENT, at=NOW, by=drc
        )


@pytest.mark.parametrize(
    "content",
    [
        Content("x", "事由", "要求", BY),
        Content(NoticeLevel.ALERT, " ", "要求", BY),
        Content(NoticeLevel.ALERT, "事由", "要求", date(2021, 7, 1)),
        Content(NoticeLevel.ALERT, "事由", "要求", date(2031, 7, 21)),
    ],
)
def test_what_is_not_sound_is_not_drafted(content, report, drc):
    with pytest.raises(Refused):
        draft_actions.draft(
            report.unit, period=report.period, tasks=[report.task], content=content, at=NOW, by=drc
        )


def test_a_stale_draft_is_not_written_over(report, drc, office):
    notice = drafted(report, drc)
    draft_actions.revise(notice, content=CONTENT, based_on=0, at=NOW, by=drc)
    with pytest.raises(Stale, match="drc某"):
        draft_actions.revise(notice, content=CONTENT, based_on=0, at=NOW, by=office)


def test_what_the_signer_has_not_seen_is_not_signed(report, drc):
    notice = drafted(report, drc)
    draft_actions.revise(notice, content=CONTENT, based_on=0, at=NOW, by=drc)
    with pytest.raises(Stale):
        draft_actions.issue(notice, based_on=0, city=LIANYUNGANG, at=NOW, by=drc)


def test_the_coordinator_who_writes_again_takes_it_back_from_signing(report, drc, office):
    notice = as_read(
        draft_actions.send_for_signing,
        drafted(report, drc, level=NoticeLevel.ORDER, urgency="汛期。"),
        at=NOW,
        by=drc,
    )
    urgent = Content(NoticeLevel.ORDER, "事由", "要求", BY, "汛期。")
    notice = draft_actions.revise(notice, content=urgent, based_on=notice.version, at=NOW, by=office)
    assert notice.state == NoticeState.AWAITING
    assert (
        draft_actions.revise(notice, content=urgent, based_on=notice.version, at=NOW, by=drc).state
        == NoticeState.DRAFT
    )


def test_the_supervisor_sends_a_draft_back_with_a_word(report, drc, office):
    notice = as_read(
        draft_actions.send_for_signing,
        drafted(report, drc, level=NoticeLevel.ORDER, urgency="汛期。"),
        at=NOW,
        by=drc,
    )
    with pytest.raises(Refused, match="意见"):
        as_read(draft_actions.send_back, notice, word=" ", at=NOW, by=office)
    assert (
        as_read(draft_actions.send_back, notice, word="请写明依据。", at=NOW, by=office).sent_back_word,
        notice.refresh_from_db(),
        notice.state,
    ) == (
        "请写明依据。",
        None,
        NoticeState.DRAFT,
    )


def test_what_was_not_sent_is_signed_by_nobody_but_its_writer(report, drc, office):
    notice = drafted(report, drc, level=NoticeLevel.ORDER, urgency="汛期。")
    with pytest.raises(Refused, match="尚未送签"):
        draft_actions.issue(notice, based_on=0, city=LIANYUNGANG, at=NOW, by=office)


def test_a_reply_found_wanting_is_asked_for_again(report, drc, filer):
    notice = as_read(actions.receive, issued(report, drc), at=NOW, by=filer)
    replied(notice, filer)
    notice = as_read(
        actions.ask_again, notice, reason="措施太笼统。", reply_by=date(2021, 7, 23), at=NOW, by=drc
    )
    assert (notice.state, notice.reply_by, notice.rounds.get().return_reason) == (
        NoticeState.RECEIVED,
        date(2021, 7, 23),
        "措施太笼统。",
    )
    replied(notice, filer)
    assert notice.rounds.count() == 2


def test_a_reply_that_comes_back_without_a_day_has_the_usual_time(report, drc, filer):
    notice = as_read(actions.receive, issued(report, drc), at=NOW, by=filer)
    replied(notice, filer)
    notice = as_read(actions.ask_again, notice, reason="措施太笼统。", at=NOW, by=drc)
    assert notice.reply_by == reply_day(report.period.yearly_list, TODAY) == notice.reply.refile_by
    replied(notice, filer)
    with pytest.raises(Refused, match="新的回复期限不能早于2021-07-14"):
        as_read(actions.ask_again, notice, reason="笼统。", reply_by=date(2021, 7, 13), at=NOW, by=drc)


def test_one_signs_for_it_before_one_replies(report, drc, filer):
    with pytest.raises(Refused, match="先签收"):
        replied(issued(report, drc), filer)


def test_closing_without_a_reply_needs_a_reason(report, drc):
    notice = issued(report, drc)
    with pytest.raises(Refused, match="尚未回复"):
        as_read(actions.close, notice, at=NOW, by=drc)
    assert as_read(actions.close, notice, note="已补报。", at=NOW, by=drc).state == NoticeState.CLOSED


def test_a_withdrawn_notice_keeps_its_number(report, drc):
    notice = as_read(actions.withdraw, issued(report, drc), reason="主送单位有误。", at=NOW, by=drc)
    assert (notice.state, notice.number, issued(report, drc).number) == (NoticeState.WITHDRAWN, 1, 2)


def test_withdrawing_the_higher_level_lets_the_lower_run_again(report, drc, office, filer):
    alert = as_read(actions.receive, issued(report, drc), at=NOW, by=filer)
    order = drafted(report, office, level=NoticeLevel.ORDER, previous=alert, urgency="汛期。")
    order = draft_actions.issue(order, based_on=order.version, city=LIANYUNGANG, at=NOW, by=office)
    as_read(actions.withdraw, order, reason="已落实。", at=NOW, by=office)
    alert.refresh_from_db()
    assert alert.state == NoticeState.RECEIVED


def test_a_notice_with_a_draft_above_it_is_not_withdrawn(report, drc, office):
    alert = issued(report, drc)
    drafted(report, office, level=NoticeLevel.ORDER, previous=alert, urgency="汛期。")
    with pytest.raises(Refused, match="升级件"):
        as_read(actions.withdraw, alert, reason="有误。", at=NOW, by=drc)


def test_a_raised_draft_is_not_signed_once_the_lower_level_is_closed(report, drc, office):
    alert = issued(report, drc)
    order = drafted(report, office, level=NoticeLevel.ORDER, previous=alert, urgency="汛期。")
    as_read(actions.close, alert, note="已补报。", at=NOW, by=drc)
    with pytest.raises(Refused, match="已办结"):
        draft_actions.issue(order, based_on=order.version, city=LIANYUNGANG, at=NOW, by=office)


def test_the_commission_does_not_chase_itself(drc, office):
    own = make_unit("sfgw", name="市发改委")
    report = make_report(make_task(make_list(), number=40, lead=own), own)
    insider = make_user("drc2", role=Role.COORDINATOR, unit=own)
    notice = drafted(report, insider)
    with pytest.raises(NotYours, match="本单位"):
        draft_actions.issue(notice, based_on=0, city=LIANYUNGANG, at=NOW, by=insider)
    assert (
        draft_actions.issue(notice, based_on=0, city=LIANYUNGANG, at=NOW, by=office).state
        == NoticeState.ISSUED
    )


def read(action):
    """The act on the version that stands."""
    return lambda each, **named: as_read(action, each, **named)


ACTS = {  # each act, the states in which it is done, and who may do it to a 提醒单
    "revise": (
        lambda each, **named: draft_actions.revise(each, content=CONTENT, based_on=each.version, **named),
        {NoticeState.DRAFT, NoticeState.AWAITING},
        "offices",
    ),
    "discard": (read(draft_actions.discard), {NoticeState.DRAFT, NoticeState.AWAITING}, "offices"),
    "send": (read(draft_actions.send_for_signing), {NoticeState.DRAFT, NoticeState.AWAITING}, "offices"),
    "send_back": (
        lambda each, **named: as_read(draft_actions.send_back, each, word="请改。", **named),
        {NoticeState.AWAITING},
        "signers",
    ),
    "issue": (
        lambda each, **named: draft_actions.issue(each, based_on=each.version, city=LIANYUNGANG, **named),
        {NoticeState.DRAFT, NoticeState.AWAITING, NoticeState.ISSUED},
        "signers",
    ),
    "receive": (read(actions.receive), {NoticeState.ISSUED, NoticeState.RECEIVED}, "unit"),
    "ask_again": (
        lambda each, **named: as_read(actions.ask_again, each, reason="笼统。", reply_by=BY, **named),
        {NoticeState.REPLIED},
        "signers",
    ),
    "close": (
        lambda each, **named: as_read(actions.close, each, note="已落实。", **named),
        {NoticeState.ISSUED, NoticeState.RECEIVED, NoticeState.REPLIED, NoticeState.CLOSED},
        "signers",
    ),
    "withdraw": (
        lambda each, **named: as_read(actions.withdraw, each, reason="有误。", **named),
        {NoticeState.ISSUED, NoticeState.RECEIVED, NoticeState.REPLIED},
        "signers",
    ),
}
STATES = (
    NoticeState.DRAFT,
    NoticeState.AWAITING,
    NoticeState.ISSUED,
    NoticeState.RECEIVED,
    NoticeState.REPLIED,
    NoticeState.CLOSED,
    NoticeState.RAISED,
    NoticeState.WITHDRAWN,
)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_done_in_its_states_and_refused_in_all_others(act, state, report, office, filer):
    done, states, who = ACTS[act]
    level = NoticeLevel.ORDER if state == NoticeState.AWAITING or act == "send" else NoticeLevel.ALERT
    notice = make_notice(
        report, state=state, level=level, urgency="汛期。", drafted_by=office, replied_by=filer
    )
    by = filer if who == "unit" else office
    if state in states:
        done(notice, at=NOW, by=by)
    else:
        with pytest.raises(Refused):
            done(notice, at=NOW, by=by)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_somebodys_own(act, report, drc, office, filer):
    done, states, who = ACTS[act]
    state = next(each for each in STATES if each in states)
    level = NoticeLevel.ORDER if state == NoticeState.AWAITING else NoticeLevel.ALERT
    stranger, signer = make_user(), make_user(role=Role.SIGNER, unit=report.unit)
    outside = {"offices": [filer, signer], "signers": [filer, signer], "unit": [drc, office, stranger]}[who]
    for person in outside:
        with pytest.raises(NotYours):
            done(
                make_notice(report, state=state, level=level, urgency="汛期。", replied_by=filer),
                at=NOW,
                by=person,
            )


@pytest.mark.parametrize("act", [name for name, (_, _, who) in ACTS.items() if who == "signers"])
def test_what_is_above_the_first_level_is_the_supervisors(act, report, drc, filer):
    done, states, _ = ACTS[act]
    notice = make_notice(
        report,
        state=next(each for each in STATES if each in states),
        level=NoticeLevel.ORDER,
        urgency="汛期。",
        replied_by=filer,
    )
    with pytest.raises(NotYours, match="督查员"):
        done(notice, at=NOW, by=drc)


def test_every_act_is_in_the_log(report, drc):
    notice = issued(report, drc)
    as_read(actions.withdraw, notice, reason="有误。", at=NOW, by=drc)
    entries = LogEntry.objects.order_by("pk").values_list("act", "object_url")
    assert list(entries) == [
        ("notice_drafted", f"/2021/notices/drafts/{notice.pk}/"),
        ("notice_issued", "/2021/notices/1/"),
        ("notice_withdrawn", "/2021/notices/1/"),
    ]
    assert Notice.objects.count() == 1


def test_no_notice_goes_to_a_unit_that_is_no_more(report, drc):
    report.unit.is_active = False
    report.unit.save()
    with pytest.raises(Refused, match="已停用"):
        drafted(report, drc)


def accepted_later(report, at=LATER):
    """The third quarter's report was accepted, ahead of its plan."""
    later = make_report(report.task, report.unit, quarter=3, state="accepted", submitted_at=at)
    make_verdict(later, VerdictClass.AHEAD)


def test_what_newer_figures_do_not_bear_out_is_signed_knowingly(report, drc):
    notice = drafted(report, drc)
    accepted_later(report)
    with pytest.raises(Refused, match="第36项三季度已审核的进度评价为“超序时”"):
        draft_actions.issue(notice, based_on=0, city=LIANYUNGANG, at=NOW, by=drc)
    known = {"certain_of": seal_of(*doubts_about(notice, NOW.date())), "at": NOW, "by": drc}
    assert draft_actions.issue(notice, based_on=0, city=LIANYUNGANG, **known).state == NoticeState.ISSUED


def test_later_figures_that_lag_too_bear_it_out(report, drc):
    later = make_report(report.task, report.unit, quarter=3, state="accepted", submitted_at=NOW)
    make_verdict(later, VerdictClass.BEHIND)
    assert issued(report, drc).state == NoticeState.ISSUED


def test_raising_on_an_old_page_is_refused(report, drc, office):
    alert = issued(report, drc)
    as_read(actions.withdraw, alert, reason="有误。", at=NOW, by=drc)
    content = Content(NoticeLevel.ORDER, "事由", "要求", BY, "汛期。")
    named = {"period": report.period, "tasks": [report.task], "content": content, "previous": alert}
    with pytest.raises(Stale, match="督办单作废"):
        draft_actions.draft(report.unit, **named, based_on=alert.version, at=NOW, by=office)
