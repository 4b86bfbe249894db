"""What was accepted or judged anew after its quarter's first issue: 通报后补报, 通报后更正 (A report's life).

Nothing of it is stored: it follows from the dates of the decisions and of the issue.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from progress.models import Bulletin, Report, Review
from progress.rules.states import CORRECTED_MARK, FILED_AFTER_MARK, ReportState, ReviewDecision

TELLING = (ReviewDecision.ACCEPT, ReviewDecision.JUDGE, ReviewDecision.REJUDGE)
WITH_REASON = (ReviewDecision.REOPEN, ReviewDecision.JUDGE, ReviewDecision.REJUDGE)
Decided = tuple[str, datetime]  # what, and when


def marks_after_issue(reports: QuerySet[Report] | Collection[int]) -> dict[int, str]:
    """The mark of each accepted report that carries one, by key; by one query."""
    first_issue = Bulletin.objects.filter(period=OuterRef("report__period")).order_by("number")
    rows = (
        Review.objects.filter(report__in=reports, report__state=ReportState.ACCEPTED)
        .annotate(issued_at=Subquery(first_issue.values("issued_at")[:1]))
        .filter(issued_at__isnull=False)
        .order_by("decided_at", "pk")
    )
    issued: dict[int, datetime] = {}
    decided: dict[int, list[Decided]] = defaultdict(list)
    for report, decision, at, issued_at in rows.values_list("report", "decision", "decided_at", "issued_at"):
        issued[report] = issued_at
        decided[report].append((decision, at))
    marks = {report: mark_of(decisions, issued[report]) for report, decisions in decided.items()}
    return {report: mark for report, mark in marks.items() if mark}


def mark_of(decisions: Sequence[Decided], issued_at: datetime) -> str:
    """ "" where the issue told it as it stands; `decisions` in their order."""
    if not any(decision in TELLING and at > issued_at for decision, at in decisions):
        return ""
    return CORRECTED_MARK if was_told(decisions, issued_at) else FILED_AFTER_MARK


def was_told(decisions: Sequence[Decided], issued_at: datetime) -> bool:
    """Whether the report was accepted when the issue went out."""
    before = [decision for decision, at in decisions if at <= issued_at]
    moved = [decision for decision in before if decision != ReviewDecision.DISAGREE]
    return bool(moved) and moved[-1] in TELLING


def reasons_given(reviews: Iterable[Review], since: datetime) -> list[str]:
    """Why what was told was changed: the reasons of 重开 and 更正评价 since then, each once."""
    found = [
        f"{each.get_decision_display()}：{each.reason.rstrip('。；;. ')}"
        for each in reviews
        if each.decision in WITH_REASON and each.decided_at > since
    ]
    return list(dict.fromkeys(found))
