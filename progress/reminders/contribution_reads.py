"""Which contributions (协同情况) leads reminded of: the lines of the pages, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from progress.ledger.owed_contributions import SharedTask, shared_tasks
from progress.letters.lines import MessageLine, message_lines
from progress.models import Contribution, ContributionReminder
from progress.rules.states import ContributionState
from projects.models import YearlyList
from projects.rules.calendar import day_beside, local_day
from projects.rules.filing import HANDED_IN


@dataclass(frozen=True)
class NamedContribution:
    """One contribution that a message named, and what became of it since."""

    paper: Contribution
    owed: SharedTask | None  # None where nobody asks for it any more

    @property
    def is_open(self) -> bool:
        """Whether the unit still has to send it: not after its quarter was closed."""
        is_running = self.paper.period.closed_at is None
        return is_running and self.owed is not None and self.owed.is_open

    @property
    def is_overdue(self) -> bool:
        """Whether it was named in vain so far: still owed, and its day is over."""
        return self.is_open and self.owed.days_over > 0

    @property
    def since(self) -> str:
        """7月14日已报送, 仍未报送, 退回后仍未重报, 未报送（7月10日前）, or no longer owed."""
        year = self.paper.period.yearly_list.year
        if self.paper.state in HANDED_IN:
            return f"{day_beside(local_day(self.paper.submitted_at), year)}已报送"
        if not self.is_open:
            return "已不需报送"
        is_returned = self.paper.state == ContributionState.RETURNED
        if self.is_overdue:
            return "退回后仍未重报" if is_returned else "仍未报送"
        return f"{'已退回' if is_returned else '未报送'}（{day_beside(self.owed.file_by, year)}前）"


def contribution_reminders_of(yearly_list: YearlyList) -> QuerySet[ContributionReminder]:
    """The messages that name a contribution of this list."""
    papers = Contribution.objects.filter(reminders=OuterRef("pk"), period__yearly_list=yearly_list)
    return ContributionReminder.objects.filter(Exists(papers))


def whole(reminders: QuerySet[ContributionReminder]) -> QuerySet[ContributionReminder]:
    """The messages with all that their lines tell, and whether something of each is owed."""
    papers = Contribution.objects.select_related("period__yearly_list", "task", "unit")
    owed = ContributionReminder.objects.unsettled().order_by().filter(pk=OuterRef("pk"))
    rows = reminders.select_related("person", "unit", "sent_by__unit").annotate(is_owed=Exists(owed))
    return rows.prefetch_related(Prefetch("contributions", papers))


def contribution_reminder_lines(rows: Iterable[ContributionReminder], on: date) -> list[MessageLine]:
    """The messages in their order, those that differ by the person alone in one line, as a day sees them.

    By a constant number of queries for each quarter that they name.
    """
    rows = list(rows)
    periods = {paper.period for row in rows for paper in row.contributions.all()}
    owed = {
        (period.pk, each.task.pk, each.unit.pk): each
        for period in periods
        for each in shared_tasks(period, on)
    }

    def named(row: ContributionReminder) -> Iterable[NamedContribution]:
        for paper in row.contributions.all():
            yield NamedContribution(paper, owed.get((paper.period_id, paper.task_id, paper.unit_id)))

    return message_lines(
        rows,
        keys=lambda row: [each.pk for each in row.contributions.all()],
        named=named,
        occasions=lambda row: (),  # a lead's hand alone sends them
        act="催办",
    )
