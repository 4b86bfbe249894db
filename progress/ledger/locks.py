"""What a transition locks, always in one order: the quarter (shared), the task, the report.

Who comes second waits and sees what the first did.
"""

from functools import cache

from django.db import connection

from progress.models import Report
from projects.log.concluded import refuse_concluded
from projects.models import Task
from projects.models.readings import Reading
from projects.models.statements import slot

SPACE = 20210  # keeps our advisory locks apart from anybody else's in the same database


def hold_open(period: int) -> None:
    """Keep a quarter from being closed until this transaction ends; others may hold it open too."""
    _advise("pg_advisory_xact_lock_shared", period)


def hold_alone(period: int) -> None:
    """Have a quarter alone until this transaction ends, after everybody who moves in it: for its bulletin."""
    _advise("pg_advisory_xact_lock", period)


def lock_task(key: int) -> None:
    """One after the other on a task.

    Its last lead gives the verdict, a correction looks at later totals, a closure at all its reports.
    """
    _task().get(task=key)


@cache
def _task() -> Reading[Task]:
    return Reading(Task.objects.select_for_update(no_key=True).only("pk").filter(pk=slot("task")))


def lock_report(report: Report) -> Report:
    """The report as it stands now, its task locked before it, in a quarter that nobody closes meanwhile.

    Refused where its list is concluded: nothing is done to it any more.
    """
    hold_open(report.period_id)
    lock_task(report.task_id)
    locked = _report().get(report=report.pk)
    refuse_concluded(locked.period.yearly_list)
    return locked


@cache
def _report() -> Reading[Report]:
    rows = Report.objects.select_for_update(of=("self",)).filter(pk=slot("report"))
    return Reading(rows.select_related("period__yearly_list", "task", "unit"))


def _advise(function: str, period: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [SPACE, period])
