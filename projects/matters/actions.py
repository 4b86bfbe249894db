"""The administrator names a list's matters and groups its tasks under them, many at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from projects.filing.checks import check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.matters.reads import proposed, seal_of_headings
from projects.models import Matter, Task, Unit, User, YearlyList
from projects.rules import addresses
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.letters import look_of
from projects.rules.matters import place_of

ADDED = Act("matter_added", "增加件")
CHANGED = Act("matter_changed", "修改件")
REMOVED = Act("matter_removed", "删除件")
GROUPED = Act("task_grouped", "任务归入件")
UNGROUPED = Act("task_ungrouped", "任务移出件")
BY_HEADINGS = Act("matters_by_headings", "按文件标题设件")


@dataclass(frozen=True)
class MatterValues:
    """A matter as it is typed."""

    number: int
    name: str
    lead: Unit | None = None


@transaction.atomic
def add_matter(yearly_list: YearlyList, *, values: MatterValues, at: datetime, by: User) -> Matter:
    """增加: refused where the list has this number or this name."""
    _check_may(by)
    matter = Matter(yearly_list=_locked_list(yearly_list.pk))
    return _saved(matter, values, ADDED, at=at, by=by)


@transaction.atomic
def change_matter(matter: Matter, *, values: MatterValues, based_on: int, at: datetime, by: User) -> Matter:
    """修改: number, name, lead; its tasks stay. What was issued keeps the old name."""
    _locked_list(matter.yearly_list_id)  # no other matter takes the number or the name meanwhile
    locked = _locked(matter, based_on, by)
    if _values_of(locked) == values:
        return locked
    return _saved(locked, values, CHANGED, at=at, by=by)


@transaction.atomic
def remove_matter(matter: Matter, *, based_on: int, at: datetime, by: User) -> None:
    """删除: refused while tasks stand under it."""
    locked = _locked(matter, based_on, by)
    count = locked.tasks.count()
    if count:
        raise Refused(f"{place_of(locked.number)}还有{count}项任务，请先移出。")
    record(REMOVED, by=by, at=at, obj=locked, url=_url(locked), detail={"old": str(locked)})
    try:
        locked.delete()
    except ProtectedError:
        raise Refused(
            f"{place_of(locked.number)}已有登记（如人大监督，包括已删除的登记），不能删除。"
        ) from None


@transaction.atomic
def group(matter: Matter, *, task: Task, seen: int, based_on: int, at: datetime, by: User) -> Task:
    """归入: the task stands under this matter; `seen` is the key of the matter it stood under, 0 for none."""
    locked = _locked(matter, based_on, by)
    row = _task(locked, task, seen)
    if row.matter_id == locked.pk:
        raise Refused(f"已在{place_of(locked.number)}。")
    old = str(row.matter) if row.matter else ""
    return _placed(row, locked, GROUPED, {"old": old, "new": str(locked)}, at=at, by=by)


@transaction.atomic
def ungroup(matter: Matter, *, task: Task, based_on: int, at: datetime, by: User) -> Task:
    """移出: the task stands under no matter; Stale where it was taken elsewhere meanwhile."""
    locked = _locked(matter, based_on, by)
    row = _task(locked, task, locked.pk)
    return _placed(row, None, UNGROUPED, {"old": str(locked), "new": ""}, at=at, by=by)


@transaction.atomic
def set_by_headings(yearly_list: YearlyList, *, seen: str, at: datetime, by: User) -> int:
    """按文件标题: a matter for each heading with its tasks; how many. The same once more is refused.

    `seen` is the seal of the headings that were shown: Stale where a domain was corrected since.
    """
    _check_may(by)
    locked = _locked_list(yearly_list.pk)
    found = proposed(locked)
    if not found:
        raise Refused("没有可按文件标题设立的件：已经设有，或者文件的标题数与印发的件数不同。")
    if seal_of_headings(found) != seen:
        raise Stale("您打开之后，文件的标题或其下的任务已被改动，没有办理；请重新查看后再办理。")
    for number, heading in enumerate(found, 1):
        matter = Matter(yearly_list=locked, number=number, name=heading.name)
        matter.renew(BY_HEADINGS.word, at=at, by=by)
        matter.save()
        locked.tasks.filter(number__in=heading.tasks).update(matter=matter)
    url = addresses.matters(locked.year)
    record(BY_HEADINGS, by=by, at=at, obj=locked, url=url, detail={"matters": len(found)})
    return len(found)


def _locked_list(key: int) -> YearlyList:
    return YearlyList.objects.select_for_update().get(pk=key)


def _values_of(matter: Matter) -> MatterValues:
    return MatterValues(matter.number, matter.name, matter.lead)


def _saved(matter: Matter, values: MatterValues, act: Act, *, at: datetime, by: User) -> Matter:
    others = Matter.objects.filter(yearly_list=matter.yearly_list_id).exclude(pk=matter.pk)
    if others.filter(number=values.number).exists():
        raise Refused(f"已有{place_of(values.number)}，请改用别的序号。")
    for name in others.values_list("name", flat=True):
        if look_of(name) == look_of(values.name):
            raise Refused(f"已有名为“{name}”的件。")
    old = str(matter) if matter.pk else ""
    matter.number, matter.name, matter.lead = values.number, values.name, values.lead
    matter.renew(act.word, at=at, by=by)
    matter.save()
    record(act, by=by, at=at, obj=matter, url=_url(matter), detail={"old": old, "new": str(matter)})
    return matter


def _locked(matter: Matter, based_on: int, by: User) -> Matter:
    """The matter as it stands now, which is what was on the screen."""
    _check_may(by)
    locked = Matter.objects.select_for_update().filter(pk=matter.pk).first()
    if locked is None:
        raise Stale(f"您打开之后，{place_of(matter.number)}已被删除，没有办理；请重新查看后再办理。")
    check_seen(locked, based_on)
    return locked


def _task(matter: Matter, task: Task, seen: int) -> Task:
    """The task, locked; Stale where it does not stand any more where it was seen."""
    row = Task.objects.select_for_update().get(pk=task.pk)  # no join: a new database plans them badly
    if row.yearly_list_id != matter.yearly_list_id:
        raise Refused("任务和件不在同一份清单。")
    if (row.matter_id or 0) != seen:
        now = str(row.matter) if row.matter else "没有归入任何一件"
        raise Stale(f"您打开之后，该任务的归属已被改动，现为：{now}；没有办理，请重新查看后再办理。")
    return row


def _placed(task: Task, matter: Matter | None, act: Act, said: dict, *, at: datetime, by: User) -> Task:
    task.matter = matter
    task.save(update_fields=["matter"])
    url = addresses.task(task.yearly_list.year, task.number)
    record(act, by=by, at=at, obj=task, url=url, detail=said)
    return task


def _url(matter: Matter) -> str:
    return addresses.matters(matter.yearly_list.year)


def _check_may(by: User) -> None:
    if not by.has_perm("manage_lists"):
        raise NotYours("只有系统管理员可以分件。")
