"""What of earlier quarters was accepted or judged anew since it was last told: 通报后更正, 通报后补报."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Prefetch, prefetch_related_objects

from progress.bulletins.phrases import VERDICT_LABEL
from progress.bulletins.task_figures import TaskDay
from progress.ledger.after_issue import TELLING, reasons_given, was_told
from progress.ledger.contents import SPENT_KEY, differences
from progress.ledger.issued import IssuedQuarter
from progress.models import Report, Review
from progress.rules.figures import (
    Changed,
    CorrectedReport,
)
from progress.rules.states import (
    ACCEPTANCES,
    ReviewDecision,
    verdict_word,
)


def corrections(days: Sequence[TaskDay], issues: Mapping[int, IssuedQuarter]) -> Iterator[CorrectedReport]:
    """通报后更正、补报: what of earlier quarters was accepted or judged anew since it was last told."""
    quarter = days[0].quarter if days else 0
    rows = [
        each
        for day in days
        for each in day.ledger.reports
        if each.id in day.marks and each.period.quarter < quarter
    ]
    on_days = {day.ledger.task.id: day for day in days}
    for report in sorted(_with_decisions(rows), key=lambda each: (each.task.number, each.period.quarter)):
        since = _last_told(report.period.quarter, quarter, issues)
        fresh = [each for each in report.all_decisions if each.after_issue >= since]
        if any(each.decision in TELLING for each in fresh):
            yield _corrected(report, since, on_days[report.task_id], issues[report.period.quarter])


def _last_told(reported: int, quarter: int, issues: Mapping[int, IssuedQuarter]) -> int:
    """The issue that last told of an earlier quarter: its own last one, or one of a quarter since."""
    return max(issues[number].number for number in range(reported, quarter) if number in issues)


def _corrected(report: Report, since: int, day: TaskDay, told: IssuedQuarter) -> CorrectedReport:
    decided = [(each.decision, each.after_issue) for each in report.all_decisions]
    is_first = not was_told(decided, since)
    accepted = [each for each in report.all_decisions if each.decision in ACCEPTANCES]
    changes = () if is_first else _round_changes(accepted, since)
    return CorrectedReport(
        report.task.number,
        report.period.quarter,
        report.unit.name,
        report.task.in_print,
        (*_class_change(report, day, told), *changes),
        is_first,
        "；".join(reasons_given(report.all_decisions, since)),
    )


def _class_change(report: Report, day: TaskDay, told: IssuedQuarter) -> Iterator[Changed]:
    """The class of that quarter, where it is another now than was told."""
    before, now = told.task(report.task.number), day.code_in(told.quarter)
    if before is not None and now is not None and now != before.code:
        yield Changed(VERDICT_LABEL, before.word, verdict_word(now, told.quarter))


def _with_decisions(reports: Sequence[Report]) -> list[Report]:
    """The reports with their decisions in order, each with its round."""
    decisions = Review.objects.select_related("round").order_by("pk")
    prefetch_related_objects(reports, Prefetch("reviews", decisions, to_attr="all_decisions"))
    return list(reports)


def _round_changes(accepted: Sequence[Review], since: int) -> tuple[Changed, ...]:
    """What the last accepted round says otherwise than the one that was told."""
    told = [each for each in accepted if each.after_issue < since or each.decision == ReviewDecision.BACKFILL]
    before, after = told[-1].round.content, accepted[-1].round.content
    return tuple(Changed(*each) for each in differences(before, after, left_out=[SPENT_KEY]))
