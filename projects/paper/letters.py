"""Which characters a file may hold: fewer than XML 1.0 has, in which workbooks and documents are written."""

from projects.rules.letters import seen


def printable(text: str) -> str:
    """The text without the characters that would break the file; a line ends with a line feed."""
    return seen(text.replace("\r\n", "\n").replace("\r", "\n"))
