"""台账 of one task: what is planned beside what each lead reported, judged for any quarter and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from progress.ledger.entries import ExtensionRow, PlannedInvestment
from progress.ledger.filing_days import FilingDay, filing_day
from progress.ledger.kept_answers import kept
from progress.ledger.plan_and_actual import Counts, PlanAndActual, is_accepted, is_submitted
from progress.models import Report, Verdict
from progress.rules.finish import is_finished
from progress.rules.items import due_items
from progress.rules.judging import (
    UNFILED,
    Judgement,
    LeadFiling,
    Work,
    effective,
    judge,
    judge_filed,
    judge_filings,
)
from progress.rules.states import (
    GOOD,
    INACTIVE_MARK,
    LAGGING,
    UNPLANNED_MARK,
    FilingState,
    OpenReason,
    VerdictClass,
)
from progress.rules.weighing import LAST_QUARTER, JudgingRules, TargetFigure, completion_rate
from projects.models import Assignment, Target, Task, Unit
from projects.rules.planning import NOTHING, PlannedQuarter, planned_by
from projects.rules.quarters import NUMBERS, YEAR_END
from projects.rules.states import Nature


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

    @kept
    def filing_days(self, quarter: int, on: date) -> list[FilingDay]:
        """Where each lead's report stands on a day."""
        return [self.filing_day(report, on) for report in self.reports_in(quarter)]

    def filing_day(self, report: Report, on: date) -> FilingDay:
        """Where one report stands on a day, extensions counted."""
        return filing_day(report, self.extensions.get(report.period_id, ()), on)

    def is_owed(self, report: Report) -> bool:
        """Nothing is owed for a task closed in an earlier quarter, nor by an inactive unit (Who owes what).

        `Report.objects.counted` and `still_owed` ask the database the same.
        """
        return report.unit.is_active and (self.closed_in is None or self.closed_in >= report.period.quarter)

    def awaited(self, quarter: int, on: date) -> list[Unit]:
        """The leads whose reports have still to come or to be decided before a verdict is given."""
        days = zip(self.filing_days(quarter, on), self._filings(quarter, on), strict=False)
        return [day.report.unit for day, filing in days if filing.stands and filing.is_waited_for]

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
        items = figures.plan_items(counts, confirmed=counts is is_accepted)
        finished = is_finished(targets, items, quarter=quarter) and not self._is_denied(quarter, counts)
        return Work(quarter, targets, due_items(items, quarter), self.closed_in, finished)

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

    @kept
    def judgement(self, quarter: int, on: date, *, in_review: bool = False) -> Judgement:
        """The computed class: from accepted figures, in the review from the submitted ones too.

        Where the filings alone say it no figure is looked at.
        """
        quarter = self.judging_quarter(quarter)
        judgement = self._unfiled(quarter, on, in_review=in_review)
        if judgement is None:
            work = self.work(quarter, is_submitted) if in_review else self.work(quarter)
            judgement = judge(work, self._filings(quarter, on), rules=self.rules, in_review=in_review)
        if self.is_planned_in(quarter) or judgement.code != VerdictClass.UNMEASURED:
            return judgement
        if INACTIVE_MARK in judgement.marks:  # one reason a task: no plan is asked of a unit out of use
            return judgement
        return replace(judgement, marks=(*judgement.marks, UNPLANNED_MARK))

    def verdict(self, quarter: int) -> Verdict | None:
        """What the coordinator gave."""
        return self.verdicts.get(self.judging_quarter(quarter))

    @kept
    def code(self, quarter: int, on: date) -> str:
        """The class that counts: the coordinator's where given, the computed one where not.

        What the supervisor has still to confirm is 待评定, on a task of the coordinator's own also where no
        verdict was given yet. Where one was given figures are looked at only for a lead that is missing:
        销号 follows from the filings alone. While a lead's report is under review, filed after the verdict
        was given, the task is 待评定.
        """
        quarter = self.judging_quarter(quarter)
        given = self._given(quarter)
        if given is None or self.under_review(quarter, on):
            return self.judgement(quarter, on).code
        if self._has_missing_lead(quarter, on):
            computed = self.judgement(quarter, on).code
            return computed if computed == VerdictClass.NOT_FILED else given
        unfiled = self._unfiled(quarter, on)
        return effective(unfiled, given) if unfiled else given

    def left_to_word(self, quarter: int, on: date, *, is_over: bool) -> Judgement | None:
        """What was accepted comes to, where the coordinator's word is still wanted; None where it is not.

        A verdict is given with the last lead's report. Where that never comes (missing without a share of
        its own, returned and not filed again when the quarter `is_over`), it is given by itself. 未报 and
        销号 stand as they are.
        """
        if self.is_closed_by(quarter) or self.verdict(quarter) is not None or self.under_review(quarter, on):
            return None
        if not any(is_accepted(each) for each in self.reports_in(quarter)):
            return None
        judgement, awaited = self.judgement(quarter, on), self.awaited(quarter, on)
        if judgement.code == VerdictClass.NOT_FILED or (awaited and not is_over):
            return None
        return judge_filed(self.work(quarter), rules=self.rules) if awaited else judgement

    def open_reason(self, quarter: int, on: date) -> str:
        """Why the task is 待评定, of OpenReason; "" where it is not."""
        quarter = self.judging_quarter(quarter)
        if self.code(quarter, on) != VerdictClass.UNMEASURED:
            return ""
        verdict, days = self.verdict(quarter), self.filing_days(quarter, on)
        accepted = [day for day in days if day.state == FilingState.ACCEPTED]
        if any(day.state == FilingState.PENDING for day in days):
            return OpenReason.PENDING
        if self.leads and not accepted and not any(each.is_active for each in self.leads):
            return OpenReason.INACTIVE
        if verdict is not None and not verdict.counts:
            return OpenReason.UNCONFIRMED
        if not self.is_planned_in(quarter):
            return OpenReason.UNPLANNED
        is_waiting = not accepted or bool(self.awaited(quarter, on))
        return OpenReason.UNFILED if is_waiting else OpenReason.BASELESS

    def is_unreported(self, quarter: int, on: date) -> bool:
        """Whether the report of a task that is not closed is missing."""
        quarter = self.judging_quarter(quarter)
        expected = [day.state for day in self.filing_days(quarter, on) if _stands(day)]
        is_missing = bool(expected) and all(each == FilingState.MISSING for each in expected)
        return is_missing and not self.is_closed_by(quarter)

    def needs_figures(self, quarter: int, on: date, *, weighed: bool) -> bool:
        """Whether the class follows from figures; `weighed`: also where the task lags, for the points."""
        quarter = self.judging_quarter(quarter)
        if self._has_missing_lead(quarter, on):
            return True
        is_computed = self._given(quarter) is None or bool(self.under_review(quarter, on))
        if is_computed and self._unfiled(quarter, on) is None:
            return True
        if quarter >= LAST_QUARTER and self.may_be_exceeded and self.code(quarter, on) in GOOD:
            return True
        return weighed and self.code(quarter, on) in LAGGING

    @kept
    def _filings(self, quarter: int, on: date) -> tuple[LeadFiling, ...]:
        """Where each lead stands; what it reports is asked of those alone that are missing."""
        days = self.filing_days(quarter, on)
        if not days and self.leads and not any(each.is_active for each in self.leads):
            return tuple(LeadFiling(FilingState.NOT_DUE, is_active=False) for _ in self.leads)
        return tuple(
            LeadFiling(day.state, self._reports_due(day, quarter), day.report.unit.is_active) for day in days
        )

    def _reports_due(self, day: FilingDay, quarter: int) -> bool:
        return (
            self.figures is not None
            and day.state in UNFILED
            and self.figures_in(quarter).awaits(day.report.unit, self.work(quarter))
        )

    @kept
    def _has_missing_lead(self, quarter: int, on: date) -> bool:
        """Whether some of several leads are missing: then it matters what they report."""
        days = self.filing_days(quarter, on)
        if len(days) < 2 or self.is_closed_by(quarter):
            return False
        expected = [day for day in days if _stands(day)]
        missing = [day for day in expected if day.state in UNFILED]
        return bool(missing) and len(missing) < len(expected)

    def _planned_in(self, quarter: int, target: Target) -> PlannedQuarter:
        then = self.figures_in(quarter)
        known = then.target(target.pk)
        if known is None:
            return PlannedQuarter(quarter, None, None, NOTHING)
        return planned_by(then.planned(known), quarter)

    @kept
    def _unfiled(self, quarter: int, on: date, *, in_review: bool = False) -> Judgement | None:
        """The judgement where the filings alone say it."""
        is_open = self.closed_in is None or self.closed_in > quarter
        may_be_finished = self.may_be_finished and self._last_accepted(quarter) is not None
        if is_open and (may_be_finished or self._has_missing_lead(quarter, on)):
            return None
        return judge_filings(
            self._filings(quarter, on), quarter=quarter, closed_in=self.closed_in, in_review=in_review
        )

    @kept
    def _last_accepted(self, quarter: int) -> int | None:
        """The last quarter up to this one of which a report is accepted."""
        found = (each for each, reports in self.reports_by_quarter.items() if any(map(is_accepted, reports)))
        return max((each for each in found if each <= quarter), default=None)

    def _is_denied(self, quarter: int, counts: Counts) -> bool:
        """Whether the coordinator's word on the last figures, of an earlier quarter, says otherwise."""
        last = self._last_accepted(quarter)
        if counts is not is_accepted or last in (None, quarter):
            return False
        verdict = self.verdict(last)
        if verdict is None or not verdict.counts:
            return verdict is not None or self.is_coordinators_own
        return verdict.code not in (VerdictClass.COMPLETED, verdict.computed)

    def _given(self, quarter: int) -> str | None:
        """The class that persons gave, None where the figures are to say it."""
        verdict = self.verdict(quarter)
        if verdict is None:
            waits = self.is_coordinators_own and self._last_accepted(quarter) == quarter
            return VerdictClass.UNMEASURED if waits else None
        return verdict.code if verdict.counts else VerdictClass.UNMEASURED


def _stands(day: FilingDay) -> bool:
    return LeadFiling(day.state, is_active=day.report.unit.is_active).stands
