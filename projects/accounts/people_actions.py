"""People's accounts, many at once: opened, given one-time passwords, put out of use, handed over.

Passwords come hashed beforehand, so that no row stays locked while they are; none of them is logged.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from projects.accounts.actions import ACCOUNT_OPENED, PASSWORD_RESET
from projects.accounts.new_accounts import NewAccount
from projects.accounts.one_time import Secret
from projects.accounts.slips import Slip
from projects.log.actions import record, record_each
from projects.log.acts import Act
from projects.models import Unit, User
from projects.rules.errors import Refused
from projects.rules.roles import UNIT_ROLES, Role

ACCOUNT_CLOSED = Act("account_closed", "停用账号")
ACCOUNT_REOPENED = Act("account_reopened", "恢复账号")
ACCOUNT_HANDED_OVER = Act("account_handed_over", "交接账号")
SIGNER_TAIL = "-signer"


@transaction.atomic
def open_accounts(
    wanted: Sequence[NewAccount], *, secrets: Sequence[Secret], by: User | None, at: datetime
) -> list[Slip]:
    """Open those that are not there yet, all or none, and tell their passwords.

    Without a name only where the unit has nobody in this role; by name where nobody of the unit bears it.
    """
    units = {account.unit.pk for account in wanted}
    _hold_names()
    people = list(User.objects.only("username", "unit", "role", "display_name", "is_active"))
    taken = {person.username for person in people}
    here = [person for person in people if person.is_active and person.unit_id in units]
    roles = {(person.unit_id, person.role) for person in here}
    names = {(person.unit_id, person.display_name) for person in here}
    slips = []
    for account, secret in zip(wanted, secrets, strict=True):
        _check_role(account.role)
        known = (
            (account.unit.pk, account.display_name) in names
            if account.display_name
            else (account.unit.pk, account.role) in roles
        )
        if not known:
            user = _account(account, _free_username(account, taken), secret, at)
            taken.add(user.username)
            slips.append(Slip(user, secret.password))
    User.objects.bulk_create(slip.user for slip in slips)
    record_each(ACCOUNT_OPENED, by=by, at=at, done=[(slip.user, _detail(slip.user)) for slip in slips])
    return slips


@transaction.atomic
def reset_passwords(
    people: Iterable[User], *, secrets: Sequence[Secret], by: User, at: datetime
) -> list[Slip]:
    """Give each a one-time password, which ends their sessions; refused for oneself and who has left."""
    locked = _locked(people)
    _check_not_oneself(locked, by, "自己的密码请用页面上方的“修改密码”。")
    _check_roles(locked)
    if gone := next((person for person in locked if not person.is_active), None):
        raise Refused(f"{gone}（{gone.username}）的账号已停用，请先恢复使用，再重置密码。")
    slips = []
    for person, secret in zip(locked, secrets, strict=True):
        person.password = secret.password_hash
        person.must_change_password = True
        person.password_changed_at = person.password_reset_at = at
        person.password_reset_by = by
        slips.append(Slip(person, secret.password))
    written = ["password", "must_change_password", "password_changed_at"]
    User.objects.bulk_update(locked, [*written, "password_reset_at", "password_reset_by"])
    record_each(PASSWORD_RESET, by=by, at=at, done=[(person, _detail(person)) for person in locked])
    return slips


def deactivate(people: Iterable[User], *, by: User, at: datetime) -> list[User]:
    """Put accounts out of use: their sessions end, what they did keeps their name. Refused for oneself."""
    return _switch(people, ACCOUNT_CLOSED, is_active=False, by=by, at=at)


def reactivate(people: Iterable[User], *, by: User, at: datetime) -> list[User]:
    """Take accounts back into use, with the password that they had."""
    return _switch(people, ACCOUNT_REOPENED, is_active=True, by=by, at=at)


@transaction.atomic
def hand_over(person: User, *, to: NewAccount, secret: Secret, by: User, at: datetime) -> Slip:
    """Close an account and open its successor's, of the same unit and role.

    What the unit owes waits for its people anyway; what was told to the former person the new one finds too.
    """
    _hold_names()
    (locked,) = _locked([person])
    _check_not_oneself([locked], by, "自己的账号不能由自己交接。")
    _check_role(locked.role)
    if locked.handed_over_to_id:
        raise Refused(f"{locked}的账号已经交接给{locked.handed_over_to}。")
    taken = set(User.objects.values_list("username", flat=True))
    successor = _account(to, _free_username(to, taken), secret, at)
    successor.full_clean()
    successor.save()
    locked.is_active, locked.handed_over_to = False, successor
    locked.save(update_fields=["is_active", "handed_over_to"])
    User.objects.filter(handed_over_to=locked).update(handed_over_to=successor)
    record_each(ACCOUNT_OPENED, by=by, at=at, done=[(successor, _detail(successor))])
    detail = {"username": locked.username, "successor": f"{successor}（{successor.username}）"}
    record(ACCOUNT_HANDED_OVER, by=by, at=at, obj=locked, detail=detail)
    return Slip(successor, secret.password)


@transaction.atomic
def _switch(people: Iterable[User], act: Act, *, is_active: bool, by: User, at: datetime) -> list[User]:
    locked = _locked(people)
    _check_not_oneself(locked, by, "不能停用自己的账号，请由另一位系统管理员办理。")
    _check_roles(locked)
    changed = [person for person in locked if person.is_active != is_active]
    for person in changed:
        person.is_active = is_active
    User.objects.bulk_update(changed, ["is_active"])
    record_each(act, by=by, at=at, done=[(person, _detail(person)) for person in changed])
    return changed


def _hold_names() -> None:
    """Give out user names alone until the transaction ends: one unit's aaa2 may be another's first."""
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _locked(people: Iterable[User]) -> list[User]:
    keys = [person.pk for person in people]
    return list(User.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _check_not_oneself(people: Iterable[User], by: User, sentence: str) -> None:
    if by in people:
        raise Refused(sentence)


def _check_roles(people: Iterable[User]) -> None:
    for person in people:
        _check_role(person.role)


def _check_role(role: str) -> None:
    if role not in UNIT_ROLES:
        raise Refused("这里只办理填报员和审签人的账号；其他角色请在“系统管理”中逐个办理。")


def _account(account: NewAccount, username: str, secret: Secret, at: datetime) -> User:
    return User(
        username=username,
        display_name=account.display_name,
        role=account.role,
        unit=account.unit,
        telephone=account.telephone,
        email=account.email,
        password=secret.password_hash,
        must_change_password=True,
        password_changed_at=at,
    )


def _free_username(account: NewAccount, taken: set[str]) -> str:
    """The unit's code, for a signer with -signer behind it; a number where there was such an account."""
    wanted = account.unit.code + (SIGNER_TAIL if account.role == Role.SIGNER else "")
    candidates = (wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in candidates if name not in taken)


def _detail(user: User) -> dict[str, str]:
    return {"username": user.username, "role": user.role}
