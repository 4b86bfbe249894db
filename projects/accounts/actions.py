"""Accounts: made, given a password, put out of use."""

from datetime import datetime

from django.db import transaction

from projects.log.actions import record
from projects.log.acts import Act
from projects.models.people import RoleChange, User
from projects.models.units import Unit
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role, may

ACCOUNT_OPENED = Act("account_opened", "开立账号")
PASSWORD_CHANGED = Act("password_changed", "修改密码")
PASSWORD_RESET = Act("password_reset", "重置密码")
ROLE_ASKED = Act("role_asked", "申请角色变更")
ROLE_CHANGED = Act("role_changed", "角色变更")
ROLE_REFUSED = Act("role_refused", "不同意角色变更")
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


@transaction.atomic
def note_reset(user: User, *, by: User, at: datetime) -> None:
    """Keep who gave an account another password, for its person to be told at the next sign-in."""
    User.objects.filter(pk=user.pk).update(
        must_change_password=True, password_changed_at=at, password_reset_at=at, password_reset_by=by
    )
    record(PASSWORD_RESET, by=by, at=at, obj=user, detail={"username": user.username})


@transaction.atomic
def ask_role(person: User, *, role: str, unit: Unit | None, by: User, at: datetime) -> RoleChange:
    """Ask for another role, or for the first one, of an account; what was asked before falls."""
    if not by.has_perm("manage_accounts") or person.pk == by.pk:
        raise NotYours("不能变更自己的角色；他人的角色由系统管理员申请变更。")
    locked = _locked(person)
    RoleChange.objects.waiting().filter(person=locked).delete()
    asked = RoleChange.objects.create(person=locked, role=role, unit=unit, asked_at=at, asked_by=by)
    record(ROLE_ASKED, by=by, at=at, obj=locked, detail=_old_and_new(locked, role))
    return asked


@transaction.atomic
def answer_role(change: RoleChange, *, agrees: bool, by: User, at: datetime) -> RoleChange:
    """Another administrator or the supervisor agrees, and the role is changed; or does not.

    Refused where it was answered already, and where nobody would be left to administrate.
    """
    locked = RoleChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if not by.has_perm("confirm_roles") or by.pk in (locked.asked_by_id, locked.person_id):
        raise NotYours("角色变更由申请人和本人以外的系统管理员或督查员确认。")
    if locked.answered_at is not None:
        raise Refused("该角色变更已经答复。")
    person = _locked(locked.person)
    detail = _old_and_new(person, locked.role)
    if agrees:
        _give(person, locked.role, locked.unit)
    locked.answered_at, locked.answered_by, locked.is_agreed = at, by, agrees
    locked.save(update_fields=["answered_at", "answered_by", "is_agreed"])
    record(ROLE_CHANGED if agrees else ROLE_REFUSED, by=by, at=at, obj=person, detail=detail)
    return locked


def can_agree(*, asked_by: User, person: User) -> bool:
    """Whether anybody else is in office who could agree to a change of this person's role."""
    confirming = [role for role in Role if may(role, "confirm_roles")]
    others = User.objects.filter(role__in=confirming, is_active=True)
    return others.exclude(pk__in=[key for key in (asked_by.pk, person.pk) if key]).exists()


@transaction.atomic
def set_role(person: User, *, role: str, unit: Unit | None, at: datetime) -> User:
    """Change a role from the command line: where nobody is there yet to agree."""
    locked = _locked(person)
    detail = _old_and_new(locked, role)
    RoleChange.objects.waiting().filter(person=locked).delete()
    _give(locked, role, unit)
    record(ROLE_CHANGED, by=None, at=at, obj=locked, detail=detail)
    return locked


def keep_an_administrator(person: User) -> None:
    """Refuse to take the last administrator's office; the caller's transaction holds the others."""
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    held = list(others.select_for_update(of=("self",)).order_by("pk"))
    if person in held and len(held) == 1:
        raise Refused("这是最后一个在用的系统管理员，不能停用或改任。")


def _locked(person: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _give(person: User, role: str, unit: Unit | None) -> None:
    """The role, and the account into use."""
    if role != Role.ADMINISTRATOR:
        keep_an_administrator(person)
    person.role, person.unit, person.is_active = role, unit, True
    person.full_clean(exclude=["password"])
    person.save(update_fields=["role", "unit", "is_active"])


def _old_and_new(person: User, role: str) -> dict[str, str]:
    old = Role.word_of(person.role) if person.is_active else "停用"
    return {"username": person.username, "old": old, "new": Role.word_of(role)}


def record_sign_in(user: User, *, at: datetime) -> None:
    """Note the last sign-in and write it into the log."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(last_login=at)
        record(SIGNED_IN, by=user, at=at)
