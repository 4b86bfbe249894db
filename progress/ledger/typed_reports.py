"""What one lead types in its report of a task: its own targets and items, beside what counts by then."""

from decimal import Decimal

from progress.ledger.plan_and_actual import Counts, is_accepted, is_submitted
from progress.ledger.spendings import spending_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import Report
from progress.rules.carried import EarlierText, carried_from
from progress.rules.items import PlanItem, due_items, later_items
from progress.rules.judging import Work
from progress.rules.own_entry import base_of
from progress.rules.plausibility import Confirmer, confirmations_of, marks_by
from progress.rules.requirements import TypedReport, asked_about
from progress.rules.states import Completion, ReportState
from progress.rules.weighing import TargetFigure
from projects.models import Target
from projects.rules.quarters import Quarter


def typed_report(ledger: TaskLedger, report: Report) -> TypedReport:
    """One lead's report as typed: its own targets and items, for asking what it lacks."""
    quarter = report.period.quarter
    items = due_items(_own_items(ledger, report), quarter)
    return TypedReport(
        Work(quarter, _own_targets(ledger, report), items),
        report.text,
        report.problems,
        report.next_steps,
        unread={name: entry["why"] for name, entry in report.unread.items()},
        confirmed=marks_by(Confirmer.FILER, confirmations_of(report.confirmations)),
        carried_from=_carried_from(ledger, report),
        spending=spending_of(ledger, report),
    )


def typed_figures(ledger: TaskLedger, report: Report) -> tuple[TargetFigure, ...]:
    """Its figures alone, for asking which of them can hardly be."""
    return asked_about(_own_targets(ledger, report), spending_of(ledger, report))


def entry_base(ledger: TaskLedger, report: Report, target: Target) -> Decimal | None:
    """本季填报: the total that what this lead types is added to; None where it types the total."""
    if not target.is_own_entry:
        return None
    quarter = report.period.quarter
    figures = ledger.figures_in(quarter)
    totals = figures.totals(target, _typed_in(report), unit=report.unit)
    return base_of(totals, quarter, is_own=True)


def _carried_from(ledger: TaskLedger, report: Report) -> Quarter | None:
    """沿用上季: the earlier quarter whose text of this unit stands in the report unedited."""
    period = report.period
    before = (ledger.report(quarter, report.unit) for quarter in range(period.quarter - 1, 0, -1))
    earlier = [EarlierText(each.period.when, each.period.as_of, each.text) for each in before if each]
    return carried_from(report.text, earlier, now=period.when, now_as_of=period.as_of)


def later_items_of(ledger: TaskLedger, report: Report) -> tuple[PlanItem, ...]:
    """The items of later quarters that one lead may report as done already."""
    return later_items(_own_items(ledger, report), report.period.quarter)


def said_done_in(ledger: TaskLedger, report: Report, item: int) -> Quarter | None:
    """The earlier quarter in which the unit said an item done, where that report is still 待审核.

    Only a confirmed state judges, so the item is asked for again; what was said is proposed.
    """
    figures = ledger.figures_in(report.period.quarter)
    for number in range(report.period.quarter - 1, 0, -1):
        before = ledger.report(number, report.unit)
        if before is None or before.state != ReportState.SUBMITTED:
            continue
        stated = figures.stated(before, item)
        if stated is not None and stated.state == Completion.DONE:
            return before.period.when
    return None


def _own_targets(ledger: TaskLedger, report: Report) -> tuple[TargetFigure, ...]:
    """The targets that one lead reports, with what is typed."""
    quarter, unit, counts = report.period.quarter, report.unit, _typed_in(report)
    figures = ledger.figures_in(quarter)
    own = (each for each in figures.targets if figures.reports_target(each, unit))
    return tuple(figures.target_figure(each, quarter, counts, unit=unit) for each in own)


def _own_items(ledger: TaskLedger, report: Report) -> tuple[PlanItem, ...]:
    """The items that one lead reports, with what is typed."""
    figures, counts = ledger.figures_in(report.period.quarter), _confirmed_for(report)
    own = (each for each in figures.items if figures.item_reporter(each) == report.unit)
    return tuple(figures.plan_item(each, counts, confirmed=False) for each in own)


def _typed_in(report: Report) -> Counts:
    """One report as typed, and what was submitted before its quarter."""
    quarter = report.period.quarter
    return lambda each: each.pk == report.pk or (each.period.quarter < quarter and is_submitted(each))


def _confirmed_for(report: Report) -> Counts:
    """One report as typed, and what was accepted before its quarter: an item is done when confirmed."""
    quarter = report.period.quarter
    return lambda each: each.pk == report.pk or (each.period.quarter < quarter and is_accepted(each))
