"""延期: asked for by the unit, granted unasked, granted or refused."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction

from progress.ledger.deciders import may_decide
from progress.ledger.filing_days import filing_days
from progress.models import Extension, ReportingPeriod
from progress.opening.actions import AT_MOST
from progress.rules.states import ExtensionState
from projects.evidence.application_actions import attach_to_application
from projects.files.actions import none_left
from projects.files.uploads import LookedAt
from projects.filing.checks import check_in_use, check_seen, check_shown
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Task, Unit, User
from projects.rules.calendar import local_day, short_moment
from projects.rules.errors import NotYours, Refused

EXTENSION_ASKED = Act("extension_asked", "申请延期")
EXTENSION_DECIDED = Act("extension_decided", "批复延期")
EXTENSION_GRANTED = Act("extension_granted", "给予延期")


def ask_extension(
    period: ReportingPeriod,
    *,
    tasks: Iterable[Task] = (),
    reason: str,
    until: date,
    files: Sequence[LookedAt] = (),
    at: datetime,
    by: User,
) -> Extension:
    """申请延期: the unit asks to file later, for all its tasks or for the chosen ones, perhaps with files."""
    if not by.has_perm("file_reports"):
        raise NotYours("只有填报单位可以申请延期。")
    check_in_use(by)
    said = {"reason": reason, "until": until, "state": ExtensionState.ASKED, "files": files}
    with none_left(files), transaction.atomic():
        return _extend(period, by.unit, tasks, **said, at=at, by=by)


@transaction.atomic
def grant_extension(
    period: ReportingPeriod,
    *,
    unit: Unit,
    tasks: Iterable[Task] = (),
    seen: Mapping[int, str] = MappingProxyType({}),
    reason: str,
    until: date,
    at: datetime,
    by: User,
) -> Extension:
    """Let a unit file later without being asked; it counts as asked for at this moment.

    `seen` are the seals, by report, of the lines that were ticked: Stale where one has changed since.
    """
    _check_may_decide(unit, by)
    return _extend(
        period, unit, tasks, seen, reason=reason, until=until, state=ExtensionState.GRANTED, at=at, by=by
    )


@transaction.atomic
def decide_extension(
    extension: Extension, *, granted: bool, note: str = "", based_on: int, at: datetime, by: User
) -> Extension:
    """Grant or refuse what a unit asked for, as it was read; a second decision is refused."""
    locked = (
        Extension.objects.select_for_update(of=("self",))
        .select_related("period__yearly_list", "unit")
        .get(pk=extension.pk)
    )
    _check_may_decide(locked.unit, by)
    if locked.state != ExtensionState.ASKED:
        raise Refused(f"该延期申请{locked.stands_as(locked.get_state_display())}，没有办理。")
    check_seen(locked, based_on)
    if not locked.period.is_open:
        raise Refused(f"{locked.period}已关闭，不能再批复延期；确需补报的，请重开该报告。")
    if not granted and not note.strip():
        raise Refused("不同意延期，请说明理由。")
    locked.state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
    locked.decision_note = note
    locked.decided_at, locked.decided_by = at, by
    renewed = locked.renew(EXTENSION_DECIDED.word, at=at, by=by)
    locked.save(update_fields=["state", "decision_note", "decided_at", "decided_by", *renewed])
    record(
        EXTENSION_DECIDED,
        by=by,
        at=at,
        obj=locked,
        detail={"state": ExtensionState(locked.state).word, "note": note},
    )
    return locked


def _extend(
    period: ReportingPeriod,
    unit: Unit,
    tasks: Iterable[Task],
    seen: Mapping[int, str] = MappingProxyType({}),
    *,
    reason: str,
    until: date,
    state: str,
    files: Sequence[LookedAt] = (),
    at: datetime,
    by: User,
) -> Extension:
    """The row of what is asked for or granted; the same once more changes nothing.

    What a colleague asked for, or granted, for the same tasks until the same day is told with who did.
    """
    locked = (
        ReportingPeriod.objects.select_for_update(no_key=True, of=("self",))
        .select_related("yearly_list")
        .get(pk=period.pk)
    )
    chosen = {task.pk for task in tasks}
    _check_extendable(locked, unit, chosen, until, reason)
    overlapping = _overlapping(locked, unit, chosen)
    for each in overlapping:
        if each.state == state and each.until == until and set(each.task_ids) == chosen:
            if each.reason != reason.strip() or files:
                raise Refused(_told_before(each))
            return each
    _check_lines(locked, seen, local_day(at))
    if state == ExtensionState.GRANTED and any(each.state == ExtensionState.ASKED for each in overlapping):
        raise Refused("已申请延期，尚待批复，请直接批复该申请。")
    said = {"reason": reason.strip(), "until": until, "state": state, "asked_at": at, "asked_by": by}
    decided = {"decided_at": at, "decided_by": by} if state == ExtensionState.GRANTED else {}
    extension = Extension.objects.create(period=locked, unit=unit, **said, **decided)
    extension.tasks.set(chosen)
    attach_to_application(extension, files=files, at=at, by=by)
    record(
        EXTENSION_ASKED if state == ExtensionState.ASKED else EXTENSION_GRANTED,
        by=by,
        at=at,
        obj=extension,
        detail={"until": until.isoformat()},
    )
    return extension


def _told_before(extension: Extension) -> str:
    """Who was first, where another reason or files come to the same request."""
    who, when = extension.asked_by.display_name, short_moment(extension.asked_at)
    did = "准予延期" if extension.state == ExtensionState.GRANTED else "申请延期"
    return (
        f"{who}已于{when}{did}至{extension.until:%Y-%m-%d}，理由是“{extension.reason}”；"
        f"您填写的没有保存，请核对后再办理。"
    )


def _check_extendable(
    period: ReportingPeriod, unit: Unit, chosen: set[int], until: date, reason: str
) -> None:
    """A quarter that runs, a day after the due day, a reason, and reports that the unit owes."""
    if not period.is_open:
        raise Refused(f"{period}未开启或已关闭，不能延期。")
    if until <= period.due_on:
        raise Refused(f"延期应晚于报送期限{period.due_on:%Y-%m-%d}。")
    if until > period.due_on + AT_MOST:
        raise Refused(f"延至{until:%Y-%m-%d}比报送期限晚一年以上，请核对年份。")
    if not reason.strip():
        raise Refused("请填写延期理由。")
    owed = set(period.reports.filter(unit=unit).values_list("task", flat=True))
    if not owed or chosen - owed:
        raise Refused(
            f"{period}所选任务不由{unit}报送，不能延期。"
            if chosen
            else f"{period}{unit}没有应报的任务，不需延期。"
        )


def _check_lines(period: ReportingPeriod, seen: Mapping[int, str], on: date) -> None:
    """Each report still stands as the list told it: not filed, not granted otherwise meanwhile."""
    rows = period.reports.filter(pk__in=seen).select_related("period__yearly_list", "task")
    for day in filing_days(rows.order_by("task__number"), on):
        what = f"第{day.report.task.number}项的报送情况（现为{day.now_words}）"
        check_shown(day.seal, seen[day.report.pk], what=what)


def _overlapping(period: ReportingPeriod, unit: Unit, chosen: set[int]) -> list[Extension]:
    """What the unit asked for or was granted for any of these tasks (none: all)."""
    rows = Extension.objects.filter(
        period=period, unit=unit, state__in=[ExtensionState.ASKED, ExtensionState.GRANTED]
    ).with_tasks()
    return [each for each in rows if not each.task_ids or not chosen or chosen & set(each.task_ids)]


def _check_may_decide(unit: Unit, by: User) -> None:
    """Nobody decides for their own unit."""
    if unit.pk == by.unit_id:
        raise NotYours("本单位的延期不能由本单位决定，请由督查员批复。")
    if not may_decide(by, unit):
        raise NotYours("延期由协调员批复，协调员所在单位的延期由督查员批复。")
