"""The log sealed minute by minute, also while something else takes its time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from django.db import DatabaseError, connection
from django.utils import timezone

from projects.log.seal_actions import seal_log
from projects.log.seal_reads import waiting
from projects.rules.errors import Refused

EVERY = 60  # seconds: the unsealed end of the log could be cut off unseen


def seal(at: datetime) -> str:
    """Seal what waits, and say so; Refused where it is not written down outside the database too."""
    try:
        made = seal_log(at=at)
    except OSError as error:
        raise Refused(f"库外封存簿不能写入：{error.filename}：{error.strerror}。") from error
    if made:
        return f"已封存操作记录{sum(each.count for each in made)}条。"
    return "另一个进程正在封存操作记录，这次没有重复封存。" if waiting() else "操作记录没有新增。"


def seal_now() -> None:
    """What cannot be sealed now is sealed the next time; why not is told where that is written down."""
    try:
        seal_log(at=timezone.now())
    except DatabaseError:
        connection.close()
    except (Refused, OSError):
        pass


@contextmanager
def sealed_meanwhile() -> Iterator[None]:
    """A thread with a connection of its own seals until what is done here is done."""
    over = Event()
    thread = Thread(target=_seal_until, args=[over], daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _seal_until(over: Event) -> None:
    try:
        while not over.wait(EVERY):
            seal_now()
    finally:
        connection.close()
