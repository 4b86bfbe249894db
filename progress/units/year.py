"""A unit's year: how it filed and where its tasks stand, quarter by quarter (Who sees what)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from progress.ledger.filing_records import FilingCount, filing_records
from progress.ledger.ledgers import ledgers_by_key
from progress.ledger.sight import TaskVerdicts, YearVerdicts, sight_of, verdicts_of
from progress.rules import addresses
from progress.rules.standings import streak, streak_mark
from progress.rules.states import FilingState, Punctuality
from progress.year.glance import TallyRow
from projects.models import Task, Unit, User, YearlyList
from projects.rules.quarters import Quarter


@dataclass(frozen=True)
class FilingLine:
    """How the unit filed in one quarter; `base` is the address of those reports, the state to be added."""

    quarter: Quarter
    count: FilingCount
    base: str
    mark: str  # 连续 n 季 not filed in time


@dataclass(frozen=True)
class UnitYear:
    """`filing` only for the unit itself and for those who see how every unit files; `tasks` by number."""

    quarters: tuple[Quarter, ...]
    tallies: tuple[TallyRow, ...]
    filing: tuple[FilingLine, ...]
    tasks: Mapping[int, TaskVerdicts]
    reads_all: bool


def unit_year(
    unit: Unit, yearly_list: YearlyList, led: Sequence[Task], viewer: User, on: date
) -> UnitYear | None:
    """The year of a unit as this person sees it; None before it begins, or where it leads nothing."""
    sight = sight_of(yearly_list, viewer)
    reads_all = viewer.has_perm("read_everything")
    if not sight.periods or not led:
        return None
    ledgers = ledgers_by_key([task.pk for task in led])
    verdicts = YearVerdicts(sight, tuple(verdicts_of(ledger, sight, on) for ledger in ledgers))
    is_own = viewer.unit_id == unit.pk and viewer.has_perm("file_reports")
    quarters = tuple(Quarter(yearly_list.year, number) for number in sight.quarters)
    seen = (each for each in quarters if is_own or each.number in sight.public)
    tallies = (
        TallyRow(
            each.label,
            each,
            f"lead={unit.code}",
            verdicts.counted(each.number),
            url=addresses.quarter(each.year, each.number),
        )
        for each in seen
    )
    records = (
        {each.unit: each.quarters for each in filing_records(ledgers, sight.quarters, on)}
        if reads_all or is_own
        else {}
    )
    filing = _filing(unit, records.get(unit, {}), quarters, reads_all)
    return UnitYear(
        quarters, tuple(tallies), filing, {each.task.number: each for each in verdicts.tasks}, reads_all
    )


def _filing(
    unit: Unit, counts: Mapping[int, FilingCount], quarters: Sequence[Quarter], reads_all: bool
) -> tuple[FilingLine, ...]:
    stands = {number: _stand(count) for number, count in counts.items()}

    def address(quarter: Quarter) -> str:
        """Where the reports stand; the page appends which of them."""
        if reads_all:
            return addresses.queue(quarter.year, quarter.number, "", unit=unit.code)
        return addresses.filing(quarter.year, quarter.number, "")

    return tuple(
        FilingLine(
            each,
            counts[each.number],
            address(each),
            streak_mark(streak(stands, each.number, of={FilingState.MISSING, Punctuality.LATE})),
        )
        for each in quarters
        if each.number in counts
    )


def _stand(count: FilingCount) -> str:
    """The worst of a quarter's filing."""
    return FilingState.MISSING if count.missing else Punctuality.LATE if count.late else Punctuality.IN_TIME
