"""One task in one quarter as a day sees it: where its reports stand, and its class (domain.md, Judging)."""

from datetime import date
from typing import Any

from django.utils.functional import cached_property

from progress.ledger.filing_days import FilingDay
from progress.ledger.plan_and_actual import is_accepted, is_submitted
from progress.ledger.task_facts import TaskFacts
from progress.models import Verdict
from progress.rules.judging import (
    UNFILED,
    Judgement,
    LeadFiling,
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
from progress.rules.weighing import LAST_QUARTER
from projects.models import Unit


class TaskQuarter:
    """Each answer is reckoned once, and only where it is asked for.

    The class of a 年底核定 that was not laid out is that of the fourth quarter: `TaskLedger.judged_at`.

    The answers stay with the ledger, the ledger itself is no part of them: in a ring of ledger and quarters
    all the rows of a page would outlive it until Python's collector finds them.
    """

    __slots__ = ("__dict__", "facts")
    quarter: int
    on: date

    def __init__(self, facts: TaskFacts, answers: dict[str, Any]) -> None:
        """`answers` begin with `quarter` and `on`, and take up what is reckoned."""
        self.facts, self.__dict__ = facts, answers

    @cached_property
    def days(self) -> list[FilingDay]:
        """Where each lead's report stands."""
        return [self.facts.filing_day(each, self.on) for each in self.facts.reports_in(self.quarter)]

    @cached_property
    def owed_days(self) -> list[FilingDay]:
        """The reports that count as owed: those that are, and what was filed before it no longer was."""
        return [
            day for day in self.days if self.facts.is_owed(day.report) or day.report.submitted_at is not None
        ]

    @cached_property
    def under_review(self) -> list[Unit]:
        """The leads whose reports are 待审核: until they are decided no verdict counts."""
        return [each.report.unit for each in self.days if each.state == FilingState.PENDING]

    @property
    def awaited(self) -> list[Unit]:
        """The leads whose reports have still to come or to be decided before a verdict is given."""
        days = zip(self.days, self._filings, strict=False)
        return [day.report.unit for day, filing in days if filing.stands and filing.is_waited_for]

    @cached_property
    def verdict(self) -> Verdict | None:
        """What the coordinator gave."""
        return self.facts.verdicts.get(self.quarter)

    @cached_property
    def is_closed(self) -> bool:
        """销号 in this quarter or before."""
        return self.facts.is_closed_by(self.quarter)

    @cached_property
    def judgement(self) -> Judgement:
        """The computed class, from accepted figures; where the filings alone say it none is looked at."""
        return self._judged(in_review=False)

    @cached_property
    def judgement_in_review(self) -> Judgement:
        """The same from the submitted figures too."""
        return self._judged(in_review=True)

    @cached_property
    def code(self) -> str:
        """The class that counts: the coordinator's where given, the computed one where not.

        What the supervisor has still to confirm is 待评定, on a task of the coordinator's own also where no
        verdict was given yet. Where one was given figures are looked at only for a lead that is missing:
        销号 follows from the filings alone. While a lead's report is under review, filed after the verdict
        was given, the task is 待评定.
        """
        given = self._given
        if given is None or self.under_review:
            return self.judgement.code
        if self._has_missing_lead:
            computed = self.judgement.code
            return computed if computed == VerdictClass.NOT_FILED else given
        return effective(self._unfiled, given) if self._unfiled else given

    def left_to_word(self, *, is_over: bool) -> Judgement | None:
        """What was accepted comes to, where the coordinator's word is still wanted; None where it is not.

        A verdict is given with the last lead's report. Where that never comes (missing without a share of
        its own, returned and not filed again when the quarter `is_over`), it is given by itself. 未报 and
        销号 stand as they are.
        """
        if self.is_closed or self.verdict is not None or self.under_review:
            return None
        if not any(is_accepted(each) for each in self.facts.reports_in(self.quarter)):
            return None
        judgement, awaited = self.judgement, self.awaited
        if judgement.code == VerdictClass.NOT_FILED or (awaited and not is_over):
            return None
        return judge_filed(self.facts.work(self.quarter), rules=self.facts.rules) if awaited else judgement

    @cached_property
    def open_reason(self) -> str:
        """Why the task is 待评定, of OpenReason; "" where it is not."""
        if self.code != VerdictClass.UNMEASURED:
            return ""
        accepted = [day for day in self.days if day.state == FilingState.ACCEPTED]
        leads = self.facts.leads
        if self.under_review:
            return OpenReason.PENDING
        if leads and not accepted and not any(each.is_active for each in leads):
            return OpenReason.INACTIVE
        if self.verdict is not None and not self.verdict.counts:
            return OpenReason.UNCONFIRMED
        if not self.facts.is_planned_in(self.quarter):
            return OpenReason.UNPLANNED
        is_waiting = not accepted or bool(self.awaited)
        return OpenReason.UNFILED if is_waiting else OpenReason.BASELESS

    @cached_property
    def is_unreported(self) -> bool:
        """Whether the report of a task that is not closed is missing."""
        expected = [day.state for day in self.days if not day.is_let_off]
        is_missing = bool(expected) and all(each == FilingState.MISSING for each in expected)
        return is_missing and not self.is_closed

    def needs_figures(self, *, weighed: bool) -> bool:
        """Whether the class follows from figures; `weighed`: also where the task lags, for the points."""
        if self._has_missing_lead:
            return True
        is_computed = self._given is None or bool(self.under_review)
        if is_computed and self._unfiled is None:
            return True
        if self.quarter >= LAST_QUARTER and self.facts.may_be_exceeded and self.code in GOOD:
            return True
        return weighed and self.code in LAGGING

    @cached_property
    def _filings(self) -> tuple[LeadFiling, ...]:
        """Where each lead stands; what it reports is asked of those alone that are missing."""
        leads = self.facts.leads
        if not self.days and leads and not any(each.is_active for each in leads):
            return tuple(LeadFiling(FilingState.NOT_DUE, is_active=False) for _ in leads)
        return tuple(
            LeadFiling(day.state, self._reports_due(day), day.report.unit.is_active) for day in self.days
        )

    def _reports_due(self, day: FilingDay) -> bool:
        if self.facts.figures is None or day.state not in UNFILED:
            return False
        return self.facts.figures_in(self.quarter).awaits(day.report.unit, self.facts.work(self.quarter))

    @cached_property
    def _has_missing_lead(self) -> bool:
        """Whether some of several leads are missing: then it matters what they report."""
        if len(self.days) < 2 or self.is_closed:
            return False
        expected = [day.state for day in self.days if not day.is_let_off]
        missing = [state for state in expected if state in UNFILED]
        return bool(missing) and len(missing) < len(expected)

    @cached_property
    def _given(self) -> str | None:
        """The class that persons gave, None where the figures are to say it."""
        if self.verdict is None:
            facts = self.facts
            waits = facts.is_coordinators_own and facts.last_accepted(self.quarter) == self.quarter
            return VerdictClass.UNMEASURED if waits else None
        return self.verdict.code if self.verdict.counts else VerdictClass.UNMEASURED

    @cached_property
    def _unfiled(self) -> Judgement | None:
        """The judgement where the filings alone say it."""
        return self._said_by_filings(in_review=False)

    def _said_by_filings(self, *, in_review: bool) -> Judgement | None:
        facts = self.facts
        may_be_finished = facts.may_be_finished and facts.last_accepted(self.quarter) is not None
        if not self.is_closed and (may_be_finished or self._has_missing_lead):
            return None
        named = {"quarter": self.quarter, "closed_in": facts.closed_in, "in_review": in_review}
        return judge_filings(self._filings, **named)

    def _judged(self, *, in_review: bool) -> Judgement:
        judgement = self._said_by_filings(in_review=True) if in_review else self._unfiled
        if judgement is None:
            facts, quarter = self.facts, self.quarter
            work = facts.work(quarter, is_submitted) if in_review else facts.work(quarter)
            judgement = judge(work, self._filings, rules=self.facts.rules, in_review=in_review)
        if self.facts.is_planned_in(self.quarter) or judgement.code != VerdictClass.UNMEASURED:
            return judgement
        if INACTIVE_MARK in judgement.marks:  # one reason a task: no plan is asked of a unit out of use
            return judgement
        return judgement._replace(marks=(*judgement.marks, UNPLANNED_MARK))
