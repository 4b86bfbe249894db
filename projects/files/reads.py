"""Whether the bytes in the file store are still those that came."""

from collections.abc import Iterator

from projects.files.store import Damaged, opened
from projects.models.files import KeptFile


def damaged() -> Iterator[tuple[KeptFile, str]]:
    """The kept files whose bytes are not those that came, each with what is wrong."""
    for kept in KeptFile.objects.order_by("pk").iterator():
        try:
            opened(kept).close()
        except FileNotFoundError:
            yield kept, "缺失"
        except Damaged:
            yield kept, "内容已变"
