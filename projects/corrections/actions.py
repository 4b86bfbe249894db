"""What every change of the plan goes through: 更正 before the first quarter opens, 调整 afterwards."""

from dataclasses import dataclass
from datetime import date, datetime

from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Correction, Revision, Task, User
from projects.rules import addresses
from projects.rules.errors import Refused, Stale

PLAN_CORRECTED = Act("plan_corrected", "更正")
PLAN_REVISED = Act("plan_revised", "调整")


@dataclass(frozen=True)
class Grounds:
    """Why the plan is changed; once the list runs also who approved it (批准文号 or meeting) and when."""

    reason: str = ""
    approval: str = ""
    approved_on: date | None = None

    @property
    def are_complete(self) -> bool:
        """Whether they carry a 调整."""
        return bool(self.reason.strip() and self.approval.strip() and self.approved_on)


def begin(task: Task, *, grounds: Grounds) -> Task:
    """The task, locked with its list. Refused once the year is concluded, and for a 调整 without approval."""
    locked = (
        Task.objects.select_for_update(of=("self", "yearly_list"))
        .select_related("yearly_list")
        .get(pk=task.pk)
    )
    if not locked.yearly_list.takes_changes:
        raise Refused(f"{locked.yearly_list}{locked.yearly_list.get_stage_display()}，不能再更正或调整。")
    if locked.yearly_list.is_running and not grounds.are_complete:
        raise Refused(
            f"{locked.yearly_list}已在执行，改变计划须按“调整”办理：请填写理由、批准文号或会议、批准日期。"
        )
    return locked


def check_basis(now: str, *, based_on: str) -> None:
    """Stale where the words that the save was based on are no longer the words that stand there."""
    if _lines(now) != _lines(based_on):
        raise Stale(
            "您填写期间，此处已被他人修改，您的更正没有保存。"
            f"现为“{now or '空'}”，您依据的是“{based_on or '空'}”。请核对后再保存。"
        )


def keep(
    task: Task, *, subject: str, old: str, new: str, grounds: Grounds, at: datetime, by: User
) -> Correction | Revision:
    """The change as a row, and its entry in the log. Which of the two it is follows from the list's stage."""
    told = {"subject": subject, "old": old, "new": new, "reason": grounds.reason.strip()}
    url = addresses.task(task.yearly_list.year, task.number)
    if not task.yearly_list.is_running:
        kept = Correction.objects.create(task=task, made_at=at, made_by=by, **told)
        record(PLAN_CORRECTED, by=by, at=at, obj=task, url=url, detail=told)
        return kept
    approval = {"approval": grounds.approval.strip(), "approved_on": grounds.approved_on}
    kept = Revision.objects.create(task=task, made_at=at, made_by=by, **told, **approval)
    record(
        PLAN_REVISED,
        by=by,
        at=at,
        obj=task,
        url=url,
        detail={**told, "approval": kept.approval, "approved_on": str(kept.approved_on)},
    )
    return kept


def _lines(text: str) -> list[str]:
    """The lines without the differences that a browser makes when it posts them back."""
    return [line.strip() for line in text.strip().splitlines()]
