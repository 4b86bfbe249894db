"""分解 and 协同情况 of a task, read once: who has which share, what came in, what it sums to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from progress.models import (
    Allocation,
    Contribution,
    ListSettings,
    ReportingPeriod,
)
from progress.rules.shares import Share, share_rate, total_of
from progress.rules.states import ContributionState
from projects.models import Assignment, Target, Task, Unit, User
from projects.rules.amounts import worded
from projects.rules.calendar import PeriodRules
from projects.rules.filing import HANDED_IN
from projects.rules.seals import seal_of
from projects.rules.states import AssignmentRole


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
        return self.state in HANDED_IN

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


def seal_of_shares(lines: Iterable[tuple[Target, SharedLine]]) -> str:
    """The mark of the shares that a form was filled for."""
    return seal_of(*((target.pk, line.share) for target, line in lines))


def shared_out(task: Task, quarter: int) -> tuple[SharedOut, ...]:
    """Every target of the task that is shared out, with what came in of a quarter."""
    rows = allocations().filter(shared__target__task=task)
    by_target: dict[Target, list[Allocation]] = {}
    for row in rows:
        by_target.setdefault(row.shared.target, []).append(row)
    if not by_target:
        return ()
    sent = contributions_of(Contribution.objects.filter(task=task, period__quarter=quarter))
    return tuple(
        SharedOut(target, tuple(line_of(row, quarter, sent.get((task.pk, row.unit_id))) for row in own))
        for target, own in by_target.items()
    )


def contributed_words(task: Task, quarter: int) -> list[Contribution]:
    """The contributions in words that leads have of a quarter: sent or adopted, in the official order."""
    found = Contribution.objects.filter(task=task, period__quarter=quarter, state__in=HANDED_IN).exclude(
        text=""
    )
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


def allocations() -> QuerySet[Allocation]:
    """Every share with its target, its unit, and by how many days before the lead it is due."""
    rows = Allocation.objects.select_related("shared__target__task__yearly_list", "unit")
    rows = rows.annotate(days=days_before("shared__target__task__yearly_list"))
    return rows.order_by("shared__target__task__number", "shared__target__order", "unit__order")


def contributions_of(rows: QuerySet[Contribution]) -> dict[tuple[int, int], Contribution]:
    """By task and unit, with their values."""
    found = rows.select_related("period__yearly_list", "task", "unit").prefetch_related("values")
    return {(each.task_id, each.unit_id): each for each in found}


def line_of(row: Allocation, quarter: int, sent: Contribution | None) -> SharedLine:
    """One share in one quarter; of a contribution that is not sent yet nothing is told."""
    value, reason = None, ""
    if sent is not None and sent.state in HANDED_IN:
        said = {each.target_id: each for each in sent.values.all()}.get(row.shared.target_id)
        value, reason = (said.value, said.no_data_reason) if said else (None, "")
    return SharedLine(row.unit, row.share, quarter, sent, value, reason)


def last_values(period: ReportingPeriod, task: Task, unit: Unit) -> Mapping[int, Decimal]:
    """What the unit sent last of each target in an earlier quarter, by target."""
    rows = Contribution.objects.filter(
        task=task, unit=unit, period__quarter__lt=period.quarter, state__in=HANDED_IN
    ).prefetch_related("values")
    found: dict[int, Decimal] = {}
    for row in rows.order_by("period__quarter"):
        found |= {each.target_id: each.value for each in row.values.all() if each.value is not None}
    return found


def days_before(yearly_list: str) -> Coalesce:
    """How many working days before the lead a contribution is due, by the list's settings."""
    settings = ListSettings.objects.filter(yearly_list=OuterRef(yearly_list))
    return Coalesce(Subquery(settings.values("contribution_days")), PeriodRules.contribution)
