"""历年对照 of a plan: how the tasks that it goes on with were planned, and a start taken from one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from projects.lists.relatives import predecessors
from projects.models import Milestone, MilestoneItem, PlannedValue, Target, Task
from projects.rules import addresses
from projects.rules.followed_targets import TargetWords, carried_totals, followed_targets
from projects.rules.plan_content import PlanContent, QuarterItem, QuarterPlan, Totals
from projects.rules.punctuation import full_width
from projects.rules.quarters import NUMBERS, NUMERALS


@dataclass(frozen=True)
class EarlierQuarter:
    """A quarter of an earlier year, as it was planned."""

    name: str
    plan: QuarterPlan


@dataclass(frozen=True)
class EarlierTarget:
    """A target of an earlier year with its planned totals, as a plan has them."""

    target: Target
    totals: Totals


@dataclass(frozen=True)
class EarlierSchedule:
    """A task of an earlier list with its schedule; `key` is how the form names it."""

    task: Task
    quarters: tuple[EarlierQuarter, ...]
    targets: tuple[EarlierTarget, ...]

    @property
    def key(self) -> str:
        return f"{self.task.yearly_list.year}-{self.task.number}"

    @property
    def label(self) -> str:
        return f"{self.task.yearly_list.year}年第{self.task.number}项"

    @property
    def address(self) -> str:
        return addresses.task(self.task.yearly_list.year, self.task.number)


def earlier_schedules(task: Task) -> list[EarlierSchedule]:
    """Those of all tasks that it goes on with and that were planned, the latest first; bounded queries."""
    keys = [each.pk for each in predecessors(task)]
    if not keys:
        return []
    found = {each.pk: each for each in _planned(Task.objects.filter(pk__in=keys))}
    return [_schedule(found[key]) for key in keys if found[key].milestones.all()]


def start_of(task: Task, earlier: EarlierSchedule) -> PlanContent:
    """A plan for this year's task as a copy of the earlier schedule: texts, items, and totals of the targets
    that go on.
    """
    targets = list(task.targets.all())
    before = {each.target.pk: each for each in earlier.targets}
    pairs = followed_targets(_words(targets), _words([each.target for each in earlier.targets]))
    totals = {
        target.pk: carried_totals(before[pairs[target.pk]].totals, goal=target.quantity)
        for target in targets
        if target.pk in pairs
    }
    first, second, third, fourth = (each.plan for each in earlier.quarters)
    return PlanContent((first, second, third, fourth), totals)


def _planned(tasks: QuerySet[Task]) -> QuerySet[Task]:
    items = MilestoneItem.objects.select_related("sub_project").order_by("order")
    milestones = Milestone.objects.exclude(text="").prefetch_related(Prefetch("items", items))
    targets = Target.objects.order_by("order").prefetch_related(
        Prefetch("planned_values", PlannedValue.objects.order_by("stage", "quarter"))
    )
    rows = tasks.select_related("yearly_list")
    return rows.prefetch_related(Prefetch("milestones", milestones), Prefetch("targets", targets))


def _schedule(task: Task) -> EarlierSchedule:
    by_quarter = {each.quarter: each for each in task.milestones.all()}
    quarters = tuple(
        EarlierQuarter(f"{NUMERALS[number]}季度", _quarter(by_quarter.get(number))) for number in NUMBERS
    )
    return EarlierSchedule(task, quarters, tuple(_target(target) for target in task.targets.all()))


def _quarter(milestone: Milestone | None) -> QuarterPlan:
    if milestone is None:
        return QuarterPlan()
    items = tuple(
        QuarterItem(item.sub_project.name if item.sub_project else "", full_width(item.text))
        for item in milestone.items.all()
    )
    return QuarterPlan(milestone.in_print, items)


def _target(target: Target) -> EarlierTarget:
    """The totals that the schedule tells of the target's own stage."""
    planned = target.stage_plans[0].quarters
    first, second, third, fourth = (each.ytd if each.is_of_its_own else None for each in planned)
    return EarlierTarget(target, (first, second, third, fourth))


def _words(targets: Sequence[Target]) -> list[TargetWords]:
    return [TargetWords(target.pk, target.label, target.unit) for target in targets]
