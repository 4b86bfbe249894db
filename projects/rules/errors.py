"""What a rule says when it forbids something."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_NOTED: ContextVar[list[str] | None] = ContextVar("refusals", default=None)


@contextmanager
def refusals_noted() -> Iterator[list[str]]:
    """What rules forbid within, whoever tells it to the person afterwards and how: the log names it all."""
    noted: list[str] = []
    token = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(token)


class Refused(Exception):
    """A rule forbids it; the message is a complete sentence for the person who tried."""

    LOGGED = ""  # what the log says instead, where the sentence quotes what stands in no log

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        noted = _NOTED.get()
        if noted is not None:
            noted.append(self.LOGGED or str(self))


class NotYours(Refused):
    """The object may be seen by this person, but the act is somebody else's."""


class Stale(Refused):
    """The save was based on a version that somebody else has replaced since."""

    LOGGED = "所依据的版本已被他人更改。"


class StoreAway(Exception):
    """The store of files does not answer: nothing of a file can be kept or read, all else goes on."""

    SENTENCE = "文件存储暂时连接不上，请稍后再试；多次不成请联系系统管理员。"

    def __str__(self) -> str:
        return super().__str__() or self.SENTENCE
