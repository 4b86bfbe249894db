"""The plan by which a quarter goes on being judged, put back in the place of today's (The plan in force)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from progress.ledger.entries import MilestoneItemRow, MilestoneRow, Planned
from progress.ledger.plan_and_actual import PlanAndActual
from projects.models import SubProject, Target, Task, Unit
from projects.rules.task_plan import KeptTarget, TaskPlan, from_json

KeptRow = tuple[int, int, dict]  # the key of the task, the quarter, the plan as JSON
SaidRow = tuple[int, int, bool]  # whether that plan said of some quarter what is to be done


def plans_by_task(earlier: Iterable[KeptRow], kept: Iterable[KeptRow]) -> dict[int, dict[int, TaskPlan]]:
    """By task and quarter: what was signed by, else what a later change of the plan does not reach."""
    found: dict[int, dict[int, TaskPlan]] = {}
    for task, quarter, plan in (*earlier, *kept):
        found.setdefault(task, {})[quarter] = from_json(plan)
    return found


def said_by_task(earlier: Iterable[SaidRow], kept: Iterable[SaidRow]) -> dict[int, dict[int, bool]]:
    """By task and quarter, where another plan than today's judges: whether that one said anything."""
    found: dict[int, dict[int, bool]] = {}
    for task, quarter, said in (*earlier, *kept):
        found.setdefault(task, {})[quarter] = said
    return found


def put_back(plan: TaskPlan, today: PlanAndActual, task: Task) -> PlanAndActual:
    """What was reported, beside the plan of that day.

    What has been taken out of the plan since was never reported of, so it is left out.
    """
    units = {unit.id: unit for unit in today.leads}
    remaining = {each.pk for each in today.targets}
    targets = [each for each in plan.targets if each.key in remaining]
    milestones = [MilestoneRow(each.key, task.pk, each.quarter, each.text) for each in plan.milestones]
    return replace(
        today,
        targets=[_target(each, task, units) for each in targets],
        planned_values={each.key: _planned(each) for each in targets},
        milestones=milestones,
        items=_items(plan, {each.id for each in today.items}),
        sub_projects=_sub_projects(plan, task, units),
        is_known=plan.is_known,
    )


def _items(plan: TaskPlan, remaining: set[int]) -> list[MilestoneItemRow]:
    return [
        MilestoneItemRow(
            item.key,
            milestone.key,
            item.order,
            item.label,
            item.text,
            item.sub_project,
            item.is_soft,
        )
        for milestone in plan.milestones
        for item in milestone.items
        if item.key in remaining
    ]


def _planned(target: KeptTarget) -> list[Planned]:
    return [Planned(target.key, each.stage, each.quarter, each.value, each.basis) for each in target.figures]


def _target(kept: KeptTarget, task: Task, units: Mapping[int, Unit]) -> Target:
    """A row that is never saved."""
    target = Target(
        id=kept.key,
        order=kept.order,
        label=kept.label,
        quantity=kept.quantity,
        quantity_max=kept.quantity_max,
        baseline=kept.baseline,
        unit=kept.unit,
        qualifier=kept.qualifier,
        stage=kept.stage,
        nature=kept.nature,
        direction=kept.direction,
        needs_settling=kept.needs_settling,
        is_summed_over_leads=kept.is_summed_over_leads,
        is_own_entry=kept.is_own_entry,
    )
    target.task, target.reporting_unit = task, units.get(kept.reporting_unit)
    return target


def _sub_projects(plan: TaskPlan, task: Task, units: Mapping[int, Unit]) -> dict[int, SubProject]:
    return {
        each.key: SubProject(
            id=each.key,
            task=task,
            order=each.order,
            name=each.name,
            reporting_unit=units.get(each.reporting_unit),
        )
        for each in plan.sub_projects
    }
