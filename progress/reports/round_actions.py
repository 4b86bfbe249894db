"""What a submission leaves behind, and what an office decides on it: both stand with the round."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache

from progress.ledger.contents import content_then
from progress.ledger.plan_and_actual import Counts
from progress.ledger.task_ledger import TaskLedger
from progress.models import Bulletin, KeptPlan, Measurement, Report, Review, Round
from progress.rules.states import LOCKED_STATES
from progress.rules.totals import to_recheck
from projects.models import User
from projects.models.readings import Reading
from projects.models.statements import Statement, slot, statement
from projects.rules.task_plan import to_json as plan_to_json


def keep_round(report: Report, *, at: datetime, by: User) -> Round:
    """The round as submitted: who filed, who signed, what it said."""
    last = _last().first(report=report.pk)
    return Round.objects.create(
        report=report,
        number=last.number + 1 if last else 1,
        submitted_at=at,
        submitted_by=by,
        filed_by_id=report.saved_by_id,
        content=content_then(report),
    )


@cache
def _last() -> Reading[Round]:
    """The last round of a report, recalled or not."""
    return Reading(Round.objects.filter(report=slot("report")).only("number").order_by("-number")[:1])


def keep_plan(report: Report, *, ledger: TaskLedger, at: datetime) -> None:
    """The plan that was shown, with the first signature of the quarter; the later ones change nothing."""
    if _is_kept().ask(period=report.period_id, task=report.task_id):
        return
    plan = plan_to_json(ledger.figures_in(report.period.quarter).as_plan())
    row = KeptPlan(period=report.period, task=report.task, plan=plan, kept_at=at)
    KeptPlan.objects.bulk_create([row], ignore_conflicts=True)


@cache
def _is_kept() -> Statement:
    kept = KeptPlan.objects.filter(period=slot("period"), task=slot("task"))
    return statement(kept.order_by().values_list("pk"))


def let_plan_go(report: Report) -> None:
    """A quarter of which every submission was recalled counts as never signed."""
    signed = Round.objects.filter(
        report__period=report.period_id, report__task=report.task_id, recalled_at__isnull=True
    )
    if not signed.exists():
        KeptPlan.objects.filter(period=report.period_id, task=report.task_id).delete()


def mark_falls(report: Report, *, ledger: TaskLedger, counts: Counts) -> None:
    """Mark the next total 待核对 where this one leaves it lower; lift the mark where it no longer does."""
    for target in ledger.figures.targets:
        totals = ledger.figures.totals(target, counts, unit=report.unit)
        following = next((quarter for quarter in sorted(totals) if quarter > report.period.quarter), None)
        if following is None:
            continue
        rows = Measurement.objects.filter(
            target=target, report__unit=report.unit, report__period__yearly_list=report.period.yearly_list_id
        )
        falling = following in to_recheck(totals, nature=target.nature)
        rows.filter(report__period__quarter=following).update(needs_settling=falling)


def is_filed(report: Report) -> bool:
    """Whether its figures stand: under lock."""
    return report.state in LOCKED_STATES


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
        "round": _last().first(report=report.pk),
        "decision": decision,
        "reason": reason,
        "verdict": verdict,
        "refile_by": refile_by,
        "parts": list(parts),
        "after_issue": Bulletin.objects.last_number(report.period.yearly_list_id),
        "is_after_closing": report.period.closed_at is not None,
    }
    Review.objects.create(report=report, decided_at=at, decided_by=by, **fields)
