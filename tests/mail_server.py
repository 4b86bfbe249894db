"""A mail server on this machine, for the tests that rehearse one: plain, or by STARTTLS with a password."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST, CERTIFICATE = "127.0.0.1", "certificate.pem"
USER, PASSWORD = "livelihood", "of-the-mail-server"


class Mailbox(Message):
    """Keeps what the server takes, and by whose name it came; refuses the addresses of who is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[EmailMessage] = []
        self.names: list[str] = []

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """One recipient."""
        if address.startswith("gone@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def prepare_message(self, session: Session, envelope: Envelope) -> EmailMessage:
        """As it was sent."""
        self.names.append(session.auth_data.decode() if session.auth_data else "")
        return message_from_bytes(envelope.content, policy=policy.default)

    def handle_message(self, message: EmailMessage) -> None:
        """Kept."""
        self.letters.append(message)


class MailServer(Controller):
    """Its port is its own from the beginning; nobody answers there before it is started."""

    def __init__(self, **options: object) -> None:
        self.bound = socket.socket()
        self.bound.bind((HOST, 0))
        super().__init__(
            Mailbox(), hostname=HOST, port=self.bound.getsockname()[1], ready_timeout=60, **options
        )

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.bound, ssl=self.ssl_context)

    def end(self) -> None:
        """Whether it was started or not; its thread is waited for."""
        self.stop(no_assert=True)
        self.loop.close()
        self.bound.close()


@contextmanager
def mail_server(certificate: Path | None = None, *, at_once: bool = False) -> Iterator[MailServer]:
    """Of whoever comes it takes mail; with a certificate by TLS alone, from who says the password.

    By STARTTLS, or guarded from the first word.
    """
    server = MailServer(**(_guarded(certificate, at_once=at_once) if certificate else {}))
    try:
        yield server
    finally:
        server.end()


def _guarded(certificate: Path, *, at_once: bool) -> dict[str, object]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    known = {"auth_required": True, "authenticator": _authenticated}
    if at_once:
        return {"ssl_context": context, "auth_require_tls": False, **known}  # it asks for STARTTLS alone
    return {"tls_context": context, "require_starttls": True, **known}


def _authenticated(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: LoginPassword
) -> AuthResult:
    is_right = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False, auth_data=said.login)


def a_certificate(folder: Path) -> Path:
    """Of this machine by its own word, with its key, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=mail.example")
    now, day = datetime.now(UTC), timedelta(days=1)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - day, now + day
    )
    signed = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    pem, as_it_is = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, as_it_is)
    file = folder / CERTIFICATE
    file.write_bytes(signed.public_bytes(pem) + private)
    return file
