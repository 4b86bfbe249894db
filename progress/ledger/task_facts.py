"""What is on record of one task over the year, and what it had to do and did by a quarter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from django.utils.functional import cached_property

from progress.ledger.entries import ExtensionRow, PlannedInvestment
from progress.ledger.filing_days import FilingDay, filing_day
from progress.ledger.kept_answers import kept
from progress.ledger.plan_and_actual import Counts, PlanAndActual, is_accepted
from progress.models import Report, Verdict
from progress.rules.finish import is_finished
from progress.rules.items import due_items
from progress.rules.judging import Work
from progress.rules.states import VerdictClass
from progress.rules.weighing import LAST_QUARTER, JudgingRules, TargetFigure, completion_rate
from projects.models import Assignment, Target, Task, Unit
from projects.rules.planning import NOTHING, PlannedQuarter, planned_by
from projects.rules.quarters import NUMBERS, YEAR_END
from projects.rules.states import Nature


@dataclass(eq=False)
class TaskFacts:
    """The rows of one task.

    What was read without figures has None for them: whoever asks it for what follows from figures gets an
    error, not a wrong class.
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
    has_shares: bool = False  # some target of it was shared out
    has_demands: bool = False  # some unit is asked for a contribution to it
    is_planned: bool = True  # some quarter of today's plan says what is to be done
    was_planned: Mapping[int, bool] = field(default_factory=dict)  # by quarter, where another plan judges
    may_be_finished: bool = True  # else accepted figures cannot have finished the year
    may_be_exceeded: bool = True  # else no accepted figure is above its target
    investment: PlannedInvestment | None = None  # 计划投资, where a recorded plan says it
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

    def judging_quarter(self, quarter: int) -> int:
        """The quarter by which the task is judged: the unfinished alone file a 年底核定.

        Of the others the fourth quarter's word is the year's.
        """
        return LAST_QUARTER if quarter == YEAR_END and not self.reports_in(quarter) else quarter

    def has_rounds(self, report: Report) -> bool:
        """Whether it was ever submitted, recalled or not."""
        return report.pk in self.with_rounds

    def is_owed(self, report: Report) -> bool:
        """Nothing is owed for a task closed in an earlier quarter, nor by an inactive unit (Who owes what).

        `Report.objects.counted` and `still_owed` ask the database the same.
        """
        return report.unit.is_active and (self.closed_in is None or self.closed_in >= report.period.quarter)

    def filing_day(self, report: Report, on: date) -> FilingDay:
        """Where one report stands on a day, extensions counted."""
        return filing_day(report, self.extensions.get(report.period_id, ()), on)

    def figures_in(self, quarter: int) -> PlanAndActual | None:
        """By the plan that judges this quarter: the one it was signed by, else the one in force then."""
        return self.former.get(quarter, self.figures)

    def is_planned_in(self, quarter: int) -> bool:
        """Whether the plan that judges this quarter says anything: else it is 未备案, whatever came later."""
        return self.was_planned.get(quarter, self.is_planned)

    def is_judged_by_former_plan(self, quarter: int) -> bool:
        """Whether the quarter's figures or items are judged by another plan than today's."""
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
        quarter = self.judging_quarter(quarter)
        figures = self.figures_in(quarter)
        targets = tuple(figures.target_figure(target, quarter, counts) for target in figures.targets)
        confirmed = counts is is_accepted
        planned = tuple(figures.plan_items(counts, confirmed=confirmed, until=quarter))
        later = figures.plan_items(counts, confirmed=confirmed, after=quarter)  # made where one asks for them
        finished = is_finished(targets, chain(planned, later), quarter=quarter)
        finished = finished and not self._is_denied(quarter, counts)
        return Work(quarter, targets, due_items(planned, quarter), self.closed_in, finished)

    def targets_told(self, quarter: int) -> tuple[TargetFigure, ...]:
        """The targets as they are told of a quarter: a closed task keeps its last values."""
        targets = self.work(quarter).targets
        if not self.is_closed_by(quarter):
            return targets
        return tuple(replace(each, actual=each.earlier) if each.actual is None else each for each in targets)

    def is_exceeded(self, quarter: int) -> bool:
        """超额完成: by accepted figures some count is above the year's target."""
        if not self.may_be_exceeded:
            return False
        counts = (each for each in self.targets_told(quarter) if each.nature == Nature.COUNT)
        return any((completion_rate(each) or 0) > 100 for each in counts)

    def is_closed_by(self, quarter: int) -> bool:
        """销号 in this quarter or before."""
        return self.closed_in is not None and self.closed_in <= quarter

    def verdict(self, quarter: int) -> Verdict | None:
        """What the coordinator gave."""
        return self.verdicts.get(self.judging_quarter(quarter))

    def last_accepted(self, quarter: int) -> int | None:
        """The last quarter up to this one of which a report is accepted."""
        return max((each for each in self._accepted if each <= quarter), default=None)

    @cached_property
    def _accepted(self) -> list[int]:
        """The quarters of which a report is accepted."""
        return [each for each, reports in self.reports_by_quarter.items() if any(map(is_accepted, reports))]

    def _is_denied(self, quarter: int, counts: Counts) -> bool:
        """Whether the coordinator's word on the last figures, of an earlier quarter, says otherwise."""
        last = self.last_accepted(quarter)
        if counts is not is_accepted or last in (None, quarter):
            return False
        verdict = self.verdict(last)
        if verdict is None or not verdict.counts:
            return verdict is not None or self.is_coordinators_own
        return verdict.code not in (VerdictClass.COMPLETED, verdict.computed)

    def _planned_in(self, quarter: int, target: Target) -> PlannedQuarter:
        then = self.figures_in(quarter)
        known = then.target(target.pk)
        if known is None:
            return PlannedQuarter(quarter, None, None, NOTHING)
        return planned_by(then.planned(known), quarter)
