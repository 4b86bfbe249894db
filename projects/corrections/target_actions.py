"""Corrections of what a task promises in numbers, and of what is planned of it quarter by quarter."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, ProtectedError

from projects.corrections import actions
from projects.corrections.actions import Grounds
from projects.models import PlannedValue, Target, Task, User
from projects.models.tasks import PlanChange
from projects.rules.errors import Refused
from projects.rules.own_entry import why_no_own_entry
from projects.rules.states import Direction, Nature


@dataclass(frozen=True)
class TargetValues:
    """A target as it should stand; quantities in base units."""

    label: str
    quantity: Decimal
    unit: str = ""
    quantity_max: Decimal | None = None
    qualifier: str = ""
    baseline: Decimal | None = None
    stage: str = ""
    nature: str = Nature.COUNT
    direction: str = Direction.UP
    needs_settling: bool = False
    quote: str = ""
    reporting_unit_id: int | None = None
    is_summed_over_leads: bool = False
    is_own_entry: bool = False

    def check(self) -> None:
        """Refused where the quarter's own cannot be typed of such a target."""
        why = why_no_own_entry(self.nature, is_summed_over_leads=self.is_summed_over_leads)
        if self.is_own_entry and why:
            raise Refused(why)


@dataclass(frozen=True)
class StageFigure:
    """One planned value as it should stand; basis is own, ytd or "" where nobody knows."""

    stage: str
    quarter: int
    value: Decimal
    basis: str


@transaction.atomic
def correct_target(
    target: Target, *, values: TargetValues, based_on: str, grounds: Grounds, at: datetime, by: User
) -> PlanChange | None:
    """Let the target stand like this; None where nothing changed."""
    change = actions.begin_plan(target.task, grounds=grounds, at=at)
    locked = _find(change.task, target)
    old = locked.wording
    actions.check_basis(old, based_on=based_on)
    values.check()
    for name, value in asdict(values).items():
        setattr(locked, name, value)
    if locked.wording == old:
        return None
    locked.save()
    return actions.keep(change, subject=f"量化目标{locked.order}", old=old, new=locked.wording, at=at, by=by)


@transaction.atomic
def add_target(task: Task, *, values: TargetValues, grounds: Grounds, at: datetime, by: User) -> PlanChange:
    """Give the task a further target."""
    change = actions.begin_plan(task, grounds=grounds, at=at)
    values.check()
    order = _next_order(change.task)
    made = Target.objects.create(task=change.task, order=order, **asdict(values))
    return actions.keep(change, subject=f"增加量化目标{made.order}", old="", new=made.wording, at=at, by=by)


@transaction.atomic
def remove_target(target: Target, *, based_on: str, grounds: Grounds, at: datetime, by: User) -> PlanChange:
    """Take away what is no target of the task, with its planned values."""
    change = actions.begin_plan(target.task, grounds=grounds, at=at)
    locked = _find(change.task, target)
    old, planned = locked.wording, locked.planned_wording
    actions.check_basis(old, based_on=based_on)
    try:
        locked.delete()
    except ProtectedError:
        raise Refused("该目标已有单位填报完成值，不能删除；可以调整其目标值或标记待核对。") from None
    return actions.keep(
        change,
        subject=f"删除量化目标{target.order}",
        old="\n".join(filter(None, [old, planned])),
        new="",
        at=at,
        by=by,
    )


@transaction.atomic
def correct_planned(
    target: Target,
    *,
    figures: Sequence[StageFigure],
    needs_settling: bool,
    based_on: str,
    grounds: Grounds,
    at: datetime,
    by: User,
) -> PlanChange | None:
    """Let exactly these be the target's planned values, settled or not; None where nothing changed."""
    change = actions.begin_plan(target.task, grounds=grounds, at=at)
    locked = _find(change.task, target)
    old = locked.planned_wording
    actions.check_basis(old, based_on=based_on)
    _write_figures(locked, figures)
    Target.objects.filter(pk=locked.pk).update(needs_settling=needs_settling)
    new = Target.objects.get(pk=locked.pk).planned_wording
    return (
        None
        if new == old
        else actions.keep(change, subject=f"计划值：{locked.label}", old=old, new=new, at=at, by=by)
    )


@transaction.atomic
def part_stage(
    target: Target, *, stage: str, based_on: str, grounds: Grounds, at: datetime, by: User
) -> PlanChange:
    """Make a stage (开工 …) a target of its own, with its planned values; the last one is its quantity."""
    change = actions.begin_plan(target.task, grounds=grounds, at=at)
    locked = _find(change.task, target)
    actions.check_basis(locked.planned_wording, based_on=based_on)
    found = next((each for each in locked.stage_plans if each.stage == stage and not each.is_own), None)
    total = found.quarters[-1].ytd if found else None
    if total is None:
        raise Refused(f"“{stage}”没有可以确定的年末累计计划，请先核对计划值，再单列为目标。")
    values = TargetValues(
        label=locked.label,
        quantity=total,
        unit=locked.unit,
        stage=stage,
        nature=locked.nature,
        direction=locked.direction,
        is_own_entry=locked.is_own_entry,
    )
    made = Target.objects.create(task=change.task, order=_next_order(change.task), **asdict(values))
    locked.planned_values.filter(stage=stage).update(target=made)
    return actions.keep(change, subject=f"单列目标{made.order}", old="", new=made.wording, at=at, by=by)


def _find(task: Task, target: Target) -> Target:
    found = task.targets.filter(pk=target.pk).first()
    if found is None:
        raise Refused("这个量化目标已被删除。")
    return found


def _next_order(task: Task) -> int:
    return (task.targets.aggregate(last=Max("order"))["last"] or 0) + 1


def _write_figures(target: Target, figures: Sequence[StageFigure]) -> None:
    """The quotes of figures that stay in their place stay with them."""
    quotes = {(row.stage, row.quarter): row.quote for row in target.planned_values.all()}
    target.planned_values.all().delete()
    PlannedValue.objects.bulk_create(
        PlannedValue(target=target, quote=quotes.get((each.stage, each.quarter), ""), **asdict(each))
        for each in figures
    )
