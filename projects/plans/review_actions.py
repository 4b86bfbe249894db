"""备案, 退回, 重开: what the coordinator decides of one plan."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from projects.corrections import actions as corrections
from projects.corrections.actions import Grounds
from projects.corrections.list_actions import schedule_wording
from projects.filing.checks import check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Plan, PlanAdjustment, PlanRound, Task, User, YearlyList
from projects.plans.actions import IncompletePlan, check_complete, filing_of, last_round, locked_plan
from projects.plans.schedule_actions import clear_schedule, write_schedule
from projects.rules.calendar import local_day, refile_by
from projects.rules.errors import NotYours, Refused
from projects.rules.plan_content import from_json
from projects.rules.plan_states import LATE_MARK, AdjustmentState, PlanDecision, PlanState, is_late

RECORDED = Act("plan_recorded", "实施方案备案")
RETURNED = Act("plan_returned", "退回实施方案")
REOPENED = Act("plan_reopened", "重开实施方案")


@transaction.atomic
def record_plan(plan: Plan, *, based_on: int, holds_from: int | None = None, at: datetime, by: User) -> Plan:
    """备案: the plan becomes the task's schedule. A second click changes nothing.

    Of a list at work it is a 调整 that names the quarter it holds from, never one whose due day has passed:
    the quarters before it stay as they were. Nobody records what they filed or signed.
    """
    _check_may_decide(by)
    grounds = _grounds(plan, holds_from, at)
    change = corrections.begin(plan.task, grounds=grounds, at=at)
    locked = locked_plan(plan)
    if locked.state == PlanState.ACCEPTED:
        return locked
    answered = _undecided(locked, by)
    check_seen(locked, based_on)
    _check_still_complete(locked)
    is_running = locked.task.yearly_list.is_running
    old = plan_wording(locked.task) if is_running else ""
    write_schedule(locked, content=from_json(answered.content))
    if is_running:
        subject = "实施方案"
        corrections.keep(change, subject=subject, old=old, new=plan_wording(locked.task), at=at, by=by)
    _close_adjustment(locked)
    answered.holds_from = change.holds_from
    _answer(answered, PlanDecision.RECORDED, at=at, by=by)
    locked.state, locked.refile_by = PlanState.ACCEPTED, None
    locked.save(update_fields=["state", "refile_by", *locked.renew(RECORDED.word, at=at, by=by)])
    detail = {"holds_from": change.holds_from} if change.holds_from else {}
    record(RECORDED, by=by, at=at, obj=locked, url=locked.address, detail=detail)
    return locked


@transaction.atomic
def return_plan(
    plan: Plan,
    *,
    reason: str,
    parts: Sequence[str] = (),
    refile_on: date | None = None,
    based_on: int,
    at: datetime,
    by: User,
) -> Plan:
    """退回 with a reason, the parts to be mended named, and a new date, never before the due day."""
    _check_may_decide(by)
    locked = locked_plan(plan)
    answered = _undecided(locked, by)
    check_seen(locked, based_on)
    said = reason.strip()
    if not said:
        raise Refused("请写明退回理由。")
    today, due_on = local_day(at), filing_of(locked).due_on
    until, earliest = refile_on or refile_by(today, due_on), max(today, due_on)
    if until < earliest:
        raise Refused(f"重报期限不能早于{earliest:%Y-%m-%d}。")
    answered.reason, answered.parts, answered.refile_by = said, list(parts), until
    _answer(answered, PlanDecision.RETURNED, at=at, by=by)
    locked.state, locked.refile_by = PlanState.RETURNED, until
    locked.save(update_fields=["state", "refile_by", *locked.renew(RETURNED.word, at=at, by=by)])
    detail = {"reason": said, "refile_by": until.isoformat()}
    record(RETURNED, by=by, at=at, obj=locked, url=locked.address, detail=detail)
    return locked


@transaction.atomic
def reopen_plan(plan: Plan, *, reason: str, based_on: int, at: datetime, by: User) -> Plan:
    """重开 a recorded plan until the first quarter opens; it plans nothing until it is recorded anew."""
    _check_may_decide(by)
    yearly_list = YearlyList.objects.select_for_update().get(pk=plan.task.yearly_list_id)
    locked = locked_plan(plan)
    if not yearly_list.takes_corrections:
        raise Refused(
            f"{yearly_list}{yearly_list.get_stage_display()}，方案不能重开；确需改变的，由单位申请调整。"
        )
    if locked.state != PlanState.ACCEPTED:
        raise Refused(f"该方案现为“{locked.get_state_display() or '未填报'}”，不能重开。")
    check_seen(locked, based_on)
    said = reason.strip()
    if not said:
        raise Refused("请写明重开理由。")
    clear_schedule(locked)
    answered = last_round(locked)
    answered.reopened_at, answered.reopened_by, answered.reopen_reason = at, by, said
    answered.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    locked.state = PlanState.REOPENED
    locked.save(update_fields=["state", *locked.renew(REOPENED.word, at=at, by=by)])
    record(REOPENED, by=by, at=at, obj=locked, url=locked.address, detail={"reason": said})
    return locked


def plan_wording(task: Task) -> str:
    """The four quarters, and the planned values of each target, a line each."""
    figures = [
        f"{target.label}：{target.planned_wording}"
        for target in task.targets.prefetch_related("planned_values").order_by("order")
        if target.planned_values.all()
    ]
    return "\n".join([schedule_wording(task), *figures])


def _grounds(plan: Plan, holds_from: int | None, at: datetime) -> Grounds:
    """Of a plan that the unit asked to change its own; of one recorded late that it came late."""
    asked = plan.adjustments.filter(state=AdjustmentState.AGREED).first()
    if asked is not None:
        first = holds_from or asked.holds_from
        return Grounds(asked.reason, asked.approval, asked.approved_on, first)
    first_at = plan.rounds.filter(recalled_at=None).order_by("number").values_list("submitted_at", flat=True)
    came = first_at.first()
    late = came is not None and is_late(local_day(came), filing_of(plan).due_on)
    return Grounds(f"{LATE_MARK if late else ''}实施方案备案", "实施方案备案", local_day(at), holds_from)


def _undecided(plan: Plan, by: User) -> PlanRound:
    """The submission that waits for an answer; refused where none does, or where it is one's own."""
    if plan.state != PlanState.SUBMITTED:
        raise Refused(f"该方案现为“{PlanState(plan.state).word}”，不在待备案状态。")
    answered = last_round(plan)
    if by.pk in (answered.submitted_by_id, answered.filed_by_id):
        raise NotYours("自己填报或审签的方案，须由他人备案。")
    return answered


def _check_still_complete(plan: Plan) -> None:
    """The task's targets may have been put right since it was submitted."""
    try:
        check_complete(plan)
    except IncompletePlan as refusal:
        told = "".join(lack.message for lack in refusal.lacks)
        raise Refused(f"任务的目标在报送后有更正，方案与之不符：{told}请退回单位修改。") from None


def _answer(answered: PlanRound, decision: PlanDecision, *, at: datetime, by: User) -> None:
    answered.decision, answered.decided_at, answered.decided_by = decision, at, by
    answered.save()


def _close_adjustment(plan: Plan) -> None:
    PlanAdjustment.objects.filter(plan=plan, state=AdjustmentState.AGREED).update(state=AdjustmentState.DONE)


def _check_may_decide(by: User) -> None:
    if not by.has_perm("record_plans"):
        raise NotYours("只有协调员可以办理备案。")
