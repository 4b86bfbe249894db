"""How long reading the real documents takes, and importing them all by the command that people run."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from projects.parsing.reading import read
from tests.bench.measuring import Case, Must
from tests.bench.server import DOCUMENTS, IMPORT, LISTS, ROOT, filled


@contextmanager
def documents() -> Iterator[list[Case]]:
    """Each document as a case, and the import of all, rolled back so that every round does the same."""
    command = [sys.executable, "manage.py", *IMPORT, "--dry-run"]
    with filled("register") as environment:
        importing = Case(f"import_list of {len(LISTS)} documents", lambda: _run(command, environment))
        yield [*(_reading(name) for name in LISTS), importing]


def _reading(name: str) -> Case:
    content = (DOCUMENTS / name).read_bytes()
    return Case(f"read {name}", lambda: read(content, name), Must(250))


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
