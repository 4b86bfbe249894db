"""What every correction asks beside its own fields: why, and (hidden) what it was based on."""

from django import forms


class BasisForm(forms.Form):
    """The words that stood there when the page was opened, and the reason."""

    based_on = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="更正理由",
        required=False,
        max_length=500,
        widget=forms.TextInput({"size": 60, "placeholder": "如：原文为“…”，识别有误", "autocomplete": "off"}),
    )
