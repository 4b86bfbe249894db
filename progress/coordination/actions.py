"""会办: recorded by the commission against a task.

Each conclusion reported done by its unit and confirmed (domain.md, Chasing).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from progress.ledger.locks import lock_task
from progress.models import Conclusion, Coordination
from projects.filing.checks import check_in_use, check_seen, refuse
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Task, Unit, User
from projects.rules.calendar import local_day, short_moment, slip_of_year
from projects.rules.errors import NotYours, Refused, Stale

MEETING_RECORDED = Act("coordination_recorded", "记录会办")
MEETING_AMENDED = Act("coordination_amended", "修改会办记录")
CONCLUSION_REPORTED = Act("conclusion_reported", "报告会办事项办结")
CONCLUSION_CONFIRMED = Act("conclusion_confirmed", "确认会办事项办结")
CONCLUSION_SENT_BACK = Act("conclusion_sent_back", "退回会办事项")

MEETING_FIELDS = (
    "held_on",
    "place",
    "chaired_by",
    "text",
)  # beside its units and conclusions


@dataclass(frozen=True)
class Agreed:
    """Who does what by when."""

    text: str
    unit: Unit
    due_on: date


@dataclass(frozen=True)
class Meeting:
    """What is recorded of a meeting."""

    held_on: date
    chaired_by: str
    text: str
    place: str = ""
    units: tuple[Unit, ...] = ()
    agreed: tuple[Agreed, ...] = ()


def fingerprint_of(coordination: Coordination) -> str:
    """A mark of the record as it stands: who changes it has seen exactly this."""
    values = [str(getattr(coordination, name)) for name in MEETING_FIELDS]
    units = sorted(unit.code for unit in coordination.units.all())
    return sha256(repr((values, units, coordination.conclusions.count())).encode()).hexdigest()


@transaction.atomic
def hold(task: Task, *, meeting: Meeting, at: datetime, by: User) -> Coordination:
    """记录会办: a meeting that was held, with its conclusions in their order.

    The same once more changes nothing, whoever sends it; where place, units or conclusions differ it is told
    who has recorded the meeting.
    """
    _check_office(by)
    _check_meeting(meeting, local_day(at), task.yearly_list.year)
    lock_task(task.pk)
    same = {
        "held_on": meeting.held_on,
        "chaired_by": meeting.chaired_by.strip(),
        "text": meeting.text.strip(),
    }
    if known := Coordination.objects.filter(task=task, **same).first():
        if not _says_the_same(known, meeting):
            raise Refused(_recorded_before(known))
        return known
    values = {
        "held_on": meeting.held_on,
        "place": meeting.place.strip(),
        "chaired_by": meeting.chaired_by.strip(),
        "text": meeting.text.strip(),
    }
    made = Coordination.objects.create(task=task, **values, recorded_at=at, recorded_by=by)
    made.units.set(meeting.units)
    _conclude(made, meeting.agreed)
    record(
        MEETING_RECORDED,
        by=by,
        at=at,
        obj=made,
        url=made.address,
        detail={"conclusions": len(meeting.agreed)},
    )
    return made


@transaction.atomic
def amend(
    coordination: Coordination, *, meeting: Meeting, based_on: str, at: datetime, by: User
) -> Coordination:
    """Put the record of a meeting right, and add conclusions behind those that stand.

    What stood before is kept in the log.

    `based_on` is the `fingerprint_of` that was seen: Stale where somebody, or one's own first click, has
    changed the record since.
    """
    _check_office(by)
    _check_meeting(meeting, local_day(at), coordination.task.yearly_list.year)
    locked = (
        Coordination.objects.select_for_update(of=("self",))
        .select_related("task__yearly_list")
        .get(pk=coordination.pk)
    )
    if fingerprint_of(locked) != based_on:
        raise Stale("会办记录在您打开之后已有修改，您填写的内容没有保存，请打开会办记录核对后再保存。")
    if locked.conclusions.filter(due_on__lt=meeting.held_on).exists():
        raise Refused("会办日期不能晚于已有会办事项的完成时限。")
    before = {name: str(getattr(locked, name)) for name in MEETING_FIELDS}
    for name in MEETING_FIELDS:
        value = getattr(meeting, name)
        setattr(locked, name, value.strip() if isinstance(value, str) else value)
    locked.save(update_fields=list(MEETING_FIELDS))
    locked.units.set(meeting.units)
    _conclude(locked, meeting.agreed, after=locked.conclusions.count())
    changed = {
        name: [old, str(getattr(locked, name))]
        for name, old in before.items()
        if old != str(getattr(locked, name))
    }
    record(
        MEETING_AMENDED,
        by=by,
        at=at,
        obj=locked,
        url=locked.address,
        detail={**changed, "added": len(meeting.agreed)},
    )
    return locked


@transaction.atomic
def report_done(conclusion: Conclusion, *, word: str, based_on: int, at: datetime, by: User) -> Conclusion:
    """The unit that has to do it says that and how it was done; a second report replaces nothing."""
    locked = _lock(conclusion)
    if by.unit_id != locked.unit_id or not by.has_perm("file_reports"):
        raise NotYours(f"该事项由{locked.unit}办理和报告。")
    check_in_use(by)
    if locked.done_at is not None or locked.reported_at is not None:
        raise Refused(f"该事项{locked.stands_as(locked.state_word(local_day(at)))}，不需再报告。")
    check_seen(locked, based_on)
    if not word.strip():
        raise Refused("请写明办理情况。")
    locked.reported_at, locked.reported_by, locked.reported_word = at, by, word.strip()
    return _keep(locked, CONCLUSION_REPORTED, word, at=at, by=by)


@transaction.atomic
def confirm(conclusion: Conclusion, *, based_on: int, at: datetime, by: User) -> Conclusion:
    """The office confirms that it was done, reported or not; nobody what they reported.

    A second click changes nothing.
    """
    _check_office(by)
    locked = _lock(conclusion)
    if locked.done_at is not None:
        return locked
    check_seen(locked, based_on)
    if locked.reported_by_id == by.pk:
        raise NotYours("本人报告的事项，不能由本人确认。")
    locked.done_at, locked.done_by = at, by
    return _keep(locked, CONCLUSION_CONFIRMED, "", at=at, by=by)


@transaction.atomic
def send_back(conclusion: Conclusion, *, word: str, based_on: int, at: datetime, by: User) -> Conclusion:
    """What was reported done is not: the unit goes on, and is told why."""
    _check_office(by)
    locked = _lock(conclusion)
    if locked.done_at is not None or locked.reported_at is None:
        raise Refused(f"该事项{locked.stands_as(locked.state_word(local_day(at)))}，不能退回。")
    check_seen(locked, based_on)
    if not word.strip():
        raise Refused("退回请写明意见。")
    locked.reported_at, locked.reported_by, locked.sent_back_word = None, None, word.strip()
    return _keep(locked, CONCLUSION_SENT_BACK, word, at=at, by=by)


def _says_the_same(known: Coordination, meeting: Meeting) -> bool:
    """Whether place, units and conclusions are those that were recorded."""
    stands = [(each.text, each.unit_id, each.due_on) for each in known.conclusions.order_by("order")]
    said = [(each.text.strip(), each.unit.pk, each.due_on) for each in meeting.agreed]
    present = set(known.units.values_list("pk", flat=True))
    is_there = known.place == meeting.place.strip() and present == {unit.pk for unit in meeting.units}
    return is_there and stands == said


def _recorded_before(known: Coordination) -> str:
    """Who was first."""
    who, when = known.recorded_by.display_name, short_moment(known.recorded_at)
    return (
        f"{who}已于{when}记录过这次会办，地点、参加单位或会办事项与您填写的不同；您填写的没有保存，"
        f"需要修改、补充的，请打开已有的会办记录办理。"
    )


def _conclude(coordination: Coordination, agreed: Iterable[Agreed], *, after: int = 0) -> None:
    rows = enumerate(agreed, after + 1)
    Conclusion.objects.bulk_create(
        Conclusion(
            coordination=coordination, order=order, text=each.text.strip(), unit=each.unit, due_on=each.due_on
        )
        for order, each in rows
    )


def _check_office(by: User) -> None:
    if not by.has_perm("record_coordination"):
        raise NotYours("只有协调员、督查员可以记录会办、确认办结。")


def _check_meeting(meeting: Meeting, today: date, year: int) -> None:
    if meeting.held_on > today:
        raise Refused("会办日期不能晚于今天。")
    refuse(slip_of_year(meeting.held_on, today, "会办日期", year=year))
    if not meeting.chaired_by.strip() or not meeting.text.strip():
        raise Refused("请填写主持人和会办情况。")
    for each in meeting.agreed:
        if not each.text.strip():
            raise Refused("每条会办事项都要写明内容。")
        if each.due_on < meeting.held_on:
            raise Refused(f"“{each.text.strip()[:20]}”的完成时限不能早于会办日期。")
        refuse(slip_of_year(each.due_on, today, f"“{each.text.strip()[:20]}”的完成时限", year=year))


def _lock(conclusion: Conclusion) -> Conclusion:
    rows = Conclusion.objects.select_for_update(of=("self",)).select_related(
        "unit", "coordination__task__yearly_list"
    )
    return rows.get(pk=conclusion.pk)


def _keep(conclusion: Conclusion, act: Act, word: str, *, at: datetime, by: User) -> Conclusion:
    """Write what has changed, record the act last."""
    written = ("reported_at", "reported_by", "reported_word", "sent_back_word", "done_at", "done_by")
    conclusion.save(update_fields=[*written, *conclusion.renew(act.word, at=at, by=by)])
    record(
        act, by=by, at=at, obj=conclusion, url=conclusion.coordination.address, detail={"word": word.strip()}
    )
    return conclusion
