"""The frame of every correction (更正): locked, allowed, not stale; then kept with who, when, old and new."""

from datetime import datetime

from projects.actions.log import record
from projects.errors import Refused, Stale
from projects.models import Correction, Task, User


def begin(task: Task) -> Task:
    """The task, it and its list locked for this transaction. Refused once the list runs: then a plan changes by 调整 only."""
    locked = Task.objects.select_for_update(of=("self", "yearly_list")).select_related("yearly_list").get(pk=task.pk)
    if not locked.yearly_list.takes_corrections:
        raise Refused(f"{locked.yearly_list}已在{locked.yearly_list.get_stage_display()}，不能再作更正；如需改变计划，请按“调整”办理。")
    return locked


def check_basis(now: str, based_on: str) -> None:
    """Stale where the words that the save was based on are no longer the words that stand there."""
    if _lines(now) != _lines(based_on):
        raise Stale(f"您填写期间，此处已被他人修改，您的更正没有保存。现为“{now or '空'}”，您依据的是“{based_on or '空'}”。请核对后再保存。")


def keep(task: Task, subject: str, *, old: str, new: str, reason: str, at: datetime, by: User) -> Correction:
    """The correction as a row, and its entry in the log."""
    kept = Correction.objects.create(task=task, subject=subject, old=old, new=new, reason=reason, made_at=at, made_by=by)
    url = f"/{task.yearly_list.year}/tasks/{task.number}/"
    record("plan_corrected", by=by, at=at, obj=task, url=url, detail={"subject": subject, "old": old, "new": new, "reason": reason})
    return kept


def _lines(text: str) -> list[str]:
    """The lines without the differences that a browser makes when it posts them back."""
    return [line.strip() for line in text.strip().splitlines()]
