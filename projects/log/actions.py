"""Recording acts.

An act's entry is the last statement of its own transaction; sign-ins and refusals are recorded by the view
layer in theirs.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models

from projects.log.acts import Act
from projects.log.concluded import check_not_concluded
from projects.models.log import LogEntry
from projects.models.people import User
from projects.rules.states import ActResult

ORIGIN: ContextVar[str | None] = ContextVar(
    "origin", default=None
)  # the address a request came from; the middleware sets it


def record(
    act: Act,
    *,
    by: User | AnonymousUser | None,
    at: datetime,
    obj: models.Model | None = None,
    url: str = "",
    result: str = ActResult.DONE,
    detail: dict | None = None,
) -> LogEntry:
    """Write one entry.

    `at` is aware; `by` is None where no account is known; the log keeps names as they were then.
    """
    if result == ActResult.DONE and obj is not None and not act.after_conclusion:
        check_not_concluded(obj)
    entry = _entry(act, by, at, obj, detail)
    entry.object_url, entry.result = url[:255], result
    entry.save()
    return entry


def record_each(
    act: Act, *, by: User | None, at: datetime, done: Iterable[tuple[models.Model, dict]]
) -> list[LogEntry]:
    """Write one entry for each object, with its detail, in one query."""
    done = tuple(done)
    for obj, _ in done if not act.after_conclusion else ():
        check_not_concluded(obj)
    return LogEntry.objects.bulk_create([_entry(act, by, at, obj, detail) for obj, detail in done])


def _entry(
    act: Act, by: User | AnonymousUser | None, at: datetime, obj: models.Model | None, detail: dict | None
) -> LogEntry:
    """An entry, not saved: who did what, when, from where, to which row."""
    actor = by if by is not None and by.is_authenticated else None
    return LogEntry(
        at=at,
        actor=actor,
        actor_name=f"{actor}（{actor.username}）" if actor else "",
        role=actor.role if actor else "",
        address=ORIGIN.get(),
        act=act.code,
        word=act.word,
        object_label=str(obj)[:255] if obj is not None else "",
        result=ActResult.DONE,
        detail=detail or {},
    )
