"""Narrowing the overdue desk.

Overdue and behind are computed from dates and figures, so the lines are filtered, not rows of a table.
"""

from collections.abc import Mapping, Sequence

from django import forms

from progress.ledger.overdue import OverdueRow
from progress.rules.states import OverdueKind
from projects.register.names import LinesSought
from projects.rules.city import City, kind_choices
from projects.rules.headings import domain_head, stands_under, with_loose
from projects.screen.filters import FastSelect
from projects.screen.searches import SearchField

ALL = ("", "全部")


class OverdueFilter(forms.Form):
    """Search in task and unit; unit, kind of unit, domain; an unknown value narrows nothing."""

    q = SearchField("序号、任务或单位")
    unit = forms.ChoiceField(label="单位", required=False, widget=FastSelect)
    kind = forms.ChoiceField(label="单位类别", required=False, widget=FastSelect)
    domain = forms.ChoiceField(label="领域", required=False, widget=FastSelect)

    def __init__(self, query: Mapping[str, str], rows: Sequence[OverdueRow], *, city: City) -> None:
        """`rows` are all of the quarter; what none of them has is not offered."""
        super().__init__(query)
        self.all_rows = rows
        units = sorted({unit for row in rows for unit in row.units}, key=lambda unit: unit.order)
        domains = sorted(
            {row.task.domain for row in rows if row.task.domain}, key=lambda domain: domain.order
        )
        kinds = {unit.kind for unit in units}
        self.fields["unit"].choices = [ALL, *((unit.code, unit.name) for unit in units)]
        self.fields["kind"].choices = [
            ALL,
            *((code, word) for code, word in kind_choices(city) if code in kinds),
        ]
        self.fields["domain"].label = domain_head(is_custom=any(each.is_custom for each in domains))
        is_any_loose = any(row.task.domain is None for row in rows)
        named = ((str(domain.order), domain.name) for domain in domains)
        self.fields["domain"].choices = [ALL, *with_loose(named, is_any_loose=is_any_loose)]
        if not domains:
            del self.fields["domain"]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked."""
        self.is_valid()
        return any(self.cleaned_data.values())

    def tabs(self) -> dict[str, list[OverdueRow]]:
        """The lines that are left, by what they are."""
        self.is_valid()
        sought = LinesSought(self.cleaned_data.get("q", ""))
        left = [row for row in self.all_rows if self._keeps(row) and _mentions(row, sought)]
        return {kind: [row for row in left if row.kind == kind] for kind in OverdueKind}

    def _keeps(self, row: OverdueRow) -> bool:
        asked, domain = self.cleaned_data, row.task.domain
        if asked.get("unit") and asked["unit"] not in {unit.code for unit in row.units}:
            return False
        if asked.get("kind") and asked["kind"] not in {unit.kind for unit in row.units}:
            return False
        return stands_under(domain and domain.order, asked.get("domain", ""))


def _mentions(row: OverdueRow, sought: LinesSought) -> bool:
    return sought.are_in([row.task.text], units=row.units, number=row.task.number)
