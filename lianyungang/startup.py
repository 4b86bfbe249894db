"""Whether this process may serve (a reason in one sentence, or None), and what it loads before it does."""

import gc
import os

from django.conf import settings
from django.db import DatabaseError
from django.urls import get_resolver

from lianyungang.models import DemoState
from projects.accounts.cas_reads import is_safe
from projects.accounts.cas_views import PLACES
from projects.files.scanner import is_place
from projects.rules.city import city_from
from projects.rules.roles import Role

OBJECTS_OF_PAGES = 50_000


def refusal() -> str | None:
    """Why a web server must not start here."""
    if not os.environ.get("SECRET_KEY"):
        return (
            "SECRET_KEY is not set: put a long random text into the environment, the same for every worker."
        )
    try:
        city_from(settings.CITY)
    except ValueError as error:
        return f"CITY: {error} is no word of a city, or its value no text: see projects/rules/city.py."
    if unknown := settings.SECOND_FACTOR_ROLES - set(Role):
        return f"SECOND_FACTOR_ROLES: {', '.join(sorted(unknown))} is no role: {', '.join(Role)}."
    if said := _outside_refusal():
        return said
    if settings.EMAIL_USE_TLS and settings.EMAIL_USE_SSL:
        return "EMAIL_USE_TLS and EMAIL_USE_SSL are two ways to guard one connection: leave one of them out."
    if settings.VIRUS_SCANNER and not is_place(settings.VIRUS_SCANNER):
        return "VIRUS_SCANNER must be the path of clamd's socket, or host:port (as localhost:3310)."
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        return "The static files are not collected: run `python manage.py collectstatic --noinput` first."
    if not settings.DEMO and _marked_as_demo():
        return (
            "This database is a demo's, with accounts that everybody knows: name another one in DATABASE_URL."
        )
    if settings.DEMO and not _marked_as_demo():
        return "DEMO=1 lets everybody take any account and is for a demo's database alone: run `make demo`."
    return None


def load_for_good() -> None:
    """Load every page, and keep Python's collector away from what is loaded.

    It stays as long as the worker; walking through all of it took 0.15 s of one request in some ten. What a
    page makes, some 20,000 objects on the largest, goes by itself when it is answered; the collector looks
    for the few hundred that go in circles once in many pages, and not within one, where it found nothing and
    took up to 12 of its 60 ms.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_OF_PAGES)


def _outside_refusal() -> str | None:
    """Why nobody could sign in by the city's own provider."""
    if not settings.CAS_SERVER:
        return None
    if settings.OIDC_ISSUER:
        return "OIDC_ISSUER and CAS_SERVER both name a provider of sign-ins: leave one of them out."
    if not is_safe(settings.CAS_SERVER):
        return "CAS_SERVER must be an address that begins with https://, without a question."
    if settings.CAS_PROTOCOL not in PLACES:
        return f"CAS_PROTOCOL: {settings.CAS_PROTOCOL} is no version of CAS: {' or '.join(PLACES)}."
    return None


def _marked_as_demo() -> bool:
    """Whether the demo was loaded here; a database that is away or empty is no demo's."""
    try:
        return DemoState.objects.exists()
    except DatabaseError:
        return False
