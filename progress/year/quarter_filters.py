"""Narrowing a quarter's tasks. Verdicts are computed, so the lines are filtered, not rows of a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from progress.rules.standings import Standing, counted_in, is_counted
from progress.year.quarter import TaskLine
from projects.rules.headings import stands_under
from projects.screen.filters import FastSelect
from projects.screen.line_filters import LineFilter
from projects.screen.names import LinesSought
from projects.screen.searches import SearchField


class QuarterFilter(LineFilter[TaskLine]):
    """Search in number, text and unit; lead unit, domain, verdict, the quarter before's."""

    q = SearchField("序号、任务或单位")
    lead = forms.ChoiceField(label="牵头单位", required=False, widget=FastSelect)
    domain = forms.ChoiceField(label="领域", required=False, widget=FastSelect)
    verdict = forms.ChoiceField(label="进度评价", required=False, widget=FastSelect)
    before = forms.ChoiceField(label="上期评价", required=False, widget=FastSelect)

    def __init__(self, query: Mapping[str, str], lines: Sequence[TaskLine]) -> None:
        """`lines` are all of the quarter; what none of them has is not offered."""
        super().__init__(query)
        quarter = lines[0].quarter if lines else 0
        self.offer_units("lead", (unit for line in lines for unit in line.leads))
        self.offer("verdict", counted_in(quarter).items())
        self.offer("before", counted_in(quarter - 1).items())
        self.offer_domains([line.task for line in lines])
        if not any(line.before for line in lines):
            del self.fields["before"]

    def keeps(self, line: TaskLine, asked: dict[str, Any]) -> bool:
        """Whether its lead, its domain and its classes are those asked for."""
        standings = line.verdicts.standings
        return (
            (not asked.get("lead") or any(unit.code == asked["lead"] for unit in line.leads))
            and stands_under(line.task.domain and line.task.domain.order, asked.get("domain", ""))
            and _stood(standings.get(line.quarter), asked.get("verdict"))
            and _stood(standings.get(line.quarter - 1), asked.get("before"))
        )

    def tells(self, line: TaskLine, sought: LinesSought) -> bool:
        """By number, text or unit."""
        return sought.are_in([line.task.text], units=line.leads, number=line.task.number)


def _stood(standing: Standing | None, code: str | None) -> bool:
    return not code or (standing is not None and is_counted(standing, code))
