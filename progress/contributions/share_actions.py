"""分解: a lead shares a target out to the co-responsible units; changed and taken back by the same act."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from progress.ledger.ledgers import ledger_of
from progress.ledger.locks import lock_task
from progress.ledger.reporters import target_reporter
from progress.ledger.shares import partners_of
from progress.models import Allocation, SharedTarget
from progress.rules.shares import Share, why_impossible
from projects.filing.checks import check_in_use, check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.log.concluded import refuse_concluded
from projects.models import Target, Unit, User
from projects.rules.amounts import plain
from projects.rules.errors import NotYours, Refused
from projects.rules.states import Nature

SHARED_OUT = Act("target_shared_out", "分解量化目标")


@transaction.atomic
def share_out(
    target: Target, *, shares: Mapping[int, Share], based_on: int, at: datetime, by: User
) -> SharedTarget:
    """分解: these units, by key, have these shares, and nobody else has one.

    What units sent before stays as it was sent. Stale where the shares were changed since the version
    `based_on`, 0 before the first; the same once more changes nothing.
    """
    lock_task(target.task_id)
    refuse_concluded(target.task.yearly_list)
    _check_may(target, by)
    if target.nature != Nature.COUNT:
        raise Refused("水平类目标不能加总，不作分解。")
    shared, _ = SharedTarget.objects.get_or_create(target=target)
    shared = (
        SharedTarget.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=shared.pk)
    )
    check_seen(shared, based_on)
    before = {row.unit_id: row for row in shared.allocations.select_related("unit")}
    _check(target, shares, before)
    changes = _write(shared, shares, before, at)
    if not changes:
        return shared
    shared.save(update_fields=shared.renew(SHARED_OUT.word, at=at, by=by))
    detail = {"changes": "；".join(changes)}
    record(SHARED_OUT, by=by, at=at, obj=shared, url=shared.address, detail=detail)
    return shared


def _check_may(target: Target, by: User) -> None:
    """The lead that reports the target, and no other."""
    reporter = target_reporter(target.reporting_unit, ledger_of(target.task).leads)
    if reporter is None or by.unit_id != reporter.pk or not by.has_perm("file_reports"):
        raise NotYours("只有填报该目标的牵头单位可以分解。")
    check_in_use(by)
    if target.is_summed_over_leads:
        raise Refused("各牵头单位分头完成的目标，由各单位分别填报，不再分解。")


def _check(target: Target, shares: Mapping[int, Share], before: Mapping[int, Allocation]) -> None:
    known = {unit.pk for unit in partners_of(target.task)} | set(before)
    if not set(shares) <= known:
        raise Refused("只能分解给本任务的共同责任单位。")
    for share in shares.values():
        wrong = why_impossible(share)
        if wrong:
            raise Refused(wrong[1])


def _write(
    shared: SharedTarget, shares: Mapping[int, Share], before: Mapping[int, Allocation], at: datetime
) -> list[str]:
    """Write what differs; what was changed, unit by unit, in words."""
    changes = []
    gone = [row for key, row in before.items() if key not in shares]
    Allocation.objects.filter(pk__in=[row.pk for row in gone]).delete()
    names = dict(Unit.objects.filter(pk__in=shares).values_list("pk", "name"))
    for row in gone:
        changes.append(f"{row.unit}{_worded(row.share)} → 不再分解")
    for key, share in shares.items():
        row = before.get(key) or Allocation(shared=shared, unit_id=key, shared_at=at)
        old = row.share if row.pk else None
        if old == share:
            continue
        row.quantity = share.quantity
        row.first, row.second, row.third, row.fourth = share.planned
        row.save()
        before_it = f"{_worded(old)} → " if old else ""
        changes.append(f"{names[key]}{before_it}{_worded(share)}")
    return changes


def _worded(share: Share) -> str:
    """The figures as the log keeps them: the year's, then quarter by quarter where any was planned."""
    planned = [plain(each) or "—" for each in share.planned]
    quarters = f"（{'、'.join(planned)}）" if any(each is not None for each in share.planned) else ""
    return f"{plain(share.quantity)}{quarters}"
