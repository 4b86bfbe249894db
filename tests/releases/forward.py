"""A release's database and files, brought forward to today's code."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from lianyungang.settings import BASE_DIR
from tests.databases import empty_database, environment, manage
from tests.releases.columns import Columns

RELEASES = BASE_DIR / "tests" / "releases"
PAGES = "pages.json"
BACKUP = "backup.zip"


@dataclass(frozen=True)
class Installation:
    """A database and the folder of its files; `before`: its columns before it was migrated."""

    url: str
    folder: str
    before: Columns | None = None

    def manage(self, *arguments: str) -> str:
        """Run one of the project's commands there; what it says."""
        return manage(self.url, *arguments, DATA_DIR=self.folder)

    def run(self, module: str, settings: str = "lianyungang.settings") -> str:
        """Run a module of the tests there; what it prints."""
        there = environment(self.url, DATA_DIR=self.folder, DJANGO_SETTINGS_MODULE=settings)
        command = [sys.executable, "-m", module]
        done = subprocess.run(command, cwd=BASE_DIR, env=there, stdout=subprocess.PIPE, check=True)
        return done.stdout.decode()

    def pages(self) -> dict[str, list[str]]:
        """What its pages say."""
        return json.loads(self.run("tests.releases.reading", "tests.releases.settings"))


@contextmanager
def empty(purpose: str = "release") -> Iterator[Installation]:
    """Nothing yet; two at a time have two names."""
    with empty_database(purpose) as url, tempfile.TemporaryDirectory() as folder:
        yield Installation(url, folder)


@contextmanager
def forwarded(release: Path) -> Iterator[Installation]:
    """A release restored and migrated, as its users will do it."""
    with empty() as installation:
        installation.manage("restore", str(release / BACKUP))
        before = Columns.of(installation.url)
        installation.manage("migrate", "--verbosity=0")
        yield replace(installation, before=before)


def recorded(release: Path) -> dict[str, list[str]]:
    """What its pages are known to say."""
    return json.loads((release / PAGES).read_text(encoding="utf-8"))
