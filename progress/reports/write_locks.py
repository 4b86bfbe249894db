"""Whether a unit may write in a report now, and what it may do where it may not."""

from django.utils.timezone import localtime

from progress.models import Report, Review
from progress.rules.states import LOCKED_STATES, ReportState, ReviewDecision
from projects.filing.checks import locked_words

ACCEPTED = "确需修改的，请联系协调员重开。"


def state_word(report: Report) -> str:
    """The state for a sentence."""
    return ReportState(report.state).word


def why_locked(report: Report) -> str:
    """Why the report cannot be written now, and since when; "" where it can."""
    if report.state == ReportState.REOPENED:
        return ""
    closed = why_closed(report)
    if closed or report.state not in LOCKED_STATES:
        return closed
    return locked_words(report, noun="报告", word=state_word(report), accepted=ACCEPTED)


def why_closed(report: Report) -> str:
    """Why nothing can be filed after closing, unless this report was opened again; "" where it can."""
    period = report.period
    if period.closed_at is None or is_open_again(report):
        return ""
    closed_on = f"{localtime(period.closed_at):%Y-%m-%d}"
    return f"{period}填报已于{closed_on}关闭；确需补报、更正的，请联系协调员重开。"


def is_open_again(report: Report) -> bool:
    """Whether the coordinator's last word opened it in a closed quarter: 重开, or a return after closing."""
    last = Review.objects.last_on(report)
    if last is None:
        return False
    if last.decision == ReviewDecision.REOPEN:
        return True
    return last.decision == ReviewDecision.RETURN and last.is_after_closing
