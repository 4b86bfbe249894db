"""The forms of 动态口令."""

from django import forms

LONGEST = 32


class CodeForm(forms.Form):
    """A code of the telephone, or a recovery code."""

    code = forms.CharField(
        label="动态口令或备用码",
        max_length=LONGEST,
        widget=forms.TextInput(
            {"class": "form-control", "inputmode": "text", "autocomplete": "one-time-code", "autofocus": True}
        ),
        error_messages={"required": "请填写动态口令。"},
    )
