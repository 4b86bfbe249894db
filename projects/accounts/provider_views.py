"""Who vouches for people from outside: the seam at which one protocol is like the other."""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from projects.accounts.cas_views import Cas
from projects.accounts.openid_views import OpenId
from projects.accounts.outside_reads import Subject


class OutsideProvider(Protocol):
    """What the sign-in asks of a provider, whatever it speaks."""

    name: str
    issuer: str

    def leave(self, request: HttpRequest, *, back: str) -> HttpResponse:
        """The way there, and back to this address."""

    def arrived(self, request: HttpRequest) -> Subject:
        """Whom it vouches for; Refused where it does not."""


def provider() -> OutsideProvider | None:
    """The one that the settings name; None where there is none."""
    if settings.CAS_SERVER:
        return _cas(settings.CAS_SERVER, settings.CAS_NAME, settings.CAS_ATTRIBUTE, settings.CAS_PROTOCOL)
    if settings.OIDC_ISSUER:
        secret = settings.OIDC_CLIENT_SECRET
        return _openid(settings.OIDC_ISSUER, settings.OIDC_NAME, settings.OIDC_CLIENT_ID, secret)
    return None


def provider_name() -> str:
    """What the pages call it; nothing where there is none."""
    known = provider()
    return known.name if known else ""


@cache
def _cas(server: str, name: str, attribute: str, protocol: str) -> Cas:
    return Cas(server, name, attribute, protocol)


@cache
def _openid(issuer: str, name: str, client: str, secret: str) -> OpenId:
    return OpenId(issuer, name, client, secret)
