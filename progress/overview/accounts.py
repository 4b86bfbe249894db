"""A task's account of the year: what is planned beside what each lead reported, read once and judged for any quarter and day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from progress.calendar import local_day
from progress.deadlines import Extension as ExtensionDates
from progress.deadlines import Filing, due_day, filing_state, is_late, overdue_days
from progress.items import PlanItem, due_items
from progress.judging import Judgement, Work, effective, judge
from progress.models import Closure, Extension, ItemState, ListSettings, Measurement, Report, Verdict
from progress.requirements import Draft
from progress.states import ACCEPTED, AGREED, GRANTED, SUBMITTED, UNMEASURED
from progress.totals import combined, last_known
from progress.weighing import JudgingRules, TargetFigure
from projects.models import Assignment, Milestone, MilestoneItem, Target, Task, Unit
from projects.states import LEAD

Counts = Callable[[Report], bool]


def is_accepted(report: Report) -> bool:
    """What judges, everywhere but in the review."""
    return report.state == ACCEPTED


def is_submitted(report: Report) -> bool:
    """What the review proposes by: the submitted figures beside the accepted ones."""
    return report.state in (ACCEPTED, SUBMITTED)


@dataclass(frozen=True)
class FilingDay:
    """One report as a day sees it: filing state, the day it is due, the mark 迟报, days overdue, until when filing later was granted."""

    report: Report
    state: str
    due_on: date
    is_late: bool
    overdue_days: int
    granted_until: date | None = None  # the last day of any granted extension, whether it moved the due day or came after it


@dataclass(frozen=True)
class Account:
    """One task over the year. `task` carries its rows prefetched by `accounts`; `rules` are the list's settings."""

    task: Task
    rules: JudgingRules

    @cached_property
    def leads(self) -> tuple[Unit, ...]:
        """Every unit that reports on the task, the first printed lead first."""
        printed = [row.unit for row in self.task.lead_rows if row.unit_id]
        return tuple(dict.fromkeys((*printed, *(report.unit for report in self.task.all_reports))))

    def reports(self, quarter: int) -> list[Report]:
        """The reports that are owed for a quarter, in the order of the leads."""
        return self._by_quarter.get(quarter, [])

    @cached_property
    def _by_quarter(self) -> dict[int, list[Report]]:
        order = {unit.pk: place for place, unit in enumerate(self.leads)}
        found: dict[int, list[Report]] = {}
        for report in sorted(self.task.all_reports, key=lambda each: order[each.unit_id]):
            found.setdefault(report.period.quarter, []).append(report)
        return found

    @cached_property
    def _item_states(self) -> dict[tuple[int, int], ItemState]:
        return {(report.pk, row.item_id): row for report in self.task.all_reports for row in report.all_states}

    @cached_property
    def _measurements(self) -> dict[tuple[int, int], Measurement]:
        return {(report.pk, row.target_id): row for report in self.task.all_reports for row in report.all_measurements}

    def report(self, quarter: int, unit: Unit | int) -> Report | None:
        """One unit's report."""
        key = unit if isinstance(unit, int) else unit.pk
        return next((each for each in self.reports(quarter) if each.unit_id == key), None)

    def filing_days(self, quarter: int, on: date) -> list[FilingDay]:
        """Where each lead's report stands on a day."""
        return [self.filing_day(report, on) for report in self.reports(quarter)]

    def filing_day(self, report: Report, on: date) -> FilingDay:
        """Where one report stands on a day, extensions counted."""
        filing, due_on = filing_of_row(report), self.due_on(report)
        state = filing_state(filing, due_on=due_on, on=on)
        late, past = is_late(filing, due_on=due_on), overdue_days(filing, due_on=due_on, on=on)
        return FilingDay(report, state, due_on, late, past, self.granted_until(report))

    def due_on(self, report: Report) -> date:
        """The day up to which this report is in time."""
        return due_day(report.period.due_on, (as_dates(each) for each in self._extensions(report)))

    def granted_until(self, report: Report) -> date | None:
        """Until when the unit may file later, asked for in time or not; None where nothing was granted."""
        return max((each.until for each in self._extensions(report)), default=None)

    def work(self, quarter: int, counts: Counts = is_accepted) -> Work:
        """What was to do and was done by a quarter, from the reports that count."""
        targets = tuple(self._figure(target, quarter, counts) for target in self.task.targets.all())
        items = (self._item(each, counts, confirmed=counts is is_accepted) for each in self.task.all_items if each.milestone.quarter <= quarter)
        return Work(quarter, targets, due_items(items, quarter), self.task.closed_in)

    def judgement(self, quarter: int, on: date, *, in_review: bool = False) -> Judgement:
        """The computed class: from accepted figures, in the review from the submitted ones too."""
        filings = [each.state for each in self.filing_days(quarter, on)]
        return judge(self.work(quarter, is_submitted if in_review else is_accepted), filings, rules=self.rules, in_review=in_review)

    def verdict(self, quarter: int) -> Verdict | None:
        """What the coordinator gave."""
        return next((each for each in self.task.all_verdicts if each.period.quarter == quarter), None)

    def code(self, quarter: int, on: date) -> str:
        """The class that counts: the coordinator's where given, the computed one where not; one that waits for confirmation is 待评定."""
        verdict = self.verdict(quarter)
        given = None if verdict is None else verdict.code if verdict.counts else UNMEASURED
        return effective(self.judgement(quarter, on), given)

    def draft(self, report: Report) -> Draft:
        """One lead's report as typed: its own targets and items, for asking what it lacks."""
        quarter = report.period.quarter

        def counts(each: Report) -> bool:
            return each.pk == report.pk or (each.period.quarter < quarter and is_submitted(each))

        figures = tuple(
            self._figure(each, quarter, counts, unit=report.unit) for each in self.task.targets.all() if self.reports_target(each, report.unit)
        )
        mine = (each for each in self.task.all_items if self.item_reporter(each) == report.unit)
        items = due_items((self._item(each, counts, confirmed=False) for each in mine), quarter)
        return Draft(Work(quarter, figures, items), report.text, report.problems, report.next_steps)

    def reports_target(self, target: Target, unit: Unit) -> bool:
        """Whether this lead types a value of the target: its reporting lead, or every lead where it is 分头完成."""
        return target.is_summed_over_leads or self.target_reporter(target) == unit

    def target_reporter(self, target: Target) -> Unit | None:
        """The one lead that reports a target: the first printed unless another was named."""
        return target.reporting_unit or (self.leads[0] if self.leads else None)

    def item_reporter(self, item: MilestoneItem) -> Unit | None:
        """The one lead that reports an item: its sub-project's, else the first printed."""
        named = item.sub_project.reporting_unit if item.sub_project else None
        return named or (self.leads[0] if self.leads else None)

    def totals(self, target: Target, counts: Counts = is_accepted, *, unit: Unit | None = None) -> dict[int, Decimal]:
        """The year-to-date of a target by quarter, from the reports that count; of one unit alone where given."""
        found: dict[int, Decimal] = {}
        standing: dict[str, Decimal] = {}
        for quarter in sorted({report.period.quarter for report in self.task.all_reports}):
            values = {each.unit.code: self._value(each, target) for each in self.reports(quarter) if counts(each)}
            total = values.get(unit.code) if unit else self._total(target, values, standing)
            standing |= {code: value for code, value in values.items() if value is not None}
            if total is not None:
                found[quarter] = total
        return found

    def _value(self, report: Report, target: Target) -> Decimal | None:
        found = self._measurements.get((report.pk, target.pk))
        return found.value if found else None

    def _total(self, target: Target, values: dict[str, Decimal | None], standing: dict[str, Decimal]) -> Decimal | None:
        """One target over the leads; where it is 分头完成 a lead without a value stands at its last total."""
        reporter, leads = self.target_reporter(target), [each.code for each in self.leads]
        named = {"reporting": reporter.code if reporter else "", "leads": leads, "is_shared": target.is_summed_over_leads}
        return combined(values, **named, nature=target.nature, standing=standing)

    def _figure(self, target: Target, quarter: int, counts: Counts, *, unit: Unit | None = None) -> TargetFigure:
        totals = self.totals(target, counts, unit=unit)
        measured = [
            self._measurements.get((each.pk, target.pk)) for each in self.reports(quarter) if counts(each) and (unit is None or each.unit == unit)
        ]
        reasons = [each.no_data_reason for each in measured if each is not None and each.no_data_reason]
        return TargetFigure(
            key=target.pk,
            label=target.label,
            quantity=target.quantity,
            planned=target.stage_plans[0].quarters[quarter - 1],
            actual=totals.get(quarter),
            earlier=last_known(totals, quarter),
            unit=target.unit,
            nature=target.nature,
            direction=target.direction,
            baseline=target.baseline,
            qualifier=target.qualifier,
            needs_settling=target.needs_settling or any(each is not None and each.needs_settling for each in measured),
            no_data_reason="；".join(reasons),
        )

    def plan_items(self, counts: Counts, *, confirmed: bool) -> Iterable[PlanItem]:
        """Every item of the year with its states so far, from the reports that count."""
        return (self._item(each, counts, confirmed=confirmed) for each in self.task.all_items)

    def _item(self, item: MilestoneItem, counts: Counts, *, confirmed: bool) -> PlanItem:
        reporter = self.item_reporter(item)
        mine = [each for each in self.task.all_reports if reporter and each.unit_id == reporter.pk and counts(each)]
        states = {each.period.quarter: self._state(each, item, confirmed=confirmed) for each in mine}
        return PlanItem(
            key=item.pk,
            quarter=item.milestone.quarter,
            text=item.text,
            label=item.label,
            is_soft=item.is_soft,
            sub_project=item.sub_project.name if item.sub_project else "",
            states={quarter: state for quarter, state in states.items() if state},
        )

    def _state(self, report: Report, item: MilestoneItem, *, confirmed: bool) -> str:
        """The state of an item in a report, as confirmed, or as the filer set it where nobody has confirmed; "" where not set."""
        row = self._item_states.get((report.pk, item.pk))
        return "" if row is None else row.confirmed if confirmed else row.confirmed or row.state

    def _extensions(self, report: Report) -> list[Extension]:
        mine = (each for each in report.period.granted if each.unit_id == report.unit_id)
        return [each for each in mine if not each.task_ids or report.task_id in each.task_ids]


def accounts(tasks: QuerySet[Task]) -> list[Account]:
    """The accounts of these tasks, in their order, by a constant number of queries."""
    closed_in = Closure.objects.filter(task=OuterRef("pk"), state=AGREED).values("period__quarter")[:1]
    rows = list(tasks.annotate(closed_in=Subquery(closed_in)).select_related("yearly_list", "domain").prefetch_related(*_prefetches()))
    _attach_extensions(rows)
    rules = {
        settings.yearly_list_id: settings.rules for settings in ListSettings.objects.filter(yearly_list__in={row.yearly_list_id for row in rows})
    }
    return [Account(_with_items(row), rules.get(row.yearly_list_id, JudgingRules())) for row in rows]


def account(task: Task) -> Account:
    """The account of one task."""
    return accounts(Task.objects.filter(pk=task.pk))[0]


def reported_keys(report: Report) -> tuple[set[int], set[int]]:
    """The targets and the items of the task that this lead reports, by key: what its form may write."""
    printed = report.task.assignments.filter(role=LEAD, unit__isnull=False).order_by("order").values_list("unit", flat=True)
    first = printed.first() or report.task.reports.order_by("period__quarter", "unit__order").values_list("unit", flat=True).first()
    is_first = Q() if first == report.unit_id else Q(pk__in=[])
    targets = Target.objects.filter(Q(is_summed_over_leads=True) | Q(reporting_unit=report.unit_id) | Q(reporting_unit__isnull=True) & is_first)
    named = Q(sub_project__reporting_unit=report.unit_id) | Q(sub_project__reporting_unit__isnull=True) & is_first
    items = MilestoneItem.objects.filter(named, milestone__task=report.task_id)
    return set(targets.filter(task=report.task_id).values_list("pk", flat=True)), set(items.values_list("pk", flat=True))


def filing_of_row(report: Report) -> Filing:
    """What the dates of a report's row tell; `refile_by` stands from the return until it is answered."""
    return Filing(report.state or None, report.first_submitted_at, report.refile_by, report.refile_by is not None)


def as_dates(extension: Extension) -> ExtensionDates:
    """An extension as the rules of due days take it."""
    return ExtensionDates(local_day(extension.asked_at), extension.until, extension.state == GRANTED)


def _prefetches() -> list[Prefetch | str]:
    """What the rules ask for, as plain lists: a related manager a row costs as much as the row."""
    leads = Assignment.objects.filter(role=LEAD).select_related("unit", "group").order_by("order")
    reports = Report.objects.select_related("period__yearly_list", "unit").order_by("period__quarter", "unit__order")
    items = MilestoneItem.objects.select_related("sub_project__reporting_unit").order_by("order")
    return [
        Prefetch("assignments", leads, to_attr="lead_rows"),
        Prefetch("targets", Target.objects.select_related("reporting_unit").order_by("order")),
        "targets__planned_values",
        Prefetch("milestones", Milestone.objects.order_by("quarter")),
        Prefetch("milestones__items", items, to_attr="all_items"),
        Prefetch("reports", reports, to_attr="all_reports"),
        Prefetch("all_reports__measurements", Measurement.objects.order_by("target__order"), to_attr="all_measurements"),
        Prefetch("all_reports__item_states", ItemState.objects.all(), to_attr="all_states"),
        Prefetch("verdicts", Verdict.objects.select_related("period"), to_attr="all_verdicts"),
    ]


def _with_items(task: Task) -> Task:
    task.all_items = [item for milestone in task.milestones.all() for item in milestone.all_items]
    return task


def _attach_extensions(tasks: list[Task]) -> None:
    """Give every report's period its granted extensions, each with the keys of its tasks (none: all)."""
    reports = [report for task in tasks for report in task.all_reports]
    chosen = ArrayAgg("tasks", filter=Q(tasks__isnull=False), default=[])
    granted = list(Extension.objects.filter(period__in={each.period_id for each in reports}, state=GRANTED).annotate(task_ids=chosen))
    for report in reports:
        report.period.granted = [each for each in granted if each.period_id == report.period_id]
