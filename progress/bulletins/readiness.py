"""What is still open before a bulletin is issued (domain.md): counted, worded, with the way to its rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from progress.ledger.ledgers import Account, is_accepted
from progress.models import ReportingPeriod
from progress.rules.states import FilingState, VerdictClass
from projects.rules.quarters import Quarter

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


def open_points(tasks: Sequence[Account], period: ReportingPeriod, on: date) -> tuple[OpenPoint, ...]:
    """Everything open on a day, of all the list's tasks; empty where the bulletin may go out as it is."""
    return (*_earlier(period), *_filings(tasks, period, on), *_verdicts(tasks, period, on))


def _earlier(period: ReportingPeriod) -> Iterable[OpenPoint]:
    """Earlier quarters opened and never issued: last quarter's laggards are then told of no issue."""
    year, earlier = (
        period.yearly_list.year,
        ReportingPeriod.objects.running().filter(yearly_list=period.yearly_list_id),
    )
    for quarter in (
        earlier.filter(quarter__lt=period.quarter).order_by("quarter").values_list("quarter", flat=True)
    ):
        yield OpenPoint(
            "earlier",
            1,
            f"个季度（{Quarter(year, quarter).label}）的通报尚未印发",
            f"/{year}/q{quarter}/bulletin/",
        )


def _filings(tasks: Sequence[Account], period: ReportingPeriod, on: date) -> Iterable[OpenPoint]:
    """How many reports stand in each state but accepted."""
    counts = Counter(day.state for whole in tasks for day in whole.owed_days(period.quarter, on))
    for state, words in FILING_WORDS.items():
        if counts[state]:
            yield OpenPoint(
                state,
                counts[state],
                words,
                f"/{period.yearly_list.year}/q{period.quarter}/review/?state={state}",
            )


def _verdicts(tasks: Sequence[Account], period: ReportingPeriod, on: date) -> Iterable[OpenPoint]:
    """Tasks whose accepted reports nobody gave a verdict on, and verdicts that wait for the supervisor."""
    quarter, year = period.quarter, period.yearly_list.year
    without = [whole for whole in tasks if _is_undecided(whole, quarter, on)]
    waiting = [
        whole for whole in tasks if (verdict := whole.verdict(quarter)) is not None and not verdict.counts
    ]
    for code, found, words in (
        ("without_verdict", without, "项任务报告已审核、评价未定（待评定）"),
        ("unconfirmed", waiting, "项由市发改委牵头的任务，评价待市政府办公室确认"),
    ):
        if found:
            yield OpenPoint(code, len(found), words, f"/{year}/q{quarter}/tasks/{found[0].task.number}/")


def _is_undecided(whole: Account, quarter: int, on: date) -> bool:
    """Every report is accepted, and still neither a figure nor a person says how the task stands."""
    reports = whole.reports(quarter)
    accepted = bool(reports) and all(is_accepted(report) for report in reports)
    return accepted and whole.verdict(quarter) is None and whole.code(quarter, on) == VerdictClass.UNMEASURED
