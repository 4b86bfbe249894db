"""The targets and items of one task over the year: what is planned of them beside what was reported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import cached_property

from progress.ledger.entries import Measured, MilestoneItemRow, MilestoneRow, Planned, Stated
from progress.ledger.kept_answers import kept
from progress.ledger.reporters import first_lead, part_reporter, target_reporter
from progress.models import Report
from progress.rules.items import PlanItem
from progress.rules.judging import Work
from progress.rules.states import ReportState
from progress.rules.totals import combined, last_known
from progress.rules.weighing import LAST_QUARTER, TargetFigure
from projects.models import SubProject, Target, Unit
from projects.rules.planning import PlannedQuarter, StagePlan, lost_plan, planned_by
from projects.rules.task_plan import TaskPlan, task_plan

Counts = Callable[[Report], bool]


def is_accepted(report: Report) -> bool:
    """Whether a report counts: only what was accepted judges, except in the review."""
    return report.state == ReportState.ACCEPTED


def is_submitted(report: Report) -> bool:
    """Whether it counts in the review, which proposes a class by the submitted figures too."""
    return report.state in (ReportState.ACCEPTED, ReportState.SUBMITTED)


@dataclass(frozen=True, eq=False)
class PlanAndActual:
    """The half of a ledger that figures are judged by; `counts` always says which reports are counted."""

    leads: tuple[Unit, ...]
    reports: Mapping[int, Sequence[Report]]  # by quarter, in the order of the leads
    targets: Sequence[Target]
    planned_values: Mapping[int, Sequence[Planned]]  # by target
    milestones: Sequence[MilestoneRow]
    items: Sequence[MilestoneItemRow]
    sub_projects: Mapping[int, SubProject]
    aliases: Mapping[int, Sequence[str]]  # other names, by unit
    measurements: Mapping[tuple[int, int], Measured]  # by report and target
    item_states: Mapping[tuple[int, int], Stated]  # by report and item
    is_known: bool = True  # False: by what a past quarter was judged nobody knows any more (计划口径待核)

    def milestone(self, quarter: int) -> MilestoneRow | None:
        """What is planned in words for a quarter; nothing is planned beyond the fourth."""
        planned = min(quarter, LAST_QUARTER)
        return next((each for each in self.milestones if each.quarter == planned), None)

    def target(self, key: int) -> Target | None:
        """A target by its key, where this plan has it."""
        return next((each for each in self.targets if each.pk == key), None)

    def with_states(self, report: Report, states: Mapping[int, str]) -> "PlanAndActual":
        """The same with these states of the report's items in the place of those it was filed with."""
        rows = dict(self.item_states)
        for item, state in states.items():
            row = self.stated(report, item)
            if row is not None:
                rows[report.id, item] = row._replace(state=state, confirmed=state)
        return replace(self, item_states=rows)

    def as_plan(self) -> TaskPlan:
        """The plan alone, for keeping."""
        return task_plan(
            targets=self.targets,
            figures=(row for each in self.targets for row in self.planned_values.get(each.pk, ())),
            milestones=self.milestones,
            items=self.items,
            sub_projects=self.sub_projects.values(),
        )

    @kept
    def stage_plans(self, target: Target) -> tuple[StagePlan, ...]:
        """What is planned of a target by the end of each quarter, stage by stage, its own stage first."""
        if not self.is_known:
            return (lost_plan(target.stage),)
        return target.stage_plans_of(self.planned_values[target.pk])

    def planned(self, target: Target) -> tuple[PlannedQuarter, ...]:
        """What is planned of the stage that the target promises, by the end of each of the four quarters."""
        return self.stage_plans(target)[0].quarters

    def measured(self, report: Report, target: int) -> Measured | None:
        """The value of a target in a report."""
        return self.measurements.get((report.id, target))

    def stated(self, report: Report, item: int) -> Stated | None:
        """The state of an item in a report."""
        return self.item_states.get((report.id, item))

    def reports_target(self, target: Target, unit: Unit) -> bool:
        """Whether this lead types a value of the target: its reporting lead, or every lead of a 分头完成."""
        return target.is_summed_over_leads or self.target_reporter(target) == unit

    def target_reporter(self, target: Target) -> Unit | None:
        """The one lead that reports a target: the one named, else the first printed, of those active."""
        return target_reporter(target.reporting_unit, self.leads)

    def item_reporter(self, item: MilestoneItemRow) -> Unit | None:
        """The one lead that reports an item: its sub-project's, else the first printed, of those active."""
        return self._part_reporter(item.sub_project_id)

    @kept
    def _part_reporter(self, part: int | None) -> Unit | None:
        """The one lead that reports a sub-project, by its key, or what belongs to none."""
        if part is None:
            return first_lead(self.leads)
        return part_reporter(self.sub_projects[part], self.leads, self.aliases)

    def awaits(self, unit: Unit, work: Work) -> bool:
        """Whether a target or an item that is due in the quarter waits for this lead's report."""
        targets = {each.pk: each for each in self.targets}
        items = {each.id: each for each in self.items}
        due = (targets[each.key] for each in work.targets if each.planned.is_judged)
        open_items = (items[each.key] for each in work.items if each.state is None)
        return any(self.reports_target(each, unit) for each in due) or any(
            self.item_reporter(each) == unit for each in open_items
        )

    @kept
    def totals(
        self, target: Target, counts: Counts = is_accepted, *, unit: Unit | None = None
    ) -> dict[int, Decimal]:
        """The year-to-date of a target by quarter; of one unit alone where given."""
        found: dict[int, Decimal] = {}
        last_values: dict[str, Decimal] = {}
        for quarter in sorted(self.reports):
            values = {
                each.unit.code: self._value(each, target) for each in self.reports[quarter] if counts(each)
            }
            if unit:
                total = self._own_total(target, values, unit)
            else:
                total = self._total(target, values, last_values)
            last_values |= {code: value for code, value in values.items() if value is not None}
            if total is not None:
                found[quarter] = total
        return found

    def last_totals(self, quarter: int) -> dict[int, Decimal]:
        """Each target's last accepted total known by the end of a quarter; none where there is none."""
        totals = {target.pk: self.totals(target, is_accepted, unit=None) for target in self.targets}
        found = {key: last_known(each, quarter + 1) for key, each in totals.items()}
        return {key: total for key, total in found.items() if total is not None}

    def target_figure(
        self, target: Target, quarter: int, counts: Counts, *, unit: Unit | None = None
    ) -> TargetFigure:
        """A target in a quarter as the rules weigh it; as one unit alone reports it where given."""
        totals = self.totals(target, counts, unit=unit)
        counted = (each for each in self.reports.get(quarter, ()) if counts(each))
        rows = [self.measured(each, target.pk) for each in counted if unit is None or each.unit == unit]
        measured = [row for row in rows if row is not None]
        return TargetFigure(
            key=target.pk,
            label=target.in_print,
            quantity=target.quantity,
            planned=planned_by(self.planned(target), quarter),
            actual=totals.get(quarter),
            earlier=last_known(totals, quarter),
            unit=target.unit,
            nature=target.nature,
            direction=target.direction,
            baseline=target.baseline,
            qualifier=target.qualifier,
            needs_settling=target.needs_settling or any(row.needs_settling for row in measured),
            no_data_reason="；".join(row.no_data_reason for row in measured if row.no_data_reason),
        )

    @kept
    def plan_items(self, counts: Counts, *, confirmed: bool) -> tuple[PlanItem, ...]:
        """Every item of the year with its states so far."""
        return tuple(self.plan_item(each, counts, confirmed=confirmed) for each in self.items)

    def plan_item(self, item: MilestoneItemRow, counts: Counts, *, confirmed: bool) -> PlanItem:
        """One item with its states so far: its reporter's word, else that of who reported it before."""
        states: dict[int, str] = {}
        for quarter, report, row in self._stated_in_order(item):
            state = _state(report, row, confirmed=confirmed)
            if state and counts(report):
                states[quarter] = state
        return PlanItem(
            key=item.id,
            quarter=self._milestone_quarters[item.milestone_id],
            text=item.text,
            label=item.label,
            is_soft=item.is_soft,
            sub_project=self._sub_project(item).name if item.sub_project_id else "",
            states=states,
        )

    def _stated_in_order(self, item: MilestoneItemRow) -> Sequence[tuple[int, Report, Stated]]:
        """What reports say of an item, each with its quarter; the word that counts comes last."""
        told = self._stated_of.get(item.id, ())
        if len(told) < 2:
            return told
        order = [each.id for each in self._in_order(self.item_reporter(item))]
        return sorted(told, key=lambda each: order.index(each[1].unit_id), reverse=True)

    @cached_property
    def _stated_of(self) -> dict[int, list[tuple[int, Report, Stated]]]:
        """What reports say of each item, by its key: of most of the year's items nobody has said anything."""
        known = {each.id: (number, each) for number, reports in self.reports.items() for each in reports}
        found: dict[int, list[tuple[int, Report, Stated]]] = {}
        for (report, item), row in self.item_states.items():
            if report in known:
                found.setdefault(item, []).append((*known[report], row))
        return found

    @cached_property
    def _milestone_quarters(self) -> dict[int, int]:
        return {each.id: each.quarter for each in self.milestones}

    def _sub_project(self, item: MilestoneItemRow) -> SubProject:
        return self.sub_projects[item.sub_project_id]

    def _in_order(self, reporter: Unit | None) -> tuple[Unit, ...]:
        """Whose word counts first: the reporter's; what another lead reported before it stands."""
        if len(self.leads) == 1 and reporter in (*self.leads, None):
            return self.leads
        others = tuple(each for each in self.leads if each != reporter)
        return (reporter, *others) if reporter else others

    def _value(self, report: Report, target: Target) -> Decimal | None:
        found = self.measured(report, target.id)
        return found.value if found else None

    def _own_total(self, target: Target, values: dict[str, Decimal | None], unit: Unit) -> Decimal | None:
        """One lead's total; of a target that it alone reports, also what was reported before it."""
        return values.get(unit.code if target.is_summed_over_leads else self._reporting(values, unit))

    def _total(
        self, target: Target, values: dict[str, Decimal | None], last_values: dict[str, Decimal]
    ) -> Decimal | None:
        """One target over the leads; where it is 分头完成 a lead without a value keeps its last total."""
        return combined(
            values,
            reporting=self._reporting(values, self.target_reporter(target)),
            leads=[each.code for each in self.leads],
            is_shared=target.is_summed_over_leads,
            nature=target.nature,
            last_values=last_values,
        )

    def _reporting(self, values: dict[str, Decimal | None], reporter: Unit | None) -> str:
        """Whose value of a quarter counts: the reporter's; where it has none, that of who reported before."""
        order = [each.code for each in self._in_order(reporter)]
        return next((code for code in order if values.get(code) is not None), order[0] if order else "")


def _state(report: Report, row: Stated, *, confirmed: bool) -> str:
    """As confirmed, else as the filer set it unless only `confirmed` counts; "" where not set.

    What was confirmed of a report that is not accepted any more says nothing.
    """
    if confirmed:
        return row.confirmed
    return row.confirmed if row.confirmed and is_accepted(report) else row.state
