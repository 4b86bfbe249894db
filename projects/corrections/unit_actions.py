"""Corrections of who is responsible for a task, and of its sub-projects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from projects.corrections import actions
from projects.corrections.actions import Grounds
from projects.models import Assignment, MilestoneItem, SubProject, Task, Unit, UnitGroup, User
from projects.models.tasks import PlanChange
from projects.rules.errors import Refused


@dataclass(frozen=True)
class Responsible:
    """A unit or a group in a task, as it should stand; the order is that of the sequence it stands in."""

    party: Unit | UnitGroup
    role: str
    printed_name: str


@dataclass(frozen=True)
class SubProjectValues:
    """A sub-project as it should stand: `pk` None is a new one, `into` is the pk that it is merged into."""

    pk: int | None
    name: str
    aliases: tuple[str, ...] = ()
    into: int | None = None


@transaction.atomic
def correct_units(
    task: Task, *, responsible: Sequence[Responsible], based_on: str, grounds: Grounds, at: datetime, by: User
) -> PlanChange | None:
    """Let exactly these answer for the task, in order; None where nothing changed. No unit stands twice."""
    change = actions.begin(task, grounds=grounds, at=at)
    locked = change.task
    old = _responsibility(locked)
    actions.check_basis(old, based_on=based_on)
    check_named_once(each.party for each in responsible)
    if [_as_written(row) for row in _in_order(locked)] == [
        (each.party, each.role, each.printed_name) for each in _by_role(responsible)
    ]:
        return None
    locked.assignments.all().delete()
    Assignment.objects.bulk_create(_rows(locked, responsible))
    return actions.keep(change, subject="责任单位", old=old, new=_responsibility(locked), at=at, by=by)


@transaction.atomic
def correct_sub_projects(
    task: Task, *, rows: Sequence[SubProjectValues], based_on: str, grounds: Grounds, at: datetime, by: User
) -> PlanChange | None:
    """Rename, add and merge sub-projects; a merged one's names become aliases.

    One that is not listed goes, unless items stand under it.
    """
    change = actions.begin_plan(task, grounds=grounds, at=at)
    locked = change.task
    old = locked.sub_projects_wording
    actions.check_basis(old, based_on=based_on)
    present = {row.pk: row for row in locked.sub_projects.all()}
    _check_rows(rows, present)
    _check_may_go(present, rows)
    _merge(rows, present)
    _write_sub_projects(locked, rows)
    new = Task.objects.get(pk=locked.pk).sub_projects_wording
    return None if new == old else actions.keep(change, subject="子项目", old=old, new=new, at=at, by=by)


def _responsibility(task: Task) -> str:
    return Task.objects.with_units().get(pk=task.pk).responsibility


def _in_order(task: Task) -> list[Assignment]:
    return list(task.assignments.select_related("unit", "group").order_by("-role", "order"))


def _by_role(responsible: Sequence[Responsible]) -> list[Responsible]:
    return sorted(responsible, key=lambda each: each.role, reverse=True)


def _as_written(row: Assignment) -> tuple[Unit | UnitGroup, str, str]:
    return (row.party, row.role, row.printed_name)


def _rows(task: Task, responsible: Sequence[Responsible]) -> list[Assignment]:
    return [
        Assignment(
            task=task,
            unit=each.party if isinstance(each.party, Unit) else None,
            group=each.party if isinstance(each.party, UnitGroup) else None,
            role=each.role,
            order=order,
            printed_name=each.printed_name,
        )
        for order, each in enumerate(responsible, start=1)
    ]


def check_named_once(parties: Iterable[Unit | UnitGroup]) -> None:
    """Refused where a unit or group stands twice in a task."""
    seen: set[tuple[type, int]] = set()
    for party in parties:
        if (type(party), party.pk) in seen:
            raise Refused(f"“{party.name}”列了两次，请删去一处。")
        seen.add((type(party), party.pk))


def _check_rows(rows: Sequence[SubProjectValues], present: dict[int, SubProject]) -> None:
    """Every row that claims to be there is; what it goes into stays; no name stands twice."""
    if any(row.pk is not None and row.pk not in present for row in rows):
        raise Refused("有子项目已不存在，请刷新后重新填写。")
    staying = [row for row in rows if row.into is None]
    if any(row.into is not None and row.into not in {stay.pk for stay in staying} for row in rows):
        raise Refused("并入的子项目本身也要并入别处或删除，请先确定保留哪一个。")
    names = [row.name for row in staying]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise Refused(f"子项目“{twice}”出现了两次；若是同一项目，请用“并入”。")


def _check_may_go(present: dict[int, SubProject], rows: Sequence[SubProjectValues]) -> None:
    gone = set(present) - {row.pk for row in rows}
    held = MilestoneItem.objects.filter(sub_project__in=gone).select_related("sub_project").first()
    if held:
        raise Refused(f"“{held.sub_project.name}”下还有序时事项，不能删除；若与另一子项目相同，请用“并入”。")
    SubProject.objects.filter(pk__in=gone).delete()


def _merge(rows: Sequence[SubProjectValues], present: dict[int, SubProject]) -> None:
    for row in rows:
        if row.into is not None and row.pk is not None:
            MilestoneItem.objects.filter(sub_project=row.pk).update(sub_project=row.into)
            present[row.pk].delete()


def _write_sub_projects(task: Task, rows: Sequence[SubProjectValues]) -> None:
    staying = [row for row in rows if row.into is None]
    for row in staying:  # names first stand aside, so that two may change places
        SubProject.objects.filter(pk=row.pk).update(name=f"\x1f{row.pk}")
    for order, row in enumerate(staying, start=1):
        names = [
            alias
            for other in rows
            if other.into == row.pk and row.pk is not None
            for alias in (other.name, *other.aliases)
        ]
        aliases = list(dict.fromkeys(name for name in (*row.aliases, *names) if name != row.name))
        values = {"name": row.name, "aliases": aliases, "order": order}
        SubProject.objects.update_or_create(
            pk=row.pk, defaults=values, create_defaults={**values, "task": task}
        )
