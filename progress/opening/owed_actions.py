"""What a quarter's lead units owe: laid out at opening and again when that may have grown."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from progress.models import Closure, Report, ReportingPeriod
from progress.opening.reads import unfinished
from projects.models import Assignment, GroupMembership
from projects.rules.states import AssignmentRole


@transaction.atomic
def lay_out(period: ReportingPeriod, *, on: date) -> int:
    """Give every lead unit the report that it owes, each member where a group leads; how many were added.

    年底核定 is owed for the tasks alone that the fourth quarter leaves unfinished on that day.
    """
    before = period.reports.count()
    owed = sorted(_owed(period))
    if period.when.is_year_end:
        open_tasks = unfinished(period.yearly_list_id, on)
        owed = [(task, unit) for task, unit in owed if task in open_tasks]
    rows = (Report(period=period, task_id=task, unit_id=unit) for task, unit in owed)
    Report.objects.bulk_create(rows, ignore_conflicts=True)
    return period.reports.count() - before


def _owed(period: ReportingPeriod) -> set[tuple[int, int]]:
    """The pairs of task and unit that owe a report: no task closed earlier, no inactive unit."""
    leads = _open_leads(period).filter(unit__is_active=True)
    members = GroupMembership.objects.filter(
        yearly_list=period.yearly_list_id, unit__is_active=True
    ).values_list("group", "unit")
    direct = set(leads.values_list("task", "unit"))
    through_groups = _open_leads(period).filter(group__isnull=False).values_list("task", "group")
    return direct | {(task, unit) for task, group in through_groups for of, unit in members if of == group}


def _open_leads(period: ReportingPeriod) -> QuerySet[Assignment]:
    closed = Closure.objects.agreed_before(period.quarter).filter(task=OuterRef("task"))
    return Assignment.objects.filter(
        ~Exists(closed), task__yearly_list=period.yearly_list_id, role=AssignmentRole.LEAD
    )
