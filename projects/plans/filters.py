"""Narrowing the desk of plans; what a plan is on a day is computed, so lines are filtered, not rows."""

from collections.abc import Mapping, Sequence

from django import forms

from projects.plans.reads import ASKED, PlanLine
from projects.rules.plan_states import LATE_MARK, PlanFilingState
from projects.screen.filters import FastSelect
from projects.screen.searches import SearchField, words_sought

ALL = ("", "全部")
LATE = "late"


class PlanFilter(forms.Form):
    """Search in task and unit; unit, state; an unknown value narrows nothing."""

    q = SearchField("序号、任务或单位")
    unit = forms.ChoiceField(label="报备单位", required=False, widget=FastSelect)
    state = forms.ChoiceField(label="状态", required=False, widget=FastSelect)

    def __init__(self, query: Mapping[str, str], lines: Sequence[PlanLine], *, of_one: bool = False) -> None:
        """`lines` are all of the list, `of_one` where they are one unit's; what none has is not offered."""
        super().__init__(query)
        self.all_lines = lines
        units = sorted({line.plan.unit for line in lines}, key=lambda unit: unit.order)
        self.fields["unit"].choices = [ALL, *((unit.code, unit.name) for unit in units)]
        found = {line.filing_state for line in lines}
        states = [(code, word) for code, word in PlanFilingState.choices() if code in found]
        late = [(LATE, LATE_MARK)] if any(line.is_late for line in lines) else []
        asked = [(ASKED, "申请调整")] if any(line.is_asked for line in lines) else []
        self.fields["state"].choices = [ALL, *states, *late, *asked]
        if of_one:
            del self.fields["unit"]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked."""
        self.is_valid()
        return any(self.cleaned_data.values())

    @property
    def lines(self) -> list[PlanLine]:
        """The lines that are left."""
        self.is_valid()
        return [line for line in self.all_lines if self._keeps(line)]

    def _keeps(self, line: PlanLine) -> bool:
        asked = self.cleaned_data
        if asked.get("unit") and asked["unit"] != line.plan.unit.code:
            return False
        if not _is_in(line, asked.get("state")):
            return False
        texts = [line.plan.task.text, line.plan.unit.name, line.plan.unit.pinyin]
        number = line.plan.task.number
        return all(word.is_said_in(texts, number=number) for word in words_sought(asked.get("q", "")))


def _is_in(line: PlanLine, state: str | None) -> bool:
    """Whether the line is what was asked for; an unknown state narrows nothing."""
    if state == LATE:
        return line.is_late
    if state == ASKED:
        return line.is_asked
    return not state or state == line.filing_state
