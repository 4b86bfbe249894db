"""CAS: the way to the city's own server and back with a ticket, which is asked about once."""

import re
from secrets import token_urlsafe
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import constant_time_compare

from projects.accounts.cas_reads import answer_to, is_safe, subject_in
from projects.accounts.outside_reads import AWAY, NOT_PROVED, Subject
from projects.rules.errors import Refused

ASKED = "cas_asked"  # in the session: for which service, with which state
TICKET = re.compile(r"ST-[!-~]{1,253}")
PLACES = {"2": "serviceValidate", "3": "p3/serviceValidate"}  # by the version of the protocol


class Cas:
    """One server, by its address; without an attribute its own user names are the subjects."""

    def __init__(self, server: str, name: str, attribute: str, protocol: str) -> None:
        self._server, self.name = server.rstrip("/"), name
        self._attribute, self._place = attribute, PLACES[protocol]
        # The same letters are somebody else where another attribute is asked for.
        self.issuer = f"{self._server}#{attribute}" if attribute else self._server

    def leave(self, request: HttpRequest, *, back: str) -> HttpResponse:
        """As `OutsideProvider.leave`; the service holds the state, so a ticket is this browser's alone."""
        if not is_safe(self._server):
            raise Refused(AWAY)
        state = token_urlsafe(24)
        service = f"{back}?{urlencode({'state': state})}"
        request.session[ASKED] = {"service": service, "state": state}
        return HttpResponseRedirect(f"{self._server}/login?{urlencode({'service': service})}")

    def arrived(self, request: HttpRequest) -> Subject:
        """As `OutsideProvider.arrived`."""
        asked = request.session.pop(ASKED, None)
        ticket = request.GET.get("ticket", "")
        if asked is None or not constant_time_compare(asked["state"], request.GET.get("state", "")):
            raise Refused(NOT_PROVED)
        if not TICKET.fullmatch(ticket) or not is_safe(self._server):
            raise Refused(NOT_PROVED)
        address = f"{self._server}/{self._place}"
        answer = answer_to(ticket, service=asked["service"], address=address)
        return Subject(self.issuer, subject_in(answer, self._attribute))
