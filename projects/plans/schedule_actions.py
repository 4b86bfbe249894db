"""备案 writes a plan into the schedule, as the source of its milestones, items and planned values."""

from collections.abc import Sequence
from itertools import count

from django.db.models import F, ProtectedError

from projects.adoption.actions import write_rows
from projects.adoption.conversion import TaskRows, schedule_rows
from projects.models import Milestone, MilestoneItem, Plan, PlannedValue, SubProject, Target, Task
from projects.plans.proposals import as_parsed
from projects.rules.errors import Refused
from projects.rules.plan_content import PlanContent

MOVED_ASIDE = 1000  # while the items of a milestone change places


def write_schedule(plan: Plan, *, content: PlanContent) -> None:
    """Let the task's schedule say what the plan says; what was reported of items that stay stays with them.

    A total that ends above its target was asked about: the target is not 待核对 for it.
    """
    task = plan.task
    targets = list(task.targets.order_by("order"))
    rows = schedule_rows(task, as_parsed(task, content), targets)
    for target in targets:
        target.needs_settling = False
    Target.objects.bulk_update(targets, ["stage", "needs_settling"])
    for row in (*rows.milestones, *rows.planned_values):
        row.plan = plan
    PlannedValue.objects.filter(target__in=targets).delete()
    if task.milestones.exists() or task.sub_projects.exists():
        _rewrite(task, rows)
    else:
        write_rows([rows])


def clear_schedule(plan: Plan) -> None:
    """Take the plan out of the schedule again: what is not recorded plans nothing."""
    Milestone.objects.filter(task=plan.task_id).delete()
    SubProject.objects.filter(task=plan.task_id).delete()
    PlannedValue.objects.filter(target__in=list(plan.task.targets.all())).delete()


def _rewrite(task: Task, rows: TaskRows) -> None:
    """A quarter, a part and an item whose words stay keep their rows; a part that nothing names goes."""
    parts = _write_parts(task, rows.sub_projects)
    present = {row.quarter: row for row in task.milestones.prefetch_related("items")}
    for milestone in rows.milestones:
        row = present.get(milestone.quarter)
        if row is None:
            milestone.save()
            row, old = milestone, []
        else:
            row.text, row.source_text, row.plan = milestone.text, milestone.source_text, milestone.plan
            row.save(update_fields=["text", "source_text", "plan"])
            old = list(row.items.all())
        _write_items(row, old, [each for each in rows.items if each.milestone is milestone], parts)
    task.sub_projects.filter(items=None).exclude(pk__in=[row.pk for row in parts.values()]).delete()
    PlannedValue.objects.bulk_create(rows.planned_values)


def _write_parts(task: Task, parts: Sequence[SubProject]) -> dict[str, SubProject]:
    """The row of each part by the name in the plan, which may be another name of one that stands."""
    rows = list(task.sub_projects.all())
    present = {name: row for row in rows for name in row.aliases} | {row.name: row for row in rows}
    places = count(max((row.order for row in rows), default=0) + 1)
    wanted: dict[str, SubProject] = {}
    for part in parts:
        row = next((present[name] for name in (part.name, *part.aliases) if name in present), None)
        if row is None:
            part.order, row = next(places), part
            part.save()
        wanted[part.name] = row
    return wanted


def _write_items(
    milestone: Milestone,
    present: list[MilestoneItem],
    wanted: Sequence[MilestoneItem],
    parts: dict[str, SubProject],
) -> None:
    """An item is the same where its words are, and its part or its label."""
    rows = []
    for item in wanted:
        item.sub_project = parts[item.sub_project.name] if item.sub_project else None
        row = next((each for each in present if _identity(each) == _identity(item)), None)
        if row is None:
            row = MilestoneItem(milestone=milestone)
        else:
            present.remove(row)
        row.order, row.label, row.text, row.is_soft = item.order, item.label, item.text, item.is_soft
        row.sub_project = item.sub_project
        rows.append(row)
    try:
        MilestoneItem.objects.filter(pk__in=[row.pk for row in present]).delete()
    except ProtectedError:
        raise Refused("有事项已有单位填报完成情况，不能改写或删除其文字；可以增加新的事项。") from None
    milestone.items.update(order=F("order") + MOVED_ASIDE)
    for row in rows:
        row.save()


def _identity(item: MilestoneItem) -> tuple[int | None, str, str]:
    return (item.sub_project_id, "" if item.sub_project_id else item.label, item.text)
