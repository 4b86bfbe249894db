"""One-time codes (RFC 6238) and recovery codes: made, written for the telephone, compared."""

import secrets
from base64 import b32decode, b32encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote, urlencode

import segno
from django_otp.oath import TOTP

from projects.rules.letters import seen

KEY_BYTES = 20
STEP_SECONDS, DIGITS = 30, 6
NEIGHBOURS = 1  # steps before and after: a telephone's clock is not ours
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none looks like another
GROUPS, GROUP = 3, 4
RECOVERY_CODES = 10


def new_key() -> str:
    """A key for a telephone, base32."""
    return b32encode(secrets.token_bytes(KEY_BYTES)).decode()


def step_of(key: str, typed: str, *, at: datetime, after: int) -> int | None:
    """The step whose code was typed; None where it is none, or one not later than `after`: used already."""
    digits = seen(typed).replace(" ", "")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()):
        return None
    clock = TOTP(b32decode(key), step=STEP_SECONDS, digits=DIGITS)
    clock.time = at.timestamp()
    return clock.t() if clock.verify(int(digits), NEIGHBOURS, after + 1) else None


def new_recovery_codes() -> list[str]:
    """Ten codes for the day on which the telephone is lost, 59 bits each."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def sealed(code: str, *, person: int) -> str:
    """What is kept of a recovery code: chance enough for a quick hash, and no two persons' alike."""
    letters = "".join(each for each in seen(code).lower() if each in LETTERS)
    return sha256(f"{person}:{letters}".encode()).hexdigest()


def all_sealed(codes: Sequence[str], *, person: int) -> list[str]:
    """Several of them."""
    return [sealed(code, person=person) for code in codes]


def as_address(key: str, *, username: str, issuer: str) -> str:
    """What the QR code says: otpauth://totp/…, short, so that its squares are large enough to be read."""
    return f"otpauth://totp/{quote(username)}?{urlencode({'secret': key, 'issuer': issuer})}"


def as_picture(address: str) -> str:
    """The QR code as an SVG in a data: address, for an <img>."""
    return segno.make(address, error="l").svg_data_uri(scale=5, border=2)


def in_groups(key: str) -> str:
    """The key for typing it by hand."""
    return " ".join(key[at : at + GROUP] for at in range(0, len(key), GROUP))


def _recovery_code() -> str:
    groups = ["".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS)]
    return "-".join(groups)
