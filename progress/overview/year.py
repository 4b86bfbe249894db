"""The year at a glance: how many tasks of which kind, and the way to exactly those tasks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from progress.charts import Bar, bar
from progress.overview.parties import GROUP, Part, Party, parts_in
from projects.models import Finding, Milestone, PlannedValue, Target, YearlyList
from projects.quarters import NUMBERS, Quarter
from projects.states import LEAD


@dataclass(frozen=True)
class Counts:
    """Tasks of a list: all, with a number to reach, with numbers that do not add up, with an open finding; and the findings themselves."""

    tasks: int
    measured: int
    unsettled: int
    doubtful: int
    targets: int


@dataclass(frozen=True)
class Share:
    """A domain of the list: its tasks and how many of them promise a number."""

    key: str
    name: str
    tasks: int
    measured: int
    bar: Bar


@dataclass(frozen=True)
class LedTask:
    """One task of a leading unit, by its number."""

    number: int
    is_measured: bool


@dataclass(frozen=True)
class Leader:
    """A leading unit: the tasks that it leads, in their order, and in how many it has any part."""

    code: str
    name: str
    tasks: tuple[LedTask, ...]
    involved: int

    @property
    def measured(self) -> int:
        """How many of the tasks that it leads promise a number."""
        return sum(task.is_measured for task in self.tasks)


@dataclass(frozen=True)
class QuarterPlan:
    """What the schedule plans for one quarter: tasks with a milestone, without one, with a figure."""

    quarter: Quarter
    planned: int
    blank: int
    figured: int
    bar: Bar


def counts(yearly_list: YearlyList) -> Counts:
    """The figures above everything else."""
    with_targets = Target.objects.filter(task=OuterRef("pk"))
    doubted = Finding.objects.open().filter(task=OuterRef("pk"))
    found = yearly_list.tasks.aggregate(
        tasks=Count("pk"),
        measured=Count("pk", filter=Exists(with_targets)),
        unsettled=Count("pk", filter=Exists(with_targets.filter(needs_settling=True))),
        doubtful=Count("pk", filter=Exists(doubted)),
    )
    return Counts(targets=Target.objects.filter(task__yearly_list=yearly_list).count(), **found)


def by_domain(yearly_list: YearlyList) -> list[Share]:
    """The domains in their order; none where the list has none."""
    measured = Count("tasks", filter=Exists(Target.objects.filter(task=OuterRef("tasks__pk"))))
    rows = list(yearly_list.domains.annotate(number=Count("tasks"), measured=measured).values_list("order", "name", "number", "measured"))
    longest = max((number for _, _, number, _ in rows), default=0)
    return [_share(str(order), name, number, with_targets, longest) for order, name, number, with_targets in rows]


def by_lead(yearly_list: YearlyList) -> list[Leader]:
    """The leading units, most tasks first; a task with several leads counts for each, a group's for its members."""
    parts, measured = parts_in(yearly_list), _measured(yearly_list)
    led, involved = _tasks_by_party(part for part in parts if part.role == LEAD), _tasks_by_party(parts)
    parties = sorted(led, key=lambda party: (-len(led[party]), party.kind == GROUP, party.order))
    return [_leader(party, sorted(led[party]), measured, len(involved[party])) for party in parties]


def by_quarter(yearly_list: YearlyList, tasks: int) -> list[QuarterPlan]:
    """The four quarters as the schedule plans them; none where the list has no schedule."""
    written = Milestone.objects.filter(task__yearly_list=yearly_list).exclude(text="").values("quarter").order_by("quarter")
    planned = dict(written.annotate(number=Count("task", distinct=True)).values_list("quarter", "number"))
    figures = PlannedValue.objects.filter(target__task__yearly_list=yearly_list).values("quarter").order_by("quarter")
    figured = dict(figures.annotate(number=Count("target__task", distinct=True)).values_list("quarter", "number"))
    if not planned:
        return []
    return [_plan(Quarter(yearly_list.year, number), planned.get(number, 0), tasks, figured.get(number, 0)) for number in NUMBERS]


def _plan(quarter: Quarter, planned: int, tasks: int, figured: int) -> QuarterPlan:
    """One quarter; what has a figure has a milestone too."""
    parts = (("有数量安排", "strong", figured), ("只有文字安排", "soft", planned - figured), ("未列安排", "blank", tasks - planned))
    return QuarterPlan(quarter, planned, tasks - planned, figured, bar(parts, full=tasks))


def _share(key: str, name: str, tasks: int, measured: int, longest: int) -> Share:
    parts = (("有量化目标", "strong", measured), ("无量化目标", "soft", tasks - measured))
    return Share(key, name, tasks, measured, bar(parts, full=longest))


def _leader(party: Party, numbers: Iterable[int], measured: set[int], involved: int) -> Leader:
    return Leader(party.code, party.name, tuple(LedTask(number, number in measured) for number in numbers), involved)


def _measured(yearly_list: YearlyList) -> set[int]:
    """The numbers of the tasks that promise a number."""
    return set(Target.objects.filter(task__yearly_list=yearly_list).values_list("task__number", flat=True))


def _tasks_by_party(parts: Iterable[Part]) -> dict[Party, set[int]]:
    """Each party's tasks, each task once."""
    tasks = defaultdict(set)
    for part in parts:
        tasks[part.party].add(part.task)
    return tasks
