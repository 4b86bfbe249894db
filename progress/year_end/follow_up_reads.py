"""后续报告 as a person may see them: the unit its own, the two offices all."""

from datetime import date

from django.db.models import QuerySet

from progress.ledger.deciders import decided_by
from progress.models import FollowUp
from progress.rules.states import FollowUpState
from projects.models import Task, User
from projects.rules.calendar import short_day
from projects.rules.filing import HANDED_IN
from projects.screen.links import Waiting


def follow_ups_of(task: Task, user: User) -> QuerySet[FollowUp]:
    """The reports on one task that this person may see, the last one first."""
    rows = FollowUp.objects.filter(outcome__task=task).select_related(
        "outcome__task__yearly_list", "unit", "saved_by", "changed_by"
    )
    if not user.has_perm("read_everything"):
        rows = rows.filter(unit=user.unit_id) if user.unit_id else rows.none()
    return rows.order_by("-due_on", "unit__order", "pk")


def follow_ups_waiting(user: User, on: date) -> list[Waiting]:
    """What the person's unit owes, or what waits for this person's word."""
    rows = FollowUp.objects.select_related("outcome__task__yearly_list", "unit").order_by("due_on", "pk")
    if user.has_perm("file_reports"):
        owed = rows.filter(unit=user.unit_id).exclude(state__in=HANDED_IN)
        return [_waiting("后续报告", each, _due_words(each, on)) for each in owed]
    submitted = rows.filter(decided_by(user, "unit"), state=FollowUpState.SUBMITTED)
    return [_waiting("后续报告待审核", each, f"{each.unit}已报送，请审核。") for each in submitted]


def _waiting(kind: str, paper: FollowUp, words: str) -> Waiting:
    task = paper.outcome.task
    return Waiting(kind, f"{task.yearly_list.year}年第{task.number}项", words, paper.address, paper)


def _due_words(paper: FollowUp, on: date) -> str:
    due_on = paper.refile_by or paper.due_on
    state = FollowUpState(paper.state).word
    over = "，已逾期" if due_on < on else ""
    return f"继续办理的任务，{due_on.year}年{short_day(due_on)}前报送{over}（{state}）。"
