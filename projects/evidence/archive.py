"""Many papers' evidence as one archive, made while it is sent: no copy of it lies anywhere."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils.timezone import localtime

from projects.files.store import Damaged, opened
from projects.models import Task, Unit
from projects.models.evidence import FileOfPaper

PIECE = 1 << 18  # bytes
LIST, MISSING = "清单.xlsx", "缺失文件.txt"


@dataclass(frozen=True)
class Origin:
    """Where a file comes from: the task, the unit, and the unit's part in it or the paper, in a word."""

    task: Task
    unit: Unit
    part: str
    mark: str = ""  # behind the folder's name, where the word alone would not keep two papers apart


@dataclass(frozen=True)
class Placed:
    """A file with its place in the archive."""

    place: str
    row: FileOfPaper
    origin: Origin


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


def placed(rows: Iterable[FileOfPaper], origin_of: Callable[[FileOfPaper], Origin]) -> list[Placed]:
    """Each file with its place: a folder for each paper, numbered in it."""
    found, numbers = [], {}
    for row in rows:
        origin = origin_of(row)
        folder = f"第{origin.task.number}项 {origin.unit}{origin.mark}".replace("/", "、")
        numbers[folder] = number = numbers.get(folder, 0) + 1
        place = f"{folder}/{number:02} {row.name}".replace("\\", "、")
        found.append(Placed(place, row, origin))
    return found


def archive_of(files: Sequence[Placed], listed: bytes) -> Iterator[bytes]:
    """The archive in pieces; a file that the store has lost, or that changed there, is named in a text."""
    outlet, missing = Outlet(), []
    with ZipFile(outlet, "w", ZIP_STORED) as archive:
        archive.writestr(LIST, listed)
        for each in files:
            try:
                stream = opened(each.row.file)
            except (FileNotFoundError, Damaged):
                missing.append(each.place)
                continue
            entry = ZipInfo(each.place, date_time=localtime(each.row.added_at).timetuple()[:6])
            with stream, archive.open(entry, "w", force_zip64=True) as member:
                while piece := stream.read(PIECE):
                    member.write(piece)
                    yield outlet.taken()
        if missing:
            archive.writestr(MISSING, "\r\n".join(missing))
    yield outlet.taken()
