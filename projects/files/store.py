"""The file store as the rest of the program asks it: a folder, or an S3-compatible store by settings."""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage

from projects.models.files import FOLDER, KeptFile
from projects.rules.errors import StoreAway


class Damaged(Exception):
    """The bytes in the store are not those that came."""


def is_remote() -> bool:
    """Whether the files lie in no folder of this machine."""
    return hasattr(default_storage, "listed")


def complaint() -> str:
    """What is wrong with the store, in one sentence; nothing where it answers."""
    if not is_remote():
        folder = Path(default_storage.location)
        there = next(each for each in (folder, *folder.parents) if each.exists())
        return "" if os.access(there, os.W_OK) else "存放文件的目录不能写入。"
    try:
        default_storage.check()
    except StoreAway as away:
        return str(away)
    return ""


def opened(kept: KeptFile) -> File:
    """The bytes as they came, compared with their checksum; Damaged where they are others."""
    stream = default_storage.open(kept.path)
    if hashlib.file_digest(stream, "sha256").hexdigest() != kept.sha256:
        stream.close()
        raise Damaged(kept.sha256)
    stream.seek(0)
    return stream


def stored() -> Iterator[tuple[str, datetime]]:
    """Every file in the store with when it was written; what goes meanwhile is left out."""
    if is_remote():
        yield from default_storage.listed(FOLDER)
        return
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            path = f"{FOLDER}/{folder}/{name}"
            try:
                written = os.stat(default_storage.path(path)).st_mtime
            except FileNotFoundError:
                continue
            yield path, datetime.fromtimestamp(written, UTC)
