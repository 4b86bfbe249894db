"""The coordinator opens the filing of plans, moves its day, and says who files for a task."""

from datetime import date, datetime

from django.db import transaction

from projects.filing.checks import check_seen, refuse
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Plan, PlanFiling, Unit, User, YearlyList
from projects.plans.actions import locked_plan
from projects.plans.reads import first_leads, leads_of, tasks_to_plan
from projects.rules import addresses
from projects.rules.calendar import local_day, slip_of_year
from projects.rules.errors import NotYours, Refused
from projects.rules.plan_states import PlanState
from projects.rules.states import ListStage

FILING_OPENED = Act("plan_filing_opened", "开启计划备案")
DUE_CHANGED = Act("plan_due_changed", "更改报备期限")
UNIT_NAMED = Act("plan_unit_named", "指定报备单位")


@transaction.atomic
def open_filing(yearly_list: YearlyList, *, due_on: date, at: datetime, by: User) -> PlanFiling:
    """开启计划备案 and lay out a plan for each task that no schedule plans, owed by its first printed lead.

    Opening again lays out what has been added since and changes nothing else.
    """
    _check_may_open(by)
    locked = YearlyList.objects.select_for_update().get(pk=yearly_list.pk)
    if locked.is_archived or not locked.takes_changes:
        raise Refused(f"{locked}为“{locked.get_stage_display()}”，不能开启计划备案。")
    filing = PlanFiling.objects.filter(yearly_list=locked).first()
    is_new = filing is None
    if is_new:
        if not tasks_to_plan(locked).exists():
            raise Refused(f"{locked}各项任务都有序时进度，不需要报备实施方案。")
        _check_due(due_on, at)
        filing = PlanFiling.objects.create(yearly_list=locked, due_on=due_on, opened_at=at, opened_by=by)
        if locked.stage == ListStage.DRAFT:
            locked.stage = ListStage.FILING_PLANS
            locked.save(update_fields=["stage"])
    added = _lay_out(locked)
    if is_new or added:
        url = addresses.plans(locked.year)
        detail = {"owed": added, "due_on": filing.due_on.isoformat()}
        record(FILING_OPENED, by=by, at=at, obj=filing, url=url, detail=detail)
    return filing


@transaction.atomic
def change_due(filing: PlanFiling, *, due_on: date, based_on: int, at: datetime, by: User) -> PlanFiling:
    """Move the day by which plans are due; never to one that is past."""
    _check_may_open(by)
    rows = PlanFiling.objects.select_for_update(of=("self",)).select_related("yearly_list")
    locked = rows.get(pk=filing.pk)
    check_seen(locked, based_on)
    _check_due(due_on, at)
    old, locked.due_on = locked.due_on, due_on
    locked.save(update_fields=["due_on", *locked.renew(DUE_CHANGED.word, at=at, by=by)])
    url = addresses.plans(locked.yearly_list.year)
    record(DUE_CHANGED, by=by, at=at, obj=locked, url=url, detail={"due_on": [str(old), str(due_on)]})
    return locked


@transaction.atomic
def name_unit(plan: Plan, *, unit: Unit, based_on: int, at: datetime, by: User) -> Plan:
    """Let another lead file the plan: while nobody has written in it, or where its unit leads no more."""
    _check_may_open(by)
    locked = locked_plan(plan)
    check_seen(locked, based_on)
    leads = leads_of(locked.task)
    if unit not in leads:
        raise Refused(f"{unit}不是本任务的牵头单位，不能指定。")
    if locked.state != PlanState.NOT_BEGUN and locked.unit in leads:
        raise Refused(f"{locked.unit}已开始填写，不能改由其他单位报备。")
    old, locked.unit = locked.unit, unit
    locked.save(update_fields=["unit", *locked.renew(UNIT_NAMED.word, at=at, by=by)])
    detail = {"old": old.name, "new": unit.name}
    record(UNIT_NAMED, by=by, at=at, obj=locked, url=locked.address, detail=detail)
    return locked


def _lay_out(yearly_list: YearlyList) -> int:
    """A plan for each task that has none yet; how many."""
    tasks = list(tasks_to_plan(yearly_list).filter(filed_plan=None))
    leads = first_leads(tasks)
    plans = [Plan(task=task, unit_id=leads[task.pk]) for task in tasks if task.pk in leads]
    Plan.objects.bulk_create(plans)
    return len(plans)


def _check_may_open(by: User) -> None:
    if not by.has_perm("record_plans"):
        raise NotYours("只有协调员可以办理计划备案。")


def _check_due(due_on: date, at: datetime) -> None:
    if due_on < local_day(at):
        raise Refused(f"报备期限{due_on:%Y-%m-%d}已过，请改为今天以后的日期。")
    refuse(slip_of_year(due_on, local_day(at), "报备期限"))
