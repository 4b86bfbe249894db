"""The file store as the rest of the program asks it: a folder, or an S3-compatible store by settings."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from django.core.files.base import File
from django.core.files.storage import default_storage

from projects.models.files import FOLDER, KeptFile
from projects.rules.errors import StoreAway


class Store(Protocol):
    """What both kinds answer, so that nobody asks which it is; StoreAway where one does not answer."""

    word: str  # what people call the place
    not_empty: str  # said to whoever would restore among other files; {folder}: DATA_DIR

    def listed(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """Every file below a folder, with when it was written."""

    def check(self) -> None:
        """StoreAway where nothing can be kept."""

    def open(self, name: str) -> File:
        """Its bytes; FileNotFoundError where there is none."""

    def save(self, name: str, content: File) -> str:
        """Lasting when this returns."""

    def delete(self, name: str) -> None:
        """Gone, and nothing wrong where it was not there."""


class Damaged(Exception):
    """The bytes in the store are not those that came."""


def store_word() -> str:
    """Where files lie, in a word."""
    return default_storage.word


def complaint() -> str:
    """What is wrong with the store, in one sentence; nothing where it answers."""
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


def is_whole(kept: KeptFile) -> bool:
    """Whether the store gives back the bytes that came."""
    try:
        opened(kept).close()
    except (FileNotFoundError, Damaged):
        return False
    return True


def stored() -> Iterator[tuple[str, datetime]]:
    """Every file in the store with when it was written; what goes meanwhile is left out."""
    return default_storage.listed(FOLDER)
