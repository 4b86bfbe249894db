"""台账 of one task: what is planned beside what each lead reported, judged for any quarter and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from progress.ledger.entries import ExtensionRow
from progress.ledger.filing_days import FilingDay, filing_day
from progress.ledger.kept_answers import kept
from progress.ledger.plan_and_actual import Counts, PlanAndActual, is_accepted, is_submitted
from progress.models import Report, Verdict
from progress.rules.items import due_items
from progress.rules.judging import Judgement, Work, effective, judge, judge_filings
from progress.rules.requirements import TypedReport
from progress.rules.states import LAGGING, FilingState, VerdictClass
from progress.rules.weighing import JudgingRules, TargetFigure
from projects.models import Assignment, Target, Task, Unit
from projects.rules.planning import NOTHING, PlannedQuarter
from projects.rules.quarters import NUMBERS


@dataclass(frozen=True, eq=False)
class TaskLedger:
    """One task over the year.

    A ledger that was read without figures has None for them: whoever asks it for what follows from figures
    gets an error, not a wrong class.
    """

    task: Task
    rules: JudgingRules  # the list's settings
    printed_leads: Sequence[Assignment]  # units and groups, as the list prints them
    leads: tuple[Unit, ...]  # every unit that reports on the task, the first printed lead first
    reports: Sequence[Report]  # of all quarters
    reports_by_quarter: Mapping[int, Sequence[Report]]  # in the order of the leads
    with_rounds: frozenset[int]  # the reports that were ever submitted, by key
    extensions: Mapping[int, Sequence[ExtensionRow]]  # all that units asked for or were granted, by period
    verdicts: Mapping[int, Verdict]  # by quarter
    coordinators: frozenset[int]  # the units whose people review, by key
    closed_in: int | None = None  # the quarter of the 销号, where agreed
    has_closures: bool = False  # applied for at least, whatever became of it
    has_notices: bool = False
    figures: PlanAndActual | None = None  # by today's plan
    former: Mapping[int, PlanAndActual] = field(default_factory=dict)  # by quarter, where another plan judges

    @property
    def is_coordinators_own(self) -> bool:
        """Whether the coordinator's own unit leads: the supervisor confirms its classes."""
        return any(unit.id in self.coordinators for unit in self.leads)

    def reports_in(self, quarter: int) -> Sequence[Report]:
        """The reports that were laid out for a quarter, in the order of the leads."""
        return self.reports_by_quarter.get(quarter, ())

    def report(self, quarter: int, unit: Unit | int) -> Report | None:
        """One unit's report."""
        key = unit if isinstance(unit, int) else unit.pk
        return next((each for each in self.reports_in(quarter) if each.unit_id == key), None)

    def has_rounds(self, report: Report) -> bool:
        """Whether it was ever submitted, recalled or not."""
        return report.pk in self.with_rounds

    @kept
    def filing_days(self, quarter: int, on: date) -> list[FilingDay]:
        """Where each lead's report stands on a day."""
        return [self.filing_day(report, on) for report in self.reports_in(quarter)]

    @kept
    def filing_day(self, report: Report, on: date) -> FilingDay:
        """Where one report stands on a day, extensions counted."""
        return filing_day(report, self.extensions.get(report.period_id, ()), on)

    def is_owed(self, report: Report) -> bool:
        """Nothing is owed for a task closed in an earlier quarter, nor by an inactive unit (Who owes what).

        `Report.objects.counted` and `still_owed` ask the database the same.
        """
        return report.unit.is_active and (self.closed_in is None or self.closed_in >= report.period.quarter)

    def undecided(self, quarter: int, on: date) -> list[Unit]:
        """The leads whose reports a verdict waits for: not accepted, and not missing either."""
        return [
            each.report.unit
            for each in self.filing_days(quarter, on)
            if each.state not in (FilingState.ACCEPTED, FilingState.MISSING, FilingState.NOT_REFILED)
        ]

    def under_review(self, quarter: int, on: date) -> list[Unit]:
        """The leads whose reports are 待审核: until they are decided no verdict counts."""
        days = self.filing_days(quarter, on)
        return [each.report.unit for each in days if each.state == FilingState.PENDING]

    def as_reviewed(self, report: Report, states: Mapping[int, str]) -> "TaskLedger":
        """The same with a report's items as a reviewer would confirm them."""
        quarter = report.period.quarter
        reviewed = self.figures_in(quarter).with_states(report, states)
        return replace(self, former={**self.former, quarter: reviewed})

    @kept
    def owed_days(self, quarter: int, on: date) -> list[FilingDay]:
        """The reports that count as owed: those that are, and what was filed before it no longer was."""
        return [
            day
            for day in self.filing_days(quarter, on)
            if self.is_owed(day.report) or day.report.submitted_at is not None
        ]

    def figures_in(self, quarter: int) -> PlanAndActual | None:
        """By the plan that judges this quarter: the one it was signed by, else the one in force then."""
        return self.former.get(quarter, self.figures)

    def is_judged_by_former_plan(self, quarter: int) -> bool:
        """Whether the quarter's figures or items are told from another plan than today's."""
        then, today = self.figures_in(quarter).as_plan(), self.figures.as_plan()
        return (then.targets, then.milestones) != (today.targets, today.milestones)

    def planned(self, target: Target) -> tuple[PlannedQuarter, ...]:
        """What is planned of a target by the end of each quarter, each by the plan that judges it."""
        return tuple(self._planned_in(number, target) for number in NUMBERS)

    def targets_today(self, quarter: int) -> tuple[TargetFigure, ...]:
        """The targets as today's plan has them, with what was accepted by a quarter: for 销号."""
        figures = self.figures
        return tuple(figures.target_figure(each, quarter, is_accepted) for each in figures.targets)

    @kept
    def work(self, quarter: int, counts: Counts = is_accepted) -> Work:
        """What was to do and was done by a quarter, from the reports that count."""
        figures = self.figures_in(quarter)
        targets = tuple(figures.target_figure(target, quarter, counts) for target in figures.targets)
        items = figures.plan_items(counts, confirmed=counts is is_accepted)
        return Work(quarter, targets, due_items(items, quarter), self.closed_in)

    @kept
    def judgement(self, quarter: int, on: date, *, in_review: bool = False) -> Judgement:
        """The computed class: from accepted figures, in the review from the submitted ones too.

        Where the filing states alone say it no figure is looked at.
        """
        unfiled = self._unfiled(quarter, on, in_review=in_review)
        if unfiled:
            return unfiled
        work = self.work(quarter, is_submitted if in_review else is_accepted)
        return judge(work, self._filings(quarter, on), rules=self.rules, in_review=in_review)

    def verdict(self, quarter: int) -> Verdict | None:
        """What the coordinator gave."""
        return self.verdicts.get(quarter)

    def code(self, quarter: int, on: date) -> str:
        """The class that counts: the coordinator's where given, the computed one where not.

        What the supervisor has still to confirm is 待评定, on a task of the coordinator's own also where no
        verdict was given yet. Where one was given no figure is looked at: 已完成 and 未报, which stand
        against it, follow from the filing states alone. While a lead's report is under review, filed after
        the verdict was given, the task is 待评定.
        """
        given = self._given(quarter)
        if given is None:
            return self.judgement(quarter, on).code
        unfiled = self._unfiled(quarter, on)
        if unfiled is None:
            return given
        return unfiled.code if self.under_review(quarter, on) else effective(unfiled, given)

    def needs_figures(self, quarter: int, on: date, *, weighed: bool) -> bool:
        """Whether the class follows from figures; `weighed`: also where the task lags, for the points."""
        if self._given(quarter) is None and self._unfiled(quarter, on) is None:
            return True
        return weighed and self.code(quarter, on) in LAGGING

    def typed_report(self, report: Report) -> TypedReport:
        """One lead's report as typed: its own targets and items, for asking what it lacks."""
        quarter = report.period.quarter
        figures = self.figures_in(quarter)

        def counts(each: Report) -> bool:
            return each.pk == report.pk or (each.period.quarter < quarter and is_submitted(each))

        own_targets = (each for each in figures.targets if figures.reports_target(each, report.unit))
        targets = tuple(
            figures.target_figure(each, quarter, counts, unit=report.unit) for each in own_targets
        )
        own_items = (each for each in figures.items if figures.item_reporter(each) == report.unit)
        items = due_items((figures.plan_item(each, counts, confirmed=False) for each in own_items), quarter)
        return TypedReport(Work(quarter, targets, items), report.text, report.problems, report.next_steps)

    def _planned_in(self, quarter: int, target: Target) -> PlannedQuarter:
        then = self.figures_in(quarter)
        known = then.target(target.pk)
        return then.planned(known)[quarter - 1] if known else PlannedQuarter(quarter, None, None, NOTHING)

    def _filings(self, quarter: int, on: date) -> list[str]:
        return [each.state for each in self.filing_days(quarter, on)]

    def _unfiled(self, quarter: int, on: date, *, in_review: bool = False) -> Judgement | None:
        """The judgement where the filing states alone say it."""
        return judge_filings(
            self._filings(quarter, on), quarter=quarter, closed_in=self.closed_in, in_review=in_review
        )

    def _given(self, quarter: int) -> str | None:
        """The class that persons gave, None where the figures are to say it."""
        verdict = self.verdict(quarter)
        if verdict is None:
            return VerdictClass.UNMEASURED if self.is_coordinators_own else None
        return verdict.code if verdict.counts else VerdictClass.UNMEASURED
