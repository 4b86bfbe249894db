"""One report as a day sees it: its filing state and dates, the granted extensions counted (domain.md, A report's life)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from progress.models import Extension, Report
from progress.rules.deadlines import Extension as ExtensionDates
from progress.rules.deadlines import Filing, due_day, filing_state, late_days, overdue_days
from progress.rules.states import ExtensionState, FilingState
from projects.rules.calendar import local_day


@dataclass(frozen=True)
class FilingDay:
    """One report as a day sees it: filing state, the day it is due, calendar days late and overdue, until when filing later was granted."""

    report: Report
    state: str
    due_on: date
    late_days: int
    overdue_days: int
    granted_until: date | None = (
        None  # the last day of any granted extension, whether it moved the due day or came after it
    )

    @property
    def is_late(self) -> bool:
        """迟报."""
        return self.late_days > 0

    @property
    def word(self) -> str:
        """The filing state in words."""
        return FilingState(self.state).word

    @property
    def tone(self) -> str:
        """The colour beside the word."""
        return FilingState(self.state).tone

    @property
    def is_open(self) -> bool:
        """Whether the unit has still to file, to sign or to file again."""
        return self.state not in (FilingState.ACCEPTED, FilingState.PENDING)


def filing_day(report: Report, granted: Iterable[Extension], on: date) -> FilingDay:
    """Where a report stands on a day; of the extensions granted in its quarter, each with the keys of its tasks, those count that concern it."""
    filing, mine = _filing(report), [each for each in granted if _concerns(each, report)]
    due_on = due_day(report.period.due_on, map(_as_dates, mine))
    state, granted_until = (
        filing_state(filing, due_on=due_on, on=on),
        max((each.until for each in mine), default=None),
    )
    return FilingDay(
        report,
        state,
        due_on,
        late_days(filing, due_on=due_on),
        overdue_days(filing, due_on=due_on, on=on),
        granted_until,
    )


def _filing(report: Report) -> Filing:
    """What the dates of a report's row tell; `refile_by` stands from the return until it is answered."""
    return Filing(
        report.state or None, report.first_submitted_at, report.refile_by, report.refile_by is not None
    )


def _concerns(extension: Extension, report: Report) -> bool:
    """Whether it is of this quarter and unit, for all tasks or for this one."""
    is_its_units = (extension.period_id, extension.unit_id) == (report.period_id, report.unit_id)
    return is_its_units and (not extension.task_ids or report.task_id in extension.task_ids)


def _as_dates(extension: Extension) -> ExtensionDates:
    return ExtensionDates(
        local_day(extension.asked_at), extension.until, extension.state == ExtensionState.GRANTED
    )
