"""The files of a backup: those in the folder, and those in an S3-compatible store where one is set."""

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
from projects.files.store import is_remote, stored
from projects.models.files import FOLDER
from projects.rules.errors import StoreAway

LEFT_OUT = {
    "demo-key",  # signs a demo's sessions
    "log-seals.txt",  # tells what the database must hold, so it goes another way than the database
}
Entry = tuple[str, str, int]  # its name in the archive, the file's name and mode
OWN = 0o600  # of what has no mode where it comes from


@dataclass
class Files:
    """Where files are kept: everything in `folder`, unless those people handed in lie in the store."""

    folder: Path
    in_store: bool = False
    made: list[Path] = field(default_factory=list)  # what putting back made
    sent: list[str] = field(default_factory=list)

    @classmethod
    def by_settings(cls, folder: Path) -> "Files":
        """As this installation keeps them."""
        return cls(folder, in_store=is_remote())

    def all(self) -> Iterator[tuple[str, BinaryIO, int]]:
        """Name, bytes and mode of each; one that was taken away meanwhile is no longer kept."""
        for path in self._in_folder():
            name = path.relative_to(self.folder).as_posix()
            if self.in_store and name.startswith(f"{FOLDER}/"):
                continue  # left there by a time before the store, which has it now
            with suppress(FileNotFoundError), path.open("rb") as stream:
                mode = os.fstat(stream.fileno()).st_mode & 0o777
                yield name, stream, mode
        for name in self._stored():
            with suppress(FileNotFoundError), default_storage.open(name) as stream:
                yield name, stream, OWN

    def refuse_unless_empty(self) -> None:
        """Nothing is written among other files."""
        if self._in_folder():
            raise Unusable(f"{self.folder} 里已有文件：请先移走，或用 DATA_DIR 指定一个空目录。")
        if self._stored():
            raise Unusable("S3_BUCKET 的存储里已有文件：请先移走，或用 S3_FOLDER 指定一个空目录。")

    def put_back(self, name: str, stored: BinaryIO, mode: int) -> None:
        """One file, to where this installation keeps its kind."""
        if self.in_store and name.startswith(f"{FOLDER}/"):
            self.sent.append(name)
            default_storage.save(name, File(stored))
        else:
            self._write(self.folder / name, stored, mode)

    def take_back(self) -> None:
        """What was put back goes."""
        for path in reversed(self.made):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        with suppress(StoreAway):
            for name in self.sent:
                default_storage.delete(name)

    def _in_folder(self) -> list[Path]:
        """The files below the folder."""
        found = [Path(where) / name for where, _, names in os.walk(self.folder) for name in names]
        return sorted(path for path in found if str(path.relative_to(self.folder)) not in LEFT_OUT)

    def _stored(self) -> list[str]:
        return sorted(name for name, _ in stored()) if self.in_store else []

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
        files.take_back()
        if isinstance(error, StoreAway):
            raise Unusable(str(error)) from error
        if isinstance(error, OSError):
            raise Unusable(f"文件不能写入：{error.filename or files.folder}：{error.strerror}。") from error
        raise
