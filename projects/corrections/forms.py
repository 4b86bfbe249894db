"""What every correction asks beside its own fields: why, and (hidden) what it was based on."""

from django import forms

from projects.corrections.actions import Grounds
from projects.screen.forms import DayField


class BasisForm(forms.Form):
    """The words that stood there when the page was opened, and the reason."""

    based_on = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=500,
        widget=forms.TextInput(
            {"size": 60, "placeholder": "改动的原因，如读取有误、计划变更", "autocomplete": "off"}
        ),
    )
    approval = forms.CharField(
        label="批准文号或会议",
        required=False,
        max_length=128,
        widget=forms.TextInput({"size": 40, "placeholder": "批准文件的文号，或会议名称"}),
    )
    approved_on = DayField(label="批准日期", required=False)

    def grounds(self) -> Grounds:
        """Why, as the actions take it."""
        data = self.cleaned_data
        return Grounds(data["reason"], data["approval"], data["approved_on"])
