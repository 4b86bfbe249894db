"""What a report is on a given day: computed from dates, never stored (domain.md, A report's life)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from progress.rules.states import FilingState, ReportState
from projects.rules.calendar import local_day


@dataclass(frozen=True)
class ExtensionDates:
    """延期: until when a unit may file; `asked_on` decides whether it is in time, whenever it was granted."""

    asked_on: date
    until: date
    is_granted: bool = True


@dataclass(frozen=True)
class Submission:
    """One round as its dates tell it: perhaps recalled before the decision, perhaps returned."""

    submitted_at: datetime
    is_recalled: bool = False
    is_returned: bool = False
    refile_by: date | None = None


class Filing(NamedTuple):
    """What is known of one unit's report of one task in one quarter: its state and its dates."""

    state: str = ReportState.NOT_BEGUN
    first_submitted_at: datetime | None = None
    refile_by: date | None = None  # of the return that was not answered yet
    is_returned: bool = False  # a return was not answered yet, whatever the state of the new draft
    is_backfilled: bool = False  # of a quarter before the list was kept here: never late


def filing_of(state: str, submissions: Sequence[Submission]) -> Filing:
    """The filing that the rounds tell, given in their order: by the first and the last.

    A recalled one counts as never made.
    """
    made = [each for each in submissions if not each.is_recalled]
    if not made:
        return Filing(state)
    first, last = made[0], made[-1]
    return Filing(
        state,
        first_submitted_at=first.submitted_at,
        refile_by=last.refile_by if last.is_returned else None,
        is_returned=last.is_returned,
    )


def due_day(due_on: date, extensions: Iterable[ExtensionDates] = ()) -> date:
    """The day up to which a unit files in time; a granted extension moves it, if asked for by that day.

    Asked for on the due day itself is in time, as filing on it is. Asked for afterwards the report is late
    and missing all the same; it only spares the unit from chasing, see `chased_after`.
    """
    for each in sorted(extensions, key=lambda each: (each.asked_on, each.until)):
        if each.is_granted and each.asked_on <= due_on:
            due_on = max(due_on, each.until)
    return due_on


def own_as_of(filed_on: date, as_of: date) -> date | None:
    """The 截至 that a report states itself: the day it was filed, where that is before the as-of date."""
    return filed_on if filed_on < as_of else None


def chased_after(grace_until: date, granted_until: date | None) -> date:
    """The last day without a notice: the end of the grace days, or of any granted extension."""
    return max(grace_until, granted_until or grace_until)


def filing_state(filing: Filing, *, due_on: date, on: date) -> str:
    """The first that fits of the filing states, in their order (Judging progress).

    A reopened report counts as 已退回: it was filed, and the unit writes again. One never filed is still
    未报.
    """
    if filing.state in (ReportState.ACCEPTED, ReportState.SUBMITTED):
        return FilingState.ACCEPTED if filing.state == ReportState.ACCEPTED else FilingState.PENDING
    if (
        filing.is_returned
        or filing.state == ReportState.RETURNED
        or filing.state == ReportState.REOPENED
        and filing.first_submitted_at is not None
    ):
        return (
            FilingState.NOT_REFILED
            if filing.refile_by is not None and on > filing.refile_by
            else FilingState.RETURNED
        )
    if on > due_on and filing.first_submitted_at is None:
        return FilingState.MISSING
    return {ReportState.AWAITING: FilingState.AWAITING, ReportState.DRAFT: FilingState.DRAFT}.get(
        filing.state, FilingState.NOT_DUE
    )


def late_days(filing: Filing, *, due_on: date) -> int:
    """迟报: calendar days from the due day to the first submission; 0 where there is none, and of 补录."""
    if filing.first_submitted_at is None or filing.is_backfilled:
        return 0
    return max(0, (local_day(filing.first_submitted_at) - due_on).days)


def overdue_days(filing: Filing, *, state: str, due_on: date, on: date) -> int:
    """Calendar days that a missing report is overdue or a returned one past its new date; 0 for any other.

    `state` is its filing state on that day.
    """
    if state == FilingState.NOT_REFILED:
        return (on - filing.refile_by).days
    return (on - due_on).days if state == FilingState.MISSING else 0
