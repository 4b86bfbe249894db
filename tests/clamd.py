"""A small virus scanner that speaks clamd's words, for the tests that rehearse one."""

import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

THREAT = b"made-up threat"


class _Scanner(socketserver.StreamRequestHandler):
    """Answers INSTREAM as clamd does: finds THREAT, is at a loss, or hangs up on what is too large."""

    def handle(self) -> None:
        if self.server.hangs_up:
            self.rfile.read(1000)
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            return
        assert self.rfile.read(10) == b"zINSTREAM\0"
        told = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            told += self.rfile.read(length)
        self.server.told.append(told)
        found = b"stream: Made-Up-Threat FOUND" if THREAT in told else b"stream: OK"
        self.server.answers.wait()
        self.wfile.write((b"stream: Can't allocate memory ERROR" if self.server.is_broken else found) + b"\0")


class _Daemon(socketserver.ThreadingMixIn):
    """`told`: what it was shown; `answers`: cleared, it keeps whoever asks waiting."""

    daemon_threads = True
    is_broken = hangs_up = False

    def __init__(self, place: str | tuple[str, int]) -> None:
        super().__init__(place, _Scanner)
        self.told, self.answers = [], threading.Event()
        self.answers.set()

    def handle_error(self, *asked: object) -> None:
        """Nothing is told of somebody who is gone meanwhile, as a worker that was killed."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(*asked)


class OnSocket(_Daemon, socketserver.UnixStreamServer):
    """By the path of its socket."""


class OnPort(_Daemon, socketserver.TCPServer):
    """By host and port."""


@contextmanager
def running(server: _Daemon) -> Iterator[_Daemon]:
    """Until the block ends."""
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    try:
        yield server
    finally:
        server.answers.set()
        server.shutdown()
        server.server_close()
