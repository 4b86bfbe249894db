"""A list of 2023 whose plans are filed: one task of one unit, what its plan says, and what is done to it."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from projects.models import Plan
from projects.plans import actions, review_actions
from projects.plans.opening_actions import open_filing
from projects.rules.plan_content import PlanContent, PlanStep, QuarterItem, QuarterPlan
from tests.as_read import as_read
from tests.factories import SHANGHAI, make_list, make_target, make_task, make_unit

OPENED = datetime(2023, 2, 1, 9, 0, tzinfo=SHANGHAI)
DUE = date(2023, 3, 1)
FILED = datetime(2023, 2, 20, 10, 0, tzinfo=SHANGHAI)
LATE = datetime(2023, 3, 6, 10, 0, tzinfo=SHANGHAI)
TEXTS = ("完成选址和设计。", "累计建成2个城市公园。", "累计建成4个城市公园。", "累计建成5个城市公园。")


def list_of_2023(**fields):
    return make_list(2023, issued_on=date(2023, 1, 20), **fields)


def owed(coordinator, *, unit=None, number=36, yearly_list=None, target=True, **fields):
    """A plan laid out, not begun; the task promises 5 parks."""
    unit = unit or make_unit("sjyj", name="市教育局")
    task = make_task(yearly_list or list_of_2023(), number=number, lead=unit)
    if target:
        make_target(task, quantity=5)
    open_filing(task.yearly_list, due_on=DUE, at=OPENED, by=coordinator)
    return Plan.objects.get(task=task)


def content_of(plan, totals=(None, 2, 4, 5), **fields):
    """A whole plan; `totals` of its one target."""
    target = plan.task.targets.first()
    four = tuple(None if total is None else Decimal(total) for total in totals)
    whole = PlanContent(
        quarters=tuple(QuarterPlan(text, (QuarterItem("", text),)) for text in TEXTS),
        totals={target.pk: four} if target else {},
        steps=(PlanStep("完成设计", "3月底前", "规划科"),),
        leader="张三",
        office="规划科",
        contact="李四",
        telephone="0000-1",
    )
    return replace(whole, **fields)


def saved(plan, by, *, at=FILED, content=None, **fields):
    return as_read(actions.save_draft, plan, content=content or content_of(plan, **fields), at=at, by=by)


def submitted(plan, by, *, at=FILED, **fields):
    """Submitted by a unit that has no signer."""
    return as_read(actions.submit, saved(plan, by, at=at, **fields), at=at, by=by)


def recorded(plan, by, coordinator, *, at=FILED, **fields):
    return as_read(review_actions.record_plan, submitted(plan, by, at=at, **fields), at=at, by=coordinator)
