"""销号: a task's early end, applied for by the lead, agreed or refused by the coordinator, and taken back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from progress.ledger.deciders import decidable
from progress.ledger.ledgers import ledger_of
from progress.ledger.locks import lock_task
from progress.ledger.plan_and_actual import is_accepted
from progress.models import Closure, Report, ReportingPeriod
from progress.opening.owed_actions import lay_out
from progress.rules.closure import obstacles
from progress.rules.states import ClosureState, ReportState
from projects.evidence.application_actions import attach_to_application
from projects.files.actions import none_left
from projects.files.uploads import LookedAt
from projects.filing.checks import check_in_use, check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import MilestoneItem, Task, User
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused

CLOSURE_APPLIED = Act("closure_applied", "申请销号")
DECIDED = {
    ClosureState.AGREED: Act("closure_agreed", "同意销号"),
    ClosureState.REFUSED: Act("closure_refused", "不同意销号"),
    ClosureState.TAKEN_BACK: Act("closure_taken_back", "撤销销号"),
}


def apply(
    report: Report,
    *,
    grounds: str,
    waived: Iterable[MilestoneItem] = (),
    files: Sequence[LookedAt] = (),
    based_on: int,
    at: datetime,
    by: User,
) -> Closure:
    """申请销号, by accepted reports: all targets met, all items of the year done or waived by name.

    `based_on` is the version of the report that was on the screen; `files` prove it.
    """
    said = {"grounds": grounds, "waived": tuple(waived), "files": files, "based_on": based_on}
    with none_left(files), transaction.atomic():
        return _apply(report, **said, at=at, by=by)


def _apply(
    report: Report,
    *,
    grounds: str,
    waived: Sequence[MilestoneItem],
    files: Sequence[LookedAt],
    based_on: int,
    at: datetime,
    by: User,
) -> Closure:
    if by.unit_id != report.unit_id or not by.has_perm("file_reports"):
        raise NotYours("只有牵头单位可以申请销号。")
    check_in_use(by)
    if report.period.when.is_year_end:
        raise Refused("年底核定之后不再填报，不需申请销号。")
    lock_task(report.task_id)
    running = Closure.objects.filter(
        task=report.task_id, state__in=[ClosureState.APPLIED, ClosureState.AGREED]
    ).first()
    if running is not None:
        raise Refused(f"该任务的销号申请现为“{running.get_state_display()}”，不需重复申请。")
    check_seen(Report.objects.select_for_update(of=("self",)).get(pk=report.pk), based_on)
    if not grounds.strip():
        raise Refused("请填写申请销号的理由。")
    _check_obstacles(report.task, report.period.quarter, waived)
    closure = Closure.objects.create(
        task=report.task,
        period=report.period,
        state=ClosureState.APPLIED,
        grounds=grounds.strip(),
        applied_at=at,
        applied_by=by,
    )
    closure.waived_items.set(waived)
    attach_to_application(closure, files=files, at=at, by=by)
    record(
        CLOSURE_APPLIED, by=by, at=at, obj=closure, url=report.address, detail={"grounds": grounds.strip()}
    )
    return closure


@transaction.atomic
def decide(
    closure: Closure, *, agreed: bool, note: str = "", based_on: int, at: datetime, by: User
) -> Closure:
    """同意销号, or refuse with a reason; not by a unit that leads the task."""
    locked = _begin(closure, ClosureState.APPLIED, by)
    check_seen(locked, based_on)
    if not agreed and not note.strip():
        raise Refused("不同意销号，请说明理由。")
    if agreed:
        _check_obstacles(locked.task, locked.period.quarter, tuple(locked.waived_items.all()))
        _release_later(locked)
    return _move(locked, ClosureState.AGREED if agreed else ClosureState.REFUSED, note, at=at, by=by)


@transaction.atomic
def take_back(closure: Closure, *, note: str, based_on: int, at: datetime, by: User) -> Closure:
    """Undo an agreed closure, with a reason: the task is owed again, in the quarters that run too."""
    locked = _begin(closure, ClosureState.AGREED, by)
    check_seen(locked, based_on)
    if not note.strip():
        raise Refused("撤销销号需说明理由。")
    undone = _move(locked, ClosureState.TAKEN_BACK, note, at=at, by=by)
    for period in ReportingPeriod.objects.running().filter(
        yearly_list=locked.task.yearly_list_id, quarter__gt=locked.period.quarter
    ):
        lay_out(period, on=local_day(at))
    return undone


def _release_later(closure: Closure) -> None:
    """Take off the desks what was laid out for later quarters and not begun: it is no longer owed."""
    later = Report.objects.filter(
        task=closure.task_id, period__quarter__gt=closure.period.quarter, state=ReportState.NOT_BEGUN
    )
    later.filter(rounds__isnull=True).delete()


def _check_obstacles(task: Task, quarter: int, waived: tuple[MilestoneItem, ...]) -> None:
    ledger = ledger_of(task)
    waived_keys = {item.pk for item in waived}
    items = (
        each._replace(is_waived=each.key in waived_keys)
        for each in ledger.figures.plan_items(is_accepted, confirmed=True)
    )
    found = obstacles(ledger.targets_today(quarter), items)
    if found:
        raise Refused("尚不具备销号条件：" + "".join(found))


def _begin(closure: Closure, state: str, by: User) -> Closure:
    if not decidable([closure], by):
        raise NotYours(
            "销号由协调员决定；本单位牵头的任务不能由本单位决定，协调员所在单位牵头的由督查员决定。"
        )
    lock_task(closure.task_id)
    locked = (
        Closure.objects.select_for_update(of=("self",)).select_related("task", "period").get(pk=closure.pk)
    )
    if locked.state != state:
        raise Refused(f"该销号申请{locked.stands_as(locked.get_state_display())}，不能办理。")
    if locked.applied_by_id == by.pk:
        raise NotYours("本人申请的销号，不能由本人决定。")
    return locked


def _move(closure: Closure, state: str, note: str, *, at: datetime, by: User) -> Closure:
    closure.state = state
    closure.decision_note = note.strip()
    closure.decided_at, closure.decided_by = at, by
    renewed = closure.renew(DECIDED[state].word, at=at, by=by)
    closure.save(update_fields=["state", "decision_note", "decided_at", "decided_by", *renewed])
    record(DECIDED[state], by=by, at=at, obj=closure, detail={"note": note.strip()})
    return closure
