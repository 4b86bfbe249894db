"""How the units file over the year, counted from ledgers: in time, late, missing, quarter by quarter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from progress.ledger.filing_days import FilingDay
from progress.ledger.task_ledger import TaskLedger
from progress.rules.states import FilingState
from projects.models import Unit


@dataclass(frozen=True)
class FilingCount:
    """The reports that one unit owes for a quarter: in time, late, missing, the rest not due yet."""

    owed: int = 0
    in_time: int = 0
    late: int = 0
    missing: int = 0
    not_refiled: int = 0  # of those that were filed: returned, and the new date passed
    backfilled: int = 0  # 补录: neither in time nor late

    @property
    def filed(self) -> int:
        """Submitted at least once, in time, late or loaded."""
        return self.in_time + self.late + self.backfilled


@dataclass(frozen=True)
class UnitRecord:
    """One unit's filing, by quarter; only quarters in which it owes something."""

    unit: Unit
    quarters: Mapping[int, FilingCount]


def filing_records(
    ledgers: Iterable[TaskLedger], quarters: Sequence[int], on: date
) -> tuple[UnitRecord, ...]:
    """Every unit that owes a report, in the official order."""
    days: dict[Unit, dict[int, list[FilingDay]]] = defaultdict(lambda: defaultdict(list))
    for ledger in ledgers:
        for quarter in quarters:
            for day in ledger.at(quarter, on).owed_days:
                days[day.report.unit][quarter].append(day)
    records = []
    for unit in sorted(days, key=lambda each: (each.order, each.pk)):
        quarters_of_unit = {quarter: counted(found) for quarter, found in days[unit].items()}
        records.append(UnitRecord(unit, quarters_of_unit))
    return tuple(records)


def counted(days: Sequence[FilingDay]) -> FilingCount:
    """How many of these reports were filed in time, late, or not at all."""
    return FilingCount(
        owed=len(days),
        in_time=sum(is_in_time(day) for day in days),
        late=sum(day.is_late for day in days),
        missing=sum(day.state == FilingState.MISSING for day in days),
        not_refiled=sum(day.state == FilingState.NOT_REFILED for day in days),
        backfilled=sum(day.is_backfilled for day in days),
    )


def is_in_time(day: FilingDay) -> bool:
    """Submitted by the due day, whatever became of it; also accepted without a submission."""
    return not (day.is_late or day.is_backfilled) and (
        day.report.first_submitted_at is not None or day.state == FilingState.ACCEPTED
    )
