"""What was accepted or judged anew after its quarter's first issue: 通报后补报, 通报后更正 (A report's life).

Nothing of it is stored: it follows from the issue that each decision came after, whatever the clock said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from django.db.models import BigIntegerField, OuterRef, Subquery

from progress.models import Bulletin, Review
from progress.rules.states import CORRECTED_MARK, FILED_AFTER_MARK, ReportState, ReviewDecision
from projects.models.statements import Statement, among, statement

TELLING = (ReviewDecision.ACCEPT, ReviewDecision.JUDGE, ReviewDecision.REJUDGE)
WITH_REASON = (ReviewDecision.REOPEN, ReviewDecision.JUDGE, ReviewDecision.REJUDGE)
Decided = tuple[str, int]  # what, and the number of the list's last issue then


def marks_after_issue(reports: Collection[int]) -> dict[int, str]:
    """The mark of each accepted report that carries one, by key; by one query."""
    issued: dict[int, int] = {}
    decided: dict[int, list[Decided]] = defaultdict(list)
    for report, decision, after, issue in _decided().ask(reports=list(reports)):
        if issue is not None:
            issued[report] = issue
            decided[report].append((decision, after))
    marks = {report: mark_of(decisions, issued[report]) for report, decisions in decided.items()}
    return {report: mark for report, mark in marks.items() if mark}


@cache
def _decided() -> Statement:
    """What was decided on these reports, in its order, with the first issue of each one's quarter, if any.

    Those without one are left out by whoever reads: as a condition the issue would be sought a second time.
    """
    first_issue = Bulletin.objects.filter(period=OuterRef("report__period")).order_by("number")
    rows = (
        Review.objects.filter(
            among("report_id", "reports", of=BigIntegerField()), report__state=ReportState.ACCEPTED
        )
        .annotate(issue=Subquery(first_issue.values("number")[:1]))
        .order_by("pk")
    )
    return statement(rows.values_list("report", "decision", "after_issue", "issue"))


def mark_of(decisions: Sequence[Decided], issue: int) -> str:
    """ "" where the issue told it as it stands; `decisions` in their order."""
    if not any(decision in TELLING and after >= issue for decision, after in decisions):
        return ""
    return CORRECTED_MARK if was_told(decisions, issue) else FILED_AFTER_MARK


def was_told(decisions: Sequence[Decided], issue: int) -> bool:
    """Whether the report was accepted when the issue went out; what was loaded is what was told."""
    before = [
        decision for decision, after in decisions if after < issue or decision == ReviewDecision.BACKFILL
    ]
    moved = [decision for decision in before if decision != ReviewDecision.DISAGREE]
    return bool(moved) and moved[-1] in (*TELLING, ReviewDecision.BACKFILL)


def reasons_given(reviews: Iterable[Review], issue: int) -> list[str]:
    """Why what an issue told was changed: the reasons of 重开 and 更正评价 since, each once."""
    found = [
        f"{each.get_decision_display()}：{each.reason.rstrip('。；;. ')}"
        for each in reviews
        if each.decision in WITH_REASON and each.after_issue >= issue
    ]
    return list(dict.fromkeys(found))
