"""A recorded plan that invests, for the tests of 已完成投资 (made up)."""

from decimal import Decimal

from projects.models import PlanRound
from projects.rules.plan_content import PlanContent, to_json
from projects.rules.plan_states import PlanDecision, PlanState
from tests.factories import NOW, make_plan, make_user

PLANNED = Decimal(2000)  # 万元


def invest(task, unit, amount=PLANNED):
    """The unit's plan of a task, recorded with this 计划投资."""
    content = to_json(PlanContent(investment=amount))
    plan = make_plan(task, unit, state=PlanState.ACCEPTED, content=content, submitted_at=NOW)
    PlanRound.objects.create(
        plan=plan,
        number=1,
        content=content,
        submitted_at=NOW,
        submitted_by=make_user(unit=unit),
        decision=PlanDecision.RECORDED,
        decided_at=NOW,
    )
    return plan
