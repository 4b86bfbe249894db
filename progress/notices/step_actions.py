"""One step of a notice: the row locked where it may be taken, the new state written, the act recorded."""

from dataclasses import fields
from datetime import datetime

from progress.models import Notice
from progress.notices.checks import Content
from progress.rules.states import NoticeState
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User
from projects.rules.errors import Refused


def begin(notice: Notice, *states: str) -> Notice:
    """The row, locked, where it is in one of these states."""
    locked = (
        Notice.objects.filter(pk=notice.pk)
        .select_for_update(of=("self",))
        .select_related("unit", "period__yearly_list", "yearly_list", "previous")
        .first()
    )
    if locked is None:
        raise Refused("该草稿已被删除。")
    if locked.state not in states:
        raise Refused(f"该件{locked.stands_as(locked.get_state_display())}，不能办理此项。")
    return locked


def locked_notice(notice: Notice) -> Notice:
    """The notice as it stands now, locked, whatever its state."""
    return Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)


def move(
    notice: Notice,
    *,
    state: str,
    act: Act,
    at: datetime,
    by: User,
    detail: dict | None = None,
    saved: Content | None = None,
    **changes: object,
) -> Notice:
    """Write the new state, raise the version, record the act last."""
    old = notice.state
    for name, value in {"state": state, **changes}.items():
        setattr(notice, name, value)
    renewed = notice.renew(act.word, at=at, by=by)
    written = [each.name for each in fields(Content)] + ["saved_at", "saved_by"] if saved else []
    notice.save(update_fields=["state", *renewed, *changes, *written])
    record(
        act,
        by=by,
        at=at,
        obj=notice,
        url=notice.address,
        detail={"from": NoticeState(old).word, "to": NoticeState(state).word, **(detail or {})},
    )
    return notice
