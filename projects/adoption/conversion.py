"""Values and rows: the unsaved rows of a task from its reading, and a stored list back as a reading."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db import models
from django.db.models import Prefetch

from projects.models.lists import YearlyList
from projects.models.milestones import Milestone, MilestoneItem
from projects.models.targets import PlannedValue, Target
from projects.models.tasks import Assignment, SubProject, Task
from projects.models.units import Unit, UnitGroup
from projects.parsing.matching import Register, Registered
from projects.parsing.parsed import ParsedItem, ParsedList, ParsedPlan, ParsedTarget, ParsedTask
from projects.parsing.soft_items import is_soft_item
from projects.parsing.subprojects import ParsedSubProject, named_by, sub_projects
from projects.rules.amounts import plain
from projects.rules.planning import PlannedFigure, by_stage, doubt
from projects.rules.states import AssignmentRole, Direction, Nature

LEVEL_WORDS = re.compile("(?:提高|提升|增加|降低|降|调整)(?:到|至|为)")
RATES = ("%", "‰")


@dataclass(frozen=True)
class TaskRows:
    """The unsaved rows that hang from one task, in the order in which they must be saved."""

    assignments: tuple[Assignment, ...]
    targets: tuple[Target, ...]
    planned_values: tuple[PlannedValue, ...]
    sub_projects: tuple[SubProject, ...]
    milestones: tuple[Milestone, ...]
    items: tuple[MilestoneItem, ...]


def registered() -> Register:
    """The register as it stands in the database."""
    units = [
        Registered(
            unit.code, unit.name, tuple(alias.name for alias in unit.aliases.all()), unit.full_name, unit.kind
        )
        for unit in Unit.objects.prefetch_related("aliases")
    ]
    groups = [
        Registered(group.code, group.name, tuple(group.aliases), is_group=True)
        for group in UnitGroup.objects.all()
    ]
    return Register((*units, *groups))


def parties() -> dict[str, Unit | UnitGroup]:
    """Every unit and group under its code."""
    return {row.code: row for row in (*UnitGroup.objects.all(), *Unit.objects.all())}


def task_rows(task: Task, parsed: ParsedTask, named: Mapping[str, Unit | UnitGroup]) -> TaskRows:
    """All rows of one task; `named` says whom each printed name means."""
    targets = tuple(_target(task, order, target, parsed) for order, target in enumerate(parsed.targets, 1))
    parts = tuple(_sub_project(task, order, each) for order, each in enumerate(sub_projects(parsed), 1))
    milestones = tuple(_milestones(task, parsed))
    return TaskRows(
        tuple(_assignments(task, parsed, named)),
        targets,
        tuple(row for planned in parsed.planned for row in _planned_values(targets[planned.target], planned)),
        parts,
        milestones,
        tuple(row for milestone in milestones for row in _items(milestone, parsed, parts)),
    )


def schedule_rows(task: Task, parsed: ParsedTask, targets: Sequence[Target]) -> TaskRows:
    """The rows of the four quarters alone; the stored targets stay, their stage and their doubt are set."""
    for order, target in enumerate(targets):
        _plan_target(target, [planned for planned in parsed.planned if planned.target == order])
    parts = tuple(_sub_project(task, order, each) for order, each in enumerate(sub_projects(parsed), 1))
    milestones = tuple(_milestones(task, parsed))
    return TaskRows(
        (),
        (),
        tuple(row for planned in parsed.planned for row in _planned_values(targets[planned.target], planned)),
        parts,
        milestones,
        tuple(row for milestone in milestones for row in _items(milestone, parsed, parts)),
    )


def stored_list(yearly_list: YearlyList) -> ParsedList:
    """A stored list as the values that a reading of it would yield, so that the two can be compared."""
    tasks = yearly_list.tasks.select_related("domain").prefetch_related(
        "assignments",
        Prefetch("targets", Target.objects.prefetch_related("planned_values")),
        Prefetch("milestones", Milestone.objects.prefetch_related("items")),
    )
    return ParsedList(
        "", yearly_list.year, yearly_list.title, tasks=tuple(parsed_task(task) for task in tasks)
    )


def printed_parties(yearly_list: YearlyList) -> dict[str, str]:
    """Whom the names printed in a stored list were taken for: printed name → code."""
    rows = Assignment.objects.filter(task__yearly_list=yearly_list).select_related("unit", "group")
    return {row.printed_name: row.party.code for row in rows}


def _fit(model: type[models.Model], field: str, value: str) -> str:
    """The value, cut to what its column takes."""
    return value[: model._meta.get_field(field).max_length]


def _assignments(
    task: Task, parsed: ParsedTask, named: Mapping[str, Unit | UnitGroup]
) -> Iterable[Assignment]:
    """Leads and co-responsible in printed order."""
    for role, names in ((AssignmentRole.LEAD, parsed.lead), (AssignmentRole.CO, parsed.co)):
        for order, printed in enumerate(names, 1):
            party = named[printed]
            place = {"group": party} if isinstance(party, UnitGroup) else {"unit": party}
            yield Assignment(
                task=task,
                role=role,
                order=order,
                printed_name=_fit(Assignment, "printed_name", printed),
                **place,
            )


def _sub_project(task: Task, order: int, each: ParsedSubProject) -> SubProject:
    return SubProject(
        task=task, order=order, name=_fit(SubProject, "name", each.name), aliases=list(each.aliases)
    )


def _target(task: Task, order: int, target: ParsedTarget, parsed: ParsedTask) -> Target:
    """One target with its nature, its own stage, and whether its schedule fits it."""
    row = Target(
        task=task,
        order=order,
        label=_fit(Target, "label", target.label),
        quantity=Decimal(target.quantity),
        quantity_max=_decimal(target.quantity_max),
        baseline=_decimal(target.baseline),
        unit=_fit(Target, "unit", target.unit or ""),
        qualifier=target.qualifier or "",
        nature=_nature(target),
        direction=_direction(target),
        is_round_word=target.round_word,
        quote=_fit(Target, "quote", target.quote),
    )
    _plan_target(row, [planned for planned in parsed.planned if planned.target == order - 1])
    return row


def _plan_target(row: Target, planned: list[ParsedPlan]) -> None:
    """The stage that the schedule plans of it, and whether the two fit."""
    row.stage = next((each.stage or "" for each in planned if each.is_own), "")
    row.needs_settling = bool(planned) and _doubt(row, planned) != ""


def _nature(target: ParsedTarget) -> str:
    """水平 for a rate, for a change from a baseline, for what is raised or lowered to a value; else 数量."""
    is_level = (
        target.unit in RATES or target.baseline is not None or LEVEL_WORDS.search(target.label + target.quote)
    )
    return Nature.LEVEL if is_level else Nature.COUNT


def _direction(target: ParsedTarget) -> str:
    falls = target.baseline is not None and Decimal(target.baseline) > Decimal(target.quantity)
    return Direction.DOWN if falls or target.qualifier == "at_most" else Direction.UP


def _doubt(row: Target, planned: list[ParsedPlan]) -> str:
    figures = {
        each.stage or "": [
            PlannedFigure(quarter, Decimal(value), each.basis or "") for quarter, value in _values(each)
        ]
        for each in planned
    }
    return doubt(
        by_stage(figures, own_stage=row.stage, target=row.quantity, nature=row.nature)[0].quarters,
        target=row.quantity,
    )


def _values(planned: ParsedPlan) -> list[tuple[int, str]]:
    return [(quarter, value) for quarter, value in enumerate(planned.values, 1) if value is not None]


def _planned_values(target: Target, planned: ParsedPlan) -> Iterable[PlannedValue]:
    for quarter, value in _values(planned):
        yield PlannedValue(
            target=target,
            quarter=quarter,
            stage=_fit(PlannedValue, "stage", planned.stage or ""),
            basis=planned.basis or "",
            value=Decimal(value),
            quote=_fit(PlannedValue, "quote", planned.quotes[quarter - 1]),
        )


def _milestones(task: Task, parsed: ParsedTask) -> Iterable[Milestone]:
    if parsed.quarters is None:
        return
    sources = parsed.source_quarters or parsed.quarters
    for quarter, (text, source) in enumerate(zip(parsed.quarters, sources, strict=True), 1):
        yield Milestone(task=task, quarter=quarter, text=text, source_text=source)


def _items(
    milestone: Milestone, parsed: ParsedTask, parts: tuple[SubProject, ...]
) -> Iterable[MilestoneItem]:
    """The items of one quarter; one that several sub-projects share is laid down for each of them."""
    known = sub_projects(parsed)
    printed = parsed.items[milestone.quarter - 1] if parsed.items else ()
    shares = [
        (item, part)
        for item in printed
        for part in [parts[index] for index in named_by(item.label, known)] or [None]
    ]
    for order, (item, part) in enumerate(shares, 1):
        yield MilestoneItem(
            milestone=milestone,
            order=order,
            label=_fit(MilestoneItem, "label", item.label),
            text=item.text,
            sub_project=part,
            is_soft=is_soft_item(item.text),
        )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def parsed_task(task: Task) -> ParsedTask:
    """A stored task as the values that a reading of it would yield."""
    targets = list(task.targets.all())
    milestones = list(task.milestones.all())
    return ParsedTask(
        task.number,
        task.text,
        task.source_text,
        task.domain.name if task.domain and not task.domain.is_custom else None,
        *(
            tuple(row.printed_name for row in task.assignments.all() if row.role == role)
            for role in (AssignmentRole.LEAD, AssignmentRole.CO)
        ),
        task.clause,
        tuple(milestone.text for milestone in milestones) or None,
        tuple(milestone.source_text for milestone in milestones) or None,
        tuple(_parsed_items(milestone) for milestone in milestones) or None,
        tuple(_parsed_target(target) for target in targets),
        tuple(plan for index, target in enumerate(targets) for plan in _parsed_plans(index, target)),
    )


def bare_task(task: Task) -> ParsedTask:
    """A stored task as its text and its targets alone: what a schedule that is typed is read against."""
    targets = tuple(_parsed_target(target) for target in task.targets.all())
    return ParsedTask(task.number, task.text, task.source_text, clause=task.clause, targets=targets)


def _parsed_items(milestone: Milestone) -> tuple[ParsedItem, ...]:
    """The items as printed: one that was laid down for several sub-projects is one again."""
    printed = groupby(
        milestone.items.all(), key=lambda row: (row.label, row.text, 0 if row.sub_project_id else row.order)
    )
    return tuple(ParsedItem(label, text) for (label, text, _), _ in printed)


def _parsed_target(target: Target) -> ParsedTarget:
    return ParsedTarget(
        plain(target.quantity),
        target.unit or None,
        target.label,
        target.quote,
        plain(target.quantity_max) or None,
        target.qualifier or None,
        plain(target.baseline) or None,
        target.is_round_word,
    )


def _parsed_plans(index: int, target: Target) -> Iterable[ParsedPlan]:
    rows = sorted(target.planned_values.all(), key=lambda row: row.stage)
    for stage, group in groupby(rows, key=lambda row: row.stage):
        by_quarter = {row.quarter: row for row in group}
        basis = next(iter(by_quarter.values())).basis or None
        yield ParsedPlan(
            index,
            stage or None,
            basis,
            tuple(plain(by_quarter[n].value) if n in by_quarter else None for n in (1, 2, 3, 4)),
        )
