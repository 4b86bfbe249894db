"""The dates of a reporting period."""

from django import forms

from progress.opening.actions import Dates
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
