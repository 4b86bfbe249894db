"""Whether a unit may write in its plan now, and what it may do where it may not."""

from django.utils.timezone import localtime

from projects.models import Plan
from projects.rules.filing import LOCKED
from projects.rules.plan_states import PlanState

UNLOCKING = {  # what the unit may do where it finds a mistake
    PlanState.AWAITING: "需要修改的，请先取回修改。",
    PlanState.SUBMITTED: "需要修改的，请先撤回。",
}


def why_locked(plan: Plan) -> str:
    """Why the plan cannot be written now, and since when; "" where it can."""
    over = why_over(plan)
    if over or plan.state not in LOCKED:
        return over
    since = plan.sent_at if plan.state == PlanState.AWAITING else plan.submitted_at
    since_words = f"（{localtime(since):%Y-%m-%d %H:%M}起）" if since else ""
    return f"该方案现为“{PlanState(plan.state).word}”，内容已锁定{since_words}，不能修改；{_way_out(plan)}"


def why_over(plan: Plan) -> str:
    """Why nothing is filed any more: the list is on file or concluded; "" where it is."""
    yearly_list = plan.task.yearly_list
    if yearly_list.takes_changes and not yearly_list.is_archived:
        return ""
    return f"{yearly_list}{yearly_list.get_stage_display()}，实施方案不再报备。"


def _way_out(plan: Plan) -> str:
    if plan.state != PlanState.ACCEPTED:
        return UNLOCKING[plan.state]
    if plan.task.yearly_list.is_running:
        return "确需改变的，请申请调整。"
    return "确需修改的，请联系协调员重开。"
