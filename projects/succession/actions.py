"""The administrator has pairs proposed, confirms or refuses each, or brings two tasks together by hand."""

from datetime import datetime

from django.db import transaction

from projects.filing.checks import check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Succession, Task, User, YearlyList
from projects.rules import addresses
from projects.rules.errors import NotYours, Refused
from projects.rules.succession import Likely, SuccessionState, likely_pairs
from projects.succession.reads import known_before, task_words

SOUGHT = Act("successions_sought", "比对承接关系")
CONFIRMED = Act("succession_confirmed", "确认承接")
REFUSED = Act("succession_refused", "标为不承接")
UNDONE = Act("succession_undone", "撤销承接处理")
REGISTERED = Act("succession_registered", "登记承接")

BY_HAND = "手工登记"


@transaction.atomic
def seek(yearly_list: YearlyList, *, at: datetime, by: User) -> int:
    """Compare the list with all before it; how many pairs are new.

    What a person has decided, or registered by hand, stays; what waits and is no longer alike goes.
    """
    _check_may(by)
    locked = YearlyList.objects.select_for_update().get(pk=yearly_list.pk)
    before = Task.objects.filter(yearly_list__year__lt=locked.year)
    if not before.exists():
        raise Refused(f"{locked.year}年以前没有清单，无可比对。")
    earlier = task_words(before.order_by("-yearly_list__year", "number"))
    found = likely_pairs(task_words(locked.tasks.order_by("number")), earlier, known=known_before(locked))
    added, dropped = _kept(locked, {(pair.later, pair.earlier): pair for pair in found}, at, by)
    if added or dropped:
        detail = {"proposed": added, "dropped": dropped}
        record(SOUGHT, by=by, at=at, obj=locked, url=addresses.successions(locked.year), detail=detail)
    return added


@transaction.atomic
def confirm(pair: Succession, *, based_on: int, at: datetime, by: User) -> Succession:
    """确认承接: from now on the pages of both tasks tell it."""
    locked = _locked(pair, based_on, by)
    if locked.state != SuccessionState.PROPOSED:
        raise Refused(f"已是“{locked.get_state_display()}”，如需更改请先撤销。")
    return _decided(locked, SuccessionState.CONFIRMED, CONFIRMED, at, by)


@transaction.atomic
def refuse(pair: Succession, *, based_on: int, at: datetime, by: User) -> Succession:
    """不承接: the pair is not proposed again."""
    locked = _locked(pair, based_on, by)
    if locked.state != SuccessionState.PROPOSED:
        raise Refused(f"已是“{locked.get_state_display()}”，如需更改请先撤销。")
    return _decided(locked, SuccessionState.REFUSED, REFUSED, at, by)


@transaction.atomic
def undo(pair: Succession, *, based_on: int, at: datetime, by: User) -> Succession:
    """撤销: the pair waits again; the log keeps what was decided."""
    locked = _locked(pair, based_on, by)
    if locked.state == SuccessionState.PROPOSED:
        raise Refused("尚未处理，无需撤销。")
    return _decided(locked, SuccessionState.PROPOSED, UNDONE, at, by)


@transaction.atomic
def register(task: Task, *, earlier: Task, at: datetime, by: User) -> Succession:
    """登记承接: two tasks brought together by hand, which needs no further word."""
    _check_may(by)
    later = Task.objects.select_for_update(of=("self",)).select_related("yearly_list").get(pk=task.pk)
    if earlier.yearly_list.year >= later.yearly_list.year:
        raise Refused("只能承接以前年度的任务，请核对年度。")
    present = Succession.objects.filter(later=later, earlier=earlier).first()
    if present:
        raise Refused(f"{present}已在表中，为“{present.get_state_display()}”，请在表中办理。")
    pair = Succession(later=later, earlier=earlier, reason=BY_HAND, made_at=at)
    pair.save()
    return _decided(pair, SuccessionState.CONFIRMED, REGISTERED, at, by)


def _kept(
    yearly_list: YearlyList, found: dict[tuple[int, int], Likely], at: datetime, by: User
) -> tuple[int, int]:
    """The rows as the comparison found them: how many were added, how many taken away."""
    present = {
        (row.later_id, row.earlier_id): row
        for row in Succession.objects.select_for_update().filter(later__yearly_list=yearly_list)
    }
    waiting = {key: row for key, row in present.items() if row.state == SuccessionState.PROPOSED}
    gone = [row.pk for key, row in waiting.items() if key not in found and not row.is_by_hand]
    Succession.objects.filter(pk__in=gone).delete()
    for key, row in waiting.items():
        if key in found and not row.is_by_hand and row.reason != found[key].reason:
            row.likeness, row.reason = found[key].likeness, found[key].reason
            row.save(update_fields=["likeness", "reason", *row.renew(SOUGHT.word, at=at, by=by)])
    added = [
        Succession(
            later_id=pair.later,
            earlier_id=pair.earlier,
            likeness=pair.likeness,
            reason=pair.reason,
            made_at=at,
        )
        for key, pair in found.items()
        if key not in present
    ]
    Succession.objects.bulk_create(added)
    return len(added), len(gone)


def _locked(pair: Succession, based_on: int, by: User) -> Succession:
    """The pair as it stands now, which is what was on the screen."""
    _check_may(by)
    locked = Succession.objects.select_for_update().get(
        pk=pair.pk
    )  # no join: a new database plans them badly
    locked.later, locked.earlier = pair.later, pair.earlier
    check_seen(locked, based_on)
    return locked


def _decided(pair: Succession, state: str, act: Act, at: datetime, by: User) -> Succession:
    pair.state = state
    pair.save(update_fields=["state", *pair.renew(act.word, at=at, by=by)])
    later = pair.later
    url = addresses.task(later.yearly_list.year, later.number)
    record(act, by=by, at=at, obj=pair, url=url, detail={"grounds": pair.reason})
    return pair


def _check_may(by: User) -> None:
    if not by.has_perm("manage_lists"):
        raise NotYours("只有系统管理员可以办理承接关系。")
