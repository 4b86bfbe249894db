"""A list that is typed in: the list itself, its tasks and what each quarter plans, until a quarter opens."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, ProtectedError

from projects.adoption.actions import write_rows
from projects.adoption.conversion import parsed_task, schedule_rows, task_rows
from projects.corrections import actions
from projects.corrections.actions import Change, Grounds
from projects.corrections.unit_actions import Responsible, check_named_once
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import (
    Domain,
    Milestone,
    PlannedValue,
    SubProject,
    Target,
    Task,
    User,
    YearlyList,
)
from projects.models.tasks import PlanChange
from projects.parsing.typed import typed_task, with_quarters
from projects.rules import addresses
from projects.rules.errors import Refused, Stale
from projects.rules.letters import look_of
from projects.rules.quarters import NUMERALS
from projects.rules.states import AssignmentRole

LIST_FOUNDED = Act("list_founded", "新建清单")
LIST_CHANGED = Act("list_changed", "修改清单")
TASK_ADDED = Act("task_added", "增加任务")
TASK_REMOVED = Act("task_removed", "删除任务")
SCHEDULE_TYPED = Act("schedule_typed", "填写各季度安排")


@dataclass(frozen=True)
class Particulars:
    """What a list says of itself."""

    title: str
    document_number: str = ""
    issued_on: date | None = None
    matters: int | None = None


@dataclass(frozen=True)
class TaskValues:
    """A task as it is typed."""

    number: int
    text: str
    domain: str = ""
    responsible: Sequence[Responsible] = ()


@transaction.atomic
def found_list(year: int, *, particulars: Particulars, at: datetime, by: User) -> YearlyList:
    """Begin a list without a document; refused where the year has one."""
    made, is_new = YearlyList.objects.get_or_create(
        year=year, defaults={**asdict(particulars), "adopted_at": at}
    )
    if not is_new:
        raise Refused(f"{made}已经有清单，可以在清单中增加任务。")
    record(LIST_FOUNDED, by=by, at=at, obj=made, url=addresses.year(year))
    return made


@transaction.atomic
def change_list(
    yearly_list: YearlyList, *, particulars: Particulars, based_on: Particulars, at: datetime, by: User
) -> YearlyList:
    """Let the list say this of itself; Stale after another's save, refused once a quarter was opened."""
    locked = _open_list(yearly_list)
    if particulars_of(locked) != based_on:
        raise Stale("您填写期间，清单的标题、文号等已被他人修改，您的修改没有保存。请核对后再保存。")
    if particulars != based_on:
        for name, value in asdict(particulars).items():
            setattr(locked, name, value)
        locked.save(update_fields=list(asdict(particulars)))
        record(LIST_CHANGED, by=by, at=at, obj=locked, url=addresses.year(locked.year))
    return locked


@transaction.atomic
def add_task(yearly_list: YearlyList, *, values: TaskValues, at: datetime, by: User) -> Task:
    """Add a task with the targets that its text names; refused for a number that stands already."""
    locked = _open_list(yearly_list)
    if locked.tasks.filter(number=values.number).exists():
        raise Refused(f"{locked}已有第{values.number}项，请改用别的序号。")
    _check_somebody_leads(values.responsible)
    check_named_once(each.party for each in values.responsible)
    lead = _printed(values.responsible, AssignmentRole.LEAD)
    co = _printed(values.responsible, AssignmentRole.CO)
    parsed = typed_task(values.number, values.text, lead=lead, co=co)
    task = Task.objects.create(
        yearly_list=locked,
        number=values.number,
        text=parsed.text,
        source_text=parsed.source_text,
        domain=_domain(locked, values.domain),
    )
    parties = {each.printed_name: each.party for each in values.responsible}
    write_rows([task_rows(task, parsed, parties)])
    url = addresses.task(locked.year, task.number)
    record(TASK_ADDED, by=by, at=at, obj=task, url=url, detail={"new": task.text})
    return task


@transaction.atomic
def rewrite_task(
    task: Task, *, text: str, domain: str, based_on: str, grounds: Grounds, at: datetime, by: User
) -> PlanChange | None:
    """Put a task's text and domain right; its targets stay. Refused once a quarter was opened."""
    change = _begin(task, grounds=grounds, at=at)
    locked = change.task
    old = task_wording(locked)
    actions.check_basis(old, based_on=based_on)
    locked.text = text.strip()
    locked.domain = _domain(locked.yearly_list, domain)
    new = task_wording(locked)
    if new == old:
        return None
    locked.save(update_fields=["text", "domain"])
    return actions.keep(change, subject="目标任务", old=old, new=new, at=at, by=by)


@transaction.atomic
def remove_task(task: Task, *, at: datetime, by: User) -> None:
    """Take a task out of its list; refused once a quarter was opened."""
    locked = _begin(task, grounds=Grounds(), at=at).task
    detail = {"number": locked.number, "old": locked.text}
    year = locked.yearly_list.year
    try:
        locked.delete()
    except ProtectedError:
        raise Refused(f"第{locked.number}项已有填报或办理记录，不能删除。") from None
    record(TASK_REMOVED, by=by, at=at, obj=locked, url=addresses.year(year), detail=detail)


@transaction.atomic
def write_schedule(
    task: Task, *, texts: Sequence[str], based_on: str, grounds: Grounds, at: datetime, by: User
) -> PlanChange | None:
    """Plan the four quarters by these texts, read as a schedule is: items, sub-projects, planned values.

    None where nothing changed, and where nothing was planned before: that is no 更正. Refused once a quarter
    was opened: items and values are then revised singly.
    """
    _open_list(task.yearly_list)
    change = actions.begin_plan(task, grounds=grounds, at=at)
    locked = change.task
    old, is_first = schedule_wording(locked), not locked.milestones.exists()
    actions.check_basis(old, based_on=based_on)
    parsed = with_quarters(parsed_task(locked), texts)
    _clear_schedule(locked)
    targets = list(locked.targets.order_by("order"))
    if any(text.strip() for text in texts):
        rows = schedule_rows(locked, parsed, targets)
        Target.objects.bulk_update(targets, ["stage", "needs_settling"])
        write_rows([rows])
    new = schedule_wording(locked)
    if new == old:
        return None
    if is_first:
        url = addresses.task(locked.yearly_list.year, locked.number)
        record(SCHEDULE_TYPED, by=by, at=at, obj=locked, url=url, detail={"new": new})
        return None
    return actions.keep(change, subject="序时进度", old=old, new=new, at=at, by=by)


def schedule_wording(task: Task) -> str:
    """The four quarters in four lines."""
    texts = dict(task.milestones.values_list("quarter", "text"))
    return "\n".join(
        f"{NUMERALS[quarter]}季度：{' '.join(texts.get(quarter, '').split())}" for quarter in (1, 2, 3, 4)
    )


def task_wording(task: Task) -> str:
    """Text and domain in two lines."""
    return f"{task.text}\n领域：{task.domain or '无'}"


def particulars_of(yearly_list: YearlyList) -> Particulars:
    """What the list says of itself now."""
    return Particulars(
        yearly_list.title, yearly_list.document_number, yearly_list.issued_on, yearly_list.matters
    )


def next_number(yearly_list: YearlyList) -> int:
    """The number behind the last task's."""
    return (yearly_list.tasks.aggregate(last=Max("number"))["last"] or 0) + 1


def _open_list(yearly_list: YearlyList) -> YearlyList:
    locked = YearlyList.objects.select_for_update().get(pk=yearly_list.pk)
    _check_is_open(locked)
    return locked


def _begin(task: Task, *, grounds: Grounds, at: datetime) -> Change:
    """A change of a task whose list still takes corrections."""
    _open_list(task.yearly_list)
    return actions.begin(task, grounds=grounds, at=at)


def _check_is_open(yearly_list: YearlyList) -> None:
    if not yearly_list.takes_corrections:
        raise Refused(
            f"{yearly_list}{yearly_list.get_stage_display()}，任务和各季度原文不再改动；"
            "事项、目标、计划值和责任单位可以按“调整”办理。"
        )


def _check_somebody_leads(responsible: Sequence[Responsible]) -> None:
    if not any(each.role == AssignmentRole.LEAD for each in responsible):
        raise Refused("请至少写明一个牵头单位。")


def _printed(responsible: Sequence[Responsible], role: str) -> list[str]:
    return [each.printed_name for each in responsible if each.role == role]


def _domain(yearly_list: YearlyList, name: str) -> Domain | None:
    """The domain whose name looks like this, made behind the others where there is none; 自定 among such."""
    name = name.strip()
    if not name:
        return None
    present = list(yearly_list.domains.order_by("order"))
    found = next((each for each in present if look_of(each.name) == look_of(name)), None)
    if found is not None:
        return found
    order = present[-1].order + 1 if present else 1
    is_custom = any(each.is_custom for each in present)
    return Domain.objects.create(yearly_list=yearly_list, name=name, order=order, is_custom=is_custom)


def _clear_schedule(task: Task) -> None:
    for model in (Milestone, SubProject):
        model.objects.filter(task=task).delete()
    PlannedValue.objects.filter(target__in=list(task.targets.all())).delete()
