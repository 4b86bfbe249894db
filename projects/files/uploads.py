"""An uploaded file, looked at before anything is kept: its kind, its checksum, its small pictures."""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile

from projects.files.scanner import check_clean
from projects.files.turns import turn
from projects.rules.errors import Refused, StoreAway
from projects.rules.file_kinds import FileKind, shown_name, size_words

LOCK = 20_210_211  # names the places among the database's advisory locks
AT_ONCE = 4
TRIES, SECONDS_BETWEEN = 200, 0.1
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
SECONDS = 40  # by the clock, where the machine is busy
ENVIRONMENT = {  # nothing of ours, least of all the key and the database's address
    "PATH": os.defpath,
    "LC_ALL": "C.UTF-8",
    "HOME": tempfile.gettempdir(),
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


@dataclass(frozen=True)
class LookedAt:
    """A file that may be kept; without a kind where nobody asked for one."""

    file: File
    name: str
    kind: FileKind | None
    sha256: str
    size: int
    width: int | None = None
    height: int | None = None
    small: bytes = b""
    large: bytes = b""


def looked_at(file: UploadedFile) -> LookedAt:
    """What a file is; Refused with one sentence where it is not taken."""
    name = file.name or ""
    if file.size > settings.FILE_MOST_BYTES:
        most = size_words(settings.FILE_MOST_BYTES).replace(".0", "")
        raise Refused(f"“{name}”超过 {most}，没有保存。")
    with not_kept_refused(name):
        found = _inspected(file, name)
    file.seek(0)
    check_clean(file.chunks(), name=name, scanner=settings.VIRUS_SCANNER)
    kind = FileKind(found["kind"])
    small, large = found["pictures"]
    return LookedAt(
        file,
        shown_name(name, kind),
        kind,
        _sha256(file),
        file.size,
        found.get("width"),
        found.get("height"),
        small,
        large,
    )


def by_bytes(content: bytes, name: str) -> LookedAt:
    """A file that its own reader has looked at, as official documents have: known by its bytes alone."""
    return LookedAt(ContentFile(content), name, None, hashlib.sha256(content).hexdigest(), len(content))


@contextmanager
def not_kept_refused(name: str) -> Iterator[None]:
    """Refused with a sentence where a disk is full, or the store does not answer."""
    try:
        yield
    except StoreAway as away:
        raise Refused(f"“{name}”没有保存：{away}") from away
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise Refused(f"服务器存储空间已满，“{name}”没有保存，请联系系统管理员。") from None


def _inspected(file: UploadedFile, name: str) -> dict:
    """The answer of the process that looked at it."""
    busy = f"正在处理其他文件，“{name}”没有保存，请过一会儿再传。"
    named = {"places": AT_ONCE, "tries": TRIES, "wait": SECONDS_BETWEEN, "busy": busy}
    with turn(LOCK, **named), tempfile.TemporaryFile() as given:
        file.seek(0)
        shutil.copyfileobj(file, given)
        given.seek(0)
        return _asked(given, name)


def _asked(given: BinaryIO, name: str) -> dict:
    command = [sys.executable, "-m", "projects.files.inspection", name]
    streams = {"stdin": given, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        done = subprocess.run(
            command, **streams, cwd=settings.BASE_DIR, env=ENVIRONMENT, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"“{name}”：处理时间过长，没有保存。") from None
    if done.returncode:
        raise Refused(f"“{name}”：文件无法读取，可能已损坏，没有保存。")
    line, _, rest = done.stdout.partition(b"\n")
    found = json.loads(line)
    if "refused" in found:
        raise Refused(f"“{name}”：{found['refused']}")
    length = found["lengths"][0]
    return {**found, "pictures": (rest[:length], rest[length:])}


def _sha256(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()
