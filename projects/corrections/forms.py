"""What every correction asks beside its own fields: why, and (hidden) what it was based on."""

from collections.abc import Iterable

from django import forms

from projects.corrections.actions import Grounds
from projects.rules.quarters import NUMERALS
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
    holds_from = forms.TypedChoiceField(label="自何季度起执行", required=False, coerce=int, empty_value=None)

    def __init__(self, *arguments: object, quarters: Iterable[int] = (), **named: object) -> None:
        """`quarters` are those that a 调整 may hold from, the first one chosen beforehand."""
        super().__init__(*arguments, **named)
        choices = [(number, f"{NUMERALS[number]}季度") for number in quarters]
        self.fields["holds_from"].choices = choices
        self.fields["holds_from"].error_messages["invalid_choice"] = "这个季度的报送期限已过，请另选。"

    def grounds(self) -> Grounds:
        """Why, as the actions take it."""
        data = self.cleaned_data
        return Grounds(data["reason"], data["approval"], data["approved_on"], data["holds_from"])
