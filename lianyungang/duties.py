"""等保二级: what GB/T 22239-2019 asks of level 2, one duty a line, and what was found in this installation.

The clauses are those of its chapter 7. What stands here decides nothing and writes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from projects.rules.words import Worded


class Found(Worded):
    """How a duty stands."""

    IN_ORDER = "in_order", "符合", "on"
    TO_DO = "to_do", "待整改", "behind"
    UNKNOWN = "unknown", "须人工核实", "none"


@dataclass(frozen=True)
class Duty:
    """One line: the duty, how it stands, by what that is known, and what is to be done."""

    code: str
    word: str
    found: Found
    stand: str
    to_do: str = ""


@dataclass(frozen=True)
class Group:
    """The duties of one clause."""

    clause: str
    word: str
    duties: tuple[Duty, ...]


def duty(code: str, word: str, is_met: bool, stand: str, to_do: str) -> Duty:
    """A line that was measured; what is to be done stands only where it is not met."""
    if is_met:
        return Duty(code, word, Found.IN_ORDER, stand)
    return Duty(code, word, Found.TO_DO, stand, to_do)


def beyond(code: str, word: str, stand: str, to_do: str) -> Duty:
    """A line that a person must look at: the program cannot tell it."""
    return Duty(code, word, Found.UNKNOWN, stand, to_do)


def numbers(groups: Iterable[Group]) -> list[tuple[Found, int]]:
    """How many stand where."""
    found = [each.found for group in groups for each in group.duties]
    return [(kind, found.count(kind)) for kind in Found]
