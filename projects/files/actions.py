"""Files kept and let go: bytes first, then the row, within the transaction of the act that brings them.

Whoever keeps a file, and whoever takes one away, holds its checksum alone until the end of the transaction:
no file is taken away while somebody else keeps the same one.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from projects.files.store import is_whole, stored
from projects.files.uploads import LookedAt, not_kept_refused
from projects.models.files import KeptFile, path_of
from projects.rules.errors import StoreAway

GRACE = timedelta(days=1)  # a file that nobody names stays so long: a backup under way may still name it
SPACE = 20_210_212  # keeps our advisory locks apart from anybody else's in the same database
ENDINGS = ("", ".small.jpg", ".large.jpg")
OURS = re.compile(r"kept/[0-9a-f]{2}/([0-9a-f]{64})(?:\.(?:small|large)\.jpg)?")


@dataclass(frozen=True)
class Swept:
    """What a sweep took away: rows that nobody named, and bytes without a row."""

    rows: int
    strays: int


def hold(sha256: str) -> None:
    """Have these bytes alone until the transaction ends; whoever locks rows as well takes this first."""
    key = int(sha256[:8], 16) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SPACE, key])


def keep(looked_at: LookedAt, *, at: datetime) -> KeptFile:
    """The row of these bytes, which lie in the store when this returns; called within a transaction."""
    hold(looked_at.sha256)
    row = KeptFile.objects.filter(sha256=looked_at.sha256).first()
    with not_kept_refused(looked_at.name):
        if row is None or not is_whole(row):
            _write(looked_at)
    if row is None:
        return KeptFile.objects.create(
            sha256=looked_at.sha256,
            size=looked_at.size,
            kind=looked_at.kind or "",
            width=looked_at.width,
            height=looked_at.height,
            kept_at=at,
        )
    is_told = not row.kind and looked_at.kind is not None  # a document first; no picture is ever one
    if row.unused_since or is_told:
        row.unused_since = None
        row.kind = row.kind or looked_at.kind or ""
        row.save(update_fields=["unused_since", "kind"])
    return row


@contextmanager
def nothing_left(sha256: str) -> Iterator[None]:
    """Around a whole transaction that keeps a file: where it fails, no bytes of it stay behind."""
    try:
        yield
    except BaseException:
        with transaction.atomic():
            hold(sha256)
            if not KeptFile.objects.filter(sha256=sha256).exists():
                with suppress(StoreAway):  # then the sweep takes them
                    _remove(path_of(sha256))
        raise


@contextmanager
def none_left(files: Iterable[LookedAt]) -> Iterator[None]:
    """The same of several files."""
    with ExitStack() as stack:
        for file in files:
            stack.enter_context(nothing_left(file.sha256))
        yield


def sweep(at: datetime) -> Swept:
    """Take away what nobody has named for a day, and bytes that a broken act left a day ago."""
    unused = KeptFile.objects.unused()
    KeptFile.objects.filter(unused_since__isnull=False).exclude(pk__in=unused.values("pk")).update(
        unused_since=None
    )
    unused.filter(unused_since__isnull=True).update(unused_since=at)
    long_unused = unused.filter(unused_since__lte=at - GRACE).values_list("sha256", flat=True)
    rows = sum(_let_go(sha256) for sha256 in list(long_unused))
    strays = sum(_clear(sha256) for sha256 in _strays(at))
    return Swept(rows, strays)


def _let_go(sha256: str) -> bool:
    """The bytes first: what is broken off between leaves a row that the next sweep takes away."""
    with transaction.atomic():
        hold(sha256)
        row = KeptFile.objects.unused().filter(sha256=sha256).first()
        if row is None:
            return False
        _remove(row.path)
        row.delete()
    return True


def _clear(sha256: str) -> bool:
    with transaction.atomic():
        hold(sha256)
        if KeptFile.objects.filter(sha256=sha256).exists():
            return False
        _remove(path_of(sha256))
    return True


def _strays(at: datetime) -> set[str]:
    """The checksums of bytes in the store that are older than a day and have no row."""
    old = {_checksum(path) for path, written in stored() if written <= at - GRACE} - {""}
    known = KeptFile.objects.values_list("sha256", flat=True)
    return old - set(known.iterator())


def _checksum(path: str) -> str:
    """Of which bytes a file is, by its name; nothing where the name is none of ours."""
    found = OURS.fullmatch(path)
    return found[1] if found else ""


def _write(looked_at: LookedAt) -> None:
    """The bytes and the small pictures."""
    path = path_of(looked_at.sha256)
    _remove(path)  # the half of what was broken off
    looked_at.file.seek(0)
    parts = {path: File(looked_at.file)}
    if looked_at.small:
        parts[f"{path}.small.jpg"] = ContentFile(looked_at.small)
    if looked_at.large:
        parts[f"{path}.large.jpg"] = ContentFile(looked_at.large)
    for name, content in parts.items():
        default_storage.save(name, content)


def _remove(path: str) -> None:
    for ending in ENDINGS:
        with suppress(FileNotFoundError):
            default_storage.delete(path + ending)
