"""Made-up notices for the demo, by the actions that people use: one replied to, one unanswered, one new."""

from datetime import date

from lianyungang.demo_city import LIANYUNGANG
from lianyungang.demo_clock import moment
from progress.models import Notice, NoticeReply, ReportingPeriod
from progress.notices import actions as notice_actions
from progress.notices import draft_actions, reply_actions
from progress.notices.checks import Answer, Content
from progress.notices.proposal_reads import Shortcoming, shortcomings_of
from progress.notices.reads import doubts_about
from progress.rules.escalation import demand_words, raising_words
from progress.rules.states import NoticeLevel
from projects.models import Task, User
from projects.rules.seals import seal_of

FIRST_DAY = date(2021, 7, 14)  # a demo that starts earlier has nobody to chase yet
SHOWN = "sjyj"  # the unit whose filer the bar offers: it is to have something to sign for
ANSWER = Answer(
    cause="前期方案比选和部门会签用时较长，实际启动晚于计划。",
    measures="一是成立专班，由分管负责同志每周调度；二是倒排工期，增加作业班组；三是会同相关县区解决现场问题，每旬报送进展。",
    finish_by=date(2021, 8, 31),
    text="已完成方案会签，施工单位已进场。",
)


def load_chasing(today: date) -> None:
    """Notices about the first two quarters, dated before the day."""
    if today < FIRST_DAY:
        return
    first, second = ReportingPeriod.objects.filter(yearly_list__year=2021, quarter__in=(1, 2)).order_by(
        "quarter"
    )
    lagging = _lagging(first, date(2021, 5, 10))
    _unanswered(lagging[0], first)
    _replied(lagging[1], first)
    taken = {lagging[0].unit, lagging[1].unit}
    _just_issued(next(each for each in _lagging(second, date(2021, 7, 13)) if each.unit not in taken), second)
    _about_to_be_raised()


def _lagging(period: ReportingPeriod, on: date) -> list[Shortcoming]:
    """What lags, each unit once, the worst first.

    The unit shown last in the first quarter comes first in the second; the commission is never among them.
    """
    own = User.objects.get(username="drc").unit_id
    found = [
        each
        for each in shortcomings_of(Task.objects.filter(yearly_list=period.yearly_list), period, on)
        if each.words and each.unit.pk != own
    ]
    order = sorted(
        found,
        key=lambda each: (
            (each.unit.code == SHOWN) == (period.quarter == 1),
            not each.grounds,
            each.task.number,
        ),
    )
    return list({each.unit: each for each in reversed(order)}.values())[::-1]


def _issue(shortcoming: Shortcoming, period: ReportingPeriod, day: date, reply_by: date) -> Notice:
    coordinator = User.objects.get(username="drc")
    content = Content(
        NoticeLevel.ALERT,
        shortcoming.words,
        demand_words(shortcoming.grounds, quarter=period.quarter),
        reply_by,
    )
    draft = draft_actions.draft(
        shortcoming.unit,
        period=period,
        tasks=[shortcoming.task],
        content=content,
        at=moment(day, 9, 20),
        by=coordinator,
    )
    unknown = doubts_about(draft, day)  # of the quarters after it, which are there already
    return draft_actions.issue(
        draft,
        based_on=draft.version,
        city=LIANYUNGANG,
        certain_of=seal_of(*unknown),
        at=moment(day, 10, 20),
        by=coordinator,
    )


def _unanswered(shortcoming: Shortcoming, period: ReportingPeriod) -> None:
    """Signed for, and no word since."""
    notice = _issue(shortcoming, period, date(2021, 5, 10), date(2021, 5, 17))
    filer = User.objects.get(username=shortcoming.unit.code)
    notice_actions.receive(notice, based_on=notice.version, at=moment(date(2021, 5, 11), 9, 20), by=filer)


def _replied(shortcoming: Shortcoming, period: ReportingPeriod) -> None:
    """Replied to in time; the office has yet to judge."""
    filer = User.objects.get(username=shortcoming.unit.code)
    notice = _issue(shortcoming, period, date(2021, 7, 5), date(2021, 7, 12))
    notice_actions.receive(notice, based_on=notice.version, at=moment(date(2021, 7, 6), 9, 20), by=filer)
    named = {"at": moment(date(2021, 7, 12), 15, 20), "by": filer}
    reply = reply_actions.save_draft(NoticeReply(notice=notice), answer=ANSWER, based_on=0, **named)
    sent = reply_actions.send_for_signature(reply, based_on=reply.version, **named)
    signer = User.objects.get(username=f"{shortcoming.unit.code}-signer")
    reply_actions.submit(sent, based_on=sent.version, at=named["at"], by=signer)


def _just_issued(shortcoming: Shortcoming, period: ReportingPeriod) -> None:
    """Nobody has signed for it yet."""
    _issue(shortcoming, period, date(2021, 7, 13), date(2021, 7, 20))


def _about_to_be_raised() -> None:
    """The next level of the unanswered one, waiting for the supervisor's signature."""
    below, coordinator = (
        Notice.objects.get(yearly_list__year=2021, number=1),
        User.objects.get(username="drc"),
    )
    reply_by = date(2021, 7, 20)
    words = (
        f"{raising_words(below.level, below.reference, below.reply_by, is_answered=False)}\n{below.grounds}"
    )
    content = Content(NoticeLevel.ORDER, words, demand_words(quarter=below.period.quarter), reply_by)
    named = {
        "previous": below,
        "based_on": below.version,
        "at": moment(date(2021, 7, 13), 14, 20),
        "by": coordinator,
    }
    draft = draft_actions.draft(
        below.unit, period=below.period, tasks=below.tasks.all(), content=content, **named
    )
    draft_actions.send_for_signing(
        draft, based_on=draft.version, at=moment(date(2021, 7, 13), 15, 20), by=coordinator
    )
