"""Narrowing the overdue desk.

Overdue and behind are computed from dates and figures, so the lines are filtered, not rows of a table.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from progress.ledger.overdue import OverdueRow
from progress.rules.states import OverdueKind
from projects.rules.city import City, kind_choices
from projects.rules.headings import stands_under
from projects.screen.filters import FastSelect
from projects.screen.line_filters import LineFilter
from projects.screen.names import LinesSought
from projects.screen.searches import SearchField


class OverdueFilter(LineFilter[OverdueRow]):
    """Search in task and unit; unit, kind of unit, domain."""

    q = SearchField("序号、任务或单位")
    unit = forms.ChoiceField(label="单位", required=False, widget=FastSelect)
    kind = forms.ChoiceField(label="单位类别", required=False, widget=FastSelect)
    domain = forms.ChoiceField(label="领域", required=False, widget=FastSelect)

    def __init__(self, query: Mapping[str, str], rows: Sequence[OverdueRow], *, city: City) -> None:
        """`rows` are all of the quarter; what none of them has is not offered."""
        super().__init__(query)
        units = {unit for row in rows for unit in row.units}
        kinds = {unit.kind for unit in units}
        self.offer_units("unit", units)
        self.offer("kind", ((code, word) for code, word in kind_choices(city) if code in kinds))
        self.offer_domains([row.task for row in rows])

    def tabs(self, rows: Iterable[OverdueRow]) -> dict[str, list[OverdueRow]]:
        """The lines that are left, by what they are."""
        left = self.left(rows)
        return {kind: [row for row in left if row.kind == kind] for kind in OverdueKind}

    def keeps(self, row: OverdueRow, asked: dict[str, Any]) -> bool:
        """Whether a unit of it, its kind and its domain are those asked for."""
        domain = row.task.domain
        if asked.get("unit") and asked["unit"] not in {unit.code for unit in row.units}:
            return False
        if asked.get("kind") and asked["kind"] not in {unit.kind for unit in row.units}:
            return False
        return stands_under(domain and domain.order, asked.get("domain", ""))

    def tells(self, row: OverdueRow, sought: LinesSought) -> bool:
        """By number, text or unit."""
        return sought.are_in([row.task.text], units=row.units, number=row.task.number)
