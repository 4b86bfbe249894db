"""What is typed about a person, checked in plain words."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_NAME, LONGEST_TELEPHONE = 64, 32
TELEPHONE = re.compile(r"[0-9+\-()（） 转,，、]*")


def telephone_problem(typed: str) -> str:
    """What is wrong with a number; "" where nothing is."""
    if len(typed) > LONGEST_TELEPHONE or not TELEPHONE.fullmatch(typed):
        return f"“{typed}”不是电话号码，请填写手机号，如 13900000000。"
    return ""


def email_problem(typed: str) -> str:
    """What is wrong with an address; "" where nothing is."""
    try:
        if typed:
            validate_email(typed)
    except ValidationError:
        return f"“{typed}”不是电子邮箱地址，请按 name@example.com 的样子填写。"
    return ""
