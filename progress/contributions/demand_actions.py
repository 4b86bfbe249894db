"""要求报送: the coordinator asks named units for 协同情况 on one task, also where no target is shared out."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from progress.ledger.locks import lock_task
from progress.ledger.owed_contributions import demanded_of, seal_of_demands
from progress.ledger.shares import partners_of
from progress.models import ContributionDemand
from progress.rules import addresses
from projects.filing.checks import check_shown
from projects.log.actions import record
from projects.log.acts import Act
from projects.log.concluded import refuse_concluded
from projects.models import Task, Unit, User
from projects.rules.errors import NotYours, Refused

DEMANDED = Act("contributions_demanded", "要求报送协同情况")


@transaction.atomic
def demand(task: Task, *, units: Collection[int], shown: str, at: datetime, by: User) -> tuple[Unit, ...]:
    """Of these units, by key, and of no others a contribution is demanded, from the quarters that run on.

    `shown` is the seal of who was asked on the screen: Stale where that was changed since. What was sent
    stays as it was sent. The same once more changes nothing.
    """
    if not by.has_perm("open_periods"):
        raise NotYours("要求报送协同情况由协调员办理。")
    lock_task(task.pk)
    refuse_concluded(task.yearly_list)
    asked = demanded_of(task)
    check_shown(seal_of_demands(asked), shown, what="要求报送的单位")
    partners = {unit.pk: unit for unit in partners_of(task)}
    before = {unit.pk: unit for unit in asked}
    if not set(units) <= set(partners) | set(before):
        raise Refused("只能要求本任务的共同责任单位报送。")
    added = [partners[key] for key in units if key not in before]
    gone = [unit for key, unit in before.items() if key not in units]
    if not (added or gone):
        return tuple(asked)
    ContributionDemand.objects.filter(task=task, unit__in=gone).delete()
    ContributionDemand.objects.bulk_create(
        ContributionDemand(task=task, unit=unit, demanded_at=at) for unit in added
    )
    changes = [*(f"{unit} → 要求报送" for unit in added), *(f"{unit} → 不再要求" for unit in gone)]
    url = addresses.shares(task.yearly_list.year, task.number)
    record(DEMANDED, by=by, at=at, obj=task, url=url, detail={"changes": "；".join(changes)})
    return tuple(demanded_of(task))
