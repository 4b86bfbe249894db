"""Opening a quarter: the one crossing from the plan to the actual, and later filing by extension."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localtime

from progress.ledger.deciders import may_decide
from progress.models import Extension, ListSettings, ReportingPeriod
from progress.opening.owed_actions import lay_out
from progress.rules.states import ASKED, GRANTED, REFUSED
from projects.lists import actions as list_actions
from projects.log.actions import record
from projects.models import Assignment, Milestone, Task, Unit, User, YearlyList
from projects.rules.errors import NotYours, Refused
from projects.rules.quarters import Quarter
from projects.rules.states import LEAD

AT_MOST = timedelta(days=366)  # from a quarter to its dates, from the due day to an extension: beyond it a year was mistyped


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
        has_lead=Exists(Assignment.objects.filter(task=OuterRef("pk"), role=LEAD)),
        has_milestone=Exists(Milestone.objects.filter(task=OuterRef("pk")).exclude(text="")),
    )
    without_lead = [Gap(task, "没有牵头单位。") for task in tasks if not task.has_lead]
    return (*without_lead, *(Gap(task, "没有序时进度。") for task in tasks if not task.has_milestone))


@transaction.atomic
def open_period(yearly_list: YearlyList, *, quarter: int, dates: Dates, at: datetime, by: User) -> ReportingPeriod:
    """Open a quarter and lay out what each unit owes. Opening again lays out what has been added since and changes nothing else."""
    _check_may_open(by)
    list_actions.start(yearly_list, at=at, by=by)
    gaps = lacking(yearly_list)
    if gaps:
        raise Refused(f"还有{len(gaps)}项任务不具备填报条件：{_named(gaps)}。")
    _check_dates(dates, Quarter(yearly_list.year, quarter))
    ListSettings.objects.get_or_create(yearly_list=yearly_list)
    given = {"opens_on": dates.opens_on, "as_of": dates.as_of, "due_on": dates.due_on, "opened_at": at, "opened_by": by}
    period, is_new = ReportingPeriod.objects.get_or_create(yearly_list=yearly_list, quarter=quarter, defaults=given)
    added = lay_out(period)
    if is_new or added:
        record("period_opened", by=by, at=at, obj=period, detail={"owed": added, "due_on": period.due_on.isoformat()})
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
    locked.opens_on, locked.as_of, locked.due_on = dates.opens_on, dates.as_of, dates.due_on
    locked.save(update_fields=list(old))
    changed = {name: [str(value), str(getattr(locked, name))] for name, value in old.items()}
    record("period_dates_changed", by=by, at=at, obj=locked, detail={**changed, "owed": lay_out(locked)})
    return locked


@transaction.atomic
def ask_extension(period: ReportingPeriod, *, tasks: Iterable[Task] = (), reason: str, until: date, at: datetime, by: User) -> Extension:
    """申请延期: the unit asks to file later, for all its tasks or for the chosen ones."""
    if not by.has_perm("file_reports"):
        raise NotYours("只有填报单位可以申请延期。")
    return _extend(period, by.unit, tasks, reason=reason, until=until, state=ASKED, at=at, by=by)


@transaction.atomic
def grant_extension(
    period: ReportingPeriod, *, unit: Unit, tasks: Iterable[Task] = (), reason: str, until: date, at: datetime, by: User
) -> Extension:
    """Let a unit file later without being asked; it counts as asked for at this moment."""
    _check_may_decide(unit, by)
    return _extend(period, unit, tasks, reason=reason, until=until, state=GRANTED, at=at, by=by)


@transaction.atomic
def decide_extension(extension: Extension, *, granted: bool, note: str = "", at: datetime, by: User) -> Extension:
    """Grant or refuse what a unit asked for; a second decision is refused."""
    locked = Extension.objects.select_for_update(of=("self",)).select_related("period__yearly_list", "unit").get(pk=extension.pk)
    _check_may_decide(locked.unit, by)
    if locked.state != ASKED:
        raise Refused(f"该延期申请已于{localtime(locked.decided_at):%Y-%m-%d}批复。")
    if not locked.period.is_open:
        raise Refused(f"{locked.period}已关闭，不能再批复延期；确需补报的，请重开该报告。")
    if not granted and not note.strip():
        raise Refused("不同意延期，请说明理由。")
    locked.state, locked.decision_note, locked.decided_at, locked.decided_by = GRANTED if granted else REFUSED, note, at, by
    locked.save(update_fields=["state", "decision_note", "decided_at", "decided_by"])
    record("extension_decided", by=by, at=at, obj=locked, detail={"state": locked.state, "note": note})
    return locked


def _check_dates(dates: Dates, quarter: Quarter) -> None:
    """A quarter opens before it is due, and no day lies a year away from it: that is a slip."""
    if dates.opens_on > dates.due_on:
        raise Refused("开始填报的日期不能晚于报送期限。")
    if dates.opens_on < quarter.first_day - AT_MOST or max(dates.as_of, dates.due_on) > quarter.last_day + AT_MOST or dates.as_of < quarter.first_day:
        raise Refused(f"日期与{quarter.long_label}不符，请核对年份。")


def _extend(period: ReportingPeriod, unit: Unit, tasks: Iterable[Task], *, reason: str, until: date, state: str, at: datetime, by: User) -> Extension:
    """The row of what is asked for or granted; the same once more changes nothing."""
    locked = ReportingPeriod.objects.select_for_update(no_key=True, of=("self",)).select_related("yearly_list").get(pk=period.pk)
    chosen = {task.pk for task in tasks}
    _check_extendable(locked, unit, chosen, until, reason)
    standing = _standing(locked, unit, chosen)
    if same := next((each for each in standing if each.state == state and each.until == until and set(each.task_ids) == chosen), None):
        return same
    if state == GRANTED and any(each.state == ASKED for each in standing):
        raise Refused("已申请延期，尚待批复，请直接批复该申请。")
    said = {"reason": reason.strip(), "until": until, "state": state, "asked_at": at, "asked_by": by}
    decided = {"decided_at": at, "decided_by": by} if state == GRANTED else {}
    extension = Extension.objects.create(period=locked, unit=unit, **said, **decided)
    extension.tasks.set(chosen)
    record("extension_asked" if state == ASKED else "extension_granted", by=by, at=at, obj=extension, detail={"until": until.isoformat()})
    return extension


def _check_extendable(period: ReportingPeriod, unit: Unit, chosen: set[int], until: date, reason: str) -> None:
    """A quarter that runs, a day after the due day, a reason, and reports that the unit owes."""
    if not period.is_open:
        raise Refused(f"{period}未开启或已关闭，不能延期。")
    if until <= period.due_on:
        raise Refused(f"延期应晚于报送期限{period.due_on:%Y-%m-%d}。")
    if until > period.due_on + AT_MOST:
        raise Refused(f"延至{until:%Y-%m-%d}比报送期限晚一年以上，请核对年份。")
    if not reason.strip():
        raise Refused("请填写延期理由。")
    owed = set(period.reports.filter(unit=unit).values_list("task", flat=True))
    if not owed or chosen - owed:
        raise Refused(f"{period}所选任务不由{unit}报送，不能延期。" if chosen else f"{period}{unit}没有应报的任务，不需延期。")


def _standing(period: ReportingPeriod, unit: Unit, chosen: set[int]) -> list[Extension]:
    """What the unit has asked for or was granted for any of these tasks (none: all), each with the keys of its tasks."""
    rows = Extension.objects.filter(period=period, unit=unit, state__in=[ASKED, GRANTED]).with_tasks()
    return [each for each in rows if not each.task_ids or not chosen or chosen & set(each.task_ids)]


def _check_may_open(by: User) -> None:
    if not by.has_perm("open_periods"):
        raise NotYours("只有市发改委可以开启填报期。")


def _check_may_decide(unit: Unit, by: User) -> None:
    """Nobody decides for their own unit."""
    if unit.pk == by.unit_id:
        raise NotYours("本单位的延期不能由本单位决定，请由市政府办公室批复。")
    if not may_decide(by, unit):
        raise NotYours("延期由市发改委批复，市发改委自己的延期由市政府办公室批复。")


def _named(gaps: Iterable[Gap]) -> str:
    """The first few by number: enough for a sentence, the page lists all."""
    numbers = [f"第{gap.task.number}项" for gap in gaps]
    return "、".join(numbers[:5]) + ("等" if len(numbers) > 5 else "")
