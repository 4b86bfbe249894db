"""Documents that lie in the database go into the file store, as new ones do, one after the other.

First the file is written and the row names it; the next night the row lets its own bytes go. Between, while
an installation goes over to this version, workers of the version before read the row as they always did.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from projects.files.actions import hold, keep, nothing_left
from projects.files.store import is_whole
from projects.files.uploads import by_bytes
from projects.models import SourceDocument

BESIDE = timedelta(hours=12)  # so long the bytes lie in both places: less than from one night to the next


class NotMoved(Exception):
    """One document stays where it is; the message is a clause that names it."""


@dataclass(frozen=True)
class Moved:
    """How many files were written, how many rows let their bytes go, and what could not be moved."""

    written: int
    let_go: int
    complaints: tuple[str, ...]


def move_to_store(at: datetime) -> Moved:
    """Take every document its next step; broken off anywhere, the next call goes on.

    Refused where the store has no room or does not answer; what was moved before stays moved.
    """
    complaints: dict[int, str] = {}
    held = SourceDocument.objects.filter(content__isnull=False)
    # the file may have been kept long before the document came, as somebody's evidence
    long_named = held.filter(file__kept_at__lte=at - BESIDE, received_at__lte=at - BESIDE)
    in_both = long_named.values_list("pk", flat=True)
    let_go = _count(_let_go, list(in_both), at, complaints)
    in_row = held.filter(file=None).values_list("pk", flat=True)
    written = _count(_write, list(in_row), at, complaints)
    return Moved(written, let_go, tuple(complaints.values()))


def _count(
    step: Callable[[int, datetime], bool], documents: list[int], at: datetime, complaints: dict[int, str]
) -> int:
    """How many took the step; one that could not keeps no other back, and is complained of once."""
    taken = 0
    for pk in documents:
        try:
            taken += step(pk, at)
        except NotMoved as why:
            complaints[pk] = str(why)
    return taken


def _write(pk: int, at: datetime) -> bool:
    """Its bytes into the store, read back, then named by the row: all of it, or nothing stays."""
    sha256 = SourceDocument.objects.filter(pk=pk).values_list("sha256", flat=True).first()
    if sha256 is None:
        return False
    with nothing_left(sha256), transaction.atomic():
        hold(sha256)  # before the row, as an upload of the same bytes does
        document = SourceDocument.objects.select_for_update(of=("self",)).filter(pk=pk, file=None).first()
        if document is None:
            return False  # somebody else was faster, or it was taken away
        given = by_bytes(bytes(document.content), document.name)
        if given.sha256 != sha256:
            raise NotMoved(f"公文“{document.name}”在数据库中的内容与校验值不符，没有移入文件存储")
        document.file = keep(given, at=at)
        document.file.kept_at = at  # evidence may have brought it long ago: from now on the row names it
        document.file.save(update_fields=["kept_at"])
        if not is_whole(document.file):
            raise NotMoved(f"公文“{document.name}”写入文件存储后读出的内容不同，仍留在数据库中")
        document.save(update_fields=["file"])
    return True


def _let_go(pk: int, at: datetime) -> bool:
    """Once the store has shown that it holds them, the row lets its bytes go; else it stands by them."""
    locked = SourceDocument.objects.select_for_update(of=("self",)).select_related("file")
    with transaction.atomic():
        document = locked.filter(pk=pk, content__isnull=False, file__isnull=False).first()
        if document is None:
            return False
        is_there = is_whole(document.file)
        if is_there:
            document.content = None
        else:
            document.file = None  # and is read from the row, and written anew
        document.save(update_fields=["content", "file"])
    if not is_there:
        raise NotMoved(f"公文“{document.name}”在文件存储中缺失或内容已变，改用数据库中的原件")
    return True
