"""身份鉴别, 访问控制: passwords, lockout, second factor; roles of people and of the database."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lianyungang.duties import Duty, Group, duty
from lianyungang.measured import APART, Measured
from projects.rules.city import City, role_word
from projects.rules.roles import OF_TWO

TOO_PLAIN = ("Ab1!xyz", "onlysmallletters", "1234567890123")  # too short, one class, one class
MOST_DAYS = 180  # a password may stand
MOST_IDLE = 30 * 60  # seconds
MOST_FAILURES = 10


def identity(found: Measured) -> Group:
    """7.1.4.1: who somebody is."""
    lines = (_passwords(), _lockout(), _idle(), _second_factor(found), _no_account_for_all(found))
    return Group("7.1.4.1", "身份鉴别", lines)


def access(found: Measured) -> Group:
    """7.1.4.2: who may what."""
    return Group("7.1.4.2", "访问控制", (_database_role(found), _officers(found), _unused(found)))


def _passwords() -> Duty:
    taken = [each for each in TOO_PLAIN if _is_taken(each)]
    days = settings.PASSWORD_DAYS
    hasher = get_hasher().algorithm
    faults = [f"会接受过于简单的密码 {len(taken)} 例"] if taken else []
    if not 0 < days <= MOST_DAYS:
        faults.append(f"不要求在 {MOST_DAYS} 天内更换")
    if hasher != "argon2":
        faults.append(f"以 {hasher} 保存")
    stand = "；".join(faults) or f"短的、单一的密码都被拒绝；每 {days} 天更换；以 argon2 校验值保存"
    to_do = "把 PASSWORD_DAYS 设为 90；不要更改 settings.py 中的密码规则和 PASSWORD_HASHERS。"
    return duty("passwords", "密码有复杂度要求，定期更换，不以明文保存", not faults, stand, to_do)


def _is_taken(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError:
        return False
    return True


def _lockout() -> Duty:
    runs = (
        getattr(settings, "AXES_ENABLED", True)
        and "axes.middleware.AxesMiddleware" in settings.MIDDLEWARE
        and settings.AUTHENTICATION_BACKENDS[0] == "axes.backends.AxesStandaloneBackend"
    )
    most, minutes = settings.AXES_FAILURE_LIMIT, round(settings.AXES_COOLOFF_TIME * 60)
    is_met = bool(runs and 0 < most <= MOST_FAILURES and minutes > 0)
    stand = f"连续 {most} 次失败，锁定 {minutes} 分钟" if runs else "没有启用失败锁定"
    return duty(
        "lockout", "登录失败有处理：限次、锁定", is_met, stand, "恢复 settings.py 中 AXES_ 各项设置。"
    )


def _idle() -> Duty:
    runs = "lianyungang.middleware.IdleSession" in settings.MIDDLEWARE
    seconds = settings.SESSION_COOKIE_AGE
    stand = f"无操作 {seconds // 60} 分钟退出" if runs else "没有启用无操作退出"
    to_do = "恢复 settings.py 中的 SESSION_COOKIE_AGE 和 IdleSession。"
    return duty("idle", "登录后超时自动退出", runs and seconds <= MOST_IDLE, stand, to_do)


def _second_factor(found: Measured) -> Duty:
    demanded = settings.SECOND_FACTOR_ROLES
    lacking = [role for role in OF_TWO if role not in demanded]
    without = found.people.without_factor
    if lacking:
        stand = f"对{_words(lacking, found.city)}没有要求；这些部门的账号中 {without} 个没有启用"
    else:
        stand = f"对各部门和管理账号都要求；其中 {without} 个下次登录时须先启用"
    to_do = f"设置 SECOND_FACTOR_ROLES={','.join(sorted(OF_TWO))}。二级不强制，建议对管理和部门账号要求。"
    return duty("second_factor", "管理和部门账号用动态口令作第二种鉴别", not lacking, stand, to_do)


def _no_account_for_all(found: Measured) -> Duty:
    is_demo = found.is_demo
    stand = "这是演示系统，各账号的密码是公开的" if is_demo else "不是演示系统，没有预设账号"
    to_do = "演示系统不得用于正式工作：另行安装（README，make serve）。"
    return duty("defaults", "没有默认账号和默认口令", not is_demo, stand, to_do)


def _database_role(found: Measured) -> Duty:
    database = found.database
    faults = ["是超级用户或可以建立角色"] if database.is_mighty else []
    if database.tables_owned:
        faults.append(f"是 {database.tables_owned} 张表的所有者")
    stand = f"应用程序的数据库角色“{database.role}”" + ("、".join(faults) or "不拥有任何一张表")
    to_do = "分设两个角色：DATABASE_OWNER_URL 只供 migrate 使用，应用程序另用一个（manage.py grant_role）。"
    return duty("database_role", "应用程序只有所需的最小权限", not faults, stand, to_do)


def _officers(found: Measured) -> Duty:
    """Three kinds of officers, each with a person, and nobody two of them by two accounts."""
    roles_by_person = defaultdict(set)
    for name, role in found.people.officers:
        roles_by_person[name].add(role)
    here = set().union(*roles_by_person.values())
    faults = (
        [f"没有{_words([role for role in APART if role not in here], found.city)}"]
        if here < set(APART)
        else []
    )
    double = sorted(name for name, roles in roles_by_person.items() if len(roles) > 1)
    if double:
        faults.append(f"{'、'.join(double)}同名而兼有两种")
    stand = "；".join(faults) or f"{_words(APART, found.city)}都有专人，一个账号只有一种角色"
    to_do = "为缺少的角色开立账号；同一人兼有的，改由另一人担任。"
    return duty("officers", "系统管理、业务管理、审计三种人员分开", not faults, stand, to_do)


def _unused(found: Measured) -> Duty:
    unused = found.people.unused
    stand = f"{unused} 个账号半年没有登录" if unused else "在用账号半年内都登录过"
    return duty(
        "unused", "及时停用多余的、过期的账号", not unused, stand, "在“人员”页核实，不再使用的予以停用。"
    )


def _words(roles: Iterable[str], city: City) -> str:
    return "、".join(role_word(role, city) for role in roles)
