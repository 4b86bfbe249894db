"""One report on one page: the plan, last quarter, what is typed, what is lacking, why it is locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from progress.ledger.entries import Item, Measured, MilestoneRow, Stated
from progress.ledger.filing_days import FilingDay
from progress.ledger.ledgers import Account, is_accepted, is_submitted
from progress.models import Report
from progress.rules import addresses
from progress.rules.items import DueItem
from progress.rules.judging import Judgement, judge_work
from progress.rules.requirements import Lack, cause_required, lacking
from progress.rules.states import verdict_word
from progress.rules.weighing import TargetFigure, Weighed, completion_rate
from projects.models import Target
from projects.rules.amounts import worded
from projects.rules.planning import PlannedQuarter, planned_words
from projects.rules.quarters import NUMBERS, Quarter
from projects.rules.states import Nature


@dataclass(frozen=True)
class TargetRow:
    """One target in the form: the year, the plan, last quarter's total, what is typed and what it comes to."""

    target: Target
    planned: PlannedQuarter
    earlier: Decimal | None
    measurement: Measured | None
    figure: TargetFigure
    weighed: Weighed | None

    @property
    def planned_words(self) -> str:
        """The planned total for reading; where only another stage has a figure, that one with its word."""
        return planned_words(self.target.stage_plans, self.planned.quarter)

    @property
    def earlier_words(self) -> str:
        """Last quarter's total for reading."""
        return worded(self.earlier) or "—"

    @property
    def own_words(self) -> str:
        """The quarter's own for reading."""
        return worded(self.own) or "—"

    @property
    def value_words(self) -> str:
        """What was typed, for reading."""
        return worded(self.measurement.value if self.measurement else None) or "—"

    @property
    def floor(self) -> Decimal | None:
        """The total below which a growing count lags, for the form while one types; None where only the whole rule can tell."""
        if not self.figure.is_judged or self.figure.span is None or self.target.nature != Nature.COUNT:
            return None
        return (
            self.target.quantity
            if self.planned.quarter == NUMBERS[-1]
            else min(self.planned.ytd, self.target.quantity)
        )

    @property
    def own(self) -> Decimal | None:
        """The quarter's own: the difference to the last total known."""
        value = self.measurement.value if self.measurement else None
        return None if value is None else value - (self.earlier or 0)

    @property
    def completion(self) -> Decimal | None:
        """完成率 in percent."""
        return completion_rate(self.figure)


@dataclass(frozen=True)
class ItemRow:
    """One due item in the form, with what was set."""

    due: DueItem
    item: Item
    state: Stated | None


@dataclass(frozen=True)
class QuarterLine:
    """One quarter of the task: its milestone and each target's planned and accepted totals."""

    quarter: Quarter
    milestone: MilestoneRow | None
    figures: tuple[tuple[Target, PlannedQuarter, Decimal | None], ...]
    code: str

    @property
    def verdict(self) -> str:
        """The class in words."""
        return verdict_word(self.code, self.quarter.number) if self.code else ""

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Planned and actual total of each target, for reading."""
        return [
            (planned_words(target.stage_plans, plan.quarter), worded(actual) or "—")
            for target, plan, actual in self.figures
        ]


@dataclass(frozen=True)
class ReportSheet:
    """Everything that the page of one report shows."""

    account: Account
    report: Report
    day: FilingDay
    targets: tuple[TargetRow, ...]
    items: tuple[ItemRow, ...]
    lacks: tuple[Lack, ...]
    cause: str  # why 存在问题 and 下一步打算 are required; "" where they are not
    judgement: Judgement  # by what is typed here alone
    previous: Report | None
    lines: tuple[QuarterLine, ...]

    @property
    def milestone(self) -> MilestoneRow | None:
        """What is planned in this quarter."""
        return next(
            (line.milestone for line in self.lines if line.quarter.number == self.report.period.quarter), None
        )


def report_sheet(account: Account, report: Report, on: date) -> ReportSheet:
    """The page of one report as a day sees it."""
    draft = account.draft(report)
    weighed, lacks = judge_work(draft.work, rules=account.rules), lacking(draft, rules=account.rules)
    return ReportSheet(
        account=account,
        report=report,
        day=account.filing_day(report, on),
        targets=tuple(_target_rows(account, report, draft.work.targets, weighed.targets)),
        items=tuple(_item_rows(account, report, draft.work.items)),
        lacks=lacks,
        cause=cause_required(draft, rules=account.rules),
        judgement=weighed,
        previous=_previous(account, report),
        lines=tuple(quarter_lines(account, on)),
    )


def quarter_lines(account: Account, on: date) -> Iterable[QuarterLine]:
    """The four quarters of a task, planned beside accepted."""
    milestones = {each.quarter: each for each in account.task.all_milestones}
    totals = [
        (target, account.plan(target), account.totals(target, is_accepted))
        for target in account.task.all_targets
    ]
    for number in (1, 2, 3, 4):
        figures = tuple((target, plan[number - 1], actual.get(number)) for target, plan, actual in totals)
        code = account.code(number, on) if account.reports(number) else ""
        yield QuarterLine(
            Quarter(account.task.yearly_list.year, number), milestones.get(number), figures, code
        )


def neighbours(report: Report, of: QuerySet[Report]) -> tuple[str, str]:
    """The addresses of the reports before and after this one, in the order of the tasks; "" at either end."""
    rows = (
        of.filter(period=report.period_id)
        .order_by("task__number", "unit__order")
        .values_list("task__number", "unit__order", "unit__code")
    )
    here = (report.task.number, report.unit.order)
    before = [row for row in rows if row[:2] < here]
    after = [row for row in rows if row[:2] > here]
    year, quarter = report.period.yearly_list.year, report.period.quarter
    return tuple(
        addresses.report(year, quarter, rows[0][0], rows[0][2]) if rows else ""
        for rows in (before[-1:], after[:1])
    )


def _target_rows(
    account: Account, report: Report, figures: Iterable[TargetFigure], weighed: Iterable[Weighed]
) -> Iterable[TargetRow]:
    targets = {each.pk: each for each in account.task.all_targets}
    typed = {each.target_id: each for each in report.all_measurements}
    for figure, result in zip(figures, weighed, strict=True):
        yield TargetRow(
            targets[figure.key], figure.planned, figure.earlier, typed.get(figure.key), figure, result
        )


def _item_rows(account: Account, report: Report, due: Iterable[DueItem]) -> Iterable[ItemRow]:
    items = {each.id: each for each in account.task.all_items}
    states = {each.item_id: each for each in report.all_states}
    return (ItemRow(each, items[each.key], states.get(each.key)) for each in due)


def _previous(account: Account, report: Report) -> Report | None:
    """The unit's last report of an earlier quarter that was submitted."""
    quarter = report.period.quarter
    earlier = (account.report(number, report.unit) for number in range(quarter - 1, 0, -1))
    return next((each for each in earlier if each is not None and is_submitted(each)), None)
