"""What is asked of the first administrator."""

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.validators import UnicodeUsernameValidator

from projects.models.people import User


class FirstAdministratorForm(SetPasswordMixin, forms.Form):
    """Name, user name, and the password twice, by the rules for everybody's."""

    display_name = forms.CharField(
        label="姓名", max_length=64, widget=forms.TextInput({"autocomplete": "name"})
    )
    username = forms.CharField(
        label="用户名",
        max_length=64,
        validators=[UnicodeUsernameValidator()],
        help_text="登录时使用，可用字母、数字和 @ . + - _",
        widget=forms.TextInput({"autocomplete": "username"}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields(label1="密码", label2="再输一次密码")

    def clean(self) -> dict:
        """The two passwords are one, and good enough for this name."""
        self.validate_passwords("password1", "password2")
        user = User(username=self.cleaned_data.get("username", ""))
        self.validate_password_for_user(user, "password1")
        return super().clean()
