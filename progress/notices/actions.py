"""A notice's life: drafted, signed and numbered, signed for, replied to, closed, raised or withdrawn. One function per transition."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime

from progress.models import ListSettings, Notice, NoticeReply, ReportingPeriod
from progress.notices.reads import head_words, office_words
from progress.rules import addresses, escalation
from progress.rules.states import RUNNING, SIGNED_LEVELS, UNISSUED, NoticeLevel, NoticeState
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Task, Unit, User, YearlyList
from projects.rules.calendar import local_day
from projects.rules.city import City
from projects.rules.errors import NotYours, Refused, Stale

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


@dataclass(frozen=True)
class Content:
    """What the form of a notice holds."""

    level: str
    grounds: str
    demands: str
    reply_by: date
    urgency: str = ""


@dataclass(frozen=True)
class Answer:
    """What a unit replies: cause, measures, by when, and what has been done."""

    cause: str
    measures: str
    finish_by: date
    text: str = ""


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
    """拟办: by coordinator or supervisor, to one unit about its tasks; `previous` is the notice that is raised. No number yet."""
    _check_may_draft(by)
    _lock_series(period.yearly_list)
    tasks = tuple(tasks)
    earlier = _locked(previous) if previous else None
    _check_addressed(unit, tasks, period, earlier)
    _check_content(content, earlier, local_day(at))
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
    """Write a draft anew. What awaits signing stays so where the signer writes; anybody else takes it back by writing."""
    _check_may_draft(by)
    locked = _begin(notice, *UNISSUED)
    _check_version(locked, based_on)
    _check_content(content, _locked(locked.previous) if locked.previous else None, local_day(at))
    _write(locked, content, at=at, by=by)
    state = locked.state if may_sign(locked, by=by) and content.level in SIGNED_LEVELS else NoticeState.DRAFT
    return _move(locked, state, REVISED, at=at, by=by, saved=content)


@transaction.atomic
def discard(notice: Notice, *, at: datetime, by: User) -> None:
    """Take a draft away; no number is spent."""
    _check_may_draft(by)
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
    _check_may_draft(by)
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
    _check_may_sign(locked, by)
    return _move(
        locked,
        NoticeState.DRAFT,
        SENT_BACK,
        at=at,
        by=by,
        detail={"word": _said(word, "请写明退回意见。")},
        sent_back_word=word.strip(),
    )


@transaction.atomic
def issue(notice: Notice, *, based_on: int, city: City, at: datetime, by: User) -> Notice:
    """签发: gives the next number of the year's series, without gaps or doubles. A second click changes nothing."""
    locked = _begin(notice, *UNISSUED, NoticeState.ISSUED)
    _check_may_sign(locked, by)
    if locked.state == NoticeState.ISSUED:
        return locked
    _check_version(locked, based_on)
    if (
        locked.state == NoticeState.DRAFT
        and locked.level != NoticeLevel.ALERT
        and locked.saved_by_id != by.pk
    ):
        raise Refused("该件尚未送签，拟稿人可能还在修改。")
    prefix = _prefix(_lock_series(locked.yearly_list), city)
    previous = _locked(locked.previous) if locked.previous else None
    _check_content(_content(locked), previous, local_day(at))
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
    _check_addressee(notice, by)
    locked = _begin(notice, NoticeState.ISSUED, NoticeState.RECEIVED)
    if locked.state == NoticeState.RECEIVED:
        return locked
    return _move(locked, NoticeState.RECEIVED, RECEIVED, at=at, by=by, received_at=at, received_by=by)


@transaction.atomic
def reply(notice: Notice, *, answer: Answer, at: datetime, by: User) -> Notice:
    """回复: cause, measures and the date by which it will be done; once signed for."""
    _check_addressee(notice, by)
    locked = _begin(notice, NoticeState.ISSUED, NoticeState.RECEIVED)
    if locked.state == NoticeState.ISSUED:
        raise Refused("请先签收，再回复。")
    cause, measures = _said(answer.cause, "请写明原因。"), _said(answer.measures, "请写明措施。")
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
    _check_may_sign(locked, by)
    reason = _said(reason, "请写明退回回复的理由。")
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
    _check_may_sign(locked, by)
    if locked.state == NoticeState.CLOSED:
        return locked
    if locked.state != NoticeState.REPLIED and not note.strip():
        raise Refused("单位尚未回复，办结请写明理由。")
    return _end(locked, NoticeState.CLOSED, CLOSED, note, at=at, by=by)


@transaction.atomic
def withdraw(notice: Notice, *, reason: str, at: datetime, by: User) -> Notice:
    """作废 with a reason; the number stays spent, and what it had raised runs again."""
    locked = _begin(notice, *RUNNING)
    _check_may_sign(locked, by)
    said = _said(reason, "请写明作废的理由。")
    if locked.followers.open().exists():
        raise Refused("已在该件上拟办升级，请先删除升级件的草稿。")
    _restore(locked.previous)
    return _end(locked, NoticeState.WITHDRAWN, WITHDRAWN, said, at=at, by=by)


def _check_may_draft(by: User) -> None:
    if not by.has_perm("draft_notices"):
        raise NotYours("督办单由协调员、督查员拟办。")


def may_sign(notice: Notice, *, by: User) -> bool:
    """提醒单: coordinator or supervisor; the others: the supervisor; nobody to the own unit but the supervisor."""
    if by.has_perm("sign_notices"):
        return True
    return notice.level == NoticeLevel.ALERT and by.has_perm("draft_notices") and by.unit_id != notice.unit_id


def _check_may_sign(notice: Notice, by: User) -> None:
    """Who signs a level also judges the replies to it, closes and withdraws it."""
    if not may_sign(notice, by=by):
        raise NotYours(_who_signs(notice, by))


def _who_signs(notice: Notice, by: User) -> str:
    if notice.level != NoticeLevel.ALERT:
        return f"{NoticeLevel(notice.level).word}由督查员签发和办理。"
    if by.has_perm("draft_notices"):
        return "发给本单位的提醒单由督查员签发和办理。"
    return "提醒单由协调员、督查员签发和办理。"


def _check_addressee(notice: Notice, by: User) -> None:
    if by.unit_id != notice.unit_id or not by.has_perm("file_reports"):
        raise NotYours("只有主送单位的填报员、审签人可以签收和回复。")


def _check_addressed(
    unit: Unit, tasks: tuple[Task, ...], period: ReportingPeriod, previous: Notice | None
) -> None:
    """A notice names tasks of the unit in an opened quarter, each in one running notice at a time."""
    if not tasks:
        raise Refused("请至少选择一项任务。")
    if not unit.is_active:
        raise Refused(f"{unit}已停用，无人签收，请改送承接任务的单位。")
    if period.opened_at is None:
        raise Refused(f"{period}尚未开启，不能督办。")
    keys = {task.pk for task in tasks}
    own = Task.objects.filter(pk__in=keys, yearly_list=period.yearly_list_id).answered_for(unit.code)
    if own.count() != len(keys):
        raise Refused(f"所选任务不都是{unit}的任务，请核对。")
    if previous and (previous.unit_id, previous.period_id) != (unit.pk, period.pk):
        raise Refused("升级件的单位、季度应与上一级相同。")
    running = (
        Notice.objects.open()
        .filter(unit=unit, period=period, tasks__in=keys)
        .exclude(pk=previous.pk if previous else None)
        .first()
    )
    if running:
        raise Refused(f"该单位该任务本季度已有{running}（{running.get_state_display()}），不重复拟办。")


def _check_content(content: Content, previous: Notice | None, on: date) -> None:
    """The level may follow, the deadline is to come, and what must be said is said."""
    if not NoticeLevel.of(content.level):
        raise Refused("请选择级别。")
    _said(content.grounds, "请写明事由。"), _said(content.demands, "请写明办理要求。")
    if content.reply_by < on:
        raise Refused("回复期限已过，请改为今天以后的日期。")
    found = escalation.obstacle(content.level, previous.chase if previous else None, content.urgency, on)
    if found:
        raise Refused(found)


def _said(text: str, otherwise: str) -> str:
    """The text without the space around it; refused where nothing is said."""
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


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


def _check_version(notice: Notice, based_on: int) -> None:
    if notice.version != based_on:
        who = f"{notice.saved_by}已在{localtime(notice.saved_at):%m月%d日 %H:%M}"
        raise Stale(f"{who}改过这份草稿，您的操作没有保存，请对照后再办。")


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
