"""What opening a file yields, whatever its format: lines, some of them rows of cells."""

from dataclasses import dataclass


class Unreadable(Exception):
    """The file cannot be opened as a document; the message is a Chinese sentence for the user."""


@dataclass(frozen=True)
class Line:
    """One line as it stands in the file, white space kept; a row of a table has its cells as well."""

    text: str
    cells: tuple[str, ...] = ()
    opens_page: bool = False


@dataclass(frozen=True)
class Opened:
    """A file's lines, and how many of its characters could not be decoded."""

    lines: tuple[Line, ...]
    damaged: int = 0
