"""What a way out has to offer. The page is none of them: a reminder always stands there."""

from typing import Protocol

from projects.models import User


class NotSent(Exception):
    """It did not go out. Its text is the reason that the office reads, so no address stands in it."""


class Channel(Protocol):
    """One way by which a letter reaches a person; opened once for many letters."""

    def is_set(self) -> bool:
        """Whether the installation has it at all."""
        ...

    def reaches(self, person: User) -> bool:
        """Whether a letter to this person can go out by it."""
        ...

    def open(self) -> None:
        """Get ready for letters; NotSent where that fails."""
        ...

    def send(self, person: User, title: str, text: str) -> None:
        """Send one letter; NotSent where it is not taken."""
        ...

    def close(self) -> None:
        """Give back what `open` took; nothing more is sent."""
        ...
