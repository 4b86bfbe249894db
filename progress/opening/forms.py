"""The dates of a reporting period."""

from collections.abc import Iterable

from django import forms

from progress.opening.actions import Dates
from progress.rules.checklist import Point
from projects.screen.forms import DayField


class DatesForm(forms.Form):
    """When a quarter opens, as of which day it reports, when it is due."""

    opens_on = DayField(label="开始填报")
    as_of = DayField(label="截至日期")
    due_on = DayField(label="报送期限", help_text="当天报送仍算按时。")

    is_certain = forms.BooleanField(label="情况已知晓，仍要现在开启", required=False)

    def __init__(self, *args: object, points: Iterable[Point] = (), **named: object) -> None:
        """`points` is the checklist as it stands now: what is to be asked twice has a box of its own."""
        super().__init__(*args, **named)
        self.asked_twice = [point.words for point in points if point.is_asked_twice and not point.is_in_order]
        if not self.asked_twice:
            del self.fields["is_certain"]

    def clean(self) -> dict:
        """A quarter opens before it is due."""
        data = super().clean()
        if data.get("opens_on") and data.get("due_on") and data["opens_on"] > data["due_on"]:
            self.add_error("due_on", "报送期限不能早于开始填报的日期。")
        if self.asked_twice and not data.get("is_certain"):
            self.add_error("is_certain", f"{''.join(self.asked_twice)}仍要开启的，请勾选后再次点击。")
        return data

    def dates(self) -> Dates:
        """What was typed, as the action takes it."""
        return Dates(self.cleaned_data["opens_on"], self.cleaned_data["as_of"], self.cleaned_data["due_on"])
