"""Whether a unit may write in its plan now, and what it may do where it may not."""

from projects.filing.checks import locked_words
from projects.models import Plan
from projects.rules.filing import LOCKED
from projects.rules.plan_states import PlanState


def why_locked(plan: Plan) -> str:
    """Why the plan cannot be written now, and since when; "" where it can."""
    over = why_over(plan)
    if over or plan.state not in LOCKED:
        return over
    return locked_words(plan, noun="方案", word=PlanState(plan.state).word, accepted=_accepted(plan))


def why_over(plan: Plan) -> str:
    """Why nothing is filed any more: the list is on file or concluded; "" where it is."""
    yearly_list = plan.task.yearly_list
    if yearly_list.takes_changes and not yearly_list.is_archived:
        return ""
    return f"{yearly_list}{yearly_list.get_stage_display()}，实施方案不再报备。"


def _accepted(plan: Plan) -> str:
    """What the unit may do where a plan on file is wrong."""
    if plan.task.yearly_list.is_running:
        return "确需改变的，请申请调整。"
    return "确需修改的，请联系协调员重开。"
