"""Narrowing the desk of plans; what a plan is on a day is computed, so lines are filtered, not rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from projects.plans.reads import ASKED, PlanLine
from projects.rules.plan_states import LATE_MARK, PlanFilingState
from projects.screen.filters import FastSelect
from projects.screen.line_filters import LineFilter
from projects.screen.names import LinesSought
from projects.screen.searches import SearchField

LATE = "late"


class PlanFilter(LineFilter[PlanLine]):
    """Search in task and unit; unit, state."""

    q = SearchField("序号、任务或单位")
    unit = forms.ChoiceField(label="报备单位", required=False, widget=FastSelect)
    state = forms.ChoiceField(label="状态", required=False, widget=FastSelect)

    def __init__(self, query: Mapping[str, str], lines: Sequence[PlanLine], *, of_one: bool = False) -> None:
        """`lines` are all of the list, `of_one` where they are one unit's; what none has is not offered."""
        super().__init__(query)
        self.offer_units("unit", (line.plan.unit for line in lines))
        found = {line.filing_state for line in lines}
        states = [(code, word) for code, word in PlanFilingState.choices() if code in found]
        late = [(LATE, LATE_MARK)] if any(line.is_late for line in lines) else []
        asked = [(ASKED, "申请调整")] if any(line.is_asked for line in lines) else []
        self.offer("state", [*states, *late, *asked])
        if of_one:
            del self.fields["unit"]

    def keeps(self, line: PlanLine, asked: dict[str, Any]) -> bool:
        """Whether its unit and its state are those asked for."""
        if asked.get("unit") and asked["unit"] != line.plan.unit.code:
            return False
        return _is_in(line, asked.get("state"))

    def tells(self, line: PlanLine, sought: LinesSought) -> bool:
        """By number, text or unit."""
        task = line.plan.task
        return sought.are_in([task.text], units=[line.plan.unit], number=task.number)


def _is_in(line: PlanLine, state: str | None) -> bool:
    """Whether the line is what was asked for; an unknown state narrows nothing."""
    if state == LATE:
        return line.is_late
    if state == ASKED:
        return line.is_asked
    return not state or state == line.filing_state
