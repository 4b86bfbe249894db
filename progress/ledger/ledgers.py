"""A task's account of the year: what is planned beside what each lead reported, read once and judged for any quarter and day."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, wraps

from django.db.models import QuerySet

from progress.ledger.entries import Item, Measured, Stated
from progress.ledger.filing_days import FilingDay, filing_day
from progress.ledger.linked_tasks import tasks_with_rows
from progress.models import Report, Verdict
from progress.rules.items import PlanItem, due_items
from progress.rules.judging import Judgement, Work, effective, judge, judge_filings
from progress.rules.requirements import Draft
from progress.rules.states import LAGGING, ReportState, VerdictClass
from progress.rules.totals import combined, last_known
from progress.rules.weighing import JudgingRules, TargetFigure
from projects.models import SubProject, Target, Task, Unit
from projects.rules.planning import PlannedQuarter

Counts = Callable[[Report], bool]


def is_accepted(report: Report) -> bool:
    """What judges, everywhere but in the review."""
    return report.state == ReportState.ACCEPTED


def is_submitted(report: Report) -> bool:
    """What the review proposes by: the submitted figures beside the accepted ones."""
    return report.state in (ReportState.ACCEPTED, ReportState.SUBMITTED)


def kept(method: Callable) -> Callable:
    """Answered once for the same account and arguments: its rows do not change, and pages ask for the same class many times."""

    @wraps(method)
    def answer(self: "Account", *args: object, **named: object) -> object:
        key = (method, args, tuple(named.items()))
        if key not in self._answers:
            self._answers[key] = method(self, *args, **named)
        return self._answers[key]

    return answer


@dataclass(frozen=True)
class Account:
    """One task over the year. `task` carries its rows, see `tasks_with_rows`; `rules` are the list's settings."""

    task: Task
    rules: JudgingRules

    @cached_property
    def _answers(self) -> dict[tuple, object]:
        return {}

    @cached_property
    def leads(self) -> tuple[Unit, ...]:
        """Every unit that reports on the task, the first printed lead first."""
        printed = [row.unit for row in self.task.lead_rows if row.unit_id]
        return tuple(dict.fromkeys((*printed, *(report.unit for report in self.task.all_reports))))

    @property
    def is_coordinators_own(self) -> bool:
        """Whether the coordinator's own unit leads: the supervisor confirms its classes."""
        return any(unit.id in self.task.coordinators for unit in self.leads)

    def reports(self, quarter: int) -> list[Report]:
        """The reports that are owed for a quarter, in the order of the leads."""
        return self._by_quarter.get(quarter, [])

    @cached_property
    def _by_quarter(self) -> dict[int, list[Report]]:
        order = {unit.id: place for place, unit in enumerate(self.leads)}
        found: dict[int, list[Report]] = {}
        for report in sorted(self.task.all_reports, key=lambda each: order[each.unit_id]):
            found.setdefault(report.period.quarter, []).append(report)
        return found

    @cached_property
    def _milestone_quarters(self) -> dict[int, int]:
        return {each.id: each.quarter for each in self.task.all_milestones}

    @cached_property
    def _item_states(self) -> dict[tuple[int, int], Stated]:
        return {
            (report.id, row.item_id): row for report in self.task.all_reports for row in report.all_states
        }

    @cached_property
    def _measurements(self) -> dict[tuple[int, int], Measured]:
        return {
            (report.id, row.target_id): row
            for report in self.task.all_reports
            for row in report.all_measurements
        }

    def report(self, quarter: int, unit: Unit | int) -> Report | None:
        """One unit's report."""
        key = unit if isinstance(unit, int) else unit.pk
        return next((each for each in self.reports(quarter) if each.unit_id == key), None)

    @kept
    def filing_days(self, quarter: int, on: date) -> list[FilingDay]:
        """Where each lead's report stands on a day."""
        return [self.filing_day(report, on) for report in self.reports(quarter)]

    @kept
    def filing_day(self, report: Report, on: date) -> FilingDay:
        """Where one report stands on a day, extensions counted."""
        return filing_day(report, report.period.granted, on)

    def is_owed(self, report: Report) -> bool:
        """Nothing is owed for a task closed in an earlier quarter, nor by an inactive unit (Who owes what)."""
        closed_in = self.task.closed_in
        return report.unit.is_active and (closed_in is None or closed_in >= report.period.quarter)

    @kept
    def owed_days(self, quarter: int, on: date) -> list[FilingDay]:
        """The reports that count as owed, wherever reports are counted: those that are, and what was filed before they no longer were."""
        return [
            day
            for day in self.filing_days(quarter, on)
            if self.is_owed(day.report) or day.report.submitted_at is not None
        ]

    @kept
    def work(self, quarter: int, counts: Counts = is_accepted) -> Work:
        """What was to do and was done by a quarter, from the reports that count."""
        targets = tuple(self._figure(target, quarter, counts) for target in self.task.all_targets)
        items = self.plan_items(counts, confirmed=counts is is_accepted)
        return Work(quarter, targets, due_items(items, quarter), self.task.closed_in)

    @kept
    def judgement(self, quarter: int, on: date, *, in_review: bool = False) -> Judgement:
        """The computed class: from accepted figures, in the review from the submitted ones too. Without a filing no figure is looked at."""
        filings, unfiled = self._filings(quarter, on), self._unfiled(quarter, on, in_review=in_review)
        return unfiled or judge(
            self.work(quarter, is_submitted if in_review else is_accepted),
            filings,
            rules=self.rules,
            in_review=in_review,
        )

    def _filings(self, quarter: int, on: date) -> list[str]:
        return [each.state for each in self.filing_days(quarter, on)]

    def _unfiled(self, quarter: int, on: date, *, in_review: bool = False) -> Judgement | None:
        return judge_filings(
            self._filings(quarter, on), quarter=quarter, closed_in=self.task.closed_in, in_review=in_review
        )

    def verdict(self, quarter: int) -> Verdict | None:
        """What the coordinator gave."""
        return self._verdicts.get(quarter)

    @cached_property
    def _verdicts(self) -> dict[int, Verdict]:
        return {each.period.quarter: each for each in self.task.all_verdicts}

    def code(self, quarter: int, on: date) -> str:
        """The class that counts: the coordinator's where given, the computed one where not.

        What the supervisor has still to confirm is 待评定, on a task of the coordinator's own also where no verdict was given yet.
        Where it was given no figure is looked at: 已完成 and 未报, which stand against it, follow from the filings alone.
        """
        given = self._given(quarter)
        if given is None:
            return self.judgement(quarter, on).code
        unfiled = self._unfiled(quarter, on)
        return effective(unfiled, given) if unfiled else given

    def _given(self, quarter: int) -> str | None:
        """The class that persons gave, None where the figures are to say it."""
        verdict = self.verdict(quarter)
        if verdict is None:
            return VerdictClass.UNMEASURED if self.is_coordinators_own else None
        return verdict.code if verdict.counts else VerdictClass.UNMEASURED

    def needs_figures(self, quarter: int, on: date, *, weighed: bool) -> bool:
        """Whether the class follows from figures; `weighed`: also where the task lags, and the points are asked for."""
        if self._given(quarter) is None and self._unfiled(quarter, on) is None:
            return True
        return weighed and self.code(quarter, on) in LAGGING

    def draft(self, report: Report) -> Draft:
        """One lead's report as typed: its own targets and items, for asking what it lacks."""
        quarter = report.period.quarter

        def counts(each: Report) -> bool:
            return each.pk == report.pk or (each.period.quarter < quarter and is_submitted(each))

        mine = (each for each in self.task.all_targets if self.reports_target(each, report.unit))
        figures = tuple(self._figure(each, quarter, counts, unit=report.unit) for each in mine)
        own = (each for each in self.task.all_items if self.item_reporter(each) == report.unit)
        items = due_items((self._item(each, counts, confirmed=False) for each in own), quarter)
        return Draft(Work(quarter, figures, items), report.text, report.problems, report.next_steps)

    def reports_target(self, target: Target, unit: Unit) -> bool:
        """Whether this lead types a value of the target: its reporting lead, or every lead where it is 分头完成."""
        return target.is_summed_over_leads or self.target_reporter(target) == unit

    def target_reporter(self, target: Target) -> Unit | None:
        """The one lead that reports a target: the one named, else the first printed; an inactive unit reports nothing any more."""
        return self._reporter(target.reporting_unit)

    def item_reporter(self, item: Item) -> Unit | None:
        """The one lead that reports an item: its sub-project's, else the first printed, of those active."""
        return self._reporter(self._sub_project(item).reporting_unit if item.sub_project_id else None)

    def _sub_project(self, item: Item) -> SubProject:
        return self.task.sub_projects_by_key[item.sub_project_id]

    def _reporter(self, named: Unit | None) -> Unit | None:
        return named if named is not None and named.is_active else self._first_lead

    @cached_property
    def _first_lead(self) -> Unit | None:
        """The first active lead; the first one where none is active."""
        return next((each for each in self.leads if each.is_active), self.leads[0] if self.leads else None)

    @cached_property
    def _former(self) -> tuple[Unit, ...]:
        """The leads that have become inactive: what they reported before still stands."""
        return tuple(each for each in self.leads if not each.is_active)

    def plan(self, target: Target) -> tuple[PlannedQuarter, ...]:
        """What is planned of a target by the end of each of the four quarters."""
        return target.stage_plans[0].quarters

    @kept
    def totals(
        self, target: Target, counts: Counts = is_accepted, *, unit: Unit | None = None
    ) -> dict[int, Decimal]:
        """The year-to-date of a target by quarter, from the reports that count; of one unit alone where given."""
        found: dict[int, Decimal] = {}
        standing: dict[str, Decimal] = {}
        for quarter in sorted(self._by_quarter):
            values = {
                each.unit.code: self._value(each, target) for each in self.reports(quarter) if counts(each)
            }
            total = self._own_total(target, values, unit) if unit else self._total(target, values, standing)
            standing |= {code: value for code, value in values.items() if value is not None}
            if total is not None:
                found[quarter] = total
        return found

    def last_totals(self, quarter: int) -> dict[int, Decimal]:
        """Each target's last accepted total known by the end of a quarter; none where there is none."""
        found = {target.pk: last_known(self.totals(target), quarter + 1) for target in self.task.all_targets}
        return {key: total for key, total in found.items() if total is not None}

    def _value(self, report: Report, target: Target) -> Decimal | None:
        found = self._measurements.get((report.id, target.id))
        return found.value if found else None

    def _own_total(self, target: Target, values: dict[str, Decimal | None], unit: Unit) -> Decimal | None:
        """One lead's total; of a target that it alone reports, also what a former lead reported."""
        return values.get(unit.code if target.is_summed_over_leads else self._reporting(values, unit))

    def _total(
        self, target: Target, values: dict[str, Decimal | None], standing: dict[str, Decimal]
    ) -> Decimal | None:
        """One target over the leads; where it is 分头完成 a lead without a value stands at its last total."""
        reporter, leads = self.target_reporter(target), [each.code for each in self.leads]
        named = {
            "reporting": self._reporting(values, reporter),
            "leads": leads,
            "is_shared": target.is_summed_over_leads,
        }
        return combined(values, **named, nature=target.nature, standing=standing)

    def _reporting(self, values: dict[str, Decimal | None], reporter: Unit | None) -> str:
        """Whose value of a quarter counts: the reporter's; where it has none, a former lead's."""
        order = [each.code for each in (reporter, *self._former) if each]
        return next((code for code in order if values.get(code) is not None), order[0] if order else "")

    def _figure(
        self, target: Target, quarter: int, counts: Counts, *, unit: Unit | None = None
    ) -> TargetFigure:
        totals = self.totals(target, counts, unit=unit)
        measured = [
            self._measurements.get((each.id, target.id))
            for each in self.reports(quarter)
            if counts(each) and (unit is None or each.unit == unit)
        ]
        reasons = [each.no_data_reason for each in measured if each is not None and each.no_data_reason]
        return TargetFigure(
            key=target.pk,
            label=target.label,
            quantity=target.quantity,
            planned=self.plan(target)[quarter - 1],
            actual=totals.get(quarter),
            earlier=last_known(totals, quarter),
            unit=target.unit,
            nature=target.nature,
            direction=target.direction,
            baseline=target.baseline,
            qualifier=target.qualifier,
            needs_settling=target.needs_settling
            or any(each is not None and each.needs_settling for each in measured),
            no_data_reason="；".join(reasons),
        )

    @kept
    def plan_items(self, counts: Counts, *, confirmed: bool) -> tuple[PlanItem, ...]:
        """Every item of the year with its states so far, from the reports that count."""
        return tuple(self._item(each, counts, confirmed=confirmed) for each in self.task.all_items)

    @kept
    def _counted(self, unit: int, counts: Counts) -> list[tuple[int, Report]]:
        """The unit's reports that count, each with its quarter."""
        return [
            (quarter, each)
            for quarter, reports in self._by_quarter.items()
            for each in reports
            if each.unit_id == unit and counts(each)
        ]

    def _item(self, item: Item, counts: Counts, *, confirmed: bool) -> PlanItem:
        reporters = [*self._former, *filter(None, [self.item_reporter(item)])]
        reports = (counted for reporter in reporters for counted in self._counted(reporter.id, counts))
        states = ((quarter, self._state(each, item, confirmed=confirmed)) for quarter, each in reports)
        return PlanItem(
            key=item.id,
            quarter=self._milestone_quarters[item.milestone_id],
            text=item.text,
            label=item.label,
            is_soft=item.is_soft,
            sub_project=self._sub_project(item).name if item.sub_project_id else "",
            states={quarter: state for quarter, state in states if state},
        )

    def _state(self, report: Report, item: Item, *, confirmed: bool) -> str:
        """The state of an item in a report, as confirmed, or as the filer set it where nobody has confirmed; "" where not set."""
        row = self._item_states.get((report.id, item.id))
        return "" if row is None else row.confirmed if confirmed else row.confirmed or row.state


def accounts(tasks: QuerySet[Task]) -> list[Account]:
    """The accounts of these tasks, in their order, by two queries."""
    return _accounts(tasks.values_list("pk", flat=True))


def accounts_by_key(keys: Sequence[int]) -> list[Account]:
    """The accounts of the tasks with these keys, in their order, by one query."""
    return _accounts(keys)


def standing_accounts(
    tasks: QuerySet[Task], quarters: Iterable[int], on: date, *, weighed: Collection[int] = ()
) -> list[Account]:
    """The accounts of these tasks for telling where they stand in these quarters, by two or three queries.

    Plan and values are read only where a class follows from them, or where a task lags in one of the `weighed` quarters.
    """
    light, quarters = _accounts(tasks.values_list("pk", flat=True), figures=False), tuple(quarters)
    heavy = [
        each.task.pk
        for each in light
        if any(each.needs_figures(quarter, on, weighed=quarter in weighed) for quarter in quarters)
    ]
    full = {each.task.pk: each for each in _accounts(heavy)} if heavy else {}
    return [full.get(each.task.pk, each) for each in light]


def account(task: Task) -> Account:
    """The account of one task, by one query."""
    return _accounts([task.pk])[0]


def reported_keys(report: Report) -> tuple[set[int], set[int]]:
    """The targets and the items of the task that this lead reports, by key: what its form may write."""
    whole = account(report.task)
    targets = {each.pk for each in whole.task.all_targets if whole.reports_target(each, report.unit)}
    return targets, {each.id for each in whole.task.all_items if whole.item_reporter(each) == report.unit}


def _accounts(keys: Iterable[int], *, figures: bool = True) -> list[Account]:
    rows = tasks_with_rows(list(keys), figures=figures)
    rules = {row.yearly_list_id: row.settings.rules if row.settings else JudgingRules() for row in rows}
    return [Account(row, rules[row.yearly_list_id]) for row in rows]
