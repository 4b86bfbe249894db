"""The administrator names a list's headings and groups its tasks under them, many at once.

Every action holds the list first: no document is adopted meanwhile whose own domains replace these.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from projects.filing.checks import check_seen, refuse
from projects.headings.kinds import Heading, HeadingValues, Kind
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Task, User, YearlyList
from projects.rules import addresses
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.letters import look_of


@transaction.atomic
def add(yearly_list: YearlyList, *, kind: Kind, values: HeadingValues, at: datetime, by: User) -> Heading:
    """增加: refused where the list has this number or a name that looks like this one."""
    heading = kind.model(yearly_list=held_list(yearly_list.pk, kind=kind, by=by), **kind.fixed)
    return _saved(kind, heading, values, kind.added, at=at, by=by)


@transaction.atomic
def change(
    heading: Heading, *, kind: Kind, values: HeadingValues, based_on: int, at: datetime, by: User
) -> Heading:
    """修改: number, name, lead; its tasks stay. What was issued keeps the old name."""
    locked = _locked(kind, heading, based_on, by)
    if kind.values_of(locked) == values:
        return locked
    return _saved(kind, locked, values, kind.changed, at=at, by=by)


@transaction.atomic
def remove(heading: Heading, *, kind: Kind, based_on: int, at: datetime, by: User) -> None:
    """删除: refused while tasks stand under it."""
    locked = _locked(kind, heading, based_on, by)
    count = locked.tasks.count()
    if count:
        raise Refused(f"{locked.place}还有{count}项任务，请先移出。")
    url = kind.url(locked.yearly_list.year)
    record(kind.removed, by=by, at=at, obj=locked, url=url, detail={"old": str(locked)})
    try:
        locked.delete()
    except ProtectedError:
        raise Refused(f"{locked.place}已有登记（如人大监督，包括已删除的登记），不能删除。") from None


@transaction.atomic
def group(
    heading: Heading, *, kind: Kind, task: Task, seen: int, based_on: int, at: datetime, by: User
) -> Task:
    """归入: the task stands under this heading; `seen` is the key of the one it stood under, 0 for none."""
    locked = _locked(kind, heading, based_on, by)
    row = _task(kind, locked, task, seen)
    stood = getattr(row, kind.stands)
    if stood == locked:
        raise Refused(f"已在{locked.place}。")
    said = {"old": str(stood or ""), "new": str(locked)}
    return _placed(kind, row, locked, kind.grouped, said, at=at, by=by)


@transaction.atomic
def ungroup(heading: Heading, *, kind: Kind, task: Task, based_on: int, at: datetime, by: User) -> Task:
    """移出: the task stands under no heading; Stale where it was taken elsewhere meanwhile."""
    locked = _locked(kind, heading, based_on, by)
    row = _task(kind, locked, task, locked.pk)
    return _placed(kind, row, None, kind.ungrouped, {"old": str(locked), "new": ""}, at=at, by=by)


def held_list(key: int, *, kind: Kind, by: User) -> YearlyList:
    """The list, held against whoever else names or groups; refused where nobody may, or not this person.

    Its key is left free: who works at one of its tasks has that task locked and asks for the list's key last.
    """
    if not by.has_perm("manage_lists"):
        raise NotYours(f"只有系统管理员可以设{kind.word}。")
    found = YearlyList.objects.select_for_update(no_key=True).get(pk=key)
    refuse(kind.why_none(found))
    return found


def _saved(
    kind: Kind, heading: Heading, values: HeadingValues, act: Act, *, at: datetime, by: User
) -> Heading:
    _check_free(kind, heading, values)
    old = str(heading) if heading.pk else ""
    for name, field in kind.fields.items():
        setattr(heading, field, getattr(values, name))
    heading.renew(act.word, at=at, by=by)
    heading.save()
    url = kind.url(heading.yearly_list.year)
    record(act, by=by, at=at, obj=heading, url=url, detail={"old": old, "new": str(heading)})
    return heading


def _check_free(kind: Kind, heading: Heading, values: HeadingValues) -> None:
    """Refused where another heading has the number, or a name that looks the same."""
    for other in kind.model.objects.filter(yearly_list=heading.yearly_list_id).exclude(pk=heading.pk):
        stands = kind.values_of(other)
        if stands.number == values.number:
            raise Refused(f"序号{values.number}已有：{other}，请改用别的序号。")
        if look_of(stands.name) == look_of(values.name):
            raise Refused(f"已有名为“{stands.name}”的{kind.word}。")


def _locked(kind: Kind, heading: Heading, based_on: int, by: User) -> Heading:
    """The heading as it stands now, which is what was on the screen."""
    held_list(heading.yearly_list_id, kind=kind, by=by)
    locked = kind.model.objects.select_for_update().filter(pk=heading.pk).first()
    if locked is None:
        raise Stale(f"您打开之后，{heading.place}已被删除，没有办理；请重新查看后再办理。")
    check_seen(locked, based_on)
    return locked


def _task(kind: Kind, heading: Heading, task: Task, seen: int) -> Task:
    """The task, locked; Stale where it does not stand any more where it was seen."""
    row = Task.objects.select_for_update().get(pk=task.pk)  # no join: a new database plans them badly
    if row.yearly_list_id != heading.yearly_list_id:
        raise Refused(f"任务和{kind.word}不在同一份清单。")
    stands = getattr(row, kind.stands)
    if (stands.pk if stands else 0) != seen:
        now = str(stands) if stands else f"没有归入任何{kind.word}"
        raise Stale(f"您打开之后，该任务的归属已被改动，现为：{now}；没有办理，请重新查看后再办理。")
    return row


def _placed(
    kind: Kind, task: Task, heading: Heading | None, act: Act, said: dict, *, at: datetime, by: User
) -> Task:
    setattr(task, kind.stands, heading)
    task.save(update_fields=[kind.stands])
    url = addresses.task(task.yearly_list.year, task.number)
    record(act, by=by, at=at, obj=task, url=url, detail=said)
    return task
