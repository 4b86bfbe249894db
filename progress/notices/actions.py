"""A notice's life: drafted, signed and numbered, signed for, replied to, closed, raised or withdrawn.

One function per transition.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from progress.models import ListSettings, Notice, NoticeReply, ReportingPeriod
from progress.notices.checks import (
    Answer,
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
from progress.notices.reads import head_words, office_words
from progress.rules import addresses, escalation
from progress.rules.states import RUNNING, SIGNED_LEVELS, UNISSUED, NoticeLevel, NoticeState
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Task, Unit, User, YearlyList
from projects.rules.calendar import local_day
from projects.rules.city import City
from projects.rules.errors import Refused

DRAFTED = Act("notice_drafted", "拟督办单")
REVISED = Act("notice_revised", "修改督办单")
DISCARDED = Act("notice_discarded", "删除督办单草稿")
SENT_FOR_SIGNING = Act("notice_sent_for_signing", "督办单送签")
SENT_BACK = Act("notice_sent_back", "督办单退回拟稿")
ISSUED = Act("notice_issued", "签发督办单")
RECEIVED = Act("notice_received", "签收督办单")
REPLIED = Act("notice_replied", "回复督办单")
REPLY_RETURNED = Act("notice_reply_returned", "退回督办回复")
CLOSED = Act("notice_closed", "督办单办结")
WITHDRAWN = Act("notice_withdrawn", "督办单作废")


@transaction.atomic
def draft(
    unit: Unit,
    *,
    period: ReportingPeriod,
    tasks: Iterable[Task],
    content: Content,
    previous: Notice | None = None,
    at: datetime,
    by: User,
) -> Notice:
    """拟办: by coordinator or supervisor, to one unit about its tasks.

    `previous` is the notice that is raised. No number yet.
    """
    check_may_draft(by)
    _lock_series(period.yearly_list)
    tasks = tuple(tasks)
    earlier = _locked(previous) if previous else None
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
def discard(notice: Notice, *, at: datetime, by: User) -> None:
    """Take a draft away; no number is spent."""
    check_may_draft(by)
    locked = _begin(notice, *UNISSUED)
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
def send_for_signing(notice: Notice, *, at: datetime, by: User) -> Notice:
    """送签: 督办单 and 挂牌督办 go to the supervisor. A second click changes nothing."""
    check_may_draft(by)
    locked = _begin(notice, *UNISSUED)
    if locked.state == NoticeState.AWAITING:
        return locked
    if locked.level not in SIGNED_LEVELS:
        raise Refused("提醒单不需送签，可直接签发。")
    return _move(locked, NoticeState.AWAITING, SENT_FOR_SIGNING, at=at, by=by, sent_back_word="")


@transaction.atomic
def send_back(notice: Notice, *, word: str, at: datetime, by: User) -> Notice:
    """The supervisor gives a draft back with a word."""
    locked = _begin(notice, NoticeState.AWAITING)
    check_may_sign(locked, by)
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
def issue(notice: Notice, *, based_on: int, city: City, at: datetime, by: User) -> Notice:
    """签发: gives the next number of the year's series, without gaps or doubles.

    A second click changes nothing.
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
    prefix = _prefix(_lock_series(locked.yearly_list), city)
    previous = _locked(locked.previous) if locked.previous else None
    check_content(_content(locked), previous, local_day(at))
    _supersede(previous)
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
def receive(notice: Notice, *, at: datetime, by: User) -> Notice:
    """签收: who and when. A second click changes nothing."""
    check_addressee(notice, by)
    locked = _begin(notice, NoticeState.ISSUED, NoticeState.RECEIVED)
    if locked.state == NoticeState.RECEIVED:
        return locked
    return _move(locked, NoticeState.RECEIVED, RECEIVED, at=at, by=by, received_at=at, received_by=by)


@transaction.atomic
def reply(notice: Notice, *, answer: Answer, at: datetime, by: User) -> Notice:
    """回复: cause, measures and the date by which it will be done; once signed for."""
    check_addressee(notice, by)
    locked = _begin(notice, NoticeState.ISSUED, NoticeState.RECEIVED)
    if locked.state == NoticeState.ISSUED:
        raise Refused("请先签收，再回复。")
    cause, measures = required(answer.cause, "请写明原因。"), required(answer.measures, "请写明措施。")
    said = {"cause": cause, "measures": measures, "finish_by": answer.finish_by, "text": answer.text.strip()}
    NoticeReply.objects.create(
        notice=locked, number=locked.replies.count() + 1, replied_at=at, replied_by=by, **said
    )
    return _move(
        locked,
        NoticeState.REPLIED,
        REPLIED,
        at=at,
        by=by,
        detail={"finish_by": answer.finish_by.isoformat()},
    )


@transaction.atomic
def ask_again(notice: Notice, *, reason: str, reply_by: date, at: datetime, by: User) -> Notice:
    """退回回复: the reply is wanting; with the reason and a new date."""
    locked = _begin(notice, NoticeState.REPLIED)
    check_may_sign(locked, by)
    reason = required(reason, "请写明退回回复的理由。")
    if reply_by < local_day(at):
        raise Refused("新的回复期限不能早于今天。")
    last = locked.replies.order_by("number").last()
    last.returned_at, last.returned_by, last.return_reason = at, by, reason
    last.save(update_fields=["returned_at", "returned_by", "return_reason"])
    detail = {"reason": reason, "reply_by": reply_by.isoformat()}
    return _move(locked, NoticeState.RECEIVED, REPLY_RETURNED, at=at, by=by, detail=detail, reply_by=reply_by)


@transaction.atomic
def close(notice: Notice, *, note: str = "", at: datetime, by: User) -> Notice:
    """办结; without a reply the office says why. A second click changes nothing."""
    locked = _begin(notice, *RUNNING, NoticeState.CLOSED)
    check_may_sign(locked, by)
    if locked.state == NoticeState.CLOSED:
        return locked
    if locked.state != NoticeState.REPLIED and not note.strip():
        raise Refused("单位尚未回复，办结请写明理由。")
    return _end(locked, NoticeState.CLOSED, CLOSED, note, at=at, by=by)


@transaction.atomic
def withdraw(notice: Notice, *, reason: str, at: datetime, by: User) -> Notice:
    """作废 with a reason; the number stays spent, and what it had raised runs again."""
    locked = _begin(notice, *RUNNING)
    check_may_sign(locked, by)
    said = required(reason, "请写明作废的理由。")
    if locked.followers.open().exists():
        raise Refused("已在该件上拟办升级，请先删除升级件的草稿。")
    _restore(locked.previous)
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


def _supersede(previous: Notice | None) -> None:
    """The notice that is raised has done its work."""
    if previous:
        previous.state, previous.version = NoticeState.RAISED, previous.version + 1
        previous.save(update_fields=["state", "version"])


def _restore(previous: Notice | None) -> None:
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
        locked.version += 1
        locked.save(update_fields=["state", "version"])


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
    notice.version += 1
    written = [each.name for each in fields(Content)] + ["saved_at", "saved_by"] if saved else []
    notice.save(update_fields=["state", "version", *changes, *written])
    record(
        act,
        by=by,
        at=at,
        obj=notice,
        url=notice.address,
        detail={"from": NoticeState(old).word, "to": NoticeState(state).word, **(detail or {})},
    )
    return notice
