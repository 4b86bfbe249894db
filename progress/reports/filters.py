"""Narrowing a quarter's reports; filing states follow from dates, so lines are filtered, not rows."""

from collections.abc import Mapping, Sequence

from django import forms

from progress.ledger.filing_records import is_in_time
from progress.reports.queue import ReportLine
from progress.rules.states import FilingState, Punctuality
from projects.screen.searches import SearchField, words_sought


class ReportFilter(forms.Form):
    """Search in text and unit, lead unit, domain, filing state; an unknown value narrows nothing."""

    q = SearchField("序号、任务或单位", size=20)
    unit = forms.ChoiceField(label="牵头单位", required=False)
    domain = forms.ChoiceField(label="领域", required=False)
    state = forms.ChoiceField(
        label="填报状态",
        required=False,
        choices=[
            ("", "全部"),
            *FilingState.choices(),
            (Punctuality.IN_TIME, Punctuality.IN_TIME.word),
            (Punctuality.LATE, Punctuality.LATE.word),
        ],
    )

    def __init__(self, query: Mapping[str, str], lines: Sequence[ReportLine]) -> None:
        """`lines` are all of the quarter, in their order."""
        super().__init__(query)
        self.all_lines = lines
        units = {line.report.unit.code: line.report.unit for line in lines}
        domains = {str(line.task.domain.order): line.task.domain.name for line in lines if line.task.domain}
        self.fields["unit"].choices = [
            ("", "全部"),
            *((code, unit.name) for code, unit in sorted(units.items(), key=lambda pair: pair[1].order)),
        ]
        self.fields["domain"].choices = [("", "全部"), *domains.items()]
        if not domains:
            del self.fields["domain"]

    @property
    def lines(self) -> list[ReportLine]:
        """The lines that are left."""
        self.is_valid()
        return [line for line in self.all_lines if self._keeps(line)]

    def _keeps(self, line: ReportLine) -> bool:
        asked = self.cleaned_data
        state = asked.get("state")
        return (
            (not asked.get("unit") or line.report.unit.code == asked["unit"])
            and (
                not asked.get("domain")
                or (line.task.domain is not None and str(line.task.domain.order) == asked["domain"])
            )
            and (not state or _stands(line, state))
            and _mentions(line, asked.get("q", ""))
        )


def _stands(line: ReportLine, state: str) -> bool:
    """Its filing state; or one of the two marks that every filed report has."""
    marks = {Punctuality.LATE: line.day.is_late, Punctuality.IN_TIME: is_in_time(line.day)}
    return marks.get(state, line.day.state == state)


def _mentions(line: ReportLine, sought: str) -> bool:
    texts = [line.task.text]
    for unit in [line.report.unit]:
        texts += [unit.name, unit.pinyin]
    return all(word.is_said_in(texts, number=line.task.number) for word in words_sought(sought))
