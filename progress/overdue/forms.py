"""What is done from the overdue desk: 延期 granted unasked."""

from collections.abc import Iterable

from django import forms

from progress.extensions.forms import UntilForm
from progress.models import Report
from projects.models import Unit

CHOSEN, WHOLE = "chosen", "whole"


class GrantForm(UntilForm):
    """给予延期: until when, why, and for which reports: those ticked, or all of the units'."""

    scope = forms.ChoiceField(
        label="范围",
        choices=[(CHOSEN, "只限所选报告"), (WHOLE, "所选单位的全部报告")],
        initial=CHOSEN,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择范围。"},
    )

    def __init__(self, *args: object, reports: Iterable[Report], **named: object) -> None:
        """`reports` are those ticked."""
        super().__init__(*args, **named)
        self.reports = tuple(reports)

    def grants(self) -> dict[Unit, list]:
        """Each unit with its tasks; none stand for all of them."""
        units = {report.unit: [] for report in self.reports}
        if self.cleaned_data["scope"] == CHOSEN:
            for report in self.reports:
                units[report.unit].append(report.task)
        return units
