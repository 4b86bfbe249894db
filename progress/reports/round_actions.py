"""A decision of an office, kept with the round of a report that it answers."""

from collections.abc import Collection
from datetime import date, datetime

from progress.models import Bulletin, Report, Review
from projects.models import User


def keep_decision(
    report: Report,
    *,
    decision: str,
    reason: str,
    verdict: str = "",
    refile_by: date | None = None,
    parts: Collection[str] = (),
    at: datetime,
    by: User,
) -> None:
    """What was decided on the last round, why, and whether that was after an issue or after closing."""
    fields = {
        "round": report.rounds.order_by("number").last(),
        "decision": decision,
        "reason": reason,
        "verdict": verdict,
        "refile_by": refile_by,
        "parts": list(parts),
        "after_issue": Bulletin.objects.last_number(report.period.yearly_list_id),
        "is_after_closing": report.period.closed_at is not None,
    }
    Review.objects.create(report=report, decided_at=at, decided_by=by, **fields)
