"""The plan of one task as it stood on a day, frozen: what a quarter is judged by for ever.

Domain.md, Judging progress, "The plan in force". Kept as JSON with the number of its format; every format
that was ever written is read.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

FORMAT = 1


@dataclass(frozen=True)
class KeptFigure:
    """One planned value as the schedule has it; basis own, ytd or ""."""

    stage: str
    quarter: int
    value: Decimal
    basis: str = ""


@dataclass(frozen=True)
class KeptTarget:
    """What a target promised, in base units, and what was planned of it; `key` is the target's row."""

    key: int
    order: int
    label: str
    quantity: Decimal
    quantity_max: Decimal | None = None
    baseline: Decimal | None = None
    unit: str = ""
    qualifier: str = ""
    stage: str = ""
    nature: str = ""
    direction: str = ""
    needs_settling: bool = False
    reporting_unit: int | None = None
    is_summed_over_leads: bool = False
    is_own_entry: bool = False  # plans kept before there was such a thing do not name it
    figures: tuple[KeptFigure, ...] = ()


@dataclass(frozen=True)
class KeptItem:
    """One item of a milestone."""

    key: int
    order: int
    label: str
    text: str
    sub_project: int | None = None
    is_soft: bool = False


@dataclass(frozen=True)
class KeptMilestone:
    """What was planned in words for a quarter, with its items."""

    key: int
    quarter: int
    text: str
    items: tuple[KeptItem, ...] = ()


@dataclass(frozen=True)
class KeptSubProject:
    """A part of the task that items stand under."""

    key: int
    order: int
    name: str
    reporting_unit: int | None = None


@dataclass(frozen=True)
class TaskPlan:
    """All that was planned of a task; figures that nobody knows any more are not `known` (计划口径待核)."""

    targets: tuple[KeptTarget, ...] = ()
    milestones: tuple[KeptMilestone, ...] = ()
    sub_projects: tuple[KeptSubProject, ...] = ()
    is_known: bool = True


def task_plan(
    targets: Iterable[Any],
    figures: Iterable[Any],
    milestones: Iterable[Any],
    items: Iterable[Any],
    sub_projects: Iterable[Any],
) -> TaskPlan:
    """The plan that these rows tell: instances, or tuples that name their fields like the tables do."""
    planned: dict[int, list[KeptFigure]] = {}
    for row in figures:
        planned.setdefault(row.target_id, []).append(KeptFigure(row.stage, row.quarter, row.value, row.basis))
    named: dict[int, list[KeptItem]] = {}
    for row in items:
        named.setdefault(row.milestone_id, []).append(
            KeptItem(row.id, row.order, row.label, row.text, row.sub_project_id, row.is_soft)
        )
    return TaskPlan(
        targets=tuple(_target(row, planned.get(row.id, ())) for row in targets),
        milestones=tuple(
            KeptMilestone(row.id, row.quarter, row.text, tuple(named.get(row.id, ()))) for row in milestones
        ),
        sub_projects=tuple(
            KeptSubProject(row.id, row.order, row.name, row.reporting_unit_id) for row in sub_projects
        ),
    )


def to_json(plan: TaskPlan) -> dict:
    """The plan for a JSON column, amounts as text."""
    return {"format": FORMAT, **_plain(asdict(plan))}


def from_json(kept: dict) -> TaskPlan:
    """The plan that was kept, whatever format it was written in; a format from the future is an error."""
    if kept["format"] != FORMAT:
        raise ValueError(f"a kept plan of format {kept['format']}")
    return TaskPlan(
        targets=tuple(_target_from(each) for each in kept["targets"]),
        milestones=tuple(
            KeptMilestone(**{**each, "items": tuple(KeptItem(**item) for item in each["items"])})
            for each in kept["milestones"]
        ),
        sub_projects=tuple(KeptSubProject(**each) for each in kept["sub_projects"]),
        is_known=kept["is_known"],
    )


def _target(row: Any, figures: Iterable[KeptFigure]) -> KeptTarget:
    return KeptTarget(
        key=row.id,
        order=row.order,
        label=row.label,
        quantity=row.quantity,
        quantity_max=row.quantity_max,
        baseline=row.baseline,
        unit=row.unit,
        qualifier=row.qualifier,
        stage=row.stage,
        nature=row.nature,
        direction=row.direction,
        needs_settling=row.needs_settling,
        reporting_unit=row.reporting_unit_id,
        is_summed_over_leads=row.is_summed_over_leads,
        is_own_entry=getattr(row, "is_own_entry", False),  # a migration from before has rows without it
        figures=tuple(figures),
    )


def _target_from(kept: dict) -> KeptTarget:
    figures = tuple(KeptFigure(**{**each, "value": Decimal(each["value"])}) for each in kept["figures"])
    amounts = {name: _amount(kept[name]) for name in ("quantity", "quantity_max", "baseline")}
    return KeptTarget(**{**kept, **amounts, "figures": figures})


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _plain(value: Any) -> Any:
    """Amounts as text, tuples as lists; the rest as it is."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
