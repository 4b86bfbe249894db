"""How often one address may ask in a minute: whoever asks more waits for the next one."""

from datetime import datetime
from threading import Lock

MINUTE = 60  # seconds


class Brake:
    """Counts the requests of a minute by address, in this process alone. Safe for several threads."""

    def __init__(self) -> None:
        self._minute: datetime | None = None
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def seconds_to_wait(self, address: str, *, most: int, at: datetime) -> int:
        """Count a request; 0 where it may pass, else the seconds until the next minute."""
        minute = at.replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            self._counts[address] = self._counts.get(address, 0) + 1
            is_too_much = self._counts[address] > most
        return MINUTE - at.second if is_too_much else 0
