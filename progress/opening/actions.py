"""Opening a quarter: the one crossing from the plan to the actual."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localtime

from progress.models import ListSettings, ReportingPeriod
from progress.opening.owed_actions import lay_out
from projects.lists import actions as list_actions
from projects.log.actions import record
from projects.models import Assignment, Milestone, Task, User, YearlyList
from projects.rules.errors import NotYours, Refused
from projects.rules.quarters import Quarter
from projects.rules.states import AssignmentRole

AT_MOST = timedelta(days=366)  # from a quarter to its dates: beyond it a year was mistyped


@dataclass(frozen=True)
class Dates:
    """When a quarter opens, as of which day it reports, and when it is due."""

    opens_on: date
    as_of: date
    due_on: date


@dataclass(frozen=True)
class Gap:
    """One task that keeps a quarter from opening, and why."""

    task: Task
    message: str


def lacking(yearly_list: YearlyList) -> tuple[Gap, ...]:
    """What is lacking before a quarter can open: every task needs a lead and a milestone (Who owes what)."""
    tasks = Task.objects.filter(yearly_list=yearly_list).annotate(
        has_lead=Exists(Assignment.objects.filter(task=OuterRef("pk"), role=AssignmentRole.LEAD)),
        has_milestone=Exists(Milestone.objects.filter(task=OuterRef("pk")).exclude(text="")),
    )
    without_lead = [Gap(task, "没有牵头单位。") for task in tasks if not task.has_lead]
    return (*without_lead, *(Gap(task, "没有序时进度。") for task in tasks if not task.has_milestone))


@transaction.atomic
def open_period(
    yearly_list: YearlyList, *, quarter: int, dates: Dates, at: datetime, by: User
) -> ReportingPeriod:
    """Open a quarter and lay out what each unit owes; once more only adds what is owed since."""
    _check_may_open(by)
    list_actions.start(yearly_list, at=at, by=by)
    gaps = lacking(yearly_list)
    if gaps:
        raise Refused(f"还有{len(gaps)}项任务不具备填报条件：{_named(gaps)}。")
    _check_dates(dates, Quarter(yearly_list.year, quarter))
    ListSettings.objects.get_or_create(yearly_list=yearly_list)
    given = {
        "opens_on": dates.opens_on,
        "as_of": dates.as_of,
        "due_on": dates.due_on,
        "opened_at": at,
        "opened_by": by,
    }
    period, is_new = ReportingPeriod.objects.get_or_create(
        yearly_list=yearly_list, quarter=quarter, defaults=given
    )
    added = lay_out(period)
    if is_new or added:
        record(
            "period_opened",
            by=by,
            at=at,
            obj=period,
            detail={"owed": added, "due_on": period.due_on.isoformat()},
        )
    return period


@transaction.atomic
def change_dates(period: ReportingPeriod, *, dates: Dates, at: datetime, by: User) -> ReportingPeriod:
    """Move the dates of a quarter that is not closed yet, and lay out what has been added since it opened."""
    _check_may_open(by)
    locked = ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if locked.closed_at is not None:
        raise Refused(f"{locked}已于{localtime(locked.closed_at):%Y-%m-%d}关闭，日期不能再改。")
    _check_dates(dates, locked.when)
    old = {"opens_on": locked.opens_on, "as_of": locked.as_of, "due_on": locked.due_on}
    locked.opens_on = dates.opens_on
    locked.as_of = dates.as_of
    locked.due_on = dates.due_on
    locked.save(update_fields=list(old))
    changed = {name: [str(value), str(getattr(locked, name))] for name, value in old.items()}
    record("period_dates_changed", by=by, at=at, obj=locked, detail={**changed, "owed": lay_out(locked)})
    return locked


def _check_dates(dates: Dates, quarter: Quarter) -> None:
    """A quarter opens before it is due, and no day lies a year away from it: that is a slip."""
    if dates.opens_on > dates.due_on:
        raise Refused("开始填报的日期不能晚于报送期限。")
    if (
        dates.opens_on < quarter.first_day - AT_MOST
        or max(dates.as_of, dates.due_on) > quarter.last_day + AT_MOST
        or dates.as_of < quarter.first_day
    ):
        raise Refused(f"日期与{quarter.long_label}不符，请核对年份。")


def _check_may_open(by: User) -> None:
    if not by.has_perm("open_periods"):
        raise NotYours("只有市发改委可以开启填报期。")


def _named(gaps: Iterable[Gap]) -> str:
    """The first few by number: enough for a sentence, the page lists all."""
    numbers = [f"第{gap.task.number}项" for gap in gaps]
    return "、".join(numbers[:5]) + ("等" if len(numbers) > 5 else "")
