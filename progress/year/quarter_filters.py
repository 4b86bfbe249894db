"""Narrowing a quarter's tasks. Verdicts are computed, so the lines are filtered, not rows of a table."""

from collections.abc import Mapping, Sequence

from django import forms

from progress.rules.standings import counted_in, is_counted
from progress.year.quarter import TaskLine
from projects.register.names import LinesSought
from projects.rules.headings import domain_head, stands_under, with_loose
from projects.screen.filters import FastSelect
from projects.screen.searches import SearchField

ALL = ("", "全部")


class QuarterFilter(forms.Form):
    """Search in number, text and unit; lead unit, domain, verdict, the quarter before's.

    An unknown value narrows nothing.
    """

    q = SearchField("序号、任务或单位")
    lead = forms.ChoiceField(label="牵头单位", required=False, widget=FastSelect)
    domain = forms.ChoiceField(label="领域", required=False, widget=FastSelect)
    verdict = forms.ChoiceField(label="进度评价", required=False, widget=FastSelect)
    before = forms.ChoiceField(label="上期评价", required=False, widget=FastSelect)

    def __init__(self, query: Mapping[str, str], lines: Sequence[TaskLine]) -> None:
        """`lines` are all of the quarter; what none of them has is not offered."""
        super().__init__(query)
        self.all_lines = lines
        units = sorted({unit for line in lines for unit in line.leads}, key=lambda unit: unit.order)
        domains = sorted(
            {line.task.domain for line in lines if line.task.domain}, key=lambda domain: domain.order
        )
        self.fields["lead"].choices = [ALL, *((unit.code, unit.name) for unit in units)]
        quarter = lines[0].quarter if lines else 0
        self.fields["verdict"].choices = [ALL, *counted_in(quarter).items()]
        self.fields["before"].choices = [ALL, *counted_in(quarter - 1).items()]
        self.fields["domain"].label = domain_head(is_custom=any(each.is_custom for each in domains))
        is_any_loose = any(line.task.domain is None for line in lines)
        named = ((str(domain.order), domain.name) for domain in domains)
        self.fields["domain"].choices = [ALL, *with_loose(named, is_any_loose=is_any_loose)]
        for name, is_there in (("domain", domains), ("before", any(line.before for line in lines))):
            if not is_there:
                del self.fields[name]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked."""
        self.is_valid()
        return any(self.cleaned_data.values())

    @property
    def lines(self) -> list[TaskLine]:
        """The lines that are left."""
        self.is_valid()
        sought = LinesSought(self.cleaned_data.get("q", ""))
        return [line for line in self.all_lines if self._keeps(line) and _mentions(line, sought)]

    def _keeps(self, line: TaskLine) -> bool:
        asked, standings = self.cleaned_data, line.verdicts.standings
        return (
            (not asked.get("lead") or any(unit.code == asked["lead"] for unit in line.leads))
            and stands_under(line.task.domain and line.task.domain.order, asked.get("domain", ""))
            and (
                not asked.get("verdict")
                or (line.quarter in standings and is_counted(standings[line.quarter], asked["verdict"]))
            )
            and (
                not asked.get("before")
                or (
                    line.quarter - 1 in standings and is_counted(standings[line.quarter - 1], asked["before"])
                )
            )
        )


def _mentions(line: TaskLine, sought: LinesSought) -> bool:
    return sought.are_in([line.task.text], units=line.leads, number=line.task.number)
