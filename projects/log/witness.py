"""封存簿: a file outside the database in which every seal is written down as well, one line each.

Who cuts off the tail of the log in the database, or seals it anew, would have to reach this file too. It is
no part of a backup, so a database that was restored begins a new one; an older one that lies there tells
what is missing.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from projects.rules.log_seals import Seal


def written_down() -> dict[int, str]:
    """The digests by the numbers of their seals; nothing where there is no such file."""
    try:
        text = _file().read_text(encoding="ascii")
    except FileNotFoundError:
        return {}
    found = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) == 3 and words[0].isdigit():  # a line that broke off is written again below it
            found[int(words[0])] = words[1]
    return found


def write_down(seals: Iterable[Seal]) -> None:
    """Add these at the end, on the disk when this returns; its owner alone reads the file."""
    lines = [f"{seal.number} {seal.digest} {seal.at.isoformat(timespec='seconds')}\n" for seal in seals]
    if not lines:
        return
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, ("\n" * _is_broken(file) + "".join(lines)).encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_broken(file: Path) -> bool:
    """Whether the last line broke off."""
    content = file.read_bytes()
    return bool(content) and not content.endswith(b"\n")


def _file() -> Path:
    return Path(settings.LOG_WITNESS)
