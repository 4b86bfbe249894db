"""核对: the points that are read before a quarter opens or a year is concluded, and what was not read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One point of the checklist: what is so, whether it is in order, and where it is put right."""

    code: str
    words: str
    is_in_order: bool
    is_asked_twice: bool = False
    url: str = ""

    @property
    def key(self) -> str:
        """The point as it was read: what changed since then is another one."""
        return f"{self.code}：{self.words}"


def unread(points: Iterable[Point], known: Collection[str]) -> str:
    """The open points that the person has not read, as sentences; "" where all were."""
    return "".join(each.words for each in points if not each.is_in_order and each.key not in known)
