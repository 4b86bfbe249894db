"""A notice's life: drafted, signed and numbered, signed for, answered, closed, raised or withdrawn.

One function per transition, each on the version that was on the screen. The unit's reply is a paper of its
own: `reply_actions`.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from progress.models import ListSettings, Notice, NoticeReply, ReportingPeriod
from progress.notices.checks import (
    Content,
    check_addressed,
    check_addressee,
    check_content,
    check_may_draft,
    check_may_sign,
    check_version,
    may_sign,
    required,
)
from progress.notices.paper_reads import head_words, office_words
from progress.notices.proposal_reads import Proposal
from progress.notices.reads import doubts_about, reply_day
from progress.rules import addresses, escalation
from progress.rules.states import RUNNING, SIGNED_LEVELS, UNISSUED, NoticeLevel, NoticeState, ReplyState
from projects.filing.checks import check_seen, check_shown
from projects.log.actions import record
from projects.log.acts import Act
from projects.log.concluded import check_not_concluded
from projects.models import Task, Unit, User, YearlyList
from projects.rules.calendar import local_day
from projects.rules.city import City
from projects.rules.errors import Refused

DRAFTED = Act("notice_drafted", "拟督办单", after_conclusion=True)
REVISED = Act("notice_revised", "修改督办单", after_conclusion=True)
DISCARDED = Act("notice_discarded", "删除督办单草稿", after_conclusion=True)
SENT_FOR_SIGNING = Act("notice_sent_for_signing", "督办单送签", after_conclusion=True)
SENT_BACK = Act("notice_sent_back", "督办单退回拟稿", after_conclusion=True)
ISSUED = Act("notice_issued", "签发督办单", after_conclusion=True)
RECEIVED = Act("notice_received", "签收督办单", after_conclusion=True)
REPLY_RETURNED = Act("notice_reply_returned", "退回督办回复", after_conclusion=True)
CLOSED = Act("notice_closed", "督办单办结", after_conclusion=True)
WITHDRAWN = Act("notice_withdrawn", "督办单作废", after_conclusion=True)

RAISED_WORD, RESTORED_WORD = "升级督办", "恢复原级督办"  # what a notice owes to the one above it


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
    earlier = _locked(previous) if previous else None
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
def draft_proposed(found: Proposal, *, period: ReportingPeriod, shown: str, at: datetime, by: User) -> Notice:
    """拟办 of a 提醒单 as the figures propose it now; Stale where the list that was read told otherwise."""
    check_shown(found.seal, shown, what=f"第{found.numbers}项的情形")
    demands = escalation.demand_words(found.kinds)
    content = Content(NoticeLevel.ALERT, found.words, demands, reply_day(period.yearly_list, local_day(at)))
    return draft(found.unit, period=period, tasks=found.tasks, content=content, at=at, by=by)


@transaction.atomic
def revise(notice: Notice, *, content: Content, based_on: int, at: datetime, by: User) -> Notice:
    """Write a draft anew.

    What awaits signing stays so where the signer writes; anybody else takes it back by writing.
    """
    check_may_draft(by)
    locked = _begin(notice, *UNISSUED)
    check_version(locked, based_on)
    check_content(content, _locked(locked.previous) if locked.previous else None, local_day(at))
    _write(locked, content, at=at, by=by)
    state = locked.state if may_sign(locked, by=by) and content.level in SIGNED_LEVELS else NoticeState.DRAFT
    return _move(locked, state, REVISED, at=at, by=by, saved=content)


@transaction.atomic
def discard(notice: Notice, *, based_on: int, at: datetime, by: User) -> None:
    """Take a draft away; no number is spent."""
    check_may_draft(by)
    locked = _begin(notice, *UNISSUED)
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
    locked = _begin(notice, *UNISSUED)
    if locked.state == NoticeState.AWAITING:
        return locked
    check_version(locked, based_on)
    if locked.level not in SIGNED_LEVELS:
        raise Refused("提醒单不需送签，可直接签发。")
    return _move(locked, NoticeState.AWAITING, SENT_FOR_SIGNING, at=at, by=by, sent_back_word="")


@transaction.atomic
def send_back(notice: Notice, *, word: str, based_on: int, at: datetime, by: User) -> Notice:
    """The supervisor gives a draft back with a word."""
    locked = _begin(notice, NoticeState.AWAITING)
    check_may_sign(locked, by)
    check_version(locked, based_on)
    return _move(
        locked,
        NoticeState.DRAFT,
        SENT_BACK,
        at=at,
        by=by,
        detail={"word": required(word, "请写明退回意见。")},
        sent_back_word=word.strip(),
    )


@transaction.atomic
def issue(
    notice: Notice, *, based_on: int, city: City, is_certain: bool = False, at: datetime, by: User
) -> Notice:
    """签发: gives the next number of the year's series, without gaps or doubles.

    Asked twice (`is_certain`) where newer accepted figures no longer bear it out. A second click changes
    nothing.
    """
    locked = _begin(notice, *UNISSUED, NoticeState.ISSUED)
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
    doubts = doubts_about(locked, local_day(at))
    if doubts and not is_certain:
        raise Refused(f"{''.join(doubts)}请核对事由；仍要签发的，请勾选“已核对，仍要签发”。")
    prefix = _prefix(_lock_series(locked.yearly_list), city)
    previous = _locked(locked.previous) if locked.previous else None
    check_content(_content(locked), previous, local_day(at))
    _supersede(previous, at=at, by=by)
    number = (locked.yearly_list.notices.aggregate(last=Max("number"))["last"] or 0) + 1
    reference = escalation.reference(prefix, locked.yearly_list.year, number)
    return _move(
        locked,
        NoticeState.ISSUED,
        ISSUED,
        at=at,
        by=by,
        number=number,
        reference=reference,
        head=head_words(locked.level, city),
        office=office_words(locked.level, by, city),
        issued_at=at,
        issued_by=by,
    )


@transaction.atomic
def receive(notice: Notice, *, based_on: int, at: datetime, by: User) -> Notice:
    """签收: who and when. A second click changes nothing."""
    check_addressee(notice, by)
    locked = _begin(notice, NoticeState.ISSUED, NoticeState.RECEIVED)
    if locked.state == NoticeState.RECEIVED:
        return locked
    check_seen(locked, based_on)
    return _move(locked, NoticeState.RECEIVED, RECEIVED, at=at, by=by, received_at=at, received_by=by)


@transaction.atomic
def ask_again(
    notice: Notice, *, reason: str, reply_by: date, based_on: int, at: datetime, by: User
) -> Notice:
    """退回回复: the reply is wanting; with the reason and a new date. Its text stays for the unit to mend."""
    locked = _begin(notice, NoticeState.REPLIED)
    check_may_sign(locked, by)
    check_seen(locked, based_on)
    reason = required(reason, "请写明退回回复的理由。")
    if reply_by < local_day(at):
        raise Refused("新的回复期限不能早于今天。")
    last = locked.rounds.filter(recalled_at=None).order_by("number").last()
    last.returned_at, last.returned_by, last.return_reason = at, by, reason
    last.save(update_fields=["returned_at", "returned_by", "return_reason"])
    _answer(locked, ReplyState.RETURNED, REPLY_RETURNED, at=at, by=by, refile_by=reply_by)
    detail = {"reason": reason, "reply_by": reply_by.isoformat()}
    return _move(locked, NoticeState.RECEIVED, REPLY_RETURNED, at=at, by=by, detail=detail, reply_by=reply_by)


@transaction.atomic
def close(notice: Notice, *, note: str = "", based_on: int, at: datetime, by: User) -> Notice:
    """办结; without a reply the office says why. A second click changes nothing."""
    locked = _begin(notice, *RUNNING, NoticeState.CLOSED)
    check_may_sign(locked, by)
    if locked.state == NoticeState.CLOSED:
        return locked
    check_seen(locked, based_on)
    if locked.state != NoticeState.REPLIED and not note.strip():
        raise Refused("单位尚未回复，办结请写明理由。")
    if locked.state == NoticeState.REPLIED:
        _answer(locked, ReplyState.ACCEPTED, CLOSED, at=at, by=by)
    return _end(locked, NoticeState.CLOSED, CLOSED, note, at=at, by=by)


@transaction.atomic
def withdraw(notice: Notice, *, reason: str, based_on: int, at: datetime, by: User) -> Notice:
    """作废 with a reason; the number stays spent, and what it had raised runs again."""
    locked = _begin(notice, *RUNNING)
    check_may_sign(locked, by)
    check_seen(locked, based_on)
    said = required(reason, "请写明作废的理由。")
    if locked.followers.open().exists():
        raise Refused("已在该件上拟办升级，请先删除升级件的草稿。")
    _restore(locked.previous, at=at, by=by)
    return _end(locked, NoticeState.WITHDRAWN, WITHDRAWN, said, at=at, by=by)


def _begin(notice: Notice, *states: str) -> Notice:
    """The row, locked, where it is in one of these states."""
    locked = (
        Notice.objects.filter(pk=notice.pk)
        .select_for_update(of=("self",))
        .select_related("unit", "period__yearly_list", "yearly_list", "previous")
        .first()
    )
    if locked is None:
        raise Refused("该草稿已被删除。")
    if locked.state not in states:
        raise Refused(f"该件现为“{locked.get_state_display()}”，不能办理此项。")
    return locked


def _locked(notice: Notice) -> Notice:
    return Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)


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


def _restore(previous: Notice | None, *, at: datetime, by: User) -> None:
    """The notice that had been raised stands again where it stood."""
    if previous:
        locked = _locked(previous)
        locked.state = (
            NoticeState.REPLIED
            if locked.chase.replied_on
            else NoticeState.RECEIVED
            if locked.received_at
            else NoticeState.ISSUED
        )
        locked.save(update_fields=["state", *locked.renew(RESTORED_WORD, at=at, by=by)])


def _answer(
    notice: Notice, state: str, act: Act, *, at: datetime, by: User, refile_by: date | None = None
) -> None:
    """What the office decides on the reply that stands."""
    reply = NoticeReply.objects.select_for_update(of=("self",)).get(notice=notice)
    reply.state, reply.refile_by = state, refile_by
    reply.save(update_fields=["state", "refile_by", *reply.renew(act.word, at=at, by=by)])


def _end(notice: Notice, state: str, act: Act, note: str, *, at: datetime, by: User) -> Notice:
    said = {"ended_at": at, "ended_by": by, "ended_note": note.strip()}
    return _move(notice, state, act, at=at, by=by, detail={"note": note.strip()}, **said)


def _move(
    notice: Notice,
    state: str,
    act: Act,
    *,
    at: datetime,
    by: User,
    detail: dict | None = None,
    saved: Content | None = None,
    **changes: object,
) -> Notice:
    """Write the new state, raise the version, record the act last."""
    old = notice.state
    for name, value in {"state": state, **changes}.items():
        setattr(notice, name, value)
    renewed = notice.renew(act.word, at=at, by=by)
    written = [each.name for each in fields(Content)] + ["saved_at", "saved_by"] if saved else []
    notice.save(update_fields=["state", *renewed, *changes, *written])
    record(
        act,
        by=by,
        at=at,
        obj=notice,
        url=notice.address,
        detail={"from": NoticeState(old).word, "to": NoticeState(state).word, **(detail or {})},
    )
    return notice
