"""What a change of the plan asks: the plan as it stands, and from which quarters on it may hold."""

from datetime import date

from django.conf import settings
from django.db.models import Max
from django.utils.module_loading import import_string

from projects.models import MilestoneItem, PlannedValue, Task
from projects.rules.task_plan import TaskPlan, task_plan


def plan_of(task: Task) -> TaskPlan:
    """All that is planned of a task today."""
    return task_plan(
        targets=task.targets.order_by("order"),
        figures=PlannedValue.objects.filter(target__task=task).order_by("stage", "quarter"),
        milestones=task.milestones.order_by("quarter"),
        items=MilestoneItem.objects.filter(milestone__task=task).order_by("milestone__quarter", "order"),
        sub_projects=task.sub_projects.order_by("order"),
    )


def quarters_to_choose(task: Task, on: date) -> tuple[int, ...]:
    """From which quarters on a 调整 of the task may hold.

    Never one whose due day has passed, nor one before the last 调整 begins to hold, which it would undo.
    """
    still_open = import_string(settings.QUARTERS_TO_REVISE)(task.yearly_list, on)
    last = task.revisions.aggregate(last=Max("holds_from"))["last"] or 1
    return tuple(number for number in still_open if number >= last)
