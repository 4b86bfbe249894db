"""The switch of the public page."""

from django import forms

from projects.screen.forms import HiddenInput


class SwitchForm(forms.Form):
    """Open or shut, on the version that was seen."""

    is_on = forms.TypedChoiceField(
        choices=(("1", "开放"), ("0", "关闭")), coerce=lambda value: value == "1", widget=HiddenInput
    )
    version = forms.IntegerField(min_value=0, widget=HiddenInput)
