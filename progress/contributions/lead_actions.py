"""What the lead does with the contributions to its task: adopts them, returns them, reminds of them."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from progress.contributions.actions import CONTRIBUTION
from progress.contributions.reminder_actions import write_reminders
from progress.ledger.locks import lock_task
from progress.ledger.owed_contributions import shared_task, shared_tasks
from progress.ledger.shares import leads_task
from progress.models import Contribution, ListSettings, ReportingPeriod
from progress.rules.states import ContributionState
from projects.filing import decision_actions as decisions
from projects.filing import kept_rounds
from projects.filing.checks import check_in_use
from projects.filing.decision_actions import Office, Return
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Task, User
from projects.rules.calendar import local_day, refile_by
from projects.rules.errors import NotYours, Refused
from projects.rules.filing import Step

ADOPTED = Act("contribution_adopted", "采用协同情况")
RETURNED = Act("contribution_returned", "退回协同情况")
REMINDED = Act("contribution_reminded", "催办协同情况")


class ContributionOffice(Office):
    """The lead, that decides on what it was sent; its own report stands whatever it decides."""

    filing = CONTRIBUTION
    acts = {Step.ACCEPT: ADOPTED, Step.RETURN: RETURNED}

    def check_may(self, paper: Contribution, by: User) -> None:
        """A lead of the task."""
        if not leads_task(paper.task_id, by):
            raise NotYours("只有本任务的牵头单位可以办理。")
        check_in_use(by)

    def check_not_own(self, paper: Contribution, by: User) -> None:
        """A lead contributes to no task of its own."""
        if by.unit_id == paper.unit_id:
            raise NotYours("本单位报送的协同情况不能由本单位办理。")

    def why_not_waiting(self, paper: Contribution) -> str:
        """What was adopted can still be returned: the lead found the mistake later."""
        if paper.period.closed_at is not None:
            return CONTRIBUTION.why_over(paper)
        return "" if paper.state == ContributionState.ACCEPTED else super().why_not_waiting(paper)

    def due_day(self, paper: Contribution, on: date) -> date:
        """The day on which it was due to the lead."""
        owed = shared_task(paper.period, paper.task, paper.unit, on)
        return owed.due_on if owed else on

    def usual_day(self, paper: Contribution, due: date, on: date) -> date:
        """Some working days after the return, never before the due day."""
        return refile_by(on, due, ListSettings.objects.of(paper.period.yearly_list).period_rules)

    def keep_return(self, paper: Contribution, returned: Return, *, at: datetime, by: User) -> None:
        """On the round that it answers, and on the contribution for its unit."""
        paper.return_word = returned.reason
        decided = {"reason": returned.reason, "refile_by": returned.until.isoformat()}
        _keep_on_round(paper, {**decided, "returned_at": at.isoformat()}, by, "return_word")


OFFICE = ContributionOffice()


def adopt(contribution: Contribution, *, based_on: int, at: datetime, by: User) -> Contribution:
    """采用: the lead has read it and takes its figures; a second click changes nothing."""

    def keep(locked: Contribution) -> dict:
        _keep_on_round(locked, {"adopted_at": at.isoformat()}, by)
        return {}

    return decisions.accept(contribution, office=OFFICE, keep=keep, based_on=based_on, at=at, by=by)


def return_to_unit(
    contribution: Contribution, *, reason: str, based_on: int, at: datetime, by: User
) -> Contribution:
    """退回 with a word, also of what was adopted: what the lead has filed itself stays as it is."""
    said = {"reason": reason, "based_on": based_on}
    return decisions.send_for_mending(contribution, office=OFFICE, **said, at=at, by=by)


@transaction.atomic
def remind(
    task: Task,
    *,
    period: ReportingPeriod,
    units: Collection[int],
    word: str = "",
    at: datetime,
    by: User,
) -> tuple[Contribution, ...]:
    """催办: the lead reminds these units, by key, of what they have not sent; on their desks and by mail.

    Who has sent theirs meanwhile is left out, and who was told today already: a second click sends nothing.
    """
    if not leads_task(task.pk, by):
        raise NotYours("只有本任务的牵头单位可以催办。")
    check_in_use(by)
    if period.closed_at is not None:
        raise Refused(f"{period}已关闭，不再催办。")
    lock_task(task.pk)
    reminded = []
    for owed in shared_tasks(period, local_day(at), task=task):
        if owed.unit.pk not in units or not owed.is_open:
            continue
        named = {"period": period, "task": task, "unit": owed.unit}
        paper, _ = Contribution.objects.get_or_create(**named)
        if paper.reminded_at is not None and local_day(paper.reminded_at) == local_day(at):
            continue
        paper.reminded_at, paper.reminded_by, paper.reminder_word = at, by, word.strip()
        paper.save(update_fields=["reminded_at", "reminded_by", "reminder_word"])
        record(REMINDED, by=by, at=at, obj=paper, url=paper.address, detail={"word": word.strip()})
        reminded.append(paper)
    write_reminders(reminded, word=word.strip(), at=at, by=by)
    return tuple(reminded)


def _keep_on_round(paper: Contribution, decided: dict, by: User, *more: str) -> None:
    """The last round carries what was decided of it and by whom."""
    paper.rounds = kept_rounds.with_decision(paper, decided, by)
    paper.save(update_fields=["rounds", *more])
