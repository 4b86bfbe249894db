"""The password asked for once more before an account is bound."""

from django import forms


class PasswordForm(forms.Form):
    """密码, of who is signed in."""

    password = forms.CharField(
        label="密码",
        strip=False,
        widget=forms.PasswordInput({"class": "form-control", "autocomplete": "current-password"}),
        error_messages={"required": "请填写密码。"},
    )
