"""OpenID Connect: the way to the city's own provider and back, by Authlib (code flow, PKCE, nonce).

Everything else of the sign-in asks the seam (provider_views) for a `Subject`.
"""

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import RequestException

from projects.accounts.outside_reads import AWAY, NOT_PROVED, Subject
from projects.rules.errors import Refused

SECONDS = 10  # that the provider may take to answer
SIGNED_BY_ITS_KEY = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]


class OpenId:
    """One provider, by its issuer's address."""

    def __init__(self, issuer: str, name: str, client: str, secret: str) -> None:
        self.issuer, self.name = issuer, name
        self._app = OAuth().register(
            "outside",
            client_id=client,
            client_secret=secret,
            server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": SECONDS},
        )

    def leave(self, request: HttpRequest, *, back: str) -> HttpResponse:
        """As `OutsideProvider.leave`."""
        try:
            self._settle()
            return self._app.authorize_redirect(request, back)
        except (RequestException, AuthlibBaseError, ValueError) as error:
            raise Refused(AWAY) from error

    def arrived(self, request: HttpRequest) -> Subject:
        """As `OutsideProvider.arrived`; Authlib checks signature, issuer, audience, nonce and time."""
        try:
            self._settle()
            claims = self._app.authorize_access_token(request).get("userinfo")
        except RequestException as error:
            raise Refused(AWAY) from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
            raise Refused(NOT_PROVED) from error
        if not claims or not claims.get("sub"):
            raise Refused(NOT_PROVED)
        return Subject(self.issuer, str(claims["sub"]))

    def _settle(self) -> None:
        """Its description: of the issuer that was named, and signatures by its own key alone."""
        metadata = self._app.load_server_metadata()
        if metadata.get("issuer") != self.issuer:
            raise Refused(AWAY)
        metadata["id_token_signing_alg_values_supported"] = SIGNED_BY_ITS_KEY
