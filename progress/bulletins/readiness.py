"""What is still open before a bulletin is issued (domain.md): counted, worded, with the way to its rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from progress.bulletins.edits import Merged
from progress.ledger.plan_and_actual import is_accepted
from progress.ledger.task_ledger import TaskLedger
from progress.models import ReportingPeriod
from progress.rules import addresses
from progress.rules.states import FilingState, VerdictClass
from projects.models.statements import Statement, number_slot, slot, statement
from projects.rules.calendar import short_day
from projects.rules.city import City
from projects.rules.quarters import Quarter

STALE = "stale"
FILING_WORDS = {  # filing state: what it means for the bulletin
    FilingState.PENDING: "份报告已报送、尚未审核，不计入通报数据",
    FilingState.NOT_DUE: "份报告未到期",
    FilingState.AWAITING: "份报告待审签，尚未报送",
    FilingState.DRAFT: "份报告仍是草稿，尚未报送",
    FilingState.RETURNED: "份报告已退回，等待重报",
    FilingState.NOT_REFILED: "份报告退回后逾期未重报",
    FilingState.MISSING: "份报告逾期未报，按未报通报",
}


@dataclass(frozen=True)
class OpenPoint:
    """One thing that is open: how many, in words, and the address of exactly those rows."""

    code: str
    number: int
    words: str
    url: str

    @property
    def sentence(self) -> str:
        """The number and the words."""
        return f"{self.number}{self.words}"


def why_too_early(period: ReportingPeriod, on: date) -> str:
    """Why no issue may go out yet: it would tell of a day that has not come; "" from the as-of date on."""
    if on >= period.as_of:
        return ""
    return (
        f"{period}的截至日期{short_day(period.as_of)}还没有到，不能印发通报；"
        f"报送期限为{short_day(period.due_on)}。"
    )


def open_points(
    tasks: Sequence[TaskLedger], period: ReportingPeriod, on: date, *, city: City
) -> tuple[OpenPoint, ...]:
    """Everything open on a day, of all the list's tasks; empty where the bulletin may go out as it is."""
    return (*_earlier(period), *_filings(tasks, period, on), *_verdicts(tasks, period, on, city))


def stale_points(merged: Iterable[Merged], period: ReportingPeriod) -> Iterable[OpenPoint]:
    """Edited paragraphs that no longer agree with the figures: to be settled before issuing."""
    stale = [each for each in merged if each.disagrees]
    if stale:
        named = "、".join(f"“{each.name}”" for each in stale)
        words = f"段修改过的文字与现有数据不一致（{named}），须恢复原文、重新修改或确认保留"
        url = f"{addresses.bulletin_draft(period.yearly_list.year, period.quarter)}#p-{stale[0].key}"
        yield OpenPoint(STALE, len(stale), words, url)


def _earlier(period: ReportingPeriod) -> Iterable[OpenPoint]:
    """Earlier quarters opened and never issued: no issue then says who lagged last quarter."""
    year = period.yearly_list.year
    for (quarter,) in _unissued().ask(yearly_list=period.yearly_list_id, before=period.quarter):
        yield OpenPoint(
            "earlier",
            1,
            f"个季度（{Quarter(year, quarter).label}）的通报尚未印发",
            addresses.bulletin_draft(year, quarter),
        )


@cache
def _unissued() -> Statement:
    rows = ReportingPeriod.objects.unissued().filter(
        yearly_list=slot("yearly_list"), quarter__lt=number_slot("before")
    )
    return statement(rows.order_by("quarter").values_list("quarter"))


def _filings(tasks: Sequence[TaskLedger], period: ReportingPeriod, on: date) -> Iterable[OpenPoint]:
    """How many reports stand in each state but accepted."""
    counts = Counter(day.state for each in tasks for day in each.at(period.quarter, on).owed_days)
    for state, words in FILING_WORDS.items():
        if counts[state]:
            is_early = state == FilingState.NOT_DUE and on <= period.due_on
            yield OpenPoint(
                state,
                counts[state],
                words + (_days_of(period) if is_early else ""),
                addresses.queue(period.yearly_list.year, period.quarter, state),
            )


def _days_of(period: ReportingPeriod) -> str:
    """（截至日期3月31日，报送期限4月10日）."""
    return f"（截至日期{short_day(period.as_of)}，报送期限{short_day(period.due_on)}）"


def _verdicts(
    tasks: Sequence[TaskLedger], period: ReportingPeriod, on: date, city: City
) -> Iterable[OpenPoint]:
    """Tasks whose accepted reports nobody gave a verdict on, and verdicts that wait for the supervisor."""
    quarter, year = period.quarter, period.yearly_list.year
    without = [ledger for ledger in tasks if _is_undecided(ledger, quarter, on)]
    waiting = [
        ledger for ledger in tasks if (verdict := ledger.verdict(quarter)) is not None and not verdict.counts
    ]
    unconfirmed = f"项由{city.coordinator}牵头的任务，评价待{city.supervisor}确认"
    for code, found, words in (
        ("without_verdict", without, "项任务报告已审核、评价未定（待评定）"),
        ("unconfirmed", waiting, unconfirmed),
    ):
        if found:
            way = addresses.report(year, quarter, found[0].task.number)
            yield OpenPoint(code, len(found), words, way)


def _is_undecided(ledger: TaskLedger, quarter: int, on: date) -> bool:
    """Every report is accepted, and still neither a figure nor a person says how the task stands."""
    reports = ledger.reports_in(quarter)
    if not reports or not all(is_accepted(report) for report in reports):
        return False
    judged = ledger.judged_at(quarter, on)
    return judged.verdict is None and judged.code == VerdictClass.UNMEASURED
