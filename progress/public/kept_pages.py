"""Public pages as they were drawn last: what they tell changes with an issue or a setting alone."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

MOST_BYTES = 32_000_000  # of this process; a list of 120 tasks takes 3 MB


@dataclass(frozen=True)
class KeptPage:
    """A page with its head lines; `stamp` says of what state of things it tells."""

    stamp: Hashable
    content: bytes
    headers: tuple[tuple[str, str], ...]
    changed_at: datetime | None


class KeptPages:
    """The pages by what they show; what nobody asked for longest goes first. Safe for several threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._lock = Lock()

    def found(self, address: Hashable, stamp: Hashable) -> KeptPage | None:
        """The page, where it was drawn of this same state of things."""
        with self._lock:
            page = self._pages.get(address)
            if page is None or page.stamp != stamp:
                return None
            self._pages.move_to_end(address)
            return page

    def keep(self, address: Hashable, page: KeptPage) -> None:
        """Keep it in the place of an older one."""
        with self._lock:
            self._drop(self._pages.pop(address, None))
            self._pages[address] = page
            self.bytes += len(page.content)
            while self.bytes > self.most_bytes:
                self._drop(self._pages.popitem(last=False)[1])

    def _drop(self, page: KeptPage | None) -> None:
        if page is not None:
            self.bytes -= len(page.content)
