"""The targets and items of one task over the year: what is planned of them beside what was reported."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import cached_property

from progress.ledger.entries import Measured, MilestoneItemRow, MilestoneRow, Planned, Stated
from progress.ledger.kept_answers import kept
from progress.ledger.reporters import first_lead, is_reporter, part_reporter
from progress.models import Report
from progress.rules.items import NOT_STATED, PlanItem
from progress.rules.judging import Work
from progress.rules.states import ReportState
from progress.rules.totals import combined, last_known
from progress.rules.weighing import LAST_QUARTER, TargetFigure
from projects.models import SubProject, Target, Unit
from projects.rules.planning import PlannedQuarter, StagePlan, lost_plan, planned_by
from projects.rules.task_plan import TaskPlan, task_plan

Counts = Callable[[Report], bool]
Told = tuple[int, Report, Stated]  # what a report says of an item, with its quarter


def is_accepted(report: Report) -> bool:
    """Whether a report counts: only what was accepted judges, except in the review."""
    return report.state == ReportState.ACCEPTED


def is_submitted(report: Report) -> bool:
    """Whether it counts in the review, which proposes a class by the submitted figures too."""
    return report.state in (ReportState.ACCEPTED, ReportState.SUBMITTED)


@dataclass(eq=False)
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
        return next((each for each in self.targets if each.id == key), None)

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
            figures=(row for each in self.targets for row in self.planned_values.get(each.id, ())),
            milestones=self.milestones,
            items=self.items,
            sub_projects=self.sub_projects.values(),
        )

    def stage_plans(self, target: Target) -> tuple[StagePlan, ...]:
        """What is planned of a target by the end of each quarter, stage by stage, its own stage first."""
        return self._stage_plans[target.id]

    @cached_property
    def _stage_plans(self) -> dict[int, tuple[StagePlan, ...]]:
        if not self.is_known:
            return {each.id: (lost_plan(each.stage),) for each in self.targets}
        return {each.id: each.stage_plans_of(self.planned_values[each.id]) for each in self.targets}

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
        named = target.reporting_unit if target.reporting_unit_id else None
        return named if is_reporter(named, self.leads) else self._first_lead

    def item_reporter(self, item: MilestoneItemRow) -> Unit | None:
        """The one lead that reports an item: its sub-project's, else the first printed, of those active."""
        return self._part_reporter(item.sub_project_id)

    @kept
    def _part_reporter(self, part: int | None) -> Unit | None:
        """The one lead that reports a sub-project, by its key, or what belongs to none."""
        if part is None:
            return self._first_lead
        return part_reporter(self.sub_projects[part], self.leads, self.aliases)

    def awaits(self, unit: Unit, work: Work) -> bool:
        """Whether a target or an item that is due in the quarter waits for this lead's report."""
        targets = {each.id: each for each in self.targets}
        items = {each.id: each for each in self.items}
        due = (targets[each.key] for each in work.targets if each.planned.is_judged)
        open_items = (items[each.key] for each in work.items if each.state is None)
        return any(self.reports_target(each, unit) for each in due) or any(
            self.item_reporter(each) == unit for each in open_items
        )

    def totals(
        self, target: Target, counts: Counts = is_accepted, *, unit: Unit | None = None
    ) -> dict[int, Decimal]:
        """The year-to-date of a target by quarter; of one unit alone where given.

        Of each quarter the reporter's value counts; where it has none, that of who reported before it. Where
        the target is 分头完成 the leads' sum, of one unit its own; a lead without a value keeps its last one.
        """
        return self._totals(target, counts, unit) if unit else self._whole_totals(counts)[target.id]

    @kept
    def _whole_totals(self, counts: Counts) -> dict[int, dict[int, Decimal]]:
        """Of all units, by target: a row's own hash costs more than its key."""
        return {each.id: self._totals(each, counts, None) for each in self.targets}

    def _totals(self, target: Target, counts: Counts, unit: Unit | None) -> dict[int, Decimal]:
        found: dict[int, Decimal] = {}
        is_shared = target.is_summed_over_leads
        order = [unit.id] if unit and is_shared else self._order(unit or self.target_reporter(target))
        last_values: dict[int, Decimal] = {}
        for quarter in sorted(self.reports):
            values = {}
            for report in self.reports[quarter]:
                row = self.measured(report, target.id) if counts(report) else None
                if row and row.value is not None:
                    values[report.unit_id] = row.value
            total = combined(
                values,
                reporting=next((lead for lead in order if lead in values), None),
                leads=self._lead_keys,
                is_shared=is_shared and unit is None,
                nature=target.nature,
                last_values=last_values,
            )
            last_values |= values
            if total is not None:
                found[quarter] = total
        return found

    def last_totals(self, quarter: int) -> dict[int, Decimal]:
        """Each target's last accepted total known by the end of a quarter; none where there is none."""
        totals = {target.id: self.totals(target) for target in self.targets}
        found = {key: last_known(each, quarter + 1) for key, each in totals.items()}
        return {key: total for key, total in found.items() if total is not None}

    def target_figure(
        self, target: Target, quarter: int, counts: Counts, *, unit: Unit | None = None
    ) -> TargetFigure:
        """A target in a quarter as the rules weigh it; as one unit alone reports it where given."""
        totals = self.totals(target, counts, unit=unit)
        measured = [
            row
            for each in self.reports.get(quarter, ())
            if (unit is None or each.unit == unit)
            and counts(each)
            and (row := self.measured(each, target.id))
        ]
        return TargetFigure(
            key=target.id,
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

    def plan_items(
        self, counts: Counts, *, confirmed: bool, after: int = 0, until: int = LAST_QUARTER
    ) -> Iterator[PlanItem]:
        """The items of the year, or those planned for some quarters of it, with their states so far."""
        quarters = self._milestone_quarters
        for each in self.items:
            if after < quarters[each.milestone_id] <= until:
                yield self.plan_item(each, counts, confirmed=confirmed)

    def plan_item(self, item: MilestoneItemRow, counts: Counts, *, confirmed: bool) -> PlanItem:
        """One item with its states so far: its reporter's word, else that of who reported it before."""
        told = self._stated_of.get(item.id)
        return PlanItem(
            key=item.id,
            quarter=self._milestone_quarters[item.milestone_id],
            text=item.text,
            label=item.label,
            is_soft=item.is_soft,
            sub_project=self.sub_projects[item.sub_project_id].name if item.sub_project_id else "",
            states=self._states(item, told, counts, confirmed=confirmed) if told else NOT_STATED,
        )

    def _states(
        self, item: MilestoneItemRow, told: Sequence[Told], counts: Counts, *, confirmed: bool
    ) -> dict[int, str]:
        """The state of an item by quarter; of several leads' words in one the one that counts comes last."""
        if len(told) > 1:
            order = self._order(self.item_reporter(item))
            told = sorted(told, key=lambda each: order.index(each[1].unit_id), reverse=True)
        found = {}
        for quarter, report, row in told:
            if counts(report) and (state := _state(report, row, confirmed=confirmed)):
                found[quarter] = state
        return found

    @cached_property
    def _stated_of(self) -> dict[int, list[Told]]:
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

    def _order(self, reporter: Unit | None) -> Sequence[int]:
        """Whose word counts first, by key: the reporter's; what another lead reported before it stands."""
        if reporter is None or self._lead_keys == [reporter.id]:
            return self._lead_keys
        return [reporter.id, *(key for key in self._lead_keys if key != reporter.id)]

    @cached_property
    def _lead_keys(self) -> list[int]:
        return [each.id for each in self.leads]

    @cached_property
    def _first_lead(self) -> Unit | None:
        return first_lead(self.leads)


def _state(report: Report, row: Stated, *, confirmed: bool) -> str:
    """As confirmed, else as the filer set it unless only `confirmed` counts; "" where not set.

    What was confirmed of a report that is not accepted any more says nothing.
    """
    if confirmed:
        return row.confirmed
    return row.confirmed if row.confirmed and is_accepted(report) else row.state
