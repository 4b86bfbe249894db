"""Accounts: made, given a password, put out of use."""

from datetime import datetime

from django.db import transaction

from projects.log.actions import record
from projects.log.acts import Act
from projects.models.people import User
from projects.models.units import Unit

ACCOUNT_OPENED = Act("account_opened", "开立账号")
PASSWORD_CHANGED = Act("password_changed", "修改密码")
SIGNED_IN = Act("signed_in", "登录")
SIGN_IN_FAILED = Act("sign_in_failed", "登录失败")
SIGN_IN_LOCKED = Act("sign_in_locked", "登录锁定")
SIGNED_OUT = Act("signed_out", "退出")


def open_account(
    username: str,
    *,
    display_name: str,
    role: str,
    password_hash: str,
    by: User | None,
    at: datetime,
    unit: Unit | None = None,
    must_change_password: bool = True,
) -> User:
    """Make one person's account; who gets it chooses another password at first sign-in."""
    with transaction.atomic():
        user = User(
            username=username,
            display_name=display_name,
            role=role,
            unit=unit,
            must_change_password=must_change_password,
        )
        user.password_changed_at = at
        user.password = password_hash
        user.full_clean()
        user.save()
        record(ACCOUNT_OPENED, by=by, at=at, obj=user, detail={"username": username, "role": role})
    return user


def change_password(user: User, *, password: str, by: User, at: datetime, display_name: str = "") -> User:
    """Give an account another password: its person chooses freely, and says who they are where asked.

    Whoever else sets it has the person choose again at the next sign-in.
    """
    detail = {"username": user.username, "person": display_name} if display_name else {}
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = by.pk != user.pk
        user.password_changed_at = at
        user.display_name = display_name or user.display_name
        user.save(update_fields=["password", "must_change_password", "password_changed_at", "display_name"])
        record(PASSWORD_CHANGED, by=by, at=at, obj=user, detail=detail)
    return user


def record_sign_in(user: User, *, at: datetime) -> None:
    """Note the last sign-in and write it into the log."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(last_login=at)
        record(SIGNED_IN, by=user, at=at)
