"""协同情况 that units owe to leads: by a share, or because the coordinator asks; where each stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models import Q, QuerySet

from progress.ledger.shares import SharedLine, allocations, contributions_of, days_before, line_of
from progress.models import (
    Allocation,
    Contribution,
    ContributionDemand,
    ReportingPeriod,
)
from progress.rules import addresses
from progress.rules.shares import contribution_due, contribution_slip
from progress.rules.states import ContributionState
from projects.models import Target, Task, Unit
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.rules.calendar import local_day
from projects.rules.filing import HANDED_IN
from projects.rules.seals import seal_of

OF_QUARTER = {name: slot(name) for name in ("quarter", "yearly_list", "due_on")}
IN_SHARES = {"unit": "unit", "task": "shared__target__task"}  # where a share says it


@dataclass(frozen=True)
class SharedTask:
    """What one unit owes the lead of one task in one quarter."""

    period: ReportingPeriod
    task: Task
    unit: Unit  # whose it is
    lines: tuple[tuple[Target, SharedLine], ...]  # none where it is demanded without a share
    is_demanded: bool  # the coordinator asks for it in words
    contribution: Contribution | None
    asked_on: date  # the day of the share or of the demand, the earliest
    due_on: date
    on: date

    @property
    def state(self) -> ContributionState:
        """Where it stands."""
        return ContributionState(self.contribution.state if self.contribution else "")

    @property
    def file_by(self) -> date:
        """The day it is due; of a returned one the new date."""
        returned = self.state == ContributionState.RETURNED
        return self.contribution.refile_by if returned else self.due_on

    @property
    def is_open(self) -> bool:
        """Whether the unit still has to send it."""
        return self.state not in HANDED_IN

    @property
    def days_over(self) -> int:
        """How many days it is overdue."""
        return max(0, (self.on - self.file_by).days) if self.is_open else 0

    @property
    def is_late(self) -> bool:
        """Whether it was first sent after its day: the lead's to see."""
        first = self.contribution.first_submitted_at if self.contribution else None
        return first is not None and local_day(first) > self.due_on

    @property
    def slip(self) -> str:
        """未报 or 迟报, as it counts against the unit; "" where it does not."""
        first = self.contribution.first_submitted_at if self.contribution else None
        sent_on = local_day(first) if first else None
        asked_on = max(self.asked_on, local_day(self.period.opened_at))
        return contribution_slip(due_on=self.due_on, asked_on=asked_on, sent_on=sent_on, on=self.on)

    @property
    def address(self) -> str:
        """The page where it is written."""
        return addresses.contribution(
            self.period.yearly_list.year, self.period.quarter, self.task.number, self.unit.code
        )


def shared_tasks(
    period: ReportingPeriod, on: date, *, unit: Unit | None = None, task: Task | None = None
) -> list[SharedTask]:
    """What is owed to leads in a quarter, of one unit or on one task, in the order of the tasks.

    A unit out of office owes nothing; what it sent before stands.
    """
    named = {name: row.pk for name, row in (("unit", unit), ("task", task)) if row is not None}
    asked = {
        "quarter": period.quarter,
        "yearly_list": period.yearly_list_id,
        "due_on": period.due_on,
        **named,
    }
    papers: dict[tuple[int, int], _Owed] = {}
    for row in _owing_shares(frozenset(named)).ask(**asked):
        papers.setdefault(_place(row.shared.target.task, row.unit), _Owed()).shares.append(row)
    for row in _owing_demands(frozenset(named)).ask(**asked):
        papers.setdefault(_place(row.task, row.unit), _Owed()).demand = row
    if not papers:
        return []
    sent = contributions_of(Contribution.objects.filter(period=period, **named))
    found = [_task(period, papers[place], sent, on) for place in sorted(papers)]
    return [each for each in found if each.unit.is_active or not each.is_open]


@cache
def _owing_shares(named: frozenset[str]) -> Reading[Allocation]:
    """The shares by which something is owed in one quarter, of a unit or a task where it is named."""
    rows = allocations().owing(**OF_QUARTER).filter(shared__target__task__yearly_list=slot("yearly_list"))
    return Reading(rows.filter(**{IN_SHARES[name]: slot(name) for name in named}))


@cache
def _owing_demands(named: frozenset[str]) -> Reading[ContributionDemand]:
    """The demands likewise."""
    rows = _demands().owing(**OF_QUARTER).filter(task__yearly_list=slot("yearly_list"))
    return Reading(rows.filter(**{name: slot(name) for name in named}))


def shared_task(period: ReportingPeriod, task: Task, unit: Unit, on: date) -> SharedTask | None:
    """What one unit owes on one task; None where it has no share and nobody asks it."""
    return next(iter(shared_tasks(period, on, unit=unit, task=task)), None)


def units_let_off(task: Task) -> list[Unit]:
    """The units out of use that have a share of the task, or were asked for a contribution to it."""
    shares = Allocation.objects.filter(shared__target__task=task).values("unit")
    asked = ContributionDemand.objects.filter(task=task).values("unit")
    units = Unit.objects.filter(Q(pk__in=shares) | Q(pk__in=asked), is_active=False)
    return list(units.order_by("order", "pk"))


def owes(task: Task, unit: Unit) -> bool:
    """Whether the unit has a share of the task, or is asked for a contribution to it."""
    shares = Allocation.objects.filter(shared__target__task=task, unit=unit)
    return shares.exists() or unit in demanded_of(task)


def demanded_of(task: Task) -> list[Unit]:
    """The units that the coordinator asks for a contribution to a task, in the official order."""
    return [row.unit for row in _demands().filter(task=task)]


def first_demanded(task: Task, units: Iterable[Unit], on: date) -> SharedTask | None:
    """What the first of these units owes first of all that it is asked for, in a quarter that runs.

    None where no quarter runs in which it could still be sent: it is owed from the next one that is opened.
    """
    keys = {unit.pk for unit in units}
    running = ReportingPeriod.objects.running().filter(yearly_list=task.yearly_list_id)
    for period in running.select_related("yearly_list").order_by("quarter"):
        for each in shared_tasks(period, on, task=task):
            if each.is_demanded and each.unit.pk in keys:
                return each
    return None


def seal_of_demands(units: Iterable[Unit]) -> str:
    """The mark of the units that are asked, as a page showed them."""
    return seal_of(*sorted(unit.pk for unit in units))


@dataclass
class _Owed:
    """Why one paper is owed, gathered row by row."""

    shares: list[Allocation] = field(default_factory=list)
    demand: ContributionDemand | None = None


def _place(task: Task, unit: Unit) -> tuple[int, int, int]:
    """Where a paper stands among those of a quarter: by task, then in the official order."""
    return task.number, unit.order, unit.pk


def _task(
    period: ReportingPeriod, owed: _Owed, sent: Mapping[tuple[int, int], Contribution], on: date
) -> SharedTask:
    asked = [row.shared_at for row in owed.shares]
    if owed.demand is not None:
        asked.append(owed.demand.demanded_at)
    one = owed.demand or owed.shares[0]
    task = owed.demand.task if owed.demand else owed.shares[0].shared.target.task
    paper, asked_on = sent.get((task.pk, one.unit_id)), local_day(min(asked))
    return SharedTask(
        period=period,
        task=task,
        unit=one.unit,
        lines=tuple((row.shared.target, line_of(row, period.quarter, paper)) for row in owed.shares),
        is_demanded=owed.demand is not None,
        contribution=paper,
        asked_on=asked_on,
        due_on=contribution_due(period.due_on, one.days, asked_on),
        on=on,
    )


def _demands() -> QuerySet[ContributionDemand]:
    """Those of units in office: nobody else owes anything."""
    rows = ContributionDemand.objects.filter(unit__is_active=True).select_related("task__yearly_list", "unit")
    return rows.annotate(days=days_before("task__yearly_list")).order_by("task__number", "unit__order")
