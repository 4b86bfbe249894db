"""Keys of the API: what one may do, how long it holds, and how it is written."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from hmac import compare_digest

from projects.rules.words import Worded

MARK = "ms"  # what a key begins with, so that one is known where it lies about
LONGEST_YEARS = 2


class KeyScope(Worded):
    """What a key is good for; none of them signs, submits or decides."""

    READ = "read", "只读"
    DRAFT = "draft", "读取并保存草稿"


class KeyState(Worded):
    """Where a key stands on a day."""

    IN_FORCE = "in_force", "有效", "on"
    EXPIRED = "expired", "已到期", "none"
    ENDED = "ended", "已停用", "none"


@dataclass(frozen=True)
class Token:
    """A key as it is handed over, once: its public part finds the row, the secret part proves it."""

    public: str
    secret: str

    def __str__(self) -> str:
        return f"{MARK}_{self.public}_{self.secret}"

    def __repr__(self) -> str:
        """Without the secret: it stands in no log and in no trace."""
        return f"Token({self.public})"

    @property
    def seal(self) -> str:
        """What is kept of the secret: 256 random bits need no slow hash."""
        return sha256(self.secret.encode()).hexdigest()

    def opens(self, seal: str) -> bool:
        """Whether this is the key that was handed over."""
        return compare_digest(self.seal, seal)


def token_of(text: str) -> Token | None:
    """The key that was sent; None where it is not written as one."""
    mark, _, rest = text.strip().partition("_")
    public, _, secret = rest.partition("_")
    return Token(public, secret) if mark == MARK and public and secret else None


def key_state(*, is_ended: bool, ends_on: date, on: date) -> KeyState:
    """Its last day is in force."""
    if is_ended:
        return KeyState.ENDED
    return KeyState.EXPIRED if ends_on < on else KeyState.IN_FORCE
