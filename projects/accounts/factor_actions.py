"""动态口令: turned on, asked for, turned off by its person, put out of use by the administrator."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum, auto

from django.db import transaction

from projects.accounts.codes import sealed, step_of
from projects.accounts.sealed_keys import opened_key, sealed_key
from projects.log.actions import record, record_each
from projects.log.acts import Act
from projects.models import SecondFactor, User
from projects.models.second_factors import MOST_FAILURES
from projects.rules.errors import NotYours, Refused
from projects.rules.states import ActResult

FACTOR_ON = Act("second_factor_on", "启用动态口令", after_conclusion=True)
FACTOR_OFF = Act("second_factor_off", "关闭动态口令", after_conclusion=True)
FACTOR_RESET = Act("second_factor_reset", "重置动态口令", after_conclusion=True)
FACTOR_FAILED = Act("second_factor_failed", "动态口令不正确", after_conclusion=True)
CODES_RENEWED = Act("recovery_codes_renewed", "更换备用码", after_conclusion=True)
CODE_USED = Act("recovery_code_used", "使用备用码", after_conclusion=True)
WRONG = "动态口令不正确，或已经用过。请用手机上的新口令再试。"
PAUSED = "连续 5 次不正确，30 分钟内不能再试。"


class Answer(Enum):
    """What a code came to."""

    RIGHT = auto()
    WRONG = auto()
    PAUSED = auto()


@transaction.atomic
def begin(person: User, *, key: str, at: datetime) -> SecondFactor:
    """Give a key to be tried; nothing is asked for before the first code was right."""
    factor, key = _locked(person), sealed_key(key)
    if factor is None:
        return SecondFactor.objects.create(person=person, key=key, begun_at=at)
    if factor.is_in_use:
        raise Refused("动态口令已经启用。")
    factor.key, factor.begun_at, factor.failures, factor.last_step = key, at, 0, 0
    factor.save(update_fields=["key", "begun_at", "failures", "last_step"])
    return factor


def turn_on(person: User, *, typed: str, kept: Sequence[str], clock: datetime, at: datetime) -> None:
    """启用, by the first code of the key that was begun; `kept` are hashes of the recovery codes."""
    with transaction.atomic():
        factor = _locked(person)
        if factor is None or not factor.key:
            raise Refused("请先开始设置。")
        if factor.is_in_use:
            raise Refused("动态口令已经启用。")
        answer = _tried(factor, typed, clock=clock, at=at)
        if answer == Answer.RIGHT:
            factor.confirmed_at, factor.recovery = at, list(kept)
            factor.save(update_fields=["confirmed_at", "recovery"])
            record(FACTOR_ON, by=person, at=at, obj=person)
    _refuse_unless_right(answer)


@transaction.atomic
def check(person: User, *, typed: str, clock: datetime, at: datetime) -> Answer:
    """The code asked for at the sign-in: of the telephone, or a recovery code; each works once.

    `clock` is the real time, which the telephone knows; what failed is counted and stands in the log.
    """
    factor = _locked(person)
    if factor is None or not factor.is_in_use:
        return Answer.RIGHT
    return _tried(factor, typed, clock=clock, at=at)


def renew_codes(person: User, *, typed: str, kept: Sequence[str], clock: datetime, at: datetime) -> None:
    """Other recovery codes in the place of those that are left; a code says that it is the person."""
    with transaction.atomic():
        answer = check(person, typed=typed, clock=clock, at=at)
        if answer == Answer.RIGHT:
            SecondFactor.objects.in_use().filter(person=person).update(recovery=list(kept))
            record(CODES_RENEWED, by=person, at=at, obj=person)
    _refuse_unless_right(answer)


def turn_off(person: User, *, typed: str, is_demanded: bool, clock: datetime, at: datetime) -> None:
    """关闭 by a code; refused where the role demands it."""
    if is_demanded:
        raise Refused("您的角色须使用动态口令，不能关闭。")
    with transaction.atomic():
        answer = check(person, typed=typed, clock=clock, at=at)
        if answer == Answer.RIGHT and _put_out_of_use([person]):
            record(FACTOR_OFF, by=person, at=at, obj=person)
    _refuse_unless_right(answer)


@transaction.atomic
def reset_factors(people: Iterable[User], *, by: User | None, at: datetime) -> list[User]:
    """重置 for who lost the telephone; told at the next sign-in. Not one's own.

    `by` is nobody where it is done from the command line.
    """
    people = list(people)
    if by is not None and not by.has_perm("manage_accounts"):
        raise NotYours("动态口令由系统管理员重置。")
    if by in people:
        raise Refused("自己的动态口令不能由自己重置，请由另一位系统管理员办理。")
    done = _put_out_of_use(people, reset_at=at, reset_by=by)
    record_each(FACTOR_RESET, by=by, at=at, done=[(person, {"username": person.username}) for person in done])
    return done


def _locked(person: User) -> SecondFactor | None:
    return SecondFactor.objects.select_for_update().filter(person=person.pk).first()


def _tried(factor: SecondFactor, typed: str, *, clock: datetime, at: datetime) -> Answer:
    """Look at a code; the row, which is locked, keeps what it came to."""
    if factor.is_paused(clock):
        return Answer.PAUSED
    key = opened_key(factor.key)
    step = step_of(key, typed, at=clock, after=factor.last_step) if key else None
    seal = sealed(typed, person=factor.person_id)
    if step is None and seal not in factor.recovery:
        return _failed(factor, clock=clock, at=at)
    if step is not None:
        factor.last_step, factor.key = step, sealed_key(key)  # anew, where SECRET_KEY was changed
    else:
        factor.recovery = [each for each in factor.recovery if each != seal]
        left = {"left": len(factor.recovery)}
        record(CODE_USED, by=factor.person, at=at, obj=factor.person, detail=left)
    factor.failures = 0
    factor.save(update_fields=["last_step", "key", "recovery", "failures"])
    return Answer.RIGHT


def _failed(factor: SecondFactor, *, clock: datetime, at: datetime) -> Answer:
    if factor.failures >= MOST_FAILURES:
        factor.failures = 0  # the pause is over
    factor.failures += 1
    factor.failed_at = clock
    factor.save(update_fields=["failures", "failed_at"])
    record(FACTOR_FAILED, by=factor.person, at=at, obj=factor.person, result=ActResult.FAILED)
    return Answer.PAUSED if factor.is_paused(clock) else Answer.WRONG


def _put_out_of_use(people: Sequence[User], **said: object) -> list[User]:
    """Take the keys away; who had none in use is left out."""
    keys = [person.pk for person in people]
    factors = SecondFactor.objects.select_for_update().in_use().filter(person__in=keys).order_by("pk")
    had = set(factors.values_list("person", flat=True))
    gone = {"key": "", "confirmed_at": None, "recovery": [], "failures": 0}
    SecondFactor.objects.filter(person__in=had).update(**gone, **said)
    return [person for person in people if person.pk in had]


def _refuse_unless_right(answer: Answer) -> None:
    if answer != Answer.RIGHT:
        raise Refused(PAUSED if answer == Answer.PAUSED else WRONG)
