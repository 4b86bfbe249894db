"""The files of a backup: those in the folder, and those in the file store, wherever that lies."""

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage

from lianyungang.postgres import Unusable
from projects.files.store import Store
from projects.models.files import FOLDER
from projects.rules.errors import StoreAway

LEFT_OUT = {
    "demo-key",  # signs a demo's sessions
    "log-seals.txt",  # tells what the database must hold, so it goes another way than the database
}
LEFT = "存储里还留有恢复时写入的 {} 个文件（kept/ 之下），存储可用后请先清空再恢复。"
Entry = tuple[str, str, int]  # its name in the archive, the file's name and mode
OWN = 0o600  # of what has no mode where it comes from


@dataclass
class Files:
    """Where files are kept: those that people handed in lie in the store, which may be in the folder too."""

    folder: Path
    store: Store
    made: list[Path] = field(default_factory=list)  # what putting back made
    sent: list[str] = field(default_factory=list)  # what it gave to the store

    @classmethod
    def by_settings(cls, folder: Path) -> "Files":
        """As this installation keeps them."""
        return cls(folder, default_storage)

    def all(self) -> Iterator[tuple[str, BinaryIO, int]]:
        """Name, bytes and mode of each; one that was taken away meanwhile is no longer kept.

        A file of a time before the store lies in the folder: where the store has none of its name, that is
        the only copy.
        """
        stored = self._stored()
        for path in self._in_folder():
            name = path.relative_to(self.folder).as_posix()
            if name in stored:
                continue
            with suppress(FileNotFoundError), path.open("rb") as stream:
                mode = os.fstat(stream.fileno()).st_mode & 0o777
                yield name, stream, mode
        for name in sorted(stored):
            with suppress(FileNotFoundError), self.store.open(name) as stream:
                yield name, stream, OWN

    def refuse_unless_empty(self) -> None:
        """Nothing is written among other files."""
        if self._in_folder():
            raise Unusable(f"{self.folder} 里已有文件：请先移走，或用 DATA_DIR 指定一个空目录。")
        try:
            stored = self._stored()
        except StoreAway as away:
            raise Unusable(f"没有恢复，未改动任何内容：{away}") from away
        if stored:
            raise Unusable(self.store.not_empty.format(folder=self.folder))

    def put_back(self, name: str, stored: BinaryIO, mode: int) -> None:
        """One file, to where this installation keeps its kind."""
        if name.startswith(f"{FOLDER}/"):
            self.sent.append(name)
            self.store.save(name, File(stored))
        else:
            self._write(self.folder / name, stored, mode)

    def take_back(self) -> int:
        """What was put back goes; how many files the store does not give up, being away itself."""
        with suppress(StoreAway):
            while self.sent:
                self.store.delete(self.sent[-1])
                self.sent.pop()
        for where, _, _ in os.walk(self.folder / FOLDER, topdown=False):
            with suppress(OSError):  # it holds what could not be taken back
                os.rmdir(where)
        for path in reversed(self.made):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        return len(self.sent)

    def _in_folder(self) -> list[Path]:
        """The files below the folder."""
        found = [Path(where) / name for where, _, names in os.walk(self.folder) for name in names]
        return sorted(path for path in found if str(path.relative_to(self.folder)) not in LEFT_OUT)

    def _stored(self) -> set[str]:
        return {name for name, _ in self.store.listed(FOLDER)}

    def _write(self, path: Path, stored: BinaryIO, mode: int) -> None:
        """One file, noting it and every folder that had to be made."""
        for parent in reversed(path.parents):
            if not parent.exists():
                self.made.append(parent)
                parent.mkdir()
        self.made.append(path)
        with path.open("xb") as stream:
            shutil.copyfileobj(stored, stream)
            os.fchmod(stream.fileno(), mode)
            stream.flush()
            os.fsync(stream.fileno())


@contextmanager
def put_back(files: Files, archive: zipfile.ZipFile, members: Iterable[Entry]) -> Iterator[None]:
    """Write the files before the database speaks of them; if that fails, or what follows, take them away."""
    try:
        for entry, name, mode in members:
            with archive.open(entry) as stored:
                files.put_back(name, stored, mode)
        yield
    except BaseException as error:
        left = files.take_back()
        rest = LEFT.format(left) if left else ""
        if isinstance(error, StoreAway):
            raise Unusable(f"没有恢复，已全部撤销：{error}{rest}") from error
        if isinstance(error, OSError):
            place = error.filename or files.folder
            raise Unusable(f"文件不能写入：{place}：{error.strerror}。{rest}") from error
        if isinstance(error, Unusable) and rest:
            raise Unusable(f"{error}{rest}") from error
        raise
