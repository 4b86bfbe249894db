"""Kept files in a folder of this machine, or on a disk that its web servers share."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from projects.rules.errors import StoreAway

READ_ONLY = "存放文件的目录不能写入。"


class DiskStore(FileSystemStorage):
    """Django's folder of files, asked by the same few names as the S3-compatible store."""

    word = "本机磁盘"
    not_empty = "{folder} 里已有文件：请先移走，或用 DATA_DIR 指定一个空目录。"

    def listed(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """Every file below a folder, with when it was written; what goes meanwhile is left out."""
        for where, _, names in os.walk(self.path(folder)):
            for name in names:
                path = Path(where) / name
                try:
                    written = path.stat().st_mtime
                except FileNotFoundError:
                    continue
                yield path.relative_to(self.location).as_posix(), datetime.fromtimestamp(written, UTC)

    def check(self) -> None:
        """StoreAway where nothing can be written."""
        folder = Path(self.location)
        there = next(each for each in (folder, *folder.parents) if each.exists())
        if not (there.is_dir() and os.access(there, os.W_OK)):
            raise StoreAway(READ_ONLY)

    def _save(self, name: str, content: File) -> str:
        """On the disk, not only in the memory of the machine, when this returns."""
        saved = super()._save(name, content)
        path = self.path(saved)
        for place, flags in ((path, os.O_RDONLY), (os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY)):
            descriptor = os.open(place, flags)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return saved
