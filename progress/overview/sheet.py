"""One task on one page: everything that the plan says of it, read in a constant number of queries and laid out by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import JSONObject

from projects.models import Assignment, Correction, Finding, GroupMembership, Milestone, MilestoneItem, SourceDocument, Target, Task
from projects.planning import PlannedQuarter, StagePlan
from projects.quarters import NUMBERS, Quarter
from projects.states import ASSIGNMENT_ROLES


@dataclass(frozen=True)
class Marked:
    """A stretch of the task's text and the targets that were read from it."""

    text: str
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Responsibility:
    """The units in one role, in the printed order."""

    label: str
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True)
class TargetLine:
    """One stage of one target over the year; `opens` where it is the target's first line, which says what the target is."""

    target: Target
    plan: StagePlan
    opens: bool


@dataclass(frozen=True)
class QuarterColumn:
    """What is planned in one quarter: the printed text, its items, and the figures of the targets."""

    quarter: Quarter
    milestone: Milestone | None
    items: tuple[MilestoneItem, ...]
    figures: tuple[tuple[Target, PlannedQuarter], ...]

    @property
    def is_listed(self) -> bool:
        """Whether the items say more than the text alone."""
        return len(self.items) > 1

    @property
    def is_verbatim(self) -> bool:
        """Whether the items in their order are the printed text, so that it need not be shown again."""
        return self.milestone is not None and "".join(item.text for item in self.items) == self.milestone.text


@dataclass(frozen=True)
class SubProjectRow:
    """One sub-project over the four quarters; the row without a name holds what belongs to none."""

    name: str
    aliases: tuple[str, ...]
    cells: tuple[tuple[Quarter, tuple[MilestoneItem, ...]], ...]


@dataclass(frozen=True)
class Sheet:
    """The task's page, laid out."""

    task: Task
    text: tuple[Marked, ...]
    responsibilities: tuple[Responsibility, ...]
    targets: tuple[TargetLine, ...]
    quarters: tuple[QuarterColumn, ...]
    sub_projects: tuple[SubProjectRow, ...]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]

    @property
    def has_schedule(self) -> bool:
        """Whether any quarter plans anything in words."""
        return any(column.milestone for column in self.quarters)

    @property
    def open_findings(self) -> int:
        """How many findings nobody has answered."""
        return sum(1 for finding in self.findings if not hasattr(finding, "decision"))


def tasks(year: int) -> QuerySet[Task]:
    """The year's tasks, each with all that its page shows, its neighbours' numbers and the list's documents."""
    siblings = Task.objects.filter(yearly_list=OuterRef("yearly_list"))
    documents = SourceDocument.objects.filter(yearly_list=OuterRef("yearly_list")).order_by("kind", "pk")
    return (
        Task.objects.filter(yearly_list__year=year)
        .select_related("yearly_list", "domain")
        .annotate(
            previous_number=Subquery(siblings.filter(number__lt=OuterRef("number")).order_by("-number").values("number")[:1]),
            next_number=Subquery(siblings.filter(number__gt=OuterRef("number")).order_by("number").values("number")[:1]),
            documents=ArraySubquery(documents.values(told=JSONObject(title="title", name="name", number="document_number", kind="kind"))),
        )
        .prefetch_related(
            Prefetch("assignments", _assignments()),
            "targets__planned_values",
            "milestones",
            Prefetch("milestones__items", MilestoneItem.objects.select_related("sub_project").order_by("order")),
            Prefetch("findings", Finding.objects.select_related("decision__decided_by").order_by("quarter", "pk")),
            Prefetch("corrections", Correction.objects.select_related("made_by")),
        )
    )


def lay_out(task: Task) -> Sheet:
    """The task of `tasks`, as its page shows it; asks the database nothing."""
    targets = tuple(task.targets.all())
    plans = {target.pk: target.stage_plans for target in targets}
    columns = _columns(task, targets, plans)
    return Sheet(
        task=task,
        text=tuple(Marked(segment.text, tuple(targets[place] for place in segment.quotes)) for segment in task.segments),
        responsibilities=_responsibilities(task.assignments.all()),
        targets=tuple(TargetLine(target, plan, plan.is_own) for target in targets for plan in plans[target.pk]),
        quarters=columns,
        sub_projects=_sub_projects(columns),
        findings=tuple(task.findings.all()),
        corrections=tuple(task.corrections.all()),
    )


def _assignments() -> QuerySet[Assignment]:
    """In the printed order; of a group its members in this list, as dicts."""
    members = GroupMembership.objects.filter(group=OuterRef("group"), yearly_list=OuterRef("task__yearly_list")).order_by("unit__order")
    told = JSONObject(name="unit__name", code="unit__code", confirmed="confirmed_at")
    return Assignment.objects.select_related("unit", "group").annotate(members=ArraySubquery(members.values(told=told))).order_by("-role", "order")


def _responsibilities(assignments: Iterable[Assignment]) -> tuple[Responsibility, ...]:
    rows = tuple(assignments)
    by_role = ((label, tuple(row for row in rows if row.role == role)) for role, label in ASSIGNMENT_ROLES.items())
    return tuple(Responsibility(label, found) for label, found in by_role if found)


def _columns(task: Task, targets: tuple[Target, ...], plans: dict[int, tuple[StagePlan, ...]]) -> tuple[QuarterColumn, ...]:
    milestones = {milestone.quarter: milestone for milestone in task.milestones.all()}
    return tuple(
        QuarterColumn(
            quarter=Quarter(task.yearly_list.year, number),
            milestone=milestones.get(number),
            items=tuple(milestones[number].items.all()) if number in milestones else (),
            figures=tuple((target, plans[target.pk][0].quarters[number - 1]) for target in targets),
        )
        for number in NUMBERS
    )


def _sub_projects(columns: tuple[QuarterColumn, ...]) -> tuple[SubProjectRow, ...]:
    """The sub-projects in their order, what belongs to none last; nothing where the task has none."""
    named = {item.sub_project.pk: item.sub_project for column in columns for item in column.items if item.sub_project}
    if not named:
        return ()
    rows = [_sub_project_row(columns, each.name, tuple(each.aliases), each.pk) for each in sorted(named.values(), key=lambda each: each.order)]
    rest = _sub_project_row(columns, "", (), None)
    return tuple(rows + [rest] * any(items for _, items in rest.cells))


def _sub_project_row(columns: tuple[QuarterColumn, ...], name: str, aliases: tuple[str, ...], pk: int | None) -> SubProjectRow:
    cells = ((column.quarter, tuple(item for item in column.items if item.sub_project_id == pk)) for column in columns)
    return SubProjectRow(name, aliases, tuple(cells))
