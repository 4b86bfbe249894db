"""Writes down what the pages of every release say with today's code: `python -m tests.releases.record`.

With the name of a new tag it first makes that release's folder: `python -m tests.releases.record v0.2.0`.
"""

import json
import re
import sys
from pathlib import Path

from tests.releases.addresses import ISSUED, key
from tests.releases.forward import BACKUP, PAGES, RELEASES, empty, forwarded, recorded


def make(release: Path) -> None:
    """The demo's database as today's code loads it."""
    release.mkdir()
    with empty() as installation:
        installation.manage("migrate", "--verbosity=0")
        installation.run("tests.releases.filling")
        installation.manage("backup", str(release / BACKUP))
    (release / BACKUP).chmod(0o644)


def record(release: Path) -> str:
    """What its pages say; refused where a file that was issued is no longer the same."""
    with forwarded(release) as installation:
        told = installation.pages()
    before = recorded(release) if (release / PAGES).exists() else {}
    for page in (key(*issued) for issued in ISSUED):
        if page in before and before[page] != told[page]:
            sys.exit(f"{release.name}: {page} was issued, and is no longer the same: never on purpose.")
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (release / PAGES).write_text(text + "\n", encoding="utf-8")
    changed = [page for page in told if told[page] != before.get(page)]
    return f"{release.name}: {len(told)} pages, {len(changed)} of them changed"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        if not re.fullmatch(r"v\d+\.\d+\.\d+", name):
            sys.exit(f"{name} is no tag of a release, such as v0.2.0.")
        make(RELEASES / name)
    for folder in sorted(path.parent for path in RELEASES.glob(f"*/{BACKUP}")):
        print(record(folder))  # noqa: T201
