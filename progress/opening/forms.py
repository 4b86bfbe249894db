"""The forms of a reporting period: its dates, and filing later."""

from collections.abc import Iterable

from django import forms
from django.utils.text import Truncator

from progress.opening.actions import Dates
from progress.overview.queue import ReportLine
from projects.screen.forms import DayField


class DatesForm(forms.Form):
    """When a quarter opens, as of which day it reports, when it is due."""

    opens_on = DayField(label="开始填报")
    as_of = DayField(label="截至日期")
    due_on = DayField(label="报送期限", help_text="当天报送仍算按时。")

    def clean(self) -> dict:
        """A quarter opens before it is due."""
        data = super().clean()
        if data.get("opens_on") and data.get("due_on") and data["opens_on"] > data["due_on"]:
            self.add_error("due_on", "报送期限不能早于开始填报的日期。")
        return data

    def dates(self) -> Dates:
        """What was typed, as the action takes it."""
        return Dates(self.cleaned_data["opens_on"], self.cleaned_data["as_of"], self.cleaned_data["due_on"])


class ExtensionForm(forms.Form):
    """申请延期: until when, why, for which tasks (none ticked: all)."""

    until = DayField(label="延至", error_messages={"required": "请填写延至日期。"})
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "请填写延期理由。"})
    tasks = forms.MultipleChoiceField(label="任务", required=False, widget=forms.CheckboxSelectMultiple, help_text="不勾选即本单位全部任务。")

    def __init__(self, *args: object, lines: Iterable[ReportLine], **named: object) -> None:
        """`lines` are the unit's reports of the quarter."""
        super().__init__(*args, **named)
        self.fields["tasks"].choices = [(str(line.task.pk), f"第{line.task.number}项　{Truncator(line.task.text).chars(40)}") for line in lines]


class ExtensionDecisionForm(forms.Form):
    """同意 or not, with a note."""

    note = forms.CharField(label="批复意见", max_length=500, required=False, widget=forms.TextInput)
