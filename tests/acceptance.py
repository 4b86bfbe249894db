"""Accepting as a reviewer does who has just read the page."""

from progress.ledger.ledgers import ledger_of
from progress.reports import review_actions
from projects.rules.calendar import local_day


def shown_class(report, at, items=None):
    """The class that the review shows for a report, with these items set."""
    ledger = ledger_of(report.task)
    laid_out = ledger.report(report.period.quarter, report.unit)
    reviewed = ledger.as_reviewed(laid_out, items or {})
    return reviewed.judged_at(report.period.quarter, local_day(at)).judgement_in_review.code


def accept_as_shown(report, *, at, by, **fields):
    """审核通过 on the version that stands now and the class that it computes."""
    report.refresh_from_db()
    shown = shown_class(report, at, fields.get("items"))
    return review_actions.accept(
        report, **{"based_on": report.version, "shown": shown, "at": at, "by": by, **fields}
    )
