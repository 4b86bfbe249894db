"""Corrections of the items (事项) of a milestone; its printed text never changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, ProtectedError

from projects.corrections import actions
from projects.corrections.actions import Grounds
from projects.models import Milestone, MilestoneItem, SubProject, Task, User
from projects.models.tasks import PlanChange
from projects.rules.errors import Refused
from projects.rules.quarters import NUMERALS

MOVED_ASIDE = 1000  # while the items of a milestone change places


@dataclass(frozen=True)
class ItemValues:
    """An item as it should stand; the order is that of the sequence it stands in."""

    text: str
    label: str = ""
    sub_project: SubProject | None = None
    is_soft: bool = False


@transaction.atomic
def correct_items(
    milestone: Milestone,
    *,
    items: Sequence[ItemValues],
    based_on: str,
    grounds: Grounds,
    at: datetime,
    by: User,
) -> PlanChange | None:
    """Let exactly these be the items of the milestone, in this order; None where nothing changed."""
    change = actions.begin_plan(milestone.task, grounds=grounds, at=at)
    milestone = _as_it_stands(milestone)  # what the page had read may have changed before the lock
    old = milestone.items_wording
    actions.check_basis(old, based_on=based_on)
    _check_sub_projects(change.task, items)
    _write(milestone, items)
    new = _as_it_stands(milestone).items_wording
    subject = f"{NUMERALS[milestone.quarter]}季度事项"
    return None if new == old else actions.keep(change, subject=subject, old=old, new=new, at=at, by=by)


def _write(milestone: Milestone, items: Sequence[ItemValues]) -> None:
    """An item whose words stay keeps its row and what was reported of it; a reported item does not go."""
    present = list(milestone.items.all())
    rows = [
        _row(milestone, order, each, _taken(present, each.text)) for order, each in enumerate(items, start=1)
    ]
    try:
        milestone.items.filter(pk__in=[row.pk for row in present]).delete()
    except ProtectedError:
        raise Refused("有事项已有单位填报完成情况，不能改写或删除其文字；可以增加新的事项。") from None
    milestone.items.update(order=F("order") + MOVED_ASIDE)
    for row in rows:
        row.save()


def _taken(present: list[MilestoneItem], text: str) -> MilestoneItem | None:
    """The present row with these words, taken out of the list."""
    return next((present.pop(place) for place, row in enumerate(present) if row.text == text), None)


def _as_it_stands(milestone: Milestone) -> Milestone:
    return Milestone.objects.prefetch_related("items__sub_project").get(pk=milestone.pk)


def _row(milestone: Milestone, order: int, item: ItemValues, row: MilestoneItem | None) -> MilestoneItem:
    row = row or MilestoneItem(milestone=milestone)
    row.order, row.label, row.text, row.sub_project, row.is_soft = (
        order,
        item.label,
        item.text,
        item.sub_project,
        item.is_soft,
    )
    return row


def _check_sub_projects(task: Task, items: Sequence[ItemValues]) -> None:
    own = set(task.sub_projects.values_list("pk", flat=True))
    if any(each.sub_project and each.sub_project.pk not in own for each in items):
        raise Refused("有事项归入了不属于本任务的子项目，请重新选择。")
