"""A file from outside is read in a process of its own: what breaks or grows there breaks nothing here."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager

from django.conf import settings

from projects.files.turns import turn
from projects.parsing import confined
from projects.parsing.parsed import ParsedList, list_of
from projects.rules.errors import Refused

AT_ONCE = 2
LOCK = 20_210_210  # names the places among the database's advisory locks
TRIES, SECONDS_BETWEEN = 40, 0.5
SECONDS = 60  # by the clock, where the machine is busy
ENVIRONMENT = {  # nothing of ours, least of all the key and the database's address
    "PATH": os.defpath,
    "LC_ALL": "C.UTF-8",
    "HOME": tempfile.gettempdir(),
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
TOO_LONG = (-signal.SIGXCPU, -signal.SIGKILL)


def read_confined(content: bytes, name: str) -> ParsedList:
    """What the file holds. Refused with one sentence where it cannot be read, or not within the limits."""
    return list_of(_read_elsewhere(content, name))


def cells_confined(content: bytes, name: str) -> dict[tuple[int, int], str]:
    """The filled cells of a workbook's first sheet, by row and column. Refused alike."""
    found = _read_elsewhere(content, name, confined.CELLS)
    if "unreadable" in found:
        raise Refused(found["unreadable"])
    return {(row, column): text for row, column, text in found["cells"]}


def _read_elsewhere(content: bytes, name: str, *options: str) -> dict:
    """What the process that opens the file wrote about it."""
    command = [sys.executable, "-m", "projects.parsing.confined", *options, name]
    with _turn(name), tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        streams = {"stdin": given, "stdout": output, "stderr": subprocess.DEVNULL}
        try:
            done = subprocess.run(
                command, **streams, cwd=settings.BASE_DIR, env=ENVIRONMENT, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise Refused(_too_long(name)) from None
        _check(done.returncode, name)
        output.seek(0)
        return json.load(output)


def _turn(name: str) -> AbstractContextManager[None]:
    """One of the few readings at a time, by all workers: each may take a gigabyte."""
    busy = f"正在读取其他文件，“{name}”没有读取；请过一会儿再上传。"
    return turn(LOCK, places=AT_ONCE, tries=TRIES, wait=SECONDS_BETWEEN, busy=busy)


def _check(code: int, name: str) -> None:
    if code in TOO_LONG:
        raise Refused(_too_long(name))
    if code == confined.TOO_MUCH_MEMORY:
        raise Refused(f"文件“{name}”展开后过大，不像是公文，未读取。")
    if code:
        raise Refused(f"文件“{name}”无法读取，可能已损坏，或不是它的扩展名所说的格式；请重新保存后再试。")


def _too_long(name: str) -> str:
    return f"文件“{name}”读取超过{confined.SECONDS}秒，已停止；请另存为文本文件（.txt）后再试。"
