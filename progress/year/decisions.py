"""What needs a decision of the commission today: reports to review, and whatever else waits."""

from collections.abc import Iterable
from dataclasses import dataclass

from progress.ledger.task_ledger import TaskLedger
from progress.models import ReportingPeriod
from progress.reports.requests import waiting_for
from progress.rules import addresses
from progress.rules.states import FilingState, ReportState
from projects.models import User, YearlyList
from projects.screen.links import Waiting


@dataclass(frozen=True)
class Pending:
    """The reports of one quarter that wait for review."""

    period: ReportingPeriod
    number: int

    @property
    def url(self) -> str:
        """Where they are decided."""
        return addresses.queue(self.period.when.year, self.period.when.number, FilingState.PENDING)


@dataclass(frozen=True)
class Decisions:
    """What waits for this person: reports by quarter, and other things one by one."""

    reports: tuple[Pending, ...]
    others: tuple[Waiting, ...]

    @property
    def number(self) -> int:
        """How many things in all."""
        return sum(each.number for each in self.reports) + len(self.others)


def decisions_for(
    user: User, yearly_list: YearlyList, periods: Iterable[ReportingPeriod], ledgers: Iterable[TaskLedger]
) -> Decisions:
    """What this person has to decide in this year; nothing for anybody but the commission."""
    mine = addresses.year(yearly_list.year)
    others = tuple(each for each in waiting_for(user) if each.url.startswith(mine))
    if yearly_list.is_concluded or not user.has_perm("review_reports"):
        return Decisions((), others)
    submitted = [
        report.period.quarter
        for ledger in ledgers
        for report in ledger.reports
        if report.state == ReportState.SUBMITTED
    ]
    pending = (Pending(each, submitted.count(each.quarter)) for each in periods)
    return Decisions(tuple(each for each in pending if each.number), others)
