"""Where the reports of the running quarters stand today, for the desk: two queries, no figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from progress.ledger.filing_days import FilingDay, filing_days
from progress.models import Report, ReportingPeriod
from progress.rules.states import FilingState
from projects.models import Unit
from projects.models.readings import Reading
from projects.models.statements import slot

LONG_TEXTS = ("text", "problems", "next_steps", "task__source_text", "task__clause")


@dataclass(frozen=True)
class StateCount:
    """How many reports of a quarter stand in one filing state."""

    period: ReportingPeriod
    code: str
    word: str
    tone: str
    number: int


def running_filings(on: date, unit: Unit | None = None) -> list[FilingDay]:
    """Every report in hand (of one unit where given): owed in a running quarter, or opened again.

    A quarter that only waits for its bulletin is left out, unless it is the last one opened.
    """
    rows = _in_hand(of_unit=True).ask(unit=unit.pk) if unit else _in_hand(of_unit=False).ask()
    return _unfinished(filing_days(rows, on))


@cache
def _in_hand(*, of_unit: bool) -> Reading[Report]:
    counted = Report.objects.in_hand().counted()
    if of_unit:
        counted = counted.filter(unit=slot("unit"))
    whole = counted.select_related("period__yearly_list", "task", "unit").defer(*LONG_TEXTS)
    return Reading(whole.order_by("period", "task__number", "unit__order"))


def still_to_do(filings: Iterable[FilingDay]) -> list[FilingDay]:
    """What the unit still has to file, sign or file again, the longest overdue first."""
    return sorted((each for each in filings if each.is_open), key=lambda each: -each.overdue_days)


def state_counts(filings: Iterable[FilingDay]) -> list[StateCount]:
    """How many reports stand where, quarter by quarter; states that do not occur are left out."""
    numbers = Counter((each.report.period, each.state) for each in filings)
    periods = sorted(
        {period for period, _ in numbers}, key=lambda period: (period.yearly_list.year, period.quarter)
    )
    return [
        StateCount(period, code, word, FilingState(code).tone, numbers[period, code])
        for period in periods
        for code, word in FilingState.choices()
        if numbers[period, code]
    ]


def _unfinished(filings: list[FilingDay]) -> list[FilingDay]:
    """The reports of the quarters in which something is still to be done, and of the last one."""
    last = max((each.report.period.when for each in filings), default=None)
    at_work = {
        each.report.period_id
        for each in filings
        if each.state != FilingState.ACCEPTED or each.report.period.when == last
    }
    return [each for each in filings if each.report.period_id in at_work]
