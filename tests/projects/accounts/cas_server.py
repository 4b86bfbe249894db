"""A CAS server on this machine: tickets for the services that people come from, each told of once."""

import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

SAYS = '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{said}</cas:serviceResponse>'
SUCCESS = "<cas:authenticationSuccess>{said}</cas:authenticationSuccess>"
FAILURE = '<cas:authenticationFailure code="{code}">not so</cas:authenticationFailure>'


class CasServer:
    """Whoever is asked to sign in is `subject`; what it says of them may be made wrong on purpose."""

    def __init__(self):
        self.given, self.wrong, self.asked = {}, {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}/cas"
        self.issuer = f"{self.address}#number"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def sign_in(self, address, subject):
        """What a browser is sent back with, from the address that it was sent to."""
        asked = urlsplit(address)
        assert f"{asked.scheme}://{asked.netloc}{asked.path}" == f"{self.address}/login"
        [(name, service)] = parse_qsl(asked.query)
        assert name == "service"
        ticket = f"ST-{len(self.given)}-{subject}"
        self.given[ticket] = (service, subject)
        return {**dict(parse_qsl(urlsplit(service).query)), "ticket": ticket}

    def told(self, ticket, service):
        """The answer to a ticket, once, for the service that it was given out for."""
        known, subject = self.given.pop(ticket, ("", ""))
        if not known:
            return FAILURE.format(code="INVALID_TICKET")
        if known != service:
            return FAILURE.format(code="INVALID_SERVICE")
        number = f"<cas:number>{escape(subject)}</cas:number>"
        told = f"<cas:user>login-of-{escape(subject)}</cas:user><cas:attributes>{number}</cas:attributes>"
        return SUCCESS.format(said=self.wrong.get("success", told))

    def _handler(server):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                place, _, query = self.path.partition("?")
                asked = dict(parse_qsl(query))
                server.asked.append((place.removeprefix("/cas/"), asked))
                said = SAYS.format(said=server.told(asked.get("ticket"), asked.get("service")))
                time.sleep(server.wrong.get("seconds", 0))
                self.send_response(server.wrong.get("status", 200))
                for name, value in server.wrong.get("headers", {}).items():
                    self.send_header(name, value)
                content = server.wrong.get("content", said).encode()
                self.send_header("Content-Length", str(len(content)))
                with suppress(BrokenPipeError, ConnectionResetError):  # who asked has gone on already
                    self.end_headers()
                    self.wfile.write(content)

            def log_message(self, *_):
                pass

        return Handler
