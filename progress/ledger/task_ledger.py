"""台账 of one task: what is planned beside what each lead reported, judged for any quarter and day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from progress.ledger.filing_days import FilingDay
from progress.ledger.kept_answers import kept
from progress.ledger.task_facts import TaskFacts
from progress.ledger.task_quarter import TaskQuarter
from progress.models import Report
from progress.rules.judging import Judgement
from projects.models import Unit


class TaskLedger(TaskFacts):
    """One task over the year; who asks several questions of one quarter and day asks `at` or `judged_at`."""

    def at(self, quarter: int, on: date) -> TaskQuarter:
        """A quarter by its own reports, as a day sees it."""
        return TaskQuarter(self, self._answers(quarter, on))

    @kept
    def _answers(self, quarter: int, on: date) -> dict[str, Any]:
        return {"quarter": quarter, "on": on}

    def judged_at(self, quarter: int, on: date) -> TaskQuarter:
        """The quarter by which the task is judged, see `judging_quarter`."""
        return self.at(self.judging_quarter(quarter), on)

    def as_reviewed(self, report: Report, states: Mapping[int, str]) -> "TaskLedger":
        """The same with a report's items as a reviewer would confirm them."""
        quarter = report.period.quarter
        reviewed = self.figures_in(quarter).with_states(report, states)
        return replace(self, former={**self.former, quarter: reviewed})

    def filing_days(self, quarter: int, on: date) -> list[FilingDay]:
        """Where each lead's report stands on a day."""
        return self.at(quarter, on).days

    def owed_days(self, quarter: int, on: date) -> list[FilingDay]:
        """The reports that count as owed: those that are, and what was filed before it no longer was."""
        return self.at(quarter, on).owed_days

    def awaited(self, quarter: int, on: date) -> list[Unit]:
        """The leads whose reports have still to come or to be decided before a verdict is given."""
        return self.at(quarter, on).awaited

    def under_review(self, quarter: int, on: date) -> list[Unit]:
        """The leads whose reports are 待审核: until they are decided no verdict counts."""
        return self.at(quarter, on).under_review

    def left_to_word(self, quarter: int, on: date, *, is_over: bool) -> Judgement | None:
        """What was accepted comes to, where the coordinator's word is still wanted; None where it is not."""
        return self.at(quarter, on).left_to_word(is_over=is_over)

    def judgement(self, quarter: int, on: date, *, in_review: bool = False) -> Judgement:
        """The computed class: from accepted figures, in the review from the submitted ones too."""
        judged = self.judged_at(quarter, on)
        return judged.judgement_in_review if in_review else judged.judgement

    def code(self, quarter: int, on: date) -> str:
        """The class that counts: the coordinator's where given, the computed one where not."""
        return self.judged_at(quarter, on).code

    def open_reason(self, quarter: int, on: date) -> str:
        """Why the task is 待评定, of OpenReason; "" where it is not."""
        return self.judged_at(quarter, on).open_reason
