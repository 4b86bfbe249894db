"""What a draft rests on is kept with it; what stands no more when it is signed is told and asked about."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from lianyungang import middleware
from lianyungang.demo_city import LIANYUNGANG
from progress.extensions.actions import grant_extension
from progress.models import Notice, NoticeReply, Verdict
from progress.notices import actions as actions_of_notices
from progress.notices import draft_actions, reply_actions
from progress.notices.checks import Answer, Content
from progress.notices.proposal_reads import proposal, shortcomings_of
from progress.notices.reads import doubts_about, notices_waiting, obstacle_to
from progress.reports import actions, review_actions, verdict_actions
from progress.reports.actions import ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import ClosureState, NoticeLevel, NoticeState, VerdictClass
from projects.models import Task
from projects.rules.errors import Refused
from projects.rules.roles import Role
from projects.rules.seals import seal_of
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import (
    SHANGHAI,
    make_closure,
    make_list,
    make_notice,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

IN_TIME = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)
AT = datetime(2021, 7, 16, 10, 0, tzinfo=SHANGHAI)
LATER = datetime(2021, 7, 19, 10, 0, tzinfo=SHANGHAI)
BY = date(2021, 7, 30)


@pytest.fixture
def drc():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def report():
    unit = make_unit("sjyj", name="市教育局")
    task = make_task(make_list(), number=36, lead=unit)
    make_target(task, quantity=5, planned=(1, 3, 4, 5), basis="ytd")
    return make_report(task, unit)


@pytest.fixture
def behind(report, drc):
    """Accepted, 40 points behind."""
    filed(report, IN_TIME)
    accept_as_shown(report, based_on=report.version, at=IN_TIME, by=drc)
    report.refresh_from_db()
    return report


def filed(report, at, value="1"):
    values = {report.task.targets.get().pk: Value(Decimal(value))}
    content = ReportContent(text="已建成1个。", problems="场地。", next_steps="加快。", values=values)
    filer = make_user(unit=report.unit)
    actions.save_draft(report, content=content, based_on=report.version, at=at, by=filer)
    report.refresh_from_db()
    as_read(actions.submit, report, at=at, by=filer)
    report.refresh_from_db()


def drafted(report, by, *, level=NoticeLevel.ALERT, urgency="", **fields):
    """拟办 with the words that the figures propose."""
    tasks = Task.objects.filter(pk=report.task_id)
    found = proposal(shortcomings_of(tasks, report.period, AT.date()), report.period, AT.date())
    content = Content(level, found.words, "请赶上。", BY, urgency)
    named = {"period": report.period, "tasks": [report.task], "content": content, **fields}
    return draft_actions.draft(report.unit, **named, at=AT, by=by)


def issued(notice, by, **fields):
    named = {"based_on": notice.version, "city": LIANYUNGANG, "at": LATER, "by": by, **fields}
    return draft_actions.issue(notice, **named)


def told(notice):
    notice.unit.refresh_from_db()
    return doubts_about(notice, LATER.date())


def reopen(report, drc):
    as_read(review_actions.reopen, report, reason="数字有误。", at=LATER, by=drc)


def rejudge(report, drc, code=VerdictClass.BEHIND):
    given = {"code": code, "reason": "现场核查。", "at": LATER, "by": drc}
    as_read(verdict_actions.rejudge, Verdict.objects.get(), **given)


def rejudge_as_good(report, drc):
    rejudge(report, drc, VerdictClass.ON_SCHEDULE)


def send_back(report, drc):
    reopen(report, drc)
    report.refresh_from_db()
    filed(report, LATER)
    as_read(review_actions.return_report, report, reason="请核对。", at=LATER, by=drc)


def close_task(report, drc):
    make_closure(report, state=ClosureState.AGREED, decided_at=LATER, decided_by=drc)


def accept_anew(report, drc):
    reopen(report, drc)
    report.refresh_from_db()
    filed(report, LATER, "2")
    accept_as_shown(report, based_on=report.version, at=LATER, by=drc)


def put_out_of_use(report, drc):
    report.unit.is_active = False
    report.unit.save()


def file_late(report, drc):
    filed(report, LATER)


def extend(report, drc):
    named = {"unit": report.unit, "tasks": [report.task], "reason": "汛期。", "until": date(2021, 7, 26)}
    grant_extension(report.period, **named, at=LATER, by=drc)


GONE = "第36项二季度本件依据的是“严重滞后”，现在没有这一情形。"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (reopen, GONE),
        (send_back, GONE),
        (close_task, GONE),
        (rejudge_as_good, GONE),
        (rejudge, "第36项二季度本件依据的是“严重滞后”，现在为“滞后（未达序时）”。"),
        (accept_anew, "第36项二季度本件依据的是“严重滞后”，现在为“滞后（未达序时）”。"),
        (put_out_of_use, "市教育局已停用，无人签收，请改送承接任务的单位。"),
    ],
)
def test_a_notice_on_a_verdict_that_stands_no_more_is_signed_knowingly(event, said, behind, drc):
    notice = drafted(behind, drc)
    assert told(notice) == []
    event(behind, drc)
    assert told(notice) == [said]
    with pytest.raises(Refused, match="已核对，仍要签发"):
        issued(notice, drc)
    assert issued(notice, drc, certain_of=seal_of(*told(notice))).state == NoticeState.ISSUED


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (file_late, "第36项二季度本件依据的是“未报”，现在为“迟报”。"),
        (extend, "第36项二季度本件依据的是“未报”，具体情况已有变动。"),
    ],
)
def test_a_notice_on_a_report_that_is_missing_no_more_is_signed_knowingly(event, said, report, drc):
    notice = drafted(report, drc)
    event(report, drc)
    assert told(notice) == [said]
    with pytest.raises(Refused, match="已核对，仍要签发"):
        issued(notice, drc)


def test_what_stands_as_it_stood_is_signed_without_a_question(behind, drc):
    assert issued(drafted(behind, drc), drc).state == NoticeState.ISSUED


def test_days_that_pass_change_nothing_in_what_is_missing(report, drc):
    assert issued(drafted(report, drc), drc).state == NoticeState.ISSUED


def test_figures_that_changed_within_the_class_are_told(behind, drc):
    notice = drafted(behind, drc)
    verdict = Verdict.objects.get()
    verdict.reason = "现场核查未完工。"
    verdict.save()
    assert told(notice) == ["第36项二季度本件依据的是“严重滞后”，具体情况已有变动。"]


def test_a_notice_rests_on_what_the_one_that_it_raises_rested_on(report, drc):
    """Its text is carried on, though what stands has changed before it was drafted."""
    alert = issued(drafted(report, drc), drc)
    filed(report, LATER)
    named = {"previous": alert, "based_on": alert.version, "urgency": "汛期将至。"}
    order = drafted(report, drc, level=NoticeLevel.ORDER, **named)
    assert told(order) == ["第36项二季度本件依据的是“未报”，现在为“迟报”。"]


def test_a_draft_of_before_is_told_by_what_was_accepted_since(behind, drc):
    notice = drafted(behind, drc)
    notice.rests_on = None
    notice.save()
    accept_anew(behind, drc)
    assert told(notice) == []  # it is behind all the same
    rejudge_as_good(behind, drc)
    assert "拟稿后已审核通过" in told(notice)[0]


def test_a_draft_without_a_ground_in_the_figures_is_not_asked_about(behind, drc):
    notice = drafted(behind, drc)
    notice.rests_on = []
    notice.save()
    reopen(behind, drc)
    assert told(notice) == []


@pytest.fixture
def office():
    return make_user("office", role=Role.SUPERVISOR)


@pytest.fixture
def raised(report, drc):
    """A 督办单 that awaits signing, on a 提醒单 that nobody has answered in time."""
    alert = make_notice(report, state=NoticeState.RECEIVED, reply_by=date(2021, 7, 15), rests_on=[])
    named = {"previous": alert, "based_on": alert.version}
    order = drafted(report, drc, level=NoticeLevel.ORDER, **named)
    return draft_actions.send_for_signing(order, based_on=order.version, at=AT, by=drc)


def replied(alert, at=LATER):
    filer = make_user(unit=alert.unit)
    answer = Answer("汛期停工。", "增加班组。", date(2021, 7, 31))
    reply = NoticeReply.objects.filter(notice=alert).first() or NoticeReply(notice=alert)
    reply = reply_actions.save_draft(reply, answer=answer, based_on=reply.version, at=at, by=filer)
    return reply_actions.submit(reply, based_on=reply.version, at=at, by=filer)


def test_a_tick_is_of_the_doubts_that_were_read(behind, drc, enter, monkeypatch):
    """Another one comes between reading and clicking: it is read before it is signed over."""
    monkeypatch.setattr(middleware, "timezone", SimpleNamespace(localtime=lambda: LATER, now=timezone.now))
    notice, client = drafted(behind, drc), enter(drc)
    reopen(behind, drc)
    read = seal_of(*told(notice))
    page = client.get(notice.address).content.decode()
    assert f'value="{read}"' in page
    put_out_of_use(behind, drc)
    with pytest.raises(Refused, match="市教育局已停用"):
        issued(notice, drc, certain_of=read)
    typed = client.get(notice.address).context["form"].initial
    answer = client.post(notice.address, {**typed, "is_certain": read, "action": "issue"})
    assert answer.status_code == 409 and Notice.objects.get(pk=notice.pk).number is None
    form = answer.context["form"]
    assert not form["is_certain"].value() and seal_of(*told(notice)) in str(form["is_certain"])
    typed = {**form.initial, "version": form["version"].value(), "is_certain": seal_of(*told(notice))}
    client.post(notice.address, {**typed, "action": "issue"})
    assert Notice.objects.get(pk=notice.pk).state == NoticeState.ISSUED


def test_an_order_on_a_notice_not_answered_is_signed_without_a_question(raised, office):
    assert issued(raised, office).state == NoticeState.ISSUED


def test_a_reply_since_the_draft_is_told_and_asked_about(raised, office):
    replied(raised.previous)
    assert told(raised) == ["提醒单 连督〔2021〕1号拟稿后已有回复（2021年7月19日），请先核对回复。"]
    with pytest.raises(Refused, match="已核对，仍要签发"):
        issued(raised, office)
    assert issued(raised, office, certain_of=seal_of(*told(raised))).state == NoticeState.ISSUED


def test_a_reply_returned_since_the_draft_is_told(raised, drc):
    replied(raised.previous)
    named = {"reason": "过于笼统。", "reply_by": date(2021, 7, 28), "at": LATER, "by": drc}
    as_read(actions_of_notices.ask_again, raised.previous, **named)
    fresh = Notice.objects.get(pk=raised.pk)
    assert told(fresh) == ["提醒单 连督〔2021〕1号的回复拟稿后已退回，回复期限现为2021年7月28日。"]
    assert "尚在办理期限内" in obstacle_to(fresh, LATER.date())


def test_a_reply_recalled_since_the_draft_is_told(report, drc):
    alert = make_notice(report, state=NoticeState.RECEIVED, reply_by=date(2021, 7, 15), rests_on=[])
    reply = replied(alert, AT)
    alert.refresh_from_db()
    named = {"previous": alert, "based_on": alert.version, "urgency": "汛期。"}
    order = drafted(report, drc, level=NoticeLevel.ORDER, **named)
    as_read(reply_actions.recall, reply, at=LATER, by=make_user(unit=alert.unit))
    assert told(order) == ["提醒单 连督〔2021〕1号的回复拟稿后已由单位撤回。"]


def test_a_reply_of_before_the_draft_is_no_news(report, drc):
    alert = make_notice(report, state=NoticeState.RECEIVED, reply_by=date(2021, 7, 15), rests_on=[])
    replied(alert, AT)
    alert.refresh_from_db()
    named = {"previous": alert, "based_on": alert.version, "urgency": "汛期。"}
    assert told(drafted(report, drc, level=NoticeLevel.ORDER, **named)) == []


def end(raised, by):
    as_read(actions_of_notices.close, raised.previous, note="已补报。", at=LATER, by=by)


def test_a_draft_on_a_notice_that_is_over_is_told_on_the_desks_as_one_that_cannot_be_signed(
    raised, drc, office
):
    assert [each.kind for each in notices_waiting(office, LATER.date())] == ["逾期未回复", "待签发"]
    end(raised, drc)
    for person in (office, drc):
        (line,) = notices_waiting(person, LATER.date())
        assert line.kind == "草稿不能签发"
        assert line.words == "提醒单 连督〔2021〕1号现为“已办结”，不能在其上升级，请删除草稿。"
    assert notices_waiting(make_user(role=Role.COORDINATOR), LATER.date()) == []


def test_a_draft_on_a_notice_that_is_over_says_so_on_its_page_and_in_the_list(raised, drc, office, enter):
    client = enter(office)
    replied(raised.previous)
    assert 'value="issue"' in client.get(raised.address).content.decode()
    end(raised, drc)
    page = "".join(client.get(raised.address).content.decode().split())
    assert "现在不能签发：</b>上一级提醒单现为“已办结”，不能在其上升级。请删除草稿。</div>" in page
    assert 'value="issue"' not in page and 'value="send"' not in page and 'value="save"' in page
    assert "拟稿后已有回复" not in page and "仍要签发" not in page
    assert "上一级已办结" in client.get("/2021/notices/").content.decode()
    sheet = load_workbook(BytesIO(client.get("/2021/notices.xlsx").content)).active
    assert "待签发（上一级已办结）" in [row[-1] for row in sheet.values]


def test_a_draft_on_a_notice_that_is_over_is_not_sent_for_signing(raised, drc, office):
    draft = draft_actions.send_back(raised, word="请改。", based_on=raised.version, at=LATER, by=office)
    end(raised, drc)
    with pytest.raises(Refused, match="现为“已办结”，不能在其上升级"):
        draft_actions.send_for_signing(draft, based_on=draft.version, at=LATER, by=drc)
