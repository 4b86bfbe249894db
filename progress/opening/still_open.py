"""What is still open in a quarter whose filing is to be closed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from progress.ledger.ledgers import ledgers_for_classes
from progress.models import ReportingPeriod
from progress.rules import addresses
from progress.rules.states import FilingState
from projects.models import Task

AFTERWARDS = {  # filing state: what closing means for these reports
    FilingState.PENDING: "仍可审核，不受关闭影响",
    FilingState.NOT_REFILED: "不能再重报",
    FilingState.RETURNED: "不能再重报",
    FilingState.MISSING: "不能再补报",
    FilingState.AWAITING: "不能再报送",
    FilingState.DRAFT: "不能再报送",
    FilingState.NOT_DUE: "不能再报送",
}


@dataclass(frozen=True)
class StillOpen:
    """Reports of one filing state: how many, what closing means for them, and the way to them."""

    word: str
    number: int
    afterwards: str
    url: str


def still_open(period: ReportingPeriod, on: date) -> list[StillOpen]:
    """What is not accepted yet, by filing state; empty where all of it is."""
    tasks = Task.objects.filter(yearly_list=period.yearly_list_id)
    ledgers = ledgers_for_classes(tasks, (), on)
    counts = Counter(day.state for each in ledgers for day in each.at(period.quarter, on).owed_days)
    year, quarter = period.yearly_list.year, period.quarter
    return [
        StillOpen(FilingState(state).word, counts[state], words, addresses.queue(year, quarter, state))
        for state, words in AFTERWARDS.items()
        if counts[state]
    ]
