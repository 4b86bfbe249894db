"""An OpenID provider on this machine: its description, its key, and tokens for the codes that it gave out."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "livelihood", "a-secret-between-the-two-of-at-least-32-bytes"


class Provider:
    """Whoever is asked to sign in is `subject`; what it says of them may be made wrong on purpose."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, {"kid": "1"}, private=True)
        self.given, self.wrong, self.asked = {}, {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def sign_in(self, address, subject):
        """What a browser is sent back with, from the address that it was sent to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256" and asked["scope"] == "openid"
        code = f"code-{len(self.given)}"
        self.given[code] = {**asked, "subject": subject}
        return {"code": code, "state": asked["state"]}

    def token(self, posted, authorization):
        """The answer to a code, once, for who kept its verifier."""
        self.asked.append(authorization)
        asked = self.given.pop(posted["code"])
        challenge = urlsafe_b64encode(sha256(posted["code_verifier"].encode()).digest()).decode().rstrip("=")
        assert challenge == asked["code_challenge"]
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "sub": asked["subject"], "nonce": asked["nonce"]}
        claims = {**told, "iat": now, "exp": now + 60, **self.wrong.get("claims", {})}
        key, algorithm = self.wrong.get("key", self.key), self.wrong.get("algorithm", "RS256")
        signed = jwt.encode({"alg": algorithm, "kid": "1"}, claims, key, algorithms=[algorithm])
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": signed}

    def description(self):
        return {
            "issuer": self.wrong.get("issuer", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def _handler(provider):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                jwks = {"keys": [provider.key.as_dict(private=False)]}
                self.answer(jwks if self.path == "/jwks" else provider.description())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                posted = {name: values[0] for name, values in parse_qs(body).items()}
                self.answer(provider.token(posted, self.headers["Authorization"]))

            def answer(self, said):
                content = json.dumps(said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        return Handler


def another_key():
    return RSAKey.generate_key(2048, {"kid": "1"}, private=True)


def shared_key():
    return OctKey.import_key(SECRET)
