"""One-time passwords: made by chance, shown once on a sheet, kept as a hash alone."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass

from django.contrib.auth.hashers import BasePasswordHasher, get_hasher, make_password

UPPER, LOWER, DIGITS = (
    "ABCDEFGHJKMNPQRSTUVWXYZ",
    "abcdefghjkmnpqrstuvwxyz",
    "23456789",
)  # none looks like another
GROUPS, LENGTH = 3, 4
AT_ONCE = 2  # hashing leaves Python free: two cores hash two


@dataclass(frozen=True)
class Secret:
    """A password in words, for the sheet alone, and its hash."""

    password: str
    password_hash: str

    def __repr__(self) -> str:
        """Nothing: a password stands in no log and in no trace."""
        return "Secret()"


def make_secrets(number: int) -> list[Secret]:
    """So many passwords with their hashes; call it outside of any transaction, it takes a moment each."""
    passwords = [_password() for _ in range(number)]
    hasher = _hasher()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        hashes = pool.map(lambda password: make_password(password, hasher=hasher), passwords)
        return [Secret(*pair) for pair in zip(passwords, hashes, strict=True)]


def _password() -> str:
    """Three groups of four, as Kd7m-Tq4x-9wRn: 67 bits, each class of characters among them."""
    while True:
        letters = [secrets.choice(UPPER + LOWER + DIGITS) for _ in range(GROUPS * LENGTH)]
        if all(set(letters) & set(kind) for kind in (UPPER, LOWER, DIGITS)):
            groups = ["".join(letters[at : at + LENGTH]) for at in range(0, len(letters), LENGTH)]
            return "-".join(groups)


def _hasher() -> BasePasswordHasher:
    """The hasher in use with the least cost that OWASP gives for argon2id (19 MiB, twice).

    A password of 67 random bits needs no slow hash against guessing; Django hashes it at full cost when
    somebody signs in with it, and the person replaces it at once.
    """
    hasher = copy(get_hasher())
    hasher.memory_cost, hasher.time_cost, hasher.parallelism = 19_456, 2, 1
    return hasher
