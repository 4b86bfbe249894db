"""Which earlier quarters of a list may be loaded, and how each stands."""

from dataclasses import dataclass
from datetime import date

from progress.models import Backfill, Bulletin, Evidence, ReportingPeriod
from progress.rules.states import BackfillState
from projects.models import User, YearlyList
from projects.rules.quarters import NUMBERS, Quarter
from projects.rules.states import ListStage


@dataclass(frozen=True)
class BackfillLine:
    """One quarter of the list."""

    when: Quarter
    backfill: Backfill | None
    period: ReportingPeriod | None  # where it was opened
    obstacle: str  # why it cannot be loaded; "" where it can

    @property
    def may_be_loaded(self) -> bool:
        """Whether the workbook may come."""
        return not self.obstacle


def backfill_lines(yearly_list: YearlyList, on: date) -> tuple[BackfillLine, ...]:
    """The four quarters."""
    rows = Backfill.objects.filter(yearly_list=yearly_list).select_related("loaded_by", "decided_by")
    backfills = {each.quarter: each for each in rows}
    opened = {each.quarter: each for each in yearly_list.periods.opened()}
    last_issued = _last_issued(yearly_list)
    lines = []
    for number in NUMBERS:
        when = Quarter(yearly_list.year, number)
        obstacle = _obstacle(yearly_list, when, opened.get(number), last_issued, on)
        lines.append(BackfillLine(when, backfills.get(number), opened.get(number), obstacle))
    return tuple(lines)


def obstacle_to(yearly_list: YearlyList, quarter: int, on: date) -> str:
    """Why a quarter cannot be loaded or accepted; "" where it can."""
    opened = yearly_list.periods.opened().filter(quarter=quarter).first()
    when = Quarter(yearly_list.year, quarter)
    return _obstacle(yearly_list, when, opened, _last_issued(yearly_list), on)


def earlier_waiting(yearly_list: YearlyList, quarter: int) -> Backfill | None:
    """The quarter before that waits for its own acceptance: its totals come first."""
    rows = Backfill.objects.waiting().filter(yearly_list=yearly_list, quarter__lt=quarter)
    return rows.select_related("yearly_list").order_by("quarter").first()


def last_number(yearly_list: YearlyList) -> int:
    """The number of the last issue, on paper or not; 0 before the first."""
    return Bulletin.objects.last_number(yearly_list.pk)


def scan_of(backfill: Backfill) -> Evidence | None:
    """The scan of the paper issue."""
    return backfill.evidence.in_place().in_order().last()


def may_decide(backfill: Backfill, user: User) -> bool:
    """Nobody accepts what they loaded."""
    is_waiting = backfill.state == BackfillState.LOADED
    return is_waiting and user.has_perm("decide_requests") and backfill.loaded_by_id != user.pk


def _last_issued(yearly_list: YearlyList) -> int:
    issued = Bulletin.objects.filter(yearly_list=yearly_list).order_by("-period__quarter")
    return issued.values_list("period__quarter", flat=True).first() or 0


def _obstacle(
    yearly_list: YearlyList, when: Quarter, opened: ReportingPeriod | None, last_issued: int, on: date
) -> str:
    if yearly_list.stage in (ListStage.ARCHIVED, ListStage.CONCLUDED):
        return f"{yearly_list}为“{yearly_list.get_stage_display()}”，不能补录。"
    if opened is not None:
        return "已补录。" if opened.is_backfilled else "已在系统中开启填报，不作补录。"
    if when.last_day >= on:
        return f"{when.label}还没有结束，不能补录。"
    if last_issued > when.number:
        later = Quarter(when.year, last_issued)
        return f"{later.label}通报已印发，此前的季度不能再补录。"
    return ""
