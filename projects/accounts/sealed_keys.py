"""Keys that must be read again, kept in the database as nobody reads them there: sealed with the SECRET_KEY.

A copy of the database alone opens no sign-in. After a change of SECRET_KEY the earlier ones still open what
they sealed (SECRET_KEY_FALLBACKS); what none of them opens is no key any more and is set up anew.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "projects.accounts.sealed_keys"
MARK = "gAAAA"  # how every sealed text begins; no key does, which is in capitals and digits


def sealed_key(key: str) -> str:
    """The key as it is kept."""
    return _seals().encrypt(key.encode()).decode()


def opened_key(kept: str) -> str:
    """The key; "" where none is kept, or none of our keys opens it. One from before is kept as it is."""
    if not kept.startswith(MARK):
        return kept
    try:
        return _seals().decrypt(kept.encode()).decode()
    except InvalidToken:
        return ""


def _seals() -> MultiFernet:
    """The first seals, all of them open."""
    secrets = [each for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if each]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    return urlsafe_b64encode(salted_hmac(SALT, "key", secret=secret, algorithm="sha256").digest())
