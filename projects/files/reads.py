"""Whether the bytes in the file store are still those that came."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage

from projects.models.files import KeptFile


def damaged() -> Iterator[tuple[KeptFile, str]]:
    """The kept files whose bytes are not those that came, each with what is wrong."""
    for kept in KeptFile.objects.order_by("pk").iterator():
        try:
            with default_storage.open(kept.path) as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except FileNotFoundError:
            yield kept, "缺失"
            continue
        if found != kept.sha256:
            yield kept, "内容已变"
