"""The year at a glance: how many tasks of which kind, and the way to exactly those tasks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from progress.year.charts import Bar, bar
from projects.lists.parties import GROUP, Party, TaskParty, parts_in
from projects.models import Finding, Milestone, PlannedValue, Target, YearlyList
from projects.rules.headings import LOOSE, LOOSE_WORD
from projects.rules.quarters import NUMBERS, Quarter
from projects.rules.states import AssignmentRole


@dataclass(frozen=True)
class TaskFact:
    """What is counted of one task; the quarters are those planned in words and in figures."""

    number: int
    domain: int | None  # its place in the list's order
    targets: int
    is_unsettled: bool
    is_doubtful: bool
    planned: frozenset[int]
    figured: frozenset[int]


@dataclass(frozen=True)
class Counts:
    """Tasks of a list: all, with a number, with numbers that do not add up, with a finding; and targets."""

    tasks: int
    measured: int
    unsettled: int
    doubtful: int
    targets: int


@dataclass(frozen=True)
class DomainCount:
    """A domain of the list: its tasks and how many of them promise a number."""

    key: str
    name: str
    tasks: int
    measured: int
    bar: Bar
    is_custom: bool  # 自定: not the document's


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


@dataclass(frozen=True)
class QuarterPlan:
    """What the schedule plans for one quarter: tasks with a milestone, without one, with a figure."""

    quarter: Quarter
    planned: int
    blank: int
    figured: int
    bar: Bar


def task_facts(yearly_list: YearlyList) -> list[TaskFact]:
    """What is counted of every task, in one query."""
    targets = Target.objects.filter(task=OuterRef("pk")).order_by("order")
    written = Milestone.objects.filter(task=OuterRef("pk")).exclude(text="").order_by("quarter")
    figures = PlannedValue.objects.filter(target__task=OuterRef("pk")).order_by("quarter")
    doubted = Exists(Finding.objects.open().filter(task=OuterRef("pk")))
    arrays = (
        ArraySubquery(targets.values("needs_settling")),
        *(ArraySubquery(one.values("quarter")) for one in (written, figures)),
    )
    rows = yearly_list.tasks.order_by("number").values_list("number", "domain__order", doubted, *arrays)
    return [
        TaskFact(
            number, domain, len(unsettled), any(unsettled), doubtful, frozenset(planned), frozenset(figured)
        )
        for number, domain, doubtful, unsettled, planned, figured in rows
    ]


def counts(facts: Sequence[TaskFact]) -> Counts:
    """The figures above everything else."""
    return Counts(
        tasks=len(facts),
        measured=sum(fact.targets > 0 for fact in facts),
        unsettled=sum(fact.is_unsettled for fact in facts),
        doubtful=sum(fact.is_doubtful for fact in facts),
        targets=sum(fact.targets for fact in facts),
    )


def by_domain(yearly_list: YearlyList, facts: Sequence[TaskFact]) -> list[DomainCount]:
    """The domains in their order, the tasks under none last; none where the list has none."""
    tasks = defaultdict(list)
    for fact in facts:
        tasks[fact.domain].append(fact)
    longest = max(map(len, tasks.values()), default=0)
    found = [
        _domain_count(str(each.order), each.name, tasks[each.order], longest, is_custom=each.is_custom)
        for each in yearly_list.domains.only("order", "name", "is_custom")
    ]
    if found and tasks[None]:
        found.append(_domain_count(LOOSE, LOOSE_WORD, tasks[None], longest))
    return found


def by_lead(yearly_list: YearlyList, facts: Sequence[TaskFact]) -> list[Leader]:
    """The leading units, most tasks first; a task counts for each of its leads, a group's for its members."""
    parts = parts_in(yearly_list)
    measured = {fact.number for fact in facts if fact.targets}
    led = _tasks_by_party(part for part in parts if part.role == AssignmentRole.LEAD)
    involved = _tasks_by_party(parts)
    parties = sorted(led, key=lambda party: (-len(led[party]), party.kind == GROUP, party.order))
    return [_leader(party, sorted(led[party]), measured, len(involved[party])) for party in parties]


def by_quarter(year: int, facts: Sequence[TaskFact]) -> list[QuarterPlan]:
    """The four quarters as the schedule plans them; none where the list has no schedule."""
    return (
        [_plan(Quarter(year, number), facts) for number in NUMBERS]
        if any(fact.planned for fact in facts)
        else []
    )


def _plan(quarter: Quarter, facts: Sequence[TaskFact]) -> QuarterPlan:
    """One quarter; its bar tells figures from words alone."""
    planned = sum(quarter.number in fact.planned for fact in facts)
    figured = sum(quarter.number in fact.figured for fact in facts)
    worded = sum(quarter.number in fact.planned - fact.figured for fact in facts)
    parts = (
        ("有数量安排", "strong", figured),
        ("只有文字安排", "soft", worded),
        ("未列安排", "blank", len(facts) - figured - worded),
    )
    return QuarterPlan(quarter, planned, len(facts) - planned, figured, bar(parts, full=len(facts)))


def _domain_count(
    key: str, name: str, facts: Sequence[TaskFact], longest: int, *, is_custom: bool = False
) -> DomainCount:
    measured = sum(fact.targets > 0 for fact in facts)
    parts = (("有量化目标", "strong", measured), ("无量化目标", "soft", len(facts) - measured))
    bars = bar(parts, full=longest)
    return DomainCount(key, name, len(facts), measured, bars, is_custom)


def _leader(party: Party, numbers: Iterable[int], measured: set[int], involved: int) -> Leader:
    return Leader(
        party.code, party.name, tuple(LedTask(number, number in measured) for number in numbers), involved
    )


def _tasks_by_party(parts: Iterable[TaskParty]) -> dict[Party, set[int]]:
    """Each party's tasks by number, each task once."""
    tasks: dict[tuple[str, str], set[int]] = defaultdict(set)
    parties: dict[tuple[str, str], Party] = {}
    for part in parts:
        parties[part.party.kind, part.party.code] = part.party
        tasks[part.party.kind, part.party.code].add(part.task)
    return {parties[key]: numbers for key, numbers in tasks.items()}
