"""已完成投资 of a task: as its lead types it, and as accepted reports tell it."""

from progress.ledger.plan_and_actual import is_accepted, is_submitted
from progress.ledger.task_ledger import TaskLedger
from progress.models import Report
from progress.rules.spending import Spending
from projects.models import Unit


def spending_of(ledger: TaskLedger, report: Report) -> Spending | None:
    """What one report says; None where it is not asked: the unit that filed the plan says it."""
    plan = ledger.investment
    if plan is None or plan.unit_id != report.unit_id:
        return None
    before = _reports_of(ledger, report.unit, before=report.period.quarter)
    earlier = [each.invested for each in before if each.invested is not None and is_submitted(each)]
    return Spending(plan.amount, earlier[-1] if earlier else None, report.invested)


def spending_by(ledger: TaskLedger, quarter: int) -> Spending | None:
    """What the accepted report of a quarter says; None where nothing is planned.

    A closed task keeps the last that was said of it: it reports no more.
    """
    plan = ledger.investment
    if plan is None:
        return None
    last = ledger.judging_quarter(quarter)
    first = 1 if ledger.is_closed_by(quarter) else last
    found = (ledger.report(number, plan.unit_id) for number in range(first, last + 1))
    said = [each.invested for each in found if each and each.invested is not None and is_accepted(each)]
    return Spending(plan.amount, spent=said[-1] if said else None)


def _reports_of(ledger: TaskLedger, unit: Unit | int, *, before: int) -> list[Report]:
    """The unit's reports of earlier quarters, in their order."""
    found = (ledger.report(quarter, unit) for quarter in range(1, before))
    return [each for each in found if each is not None]
