"""The virus scanner, where one is set: clamd, asked over its socket with each file that comes in.

A few lines of our own: the clients on PyPI are either no longer kept or under the GPL, and the protocol
(INSTREAM in clamd's manual) is a command, pieces with their lengths, and one line for an answer.
"""

import socket
from collections.abc import Iterable
from contextlib import closing

from projects.rules.errors import Refused

SECONDS = 60  # until clamd has to answer
LONGEST = 4096  # bytes of an answer that are read
CLEAN, FOUND, TOO_LARGE = " OK", " FOUND", "size limit exceeded. ERROR"


def check_clean(pieces: Iterable[bytes], *, name: str, scanner: str) -> None:
    """Refused where clamd finds something in the file, or does not say that it is clean.

    `scanner` is the path of its socket, or host:port; "" where there is none: nothing is asked.
    """
    if not scanner:
        return
    try:
        answer = _asked(pieces, scanner)
    except (OSError, ValueError):  # ValueError: the setting names no port
        way_out = "请过一会儿再传；多次不成请联系系统管理员。"
        raise Refused(f"“{name}”没有保存：病毒查杀服务没有应答，{way_out}") from None
    if answer.endswith(FOUND):
        threat = answer.removesuffix(FOUND).rpartition(": ")[2]
        raise Refused(f"“{name}”没有保存：查出病毒（{threat}），请在本机查杀后再传。")
    if answer.endswith(TOO_LARGE):
        raise Refused(f"“{name}”没有保存：病毒查杀服务不接收这样大的文件，请联系系统管理员。")
    if not answer.endswith(CLEAN):
        raise Refused(f"“{name}”没有保存：病毒查杀没有完成，请联系系统管理员。")


def is_place(scanner: str) -> bool:
    """Whether the setting names a place to ask: the path of a socket, or host:port."""
    if scanner.startswith("/"):
        return True
    host, _, port = scanner.rpartition(":")
    return bool(host) and port.isascii() and port.isdigit() and 0 < int(port) < 65536


def _asked(pieces: Iterable[bytes], scanner: str) -> str:
    """What clamd answers: stream: OK, stream: Eicar-Test-Signature FOUND, … ERROR.

    Of a file that is too large it says so and hangs up while we are still sending.
    """
    with closing(_connected(scanner)) as line:
        try:
            _send(line, pieces)
        except OSError:
            answer = _answer(line)
            if not answer:
                raise
            return answer
        return _answer(line)


def _send(line: socket.socket, pieces: Iterable[bytes]) -> None:
    line.sendall(b"zINSTREAM\0")
    for piece in pieces:
        line.sendall(len(piece).to_bytes(4, "big") + piece)
    line.sendall(bytes(4))


def _answer(line: socket.socket) -> str:
    answer = b""
    while len(answer) < LONGEST and not answer.endswith(b"\0"):
        more = line.recv(LONGEST)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connected(scanner: str) -> socket.socket:
    if scanner.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(scanner)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = scanner.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
