"""Typed text on its way through a page that interrupts: packed as hidden fields, unpacked when the form comes
back (quality.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass

MARK = "carried-"
PERSON = "carried_by"
FILES = "carried_files"
NEVER = ("csrfmiddlewaretoken", PERSON, FILES)


@dataclass(frozen=True)
class Carried:
    """What somebody had typed: the fields, who (signed, "" where unknown), and whether files must be chosen
    again.
    """

    fields: tuple[tuple[str, str], ...]
    person: str = ""
    files: bool = False

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The hidden inputs of the interrupting page."""
        marks = [(PERSON, self.person)] if self.person else []
        marks += [(FILES, "1")] if self.files else []
        return [*((MARK + name, value) for name, value in self.fields), *marks]


def pack(posted: Iterable[tuple[str, list[str]]], *, person: str = "", files: bool = False) -> Carried:
    """What was posted, or what was already carried within it; passwords are never carried."""
    pairs = [(name, value) for name, values in posted for value in values]
    carried = tuple((name.removeprefix(MARK), value) for name, value in pairs if name.startswith(MARK))
    if carried:
        marks = dict(pairs)
        return Carried(carried, marks.get(PERSON, ""), FILES in marks)
    return Carried(
        tuple((name, value) for name, value in pairs if name not in NEVER and "password" not in name),
        person,
        files,
    )


def is_carrying(posted: Iterable[str]) -> bool:
    """Whether a page that interrupted sent this."""
    return any(name.startswith(MARK) for name in posted)
