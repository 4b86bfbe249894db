"""All evidence of a quarter as one archive, made while it is sent: no copy of it lies anywhere."""

from collections.abc import Iterable, Iterator, Sequence
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.utils.timezone import localtime

from progress.models import Evidence

PIECE = 1 << 18  # bytes
LIST, MISSING = "清单.xlsx", "缺失文件.txt"


class Outlet:
    """What the archive writes, taken piece by piece."""

    def __init__(self) -> None:
        self.pieces = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece = b"".join(self.pieces)
        self.pieces.clear()
        return piece


def placed(rows: Iterable[Evidence]) -> list[tuple[str, Evidence]]:
    """Each file with its place: a folder for each report and contribution, numbered in it."""
    found, numbers = [], {}
    for row in rows:
        paper = row.paper
        beside = "（协同）" if row.contribution_id else ""
        folder = f"第{paper.task.number}项 {paper.unit}{beside}".replace("/", "、")
        numbers[folder] = number = numbers.get(folder, 0) + 1
        found.append((f"{folder}/{number:02} {row.name}".replace("\\", "、"), row))
    return found


def archive_of(rows: Sequence[tuple[str, Evidence]], listed: bytes) -> Iterator[bytes]:
    """The archive in pieces; a file that the store has lost is named in a text."""
    outlet, missing = Outlet(), []
    with ZipFile(outlet, "w", ZIP_STORED) as archive:
        archive.writestr(LIST, listed)
        for place, row in rows:
            try:
                stream = default_storage.open(row.file.path)
            except FileNotFoundError:
                missing.append(place)
                continue
            entry = ZipInfo(place, date_time=localtime(row.added_at).timetuple()[:6])
            with stream, archive.open(entry, "w", force_zip64=True) as member:
                while piece := stream.read(PIECE):
                    member.write(piece)
                    yield outlet.taken()
        if missing:
            archive.writestr(MISSING, "\r\n".join(missing))
    yield outlet.taken()
