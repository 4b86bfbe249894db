"""台账 of one task: what is planned beside what each lead reported, judged for any quarter and day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.functional import cached_property

from progress.ledger.task_facts import TaskFacts
from progress.ledger.task_quarter import TaskQuarter
from progress.models import Report


class TaskLedger(TaskFacts):
    """One task over the year; what a day sees of a quarter is asked of `at` or `judged_at`."""

    def at(self, quarter: int, on: date) -> TaskQuarter:
        """A quarter by its own reports, as a day sees it."""
        begun = {"quarter": quarter, "on": on}
        return TaskQuarter(self, self._answers.setdefault((quarter, on), begun))

    @cached_property
    def _answers(self) -> dict[tuple[int, date], dict[str, Any]]:
        """What was reckoned of each quarter and day."""
        return {}

    def judged_at(self, quarter: int, on: date) -> TaskQuarter:
        """The quarter by which the task is judged, see `judging_quarter`."""
        return self.at(self.judging_quarter(quarter), on)

    def as_reviewed(self, report: Report, states: Mapping[int, str]) -> "TaskLedger":
        """The same with a report's items as a reviewer would confirm them."""
        quarter = report.period.quarter
        reviewed = self.figures_in(quarter).with_states(report, states)
        return replace(self, former={**self.former, quarter: reviewed})
