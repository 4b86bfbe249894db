"""A notice until it goes out: drafted, revised, sent for signing, signed and numbered.

One function per step, each on the version that was on the screen.
"""

from collections.abc import Iterable
from dataclasses import astuple, fields
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from progress.models import ListSettings, Notice, ReportingPeriod
from progress.notices.checks import (
    Content,
    check_addressed,
    check_content,
    check_may_draft,
    check_may_sign,
    check_version,
    may_sign,
)
from progress.notices.paper_reads import head_words, office_words
from progress.notices.proposal_reads import NoticeProposal, facts_against
from progress.notices.reads import doubts_about, obstacle_to, reply_day
from progress.notices.step_actions import begin, locked_notice, move
from progress.rules import addresses, escalation
from progress.rules.states import SIGNED_LEVELS, UNISSUED, NoticeLevel, NoticeState
from projects.filing.checks import check_seen, check_shown, required
from projects.log.actions import record
from projects.log.acts import Act
from projects.log.concluded import check_not_concluded
from projects.models import Task, Unit, User, YearlyList
from projects.rules.calendar import local_day
from projects.rules.city import City
from projects.rules.errors import Refused
from projects.rules.seals import seal_of

DRAFTED = Act("notice_drafted", "拟督办单", after_conclusion=True)
REVISED = Act("notice_revised", "修改督办单", after_conclusion=True)
DISCARDED = Act("notice_discarded", "删除督办单草稿", after_conclusion=True)
SENT_FOR_SIGNING = Act("notice_sent_for_signing", "督办单送签", after_conclusion=True)
SENT_BACK = Act("notice_sent_back", "督办单退回拟稿", after_conclusion=True)
ISSUED = Act("notice_issued", "签发督办单", after_conclusion=True)

RAISED_WORD = "升级督办"  # what a notice owes to the one above it


@transaction.atomic
def draft(
    unit: Unit,
    *,
    period: ReportingPeriod,
    tasks: Iterable[Task],
    content: Content,
    previous: Notice | None = None,
    based_on: int | None = None,
    at: datetime,
    by: User,
) -> Notice:
    """拟办: by coordinator or supervisor, to one unit about its tasks. No number yet.

    `previous` is the notice that is raised, `based_on` its version on the screen.
    """
    check_may_draft(by)
    _lock_series(period.yearly_list)
    tasks = tuple(tasks)
    earlier = locked_notice(previous) if previous else None
    if earlier:
        check_seen(earlier, based_on)
    else:
        check_not_concluded(period)  # what is open may be raised, nothing new begins
    check_addressed(unit, tasks, period, earlier)
    check_content(content, earlier, local_day(at))
    notice = Notice(
        period=period,
        yearly_list=period.yearly_list,
        unit=unit,
        previous=earlier,
        state=NoticeState.DRAFT,
        drafted_at=at,
        drafted_by=by,
        rests_on=[astuple(each) for each in facts_against(unit, tasks, period, local_day(at))],
    )
    _write(notice, content, at=at, by=by)
    notice.changed_at, notice.changed_by, notice.changed_word = at, by, DRAFTED.word
    notice.save()
    notice.tasks.set(tasks)
    named = {
        "unit": unit.name,
        "tasks": [task.number for task in tasks],
        "level": NoticeLevel(content.level).word,
    }
    record(DRAFTED, by=by, at=at, obj=notice, url=notice.address, detail=named)
    return notice


@transaction.atomic
def draft_proposed(
    found: NoticeProposal, *, period: ReportingPeriod, shown: str, at: datetime, by: User
) -> Notice:
    """拟办 of a 提醒单 as the figures propose it now; Stale where the list that was read showed another."""
    check_shown(found.seal, shown, what=f"第{found.numbers}项的情形")
    demands = escalation.demand_words(found.kinds, quarter=period.quarter)
    content = Content(NoticeLevel.ALERT, found.words, demands, reply_day(period.yearly_list, local_day(at)))
    return draft(found.unit, period=period, tasks=found.tasks, content=content, at=at, by=by)


@transaction.atomic
def revise(notice: Notice, *, content: Content, based_on: int, at: datetime, by: User) -> Notice:
    """Write a draft anew.

    What awaits signing stays so where the signer writes; anybody else takes it back by writing.
    """
    check_may_draft(by)
    locked = begin(notice, *UNISSUED)
    check_version(locked, based_on)
    check_content(content, locked_notice(locked.previous) if locked.previous else None, local_day(at))
    _write(locked, content, at=at, by=by)
    state = locked.state if may_sign(locked, by=by) and content.level in SIGNED_LEVELS else NoticeState.DRAFT
    return move(locked, state=state, act=REVISED, at=at, by=by, saved=content)


@transaction.atomic
def discard(notice: Notice, *, based_on: int, at: datetime, by: User) -> None:
    """Take a draft away; no number is spent."""
    check_may_draft(by)
    locked = begin(notice, *UNISSUED)
    check_version(locked, based_on)
    label, detail = str(locked), {"unit": locked.unit.name, "grounds": locked.grounds}
    locked.delete()
    record(
        DISCARDED,
        by=by,
        at=at,
        url=addresses.notices(notice.yearly_list.year),
        detail={"notice": label, **detail},
    )


@transaction.atomic
def send_for_signing(notice: Notice, *, based_on: int, at: datetime, by: User) -> Notice:
    """送签: 督办单 and 挂牌督办 go to the supervisor. A second click changes nothing."""
    check_may_draft(by)
    locked = begin(notice, *UNISSUED)
    if locked.state == NoticeState.AWAITING:
        return locked
    check_version(locked, based_on)
    if locked.level not in SIGNED_LEVELS:
        raise Refused("提醒单不需送签，可直接签发。")
    if locked.over_before:
        raise Refused(obstacle_to(locked, local_day(at)))
    return move(locked, state=NoticeState.AWAITING, act=SENT_FOR_SIGNING, at=at, by=by, sent_back_word="")


@transaction.atomic
def send_back(notice: Notice, *, word: str, based_on: int, at: datetime, by: User) -> Notice:
    """The supervisor gives a draft back with a word."""
    locked = begin(notice, NoticeState.AWAITING)
    check_may_sign(locked, by)
    check_version(locked, based_on)
    return move(
        locked,
        state=NoticeState.DRAFT,
        act=SENT_BACK,
        at=at,
        by=by,
        detail={"word": required(word, "请写明退回意见。")},
        sent_back_word=word.strip(),
    )


@transaction.atomic
def issue(
    notice: Notice, *, based_on: int, city: City, certain_of: str = "", at: datetime, by: User
) -> Notice:
    """签发: gives the next number of the year's series, without gaps or doubles.

    Asked twice where what it rests on does not stand any more as it stood: `certain_of` is the seal of the
    doubts that were read. A second click changes nothing.
    """
    locked = begin(notice, *UNISSUED, NoticeState.ISSUED)
    check_may_sign(locked, by)
    if locked.state == NoticeState.ISSUED:
        return locked
    check_version(locked, based_on)
    if (
        locked.state == NoticeState.DRAFT
        and locked.level != NoticeLevel.ALERT
        and locked.saved_by_id != by.pk
    ):
        raise Refused("该件尚未送签，拟稿人可能还在修改。")
    settings = _lock_series(locked.yearly_list)
    previous = locked.previous = locked_notice(locked.previous) if locked.previous else None
    check_content(_content(locked), previous, local_day(at))
    doubts = doubts_about(locked, local_day(at))
    if doubts and certain_of != seal_of(*doubts):
        raise Refused(f"{''.join(doubts)}请核对事由；仍要签发的，请勾选“已核对，仍要签发”。")
    prefix = _prefix(settings, city)
    _supersede(previous, at=at, by=by)
    number = (locked.yearly_list.notices.aggregate(last=Max("number"))["last"] or 0) + 1
    reference = escalation.reference(prefix, locked.yearly_list.year, number)
    return move(
        locked,
        state=NoticeState.ISSUED,
        act=ISSUED,
        at=at,
        by=by,
        number=number,
        reference=reference,
        head=head_words(locked.level, city),
        office=office_words(locked.level, by, city),
        issued_at=at,
        issued_by=by,
    )


def _lock_series(yearly_list: YearlyList) -> ListSettings:
    """Whoever drafts or numbers in a year does it one after the other."""
    ListSettings.objects.get_or_create(yearly_list=yearly_list)
    return ListSettings.objects.select_for_update().get(yearly_list=yearly_list)


def _prefix(settings: ListSettings, city: City) -> str:
    """The list's 代字; the first number of a year takes over the city's, so that the series keeps it."""
    if not settings.notice_prefix:
        settings.notice_prefix = city.notice_prefix
        settings.save(update_fields=["notice_prefix"])
    return settings.notice_prefix


def _content(notice: Notice) -> Content:
    return Content(**{each.name: getattr(notice, each.name) for each in fields(Content)})


def _write(notice: Notice, content: Content, *, at: datetime, by: User) -> None:
    """Put the content on the row, not saved."""
    notice.level, notice.reply_by = content.level, content.reply_by
    notice.grounds, notice.demands, notice.urgency = (
        content.grounds.strip(),
        content.demands.strip(),
        content.urgency.strip(),
    )
    notice.saved_at, notice.saved_by = at, by


def _supersede(previous: Notice | None, *, at: datetime, by: User) -> None:
    """The notice that is raised has done its work."""
    if previous:
        previous.state = NoticeState.RAISED
        previous.save(update_fields=["state", *previous.renew(RAISED_WORD, at=at, by=by)])
