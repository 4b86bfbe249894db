"""The sign-in form, and the forms that make accounts and choose passwords."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    AuthenticationForm,
    PasswordChangeForm,
)
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from projects.models.people import User
from projects.rules.person_names import is_a_persons


class SignInForm(AuthenticationForm):
    """用户名 and 密码."""

    error_messages = {
        "invalid_login": "用户名或密码不正确。连续 5 次不正确，账号在本地址锁定 30 分钟。",
        "inactive": "该账号已停用，请与系统管理员联系。",
    }

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        longest = User._meta.get_field("username").max_length
        self.fields["username"].validators.append(MaxLengthValidator(longest, "没有这样长的用户名。"))
        self.fields["username"].widget.attrs.update({"class": "form-control", "autocomplete": "username"})
        self.fields["password"].widget.attrs.update(
            {"class": "form-control", "autocomplete": "current-password"}
        )


class ChoosePasswordForm(PasswordChangeForm):
    """原密码 once, 新密码 twice; at the first sign-in 姓名, where the account bears no person's."""

    def __init__(
        self, user: User, *arguments: object, is_right: Callable[[str], bool], **named: object
    ) -> None:
        """`is_right` asks for the old password as the sign-in does: whoever guesses is locked out."""
        super().__init__(user, *arguments, **named)
        self.is_right = is_right
        if self.user.must_change_password and not self.user.has_name:
            self.fields["display_name"] = forms.CharField(
                label="姓名",
                max_length=64,
                help_text="这个账号由谁使用；操作记录、审签和公文中以此署名。",
                widget=forms.TextInput({"autocomplete": "name"}),
            )
            self.order_fields(["display_name"])
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
            if isinstance(field.widget, forms.PasswordInput):
                field.widget = forms.PasswordInput(attrs=field.widget.attrs)

    def clean_display_name(self) -> str:
        """A person's, neither the unit's nor the account's."""
        name = self.cleaned_data["display_name"]
        if not is_a_persons(name, username=self.user.username, unit=str(self.user.unit or "")):
            raise forms.ValidationError("请填写使用人本人的姓名。")
        return name

    def clean_old_password(self) -> str:
        """The old password, by the same door as the sign-in."""
        old = self.cleaned_data["old_password"]
        if not self.is_right(old):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old


class AddPersonForm(AdminUserCreationForm):
    """A new account with a first password, which its person changes at first sign-in."""

    usable_password = None

    class Meta:
        model = User
        fields = ("username", "display_name", "role", "unit", "telephone", "email", "is_active")


class ResetPasswordForm(AdminPasswordChangeForm):
    """A password set by the administrator; its person chooses another at the next sign-in."""

    usable_password = None
