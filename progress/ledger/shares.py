"""分解 and 协同情况 of a task, read once: who has which share, what came in, what it sums to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from progress.models import (
    Allocation,
    Closure,
    Contribution,
    ContributionDemand,
    ListSettings,
    ReportingPeriod,
)
from progress.rules import addresses
from progress.rules.shares import Share, contribution_due, contribution_slip, share_rate, total_of
from progress.rules.states import ContributionState
from projects.models import Assignment, Target, Task, Unit, User
from projects.rules.amounts import worded
from projects.rules.calendar import PeriodRules, local_day
from projects.rules.seals import seal_of
from projects.rules.states import AssignmentRole

SENT = (ContributionState.SUBMITTED, ContributionState.ACCEPTED)


@dataclass(frozen=True)
class SharedLine:
    """One unit's share of one target in one quarter, beside what it sent."""

    unit: Unit
    share: Share
    quarter: int
    contribution: Contribution | None
    value: Decimal | None  # of what was sent; a draft says nothing to others
    reason: str  # why there is none

    @property
    def state(self) -> ContributionState:
        """Where the unit's contribution stands."""
        return ContributionState(self.contribution.state if self.contribution else "")

    @property
    def is_sent(self) -> bool:
        """Whether the lead has it."""
        return self.state in SENT

    @property
    def share_words(self) -> str:
        """The year's share for reading."""
        return worded(self.share.quantity)

    @property
    def planned_words(self) -> str:
        """What is planned by the end of the quarter."""
        return worded(self.share.by(self.quarter)) or "—"

    @property
    def value_words(self) -> str:
        """What was sent, or why there is no figure."""
        if self.value is not None:
            return worded(self.value)
        return f"本季无数据：{self.reason}" if self.reason else "—"

    @property
    def rate(self) -> str:
        """完成率 of the share."""
        rate = share_rate(self.value, self.share.quantity)
        return "—" if rate is None else f"{rate}%"


@dataclass(frozen=True)
class SharedOut:
    """One target as it is shared out, with what came in of a quarter."""

    target: Target
    lines: tuple[SharedLine, ...]

    @cached_property
    def total(self) -> Decimal | None:
        """The sum of what the units with a share sent; None where nobody sent a figure."""
        return total_of(line.value for line in self.lines)

    @property
    def total_words(self) -> str:
        """The sum for reading."""
        return worded(self.total) or "—"

    @property
    def shared_words(self) -> str:
        """What is shared out altogether."""
        return worded(sum((line.share.quantity for line in self.lines), Decimal(0)))

    @property
    def sent(self) -> int:
        """How many units sent theirs."""
        return sum(line.is_sent for line in self.lines)

    @property
    def is_whole(self) -> bool:
        """Whether everybody sent theirs."""
        return self.sent == len(self.lines)

    def beside(self, typed: Decimal | None) -> str:
        """What the sum says beside the figure of the lead's report; "" where there is nothing to say."""
        if self.total is None or typed is None or typed == self.total:
            return ""
        unit = self.target.unit
        count = "" if self.is_whole else f"（{self.sent}/{len(self.lines)}个单位已报）"
        return f"牵头单位填报{worded(typed)}{unit}，各单位合计{self.total_words}{unit}{count}，请核对。"

    def seen_by(self, unit: int | None) -> "SharedOut":
        """As a unit beside the lead sees it: its own line, and of the others what the lead has adopted."""
        adopted = ContributionState.ACCEPTED
        seen = tuple(line for line in self.lines if line.unit.pk == unit or line.state == adopted)
        return SharedOut(self.target, seen)


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
        return self.state not in SENT

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


def seal_of_demands(units: Iterable[Unit]) -> str:
    """The mark of the units that are asked, as a page showed them."""
    return seal_of(*sorted(unit.pk for unit in units))


def seal_of_shares(lines: Iterable[tuple[Target, SharedLine]]) -> str:
    """The mark of the shares that a form was filled for."""
    return seal_of(*((target.pk, line.share) for target, line in lines))


def shared_out(task: Task, quarter: int) -> tuple[SharedOut, ...]:
    """Every target of the task that is shared out, with what came in of a quarter."""
    rows = _allocations().filter(shared__target__task=task)
    by_target: dict[Target, list[Allocation]] = {}
    for row in rows:
        by_target.setdefault(row.shared.target, []).append(row)
    if not by_target:
        return ()
    sent = _contributions(Contribution.objects.filter(task=task, period__quarter=quarter))
    return tuple(
        SharedOut(target, tuple(_line(row, quarter, sent.get((task.pk, row.unit_id))) for row in own))
        for target, own in by_target.items()
    )


def shared_tasks(
    period: ReportingPeriod, on: date, *, unit: Unit | None = None, task: Task | None = None
) -> list[SharedTask]:
    """What is owed to leads in a quarter, of one unit or on one task, in the order of the tasks."""
    of_list = {"quarter": period.quarter, "yearly_list": period.yearly_list_id, "due_on": period.due_on}
    rows = owing(_allocations(), task="shared__target__task", since="shared_at", **of_list)
    rows = rows.filter(shared__target__task__yearly_list=period.yearly_list_id)
    asked = owing(_demands(), task="task", since="demanded_at", **of_list)
    asked = asked.filter(task__yearly_list=period.yearly_list_id)
    found = Contribution.objects.filter(period=period)
    if unit is not None:
        rows, asked, found = (each.filter(unit=unit) for each in (rows, asked, found))
    if task is not None:
        rows = rows.filter(shared__target__task=task)
        asked, found = asked.filter(task=task), found.filter(task=task)
    papers: dict[tuple[int, int], _Owed] = {}
    for row in rows:
        papers.setdefault(_place(row.shared.target.task, row.unit), _Owed()).shares.append(row)
    for row in asked:
        papers.setdefault(_place(row.task, row.unit), _Owed()).demand = row
    if not papers:
        return []
    sent = _contributions(found)
    return [_task(period, papers[place], sent, on) for place in sorted(papers)]


def owing(
    rows: QuerySet,
    *,
    task: str,
    since: str,
    quarter: int | OuterRef,
    yearly_list: int | OuterRef,
    due_on: date | F,
) -> QuerySet:
    """Of shares or demands those that owe something in one quarter.

    A task closed earlier (销号) owes nothing; what was asked after a quarter's due day counts from the last
    one opened on, not for those before.
    """
    closed = Closure.objects.agreed_before(quarter).filter(task=OuterRef(task))
    later = ReportingPeriod.objects.filter(
        yearly_list=yearly_list, quarter__gt=quarter, opened_at__isnull=False
    )
    return rows.filter(~Exists(closed), Q(**{f"{since}__date__lte": due_on}) | ~Exists(later))


def _place(task: Task, unit: Unit) -> tuple[int, int, int]:
    """Where a paper stands among those of a quarter: by task, then in the official order."""
    return task.number, unit.order, unit.pk


@dataclass
class _Owed:
    """Why one paper is owed, gathered row by row."""

    shares: list[Allocation] = field(default_factory=list)
    demand: ContributionDemand | None = None


def shared_task(period: ReportingPeriod, task: Task, unit: Unit, on: date) -> SharedTask | None:
    """What one unit owes on one task; None where it has no share and nobody asks it."""
    return next(iter(shared_tasks(period, on, unit=unit, task=task)), None)


def owes(task: Task, unit: Unit) -> bool:
    """Whether the unit has a share of the task, or is asked for a contribution to it."""
    shares = Allocation.objects.filter(shared__target__task=task, unit=unit)
    return shares.exists() or unit in demanded_of(task)


def demanded_of(task: Task) -> list[Unit]:
    """The units that the coordinator asks for a contribution to a task, in the official order."""
    return [row.unit for row in _demands().filter(task=task)]


def contributed_words(task: Task, quarter: int) -> list[Contribution]:
    """The contributions in words that leads have of a quarter: sent or adopted, in the official order."""
    found = Contribution.objects.filter(task=task, period__quarter=quarter, state__in=SENT).exclude(text="")
    return list(found.select_related("unit", "task", "period__yearly_list").order_by("unit__order"))


def leads_task(task: int, user: User) -> bool:
    """Whether the person files for a lead of the task, by its key."""
    if user.unit is None or not user.has_perm("file_reports"):
        return False
    led = Task.objects.filter(pk=task).answered_for(user.unit.code, AssignmentRole.LEAD)
    return led.exists() or user.unit.reports.filter(task=task).exists()


def partners_of(task: Task) -> list[Unit]:
    """The units that a task's targets may be shared out to: co-responsible, groups as their members."""
    co = Assignment.objects.filter(task=task, role=AssignmentRole.CO)
    lead = Assignment.objects.filter(task=task, role=AssignmentRole.LEAD, unit=OuterRef("pk"))
    own = co.filter(unit=OuterRef("pk"))
    members = {"group__memberships__unit": OuterRef("pk")}
    through = co.filter(**members, group__memberships__yearly_list=task.yearly_list_id)
    units = Unit.objects.active().filter(Exists(own) | Exists(through)).exclude(Exists(lead))
    return list(units.order_by("order"))


def _demands() -> QuerySet[ContributionDemand]:
    """Those of units in office: nobody else owes anything."""
    rows = ContributionDemand.objects.filter(unit__is_active=True).select_related("task__yearly_list", "unit")
    return rows.annotate(days=days_before("task__yearly_list")).order_by("task__number", "unit__order")


def _allocations() -> QuerySet[Allocation]:
    rows = Allocation.objects.select_related("shared__target__task__yearly_list", "unit")
    rows = rows.annotate(days=days_before("shared__target__task__yearly_list"))
    return rows.order_by("shared__target__task__number", "shared__target__order", "unit__order")


def days_before(yearly_list: str) -> Coalesce:
    """How many working days before the lead a contribution is due, by the list's settings."""
    settings = ListSettings.objects.filter(yearly_list=OuterRef(yearly_list))
    return Coalesce(Subquery(settings.values("contribution_days")), PeriodRules.contribution)


def _contributions(rows: QuerySet[Contribution]) -> dict[tuple[int, int], Contribution]:
    """By task and unit, with their values."""
    found = rows.select_related("period__yearly_list", "task", "unit").prefetch_related("values")
    return {(each.task_id, each.unit_id): each for each in found}


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
        lines=tuple((row.shared.target, _line(row, period.quarter, paper)) for row in owed.shares),
        is_demanded=owed.demand is not None,
        contribution=paper,
        asked_on=asked_on,
        due_on=contribution_due(period.due_on, one.days, asked_on),
        on=on,
    )


def _line(row: Allocation, quarter: int, sent: Contribution | None) -> SharedLine:
    value, reason = None, ""
    if sent is not None and sent.state in SENT:
        said = {each.target_id: each for each in sent.values.all()}.get(row.shared.target_id)
        value, reason = (said.value, said.no_data_reason) if said else (None, "")
    return SharedLine(row.unit, row.share, quarter, sent, value, reason)


def last_values(period: ReportingPeriod, task: Task, unit: Unit) -> Mapping[int, Decimal]:
    """What the unit sent last of each target in an earlier quarter, by target."""
    rows = Contribution.objects.filter(
        task=task, unit=unit, period__quarter__lt=period.quarter, state__in=SENT
    ).prefetch_related("values")
    found: dict[int, Decimal] = {}
    for row in rows.order_by("period__quarter"):
        found |= {each.target_id: each.value for each in row.values.all() if each.value is not None}
    return found
