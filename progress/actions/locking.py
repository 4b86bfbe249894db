"""The rows that a transition locks, always in one order: the task, then the report. Who comes second waits and sees what the first did."""

from progress.models import Report
from projects.models import Task


def lock_task(key: int) -> None:
    """One after the other on a task: its last lead gives the verdict, a correction looks at later totals, a closure at all its reports."""
    Task.objects.select_for_update(no_key=True).only("pk").get(pk=key)


def lock_report(report: Report) -> Report:
    """The report as it stands now, with its task locked before it."""
    lock_task(report.task_id)
    return Report.objects.select_for_update(of=("self",)).select_related("period__yearly_list", "task", "unit").get(pk=report.pk)
