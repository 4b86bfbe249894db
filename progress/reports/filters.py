"""Narrowing a quarter's reports; filing states follow from dates, so lines are filtered, not rows."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from progress.ledger.filing_records import is_in_time
from progress.reports.queue import ReportLine, with_figures
from progress.rules.states import WORST_FIRST, FilingState, Punctuality, VerdictClass
from projects.rules.headings import stands_under
from projects.screen.filters import FastSelect
from projects.screen.line_filters import ALL, LineFilter
from projects.screen.links import changed
from projects.screen.names import LinesSought
from projects.screen.searches import SearchField

BY_CLASS = "computed"


class ReportFilter(LineFilter[ReportLine]):
    """Search in text and unit, lead unit, domain, filing state, computed class; and their order."""

    q = SearchField("序号、任务或单位", size=20)
    unit = forms.ChoiceField(label="牵头单位", required=False, widget=FastSelect)
    domain = forms.ChoiceField(label="领域", required=False, widget=FastSelect)
    state = forms.ChoiceField(
        label="填报状态",
        required=False,
        widget=FastSelect,
        choices=[
            ALL,
            *FilingState.choices(),
            (Punctuality.IN_TIME, Punctuality.IN_TIME.word),
            (Punctuality.LATE, Punctuality.LATE.word),
        ],
    )
    computed = forms.ChoiceField(
        label="系统测算",
        required=False,
        widget=FastSelect,
        choices=[ALL, *VerdictClass.choices()],
    )
    sort = forms.ChoiceField(
        label="排序",
        required=False,
        widget=FastSelect,
        choices=[("", "按序号"), (BY_CLASS, "按系统测算，差的在前")],
    )

    def __init__(self, query: Mapping[str, str], lines: Sequence[ReportLine]) -> None:
        """`lines` are all of the quarter, in their order; no figures are read for them."""
        super().__init__(query)
        self.offer_units("unit", (line.report.unit for line in lines))
        self.offer_domains([line.task for line in lines])

    def left(self, lines: Iterable[ReportLine]) -> list[ReportLine]:
        """The lines that are left, in the order asked for, with what their figures say."""
        kept = with_figures(super().left(lines))
        code = self.cleaned_data.get("computed")
        found = [line for line in kept if not code or line.proposal.code == code]
        return sorted(found, key=_badness) if self.is_by_class else found

    @property
    def is_by_class(self) -> bool:
        """Whether the worst computed class stands first."""
        return self.is_valid() and self.cleaned_data.get("sort") == BY_CLASS

    @property
    def by_class(self) -> str:
        """The address of the same lines in the other order."""
        return changed(dict(self.data.items()), sort=None if self.is_by_class else BY_CLASS)

    def keeps(self, line: ReportLine, asked: dict[str, Any]) -> bool:
        """Whether its unit, its domain and its filing state are those asked for."""
        state = asked.get("state")
        return (
            (not asked.get("unit") or line.report.unit.code == asked["unit"])
            and stands_under(line.task.domain and line.task.domain.order, asked.get("domain", ""))
            and (not state or _stands(line, state))
        )

    def tells(self, line: ReportLine, sought: LinesSought) -> bool:
        """By number, text or unit."""
        return sought.are_in([line.task.text], units=[line.report.unit], number=line.task.number)


def _badness(line: ReportLine) -> tuple[int, Decimal]:
    """未报 first, then the classes from the worst on, the widest gap first; lines alike keep their order."""
    order = (VerdictClass.NOT_FILED, *WORST_FIRST)
    return order.index(line.proposal.code), -(line.proposal.points_behind or Decimal(0))


def _stands(line: ReportLine, state: str) -> bool:
    """Its filing state; or one of the two marks that every filed report has."""
    marks = {Punctuality.LATE: line.day.is_late, Punctuality.IN_TIME: is_in_time(line.day)}
    return marks.get(state, line.day.state == state)
