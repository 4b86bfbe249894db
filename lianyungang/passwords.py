"""Password rules: length, classes of characters, not the one before (GB/T 22239-2019, 8.1.4.1)."""

import re

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

LENGTH = 8
CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
RULE = f"密码至少 {LENGTH} 位，并含有大写字母、小写字母、数字、符号中的三种。"


class LengthAndClasses:
    """At least eight characters of at least three of the four classes."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse what is too short or too plain."""
        if len(password) < LENGTH or sum(bool(re.search(kind, password)) for kind in CLASSES) < 3:
            raise ValidationError(RULE, code="password_too_plain")

    def get_help_text(self) -> str:
        """The rule in words."""
        return RULE


class NotTheOldOne:
    """A change is a change."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse the password that is in use."""
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError("新密码不能与原密码相同。", code="password_unchanged")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "新密码不能与原密码相同。"
