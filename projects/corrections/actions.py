"""What every change of the plan goes through: 更正 before the first quarter opens, 调整 afterwards."""

from dataclasses import dataclass
from datetime import date, datetime

from projects.corrections.reads import plan_of, quarters_to_choose
from projects.filing.checks import refuse
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Correction, EarlierPlan, Plan, Revision, Task, User
from projects.rules import addresses
from projects.rules.calendar import local_day, slip_of_year
from projects.rules.errors import Refused, Stale
from projects.rules.plan_states import PlanState
from projects.rules.quarters import NUMERALS
from projects.rules.task_plan import TaskPlan, to_json

PLAN_CORRECTED = Act("plan_corrected", "更正")
PLAN_REVISED = Act("plan_revised", "调整")


@dataclass(frozen=True)
class Grounds:
    """Why the plan is changed; once the list runs also who approved it (批准文号 or meeting) and when.

    `holds_from` is the first quarter that the change reaches: without one the first that may be chosen.
    """

    reason: str = ""
    approval: str = ""
    approved_on: date | None = None
    holds_from: int | None = None

    @property
    def are_complete(self) -> bool:
        """Whether they carry a 调整."""
        return bool(self.reason.strip() and self.approval.strip() and self.approved_on)


@dataclass(frozen=True)
class Change:
    """A change that has begun: its locked task, and for a 调整 from when it holds and what stood before."""

    task: Task
    grounds: Grounds
    holds_from: int | None = None
    before: TaskPlan | None = None  # where quarters before `holds_from` go on by it


def begin(task: Task, *, grounds: Grounds, at: datetime) -> Change:
    """The task, locked with its list. Refused once the year is concluded, and for a 调整 without approval.

    A 调整 never reaches a quarter whose due day has passed (domain.md, The plan in force).
    """
    locked = (
        Task.objects.select_for_update(of=("self", "yearly_list"))
        .select_related("yearly_list")
        .get(pk=task.pk)
    )
    if not locked.yearly_list.takes_changes:
        raise Refused(f"{locked.yearly_list}{locked.yearly_list.get_stage_display()}，不能再更正或调整。")
    if not locked.yearly_list.is_running:
        return Change(locked, grounds)
    if not grounds.are_complete:
        raise Refused(
            f"{locked.yearly_list}已在执行，改变计划须按“调整”办理：请填写理由、批准文号或会议、批准日期。"
        )
    year = locked.yearly_list.year
    refuse(slip_of_year(grounds.approved_on, local_day(at), "批准日期", year=year))
    holds_from = _holds_from(locked, grounds, local_day(at))
    return Change(locked, grounds, holds_from, plan_of(locked) if holds_from > 1 else None)


def begin_plan(task: Task, *, grounds: Grounds, at: datetime) -> Change:
    """The same for a change of what is planned: refused where a recorded plan (已备案) says it.

    Until the first quarter opens the plan itself is opened again; afterwards a 调整 is made like any other.
    """
    change = begin(task, grounds=grounds, at=at)
    is_recorded = Plan.objects.filter(task=change.task, state=PlanState.ACCEPTED).exists()
    if is_recorded and not change.task.yearly_list.is_running:
        raise Refused("该任务的实施方案已备案，计划已锁定；确需修改的，由协调员重开方案后修改重报。")
    return change


def check_basis(now: str, *, based_on: str) -> None:
    """Stale where the words that the save was based on are no longer the words that stand there."""
    if _lines(now) != _lines(based_on):
        raise Stale(
            "您填写期间，此处已被他人修改，您的更正没有保存。"
            f"现为“{now or '空'}”，您依据的是“{based_on or '空'}”。请核对后再保存。"
        )


def keep(
    change: Change, *, subject: str, old: str, new: str, at: datetime, by: User
) -> Correction | Revision:
    """The change as a row, and its entry in the log. Which of the two it is follows from the list's stage.

    The quarters that a 调整 does not reach keep the plan from before it.
    """
    task, grounds = change.task, change.grounds
    values = {"subject": subject, "old": old, "new": new, "reason": grounds.reason.strip()}
    url = addresses.task(task.yearly_list.year, task.number)
    if not task.yearly_list.is_running:
        kept = Correction.objects.create(task=task, made_at=at, made_by=by, **values)
        record(PLAN_CORRECTED, by=by, at=at, obj=task, url=url, detail=values)
        return kept
    approval = {"approval": grounds.approval.strip(), "approved_on": grounds.approved_on}
    kept = Revision.objects.create(
        task=task, made_at=at, made_by=by, holds_from=change.holds_from, **values, **approval
    )
    _keep_earlier(change, at)
    detail = {**values, "approval": kept.approval, "approved_on": str(kept.approved_on)}
    record(
        PLAN_REVISED,
        by=by,
        at=at,
        obj=task,
        url=url,
        detail={**detail, "holds_from": kept.holds_from},
    )
    return kept


def _holds_from(task: Task, grounds: Grounds, on: date) -> int:
    choices = quarters_to_choose(task, on)
    if not choices:
        raise Refused(f"{task.yearly_list}各季度的报送期限都已过，计划不能再调整。")
    if grounds.holds_from is None:
        return choices[0]
    if grounds.holds_from not in choices:
        first = NUMERALS[choices[0]]
        raise Refused(f"本次调整最早可自{first}季度起执行：报送期限已过的季度和前次调整之前的季度不能选。")
    return grounds.holds_from


def _keep_earlier(change: Change, at: datetime) -> None:
    """A quarter that kept a plan at an earlier 调整 keeps that one."""
    if change.before is None:
        return
    plan = to_json(change.before)
    rows = [
        EarlierPlan(task=change.task, quarter=quarter, plan=plan, kept_at=at)
        for quarter in range(1, change.holds_from)
    ]
    EarlierPlan.objects.bulk_create(rows, ignore_conflicts=True)


def _lines(text: str) -> list[str]:
    """The lines without the differences that a browser makes when it posts them back."""
    return [line.strip() for line in text.strip().splitlines()]
