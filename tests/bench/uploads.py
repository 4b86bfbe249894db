"""Ten files of 5 MB as evidence of one report, one by one as the page sends them; a workbook back."""

import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measuring import Case, Must
from tests.bench.server import DEMO_PASSWORD, FILER, TOKEN, Visitor, filled, readable, served, unpacked
from tests.bench.writes import OPEN, VERSION, ask

FILES, SIZE = 10, 5_000_000
WRITTEN = "ten files of 5 MB, summed and written to this disk"
WORKBOOK = "/2021/q2/filing/workbook/"


@dataclass
class Sender:
    """A filer at one report; what was sent is taken out again, so that every round begins alike."""

    visitor: Visitor
    path: str
    report: int
    token: str
    version: int

    def send(self) -> None:
        """Ten files that nobody has sent before."""
        for _ in range(FILES):
            fields = {"csrfmiddlewaretoken": self.token, "version": str(self.version)}
            status, body = self.visitor.upload(f"{self.path}evidence/", fields, files=_a_file())
            if status != 200:
                raise RuntimeError(f"the upload answered {status}: {body[:300]!r}")
            self.version = json.loads(body)["version"]
        ask(f"DELETE FROM progress_evidence WHERE report_id = {self.report}")

    def bring_back(self, content: bytes) -> None:
        """The unit's workbook, checked and shown."""
        status, body = self.visitor.upload(WORKBOOK, {"csrfmiddlewaretoken": self.token}, file=content)
        if status != 200:
            raise RuntimeError(f"the workbook answered {status}: {body[:300]!r}")


@contextmanager
def uploads() -> Iterator[list[Case]]:
    """The files beside what the disk alone takes for them, and the workbook of ten tasks on its way back."""
    folder = Path(tempfile.mkdtemp(prefix="livelihood-bench-"))
    try:
        with filled("lists") as environment, served(environment | {"DATA_DIR": str(folder)}) as (port, _):
            sender = _sender(port)
            workbook = unpacked(sender.visitor.get("/2021/q2/filing/workbook.xlsx"))
            yield [
                Case(WRITTEN, lambda: _write(folder)),
                Case("ten files of 5 MB as evidence", sender.send, Must(FILES * 500)),
                Case("a unit's workbook, back", lambda: sender.bring_back(workbook), Must(500)),
            ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sender(port: int) -> Sender:
    visitor = Visitor(port)
    visitor.sign_in(FILER, DEMO_PASSWORD)
    number, report = next((number, report) for unit, number, report in ask(OPEN) if unit == FILER)
    path = f"/2021/q2/tasks/{number}/"
    page = readable(visitor.get(path))
    return Sender(visitor, path, report, TOKEN.search(page)[1], int(VERSION.search(page)[1]))


def _a_file() -> bytes:
    """Made up, and no two alike: the same one would be kept once."""
    return b"%PDF-1.4\n" + secrets.token_bytes(SIZE) + b"\n%%EOF\n"


def _write(folder: Path) -> None:
    for _ in range(FILES):
        content = _a_file()
        with (folder / hashlib.sha256(content).hexdigest()).open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
