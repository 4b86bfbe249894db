"""Keys: handed out and ended by the administrator, counted with every use."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from progress.models import ApiKey, KeyHolder
from progress.rules.api_keys import LONGEST_YEARS, KeyScope, Token
from projects.filing.checks import check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Unit, User
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused
from projects.rules.letters import look_of
from projects.rules.roles import Role

KEY_MADE = Act("api_key_made", "发放接口密钥", after_conclusion=True)
KEY_ENDED = Act("api_key_ended", "停用接口密钥", after_conclusion=True)
MINUTE = timedelta(minutes=1)
COUNT = """
    UPDATE progress_apikey
       SET used = CASE WHEN minute > %(before)s THEN used + 1 ELSE 1 END,
           minute = CASE WHEN minute > %(before)s THEN minute ELSE %(at)s END,
           last_used_at = %(at)s
     WHERE id = %(key)s
 RETURNING used, minute
"""


@dataclass(frozen=True)
class Use:
    """One request of a key: the how-manieth of its minute, and when that minute began."""

    number: int
    since: datetime


@transaction.atomic
def make_key(
    name: str,
    *,
    unit: Unit | None,
    role: str,
    scope: str,
    ends_on: date,
    token: Token,
    at: datetime,
    by: User,
) -> ApiKey:
    """发放: a key for a unit's system, or without a unit for that of an office (its role).

    Of the token only the hash is kept. Refused where it would write for an office, hold for too long, or
    where such a key is in use already: the page that shows a key is sent once more by a reload.
    """
    _check_administrator(by)
    if unit is None and role not in (Role.COORDINATOR, Role.SUPERVISOR):
        raise Refused("密钥须属于一个单位，或者属于协调、督查部门。")
    if unit is None and scope != KeyScope.READ:
        raise Refused("协调、督查部门不填报，密钥只能是只读。")
    today = local_day(at)
    if not today <= ends_on <= today + timedelta(days=366 * LONGEST_YEARS):
        raise Refused(f"有效期须在今天以后、{LONGEST_YEARS}年以内。")
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # of two clicks one after the other
    _check_no_twin(name, unit=unit, role=role, scope=scope, today=today)
    holder = KeyHolder(
        username=f"key-{token.public}",
        display_name=f"{name}（接口）",
        role=Role.FILER if unit is not None else role,
        unit=unit,
        is_active=False,
        is_key=True,
        must_change_password=False,
    )
    holder.set_unusable_password()
    holder.save()
    key = ApiKey(
        holder=holder,
        name=name,
        public=token.public,
        seal=token.seal,
        scope=scope,
        ends_on=ends_on,
        made_at=at,
        made_by=by,
    )
    key.renew(KEY_MADE.word, at=at, by=by)
    key.save()
    record(KEY_MADE, by=by, at=at, obj=key, detail=_detail(key))
    return key


def _check_no_twin(name: str, *, unit: Unit | None, role: str, scope: str, today: date) -> None:
    valid = ApiKey.objects.filter(scope=scope, holder__unit=unit, ended_at=None, ends_on__gte=today)
    if unit is None:
        valid = valid.filter(holder__role=role)
    for each in valid:
        if look_of(each.name) == look_of(name):
            raise Refused(
                f"名为“{each.name}”的有效密钥已于{local_day(each.made_at)}发放；"
                "另发的请换一个名称，或先停用原来的。"
            )


@transaction.atomic
def end_key(key: ApiKey, *, based_on: int, at: datetime, by: User) -> ApiKey:
    """停用: from now on it opens nothing; what it did stays. A second click changes nothing."""
    _check_administrator(by)
    locked = ApiKey.objects.select_for_update(of=("self",)).with_holders().get(pk=key.pk)
    if locked.ended_at is not None:
        return locked
    check_seen(locked, based_on)
    locked.ended_at = at
    locked.save(update_fields=["ended_at", *locked.renew(KEY_ENDED.word, at=at, by=by)])
    record(KEY_ENDED, by=by, at=at, obj=locked, detail=_detail(locked))
    return locked


def count_use(key: ApiKey, *, at: datetime) -> Use:
    """Count one request; all workers count in the row, so it holds for them together."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"before": at - MINUTE, "at": at, "key": key.pk})
        return Use(*cursor.fetchone())


def _check_administrator(by: User) -> None:
    if not by.has_perm("manage_accounts"):
        raise NotYours("接口密钥由系统管理员发放和停用。")


def _detail(key: ApiKey) -> dict[str, str]:
    return {"unit": key.of_whom, "scope": KeyScope.word_of(key.scope), "ends_on": key.ends_on.isoformat()}
