"""Corrections of the items (事项) of a milestone; its printed text never changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from projects.actions import corrections
from projects.errors import Refused
from projects.models import Correction, Milestone, MilestoneItem, SubProject, Task, User
from projects.quarters import NUMERALS


@dataclass(frozen=True)
class ItemValues:
    """An item as it should stand; the order is that of the sequence it stands in."""

    text: str
    label: str = ""
    sub_project: SubProject | None = None
    is_soft: bool = False


@transaction.atomic
def correct_items(milestone: Milestone, *, items: Sequence[ItemValues], based_on: str, reason: str, at: datetime, by: User) -> Correction | None:
    """Let exactly these be the items of the milestone, in this order; None where nothing changed."""
    task = corrections.begin(milestone.task)
    milestone = _as_it_stands(milestone)  # what the page had read may have changed before the lock
    old = milestone.items_wording
    corrections.check_basis(old, based_on)
    _check_sub_projects(task, items)
    milestone.items.all().delete()
    MilestoneItem.objects.bulk_create(_row(milestone, order, each) for order, each in enumerate(items, start=1))
    new = _as_it_stands(milestone).items_wording
    subject = f"{NUMERALS[milestone.quarter]}季度事项"
    return None if new == old else corrections.keep(task, subject, old=old, new=new, reason=reason, at=at, by=by)


def _as_it_stands(milestone: Milestone) -> Milestone:
    return Milestone.objects.prefetch_related("items__sub_project").get(pk=milestone.pk)


def _row(milestone: Milestone, order: int, item: ItemValues) -> MilestoneItem:
    return MilestoneItem(
        milestone=milestone, order=order, label=item.label, text=item.text, sub_project=item.sub_project, is_soft=item.is_soft
    )


def _check_sub_projects(task: Task, items: Sequence[ItemValues]) -> None:
    own = set(task.sub_projects.values_list("pk", flat=True))
    if any(each.sub_project and each.sub_project.pk not in own for each in items):
        raise Refused("有事项归入了不属于本任务的子项目，请重新选择。")
