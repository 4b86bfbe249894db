"""备案, 退回, 重开: what the coordinator decides of one plan."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from projects.corrections import actions as corrections
from projects.corrections.actions import Grounds
from projects.corrections.list_actions import schedule_wording
from projects.filing import decision_actions as decisions
from projects.filing.decision_actions import Office, Return
from projects.log.acts import Act
from projects.models import Plan, PlanAdjustment, PlanRound, Task, User, YearlyList
from projects.plans.actions import PLAN, IncompletePlan, check_complete, filing_of, last_round
from projects.plans.schedule_actions import clear_schedule, write_schedule
from projects.rules.calendar import local_day, refile_by
from projects.rules.errors import NotYours, Refused
from projects.rules.filing import Step
from projects.rules.plan_content import from_json
from projects.rules.plan_states import LATE_MARK, AdjustmentState, PlanDecision, is_late

RECORDED = Act("plan_recorded", "实施方案备案")
RETURNED = Act("plan_returned", "退回实施方案")
REOPENED = Act("plan_reopened", "重开实施方案")


class PlanOffice(Office):
    """What the coordinator's decision on a plan writes."""

    filing = PLAN
    acts = {Step.ACCEPT: RECORDED, Step.RETURN: RETURNED, Step.REOPEN: REOPENED}

    def check_may(self, paper: Plan, by: User) -> None:
        """The coordinator alone."""
        if not by.has_perm("record_plans"):
            raise NotYours("只有协调员可以办理备案。")

    def check_not_own(self, paper: Plan, by: User) -> None:
        """Nobody records what they filed or signed."""
        answered = last_round(paper)
        if answered and by.pk in (answered.submitted_by_id, answered.filed_by_id):
            raise NotYours("自己填报或审签的方案，须由他人备案。")

    def due_day(self, paper: Plan, on: date) -> date:
        """The day by which the list's plans are due."""
        return filing_of(paper).due_on

    def usual_day(self, paper: Plan, due: date, on: date) -> date:
        """Three working days, never before the due day."""
        return refile_by(on, due)

    def keep_return(self, paper: Plan, returned: Return, *, at: datetime, by: User) -> None:
        """On the round that it answers."""
        answered = last_round(paper)
        answered.reason, answered.parts, answered.refile_by = (
            returned.reason,
            list(returned.parts),
            returned.until,
        )
        _answer(answered, PlanDecision.RETURNED, at=at, by=by)

    def why_not_reopenable(self, paper: Plan) -> str:
        """Once a quarter is open the unit asks for a change instead."""
        yearly_list = paper.task.yearly_list
        if not yearly_list.takes_corrections:
            stage = yearly_list.get_stage_display()
            return f"{yearly_list}{stage}，方案不能重开；确需改变的，由单位申请调整。"
        return super().why_not_reopenable(paper)

    def keep_reopening(self, paper: Plan, reason: str, *, at: datetime, by: User) -> dict:
        """The schedule is taken away; the round says who reopened it, and why."""
        clear_schedule(paper)
        answered = last_round(paper)
        answered.reopened_at, answered.reopened_by, answered.reopen_reason = at, by, reason
        answered.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
        return {}


OFFICE = PlanOffice()


@transaction.atomic
def record_plan(plan: Plan, *, based_on: int, holds_from: int | None = None, at: datetime, by: User) -> Plan:
    """备案: the plan becomes the task's schedule. A second click changes nothing.

    Of a list at work it is a 调整 that names the quarter it holds from, never one whose due day has passed:
    the quarters before it stay as they were. Nobody records what they filed or signed.
    """
    OFFICE.check_may(plan, by)
    change = corrections.begin(plan.task, grounds=_grounds(plan, holds_from, at), at=at)

    def keep(locked: Plan) -> dict:
        _check_still_complete(locked)
        answered, is_running = last_round(locked), locked.task.yearly_list.is_running
        old = plan_wording(locked.task) if is_running else ""
        write_schedule(locked, content=from_json(answered.content))
        if is_running:
            new = plan_wording(locked.task)
            corrections.keep(change, subject="实施方案", old=old, new=new, at=at, by=by)
        _close_adjustment(locked)
        answered.holds_from = change.holds_from
        _answer(answered, PlanDecision.RECORDED, at=at, by=by)
        return {"holds_from": change.holds_from} if change.holds_from else {}

    return decisions.accept(plan, office=OFFICE, keep=keep, based_on=based_on, at=at, by=by)


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
    said = {"reason": reason, "parts": parts, "until": refile_on}
    return decisions.send_for_mending(plan, office=OFFICE, **said, based_on=based_on, at=at, by=by)


@transaction.atomic
def reopen_plan(plan: Plan, *, reason: str, based_on: int, at: datetime, by: User) -> Plan:
    """重开 a recorded plan until the first quarter opens; it plans nothing until it is recorded anew."""
    OFFICE.check_may(plan, by)
    YearlyList.objects.select_for_update().get(pk=plan.task.yearly_list_id)  # before the plan, as elsewhere
    return decisions.reopen(plan, office=OFFICE, reason=reason, based_on=based_on, at=at, by=by)


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


def _check_still_complete(plan: Plan) -> None:
    """The task's targets may have been put right since it was submitted."""
    try:
        check_complete(plan)
    except IncompletePlan as refusal:
        lacking = "".join(lack.message for lack in refusal.lacks)
        raise Refused(f"任务的目标在报送后有更正，方案与之不符：{lacking}请退回单位修改。") from None


def _answer(answered: PlanRound, decision: PlanDecision, *, at: datetime, by: User) -> None:
    answered.decision, answered.decided_at, answered.decided_by = decision, at, by
    answered.save()


def _close_adjustment(plan: Plan) -> None:
    PlanAdjustment.objects.filter(plan=plan, state=AdjustmentState.AGREED).update(state=AdjustmentState.DONE)
