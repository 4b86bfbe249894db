"""The unit's reports of one quarter, one after the other: how many are done, and which comes next."""

from collections.abc import Collection
from dataclasses import dataclass

from progress.models import Report
from progress.rules.states import LOCKED_STATES, ReportState

TO_WRITE = (ReportState.NOT_BEGUN, ReportState.DRAFT, ReportState.RETURNED, ReportState.REOPENED)
TO_SIGN = (ReportState.AWAITING,)


@dataclass(frozen=True)
class OwnReports:
    """The reports of one unit in one quarter, in the order of the tasks."""

    reports: tuple[Report, ...]

    @property
    def total(self) -> int:
        """How many are owed."""
        return len(self.reports)

    @property
    def filled(self) -> int:
        """How many the filer has no more to do with, until somebody gives one back."""
        return sum(each.state in LOCKED_STATES for each in self.reports)

    @property
    def submitted(self) -> int:
        """How many are with the coordinator, or accepted."""
        return sum(each.state in (ReportState.SUBMITTED, ReportState.ACCEPTED) for each in self.reports)

    def around(self, report: Report) -> tuple[str, str]:
        """The addresses of the reports before and after this one; "" at either end."""
        place = [each.pk for each in self.reports].index(report.pk)
        return tuple(
            each[0].address if each else ""
            for each in (self.reports[max(place - 1, 0) : place], self.reports[place + 1 : place + 2])
        )

    def after(self, report: Report, states: Collection[str]) -> Report | None:
        """The next one in one of these states, from the first again after the last; None where there is none but this."""
        left = [each for each in self.reports if each.state in states and each.pk != report.pk]
        later = [each for each in left if each.task.number > report.task.number]
        return next(iter(later or left), None)


def own_reports(report: Report) -> OwnReports:
    """The reports of the same unit and quarter, by one query."""
    rows = Report.objects.filter(period=report.period_id, unit=report.unit_id).select_related(
        "period__yearly_list", "task", "unit"
    )
    return OwnReports(
        tuple(
            rows.only(
                "state", "period__quarter", "period__yearly_list__year", "task__number", "unit__code"
            ).order_by("task__number")
        )
    )
