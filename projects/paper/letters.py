"""Which characters a file may hold: those of XML 1.0, which workbooks and documents are written in."""

import re

_UNKNOWN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text without the characters that would break the file; a line ends with a line feed."""
    return _UNKNOWN.sub("", text.replace("\r\n", "\n"))
