"""A heading as it is typed."""

from django import forms

from projects.headings.kinds import HeadingValues
from projects.screen.forms import HiddenInput, WholeNumberField


class HeadingForm(forms.Form):
    """Number and name; a kind that has more adds it."""

    version = forms.IntegerField(required=False, widget=HiddenInput)
    number = WholeNumberField(label="序号", min_value=1, max_value=999, attrs={"size": 3})
    name = forms.CharField(label="名称", max_length=64, widget=forms.TextInput({"size": 26}))

    @property
    def values(self) -> HeadingValues:
        """What was typed."""
        cleaned = self.cleaned_data
        return HeadingValues(cleaned["number"], cleaned["name"].strip(), cleaned.get("lead"))
