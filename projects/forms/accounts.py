"""The sign-in form and the password form."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    """用户名 and 密码."""

    error_messages = {
        "invalid_login": "用户名或密码不正确。连续 5 次不正确，账号在本地址锁定 30 分钟。",
        "inactive": "该账号已停用，请与系统管理员联系。",
    }

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        self.fields["username"].widget.attrs.update({"class": "form-control", "autocomplete": "username"})
        self.fields["password"].widget.attrs.update({"class": "form-control", "autocomplete": "current-password"})


class ChoosePasswordForm(PasswordChangeForm):
    """原密码 once, 新密码 twice."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
            field.widget = forms.PasswordInput(attrs=field.widget.attrs)
