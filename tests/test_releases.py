"""Every release's filled database, brought forward to today's code: tests/releases/README.md."""

import difflib
import hashlib
import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.databases import rows
from tests.releases.addresses import ISSUED, PAGES, WORKBOOKS, key
from tests.releases.columns import Columns
from tests.releases.forward import BACKUP, RELEASES, empty, forwarded, recorded

FOLDERS = sorted(path.parent for path in RELEASES.glob(f"*/{BACKUP}"))
SESSIONS = "django_session"  # not in a backup
LINES_SHOWN = 12  # of one page's difference
IN_THE_ROW = "SELECT sha256, content FROM projects_sourcedocument WHERE content IS NOT NULL"
MOVE = """
from django.utils import timezone
from datetime import timedelta
from projects.adoption.store_actions import move_to_store
print(move_to_store(timezone.now()), move_to_store(timezone.now() + timedelta(days=1)))
"""

pytestmark = pytest.mark.early(100)  # beside the longest: it needs no migrated database


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def release(request):
    return request.param


@pytest.fixture(scope="module")
def installation(release):
    with forwarded(release) as installation:
        yield installation


@pytest.fixture(scope="module")
def told(installation):
    return installation.pages()


def difference(before, after):
    """The lines that differ, without their surroundings, and not too many of them."""
    compared = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
    changed = [line[:200] for line in compared if not line.startswith("@@")]
    more = [f"… and {len(changed) - LINES_SHOWN} lines more"] if len(changed) > LINES_SHOWN else []
    return "\n".join(changed[:LINES_SHOWN] + more)


def test_there_is_a_release():
    assert FOLDERS


def test_every_row_is_still_there(release, installation):
    with zipfile.ZipFile(release / BACKUP) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
    there = {table["name"]: table["rows"] for table in tables if table["name"] != SESSIONS}
    here = {name: rows(installation.url, f'SELECT count(*) FROM "{name}"')[0][0] for name in there}
    assert {name: number for name, number in there.items() if here[name] < number} == {}


def test_no_migration_is_missing(installation):
    assert "No changes detected" in installation.manage("makemigrations", "--check", "--dry-run")


def test_a_worker_of_the_last_release_can_still_write_into_the_migrated_tables(release, installation):
    if release != FOLDERS[-1]:
        pytest.skip("two versions stand side by side from the last release on")
    assert Columns.of(installation.url).missed_by(installation.before) == []


def test_the_pages_say_what_they_said(release, told):
    before = recorded(release)
    pages = [key(*asked) for asked in (*PAGES, *WORKBOOKS)]
    changed = [page for page in pages if told[page] != before.get(page)]
    shown = [f"{page}\n{difference(before.get(page, []), told[page])}" for page in changed]
    if changed:
        advice = "Where this is on purpose: python -m tests.releases.record"
        pytest.fail("\n\n".join([f"{len(changed)} pages changed. {advice}", *shown]), pytrace=False)


def test_what_was_issued_is_the_same_byte_for_byte(release, told):
    before = recorded(release)
    issued = [key(*asked) for asked in ISSUED]
    assert {page: told[page] for page in issued} == {page: before[page] for page in issued}


def test_no_page_was_taken_from_the_record(release, told):
    assert recorded(release).keys() == told.keys()


def test_its_documents_go_into_the_file_store_byte_for_byte(installation):
    before = {sha256: bytes(content) for sha256, content in rows(installation.url, IN_THE_ROW)}
    assert before and {sha256: hashlib.sha256(each).hexdigest() for sha256, each in before.items()} == {
        sha256: sha256 for sha256 in before
    }
    for _ in range(2):  # broken off, or done twice, it is the same
        installation.manage("shell", "--command", MOVE)
    kept = Path(installation.folder) / "kept"
    assert {sha256: (kept / sha256[:2] / sha256).read_bytes() for sha256 in before} == before
    assert rows(installation.url, IN_THE_ROW) == []
    assert "个文件均与存入时一致" in installation.manage("verify_files")
    with empty("restored") as another, TemporaryDirectory() as folder:
        installation.manage("backup", f"{folder}/backup.zip")
        another.manage("restore", f"{folder}/backup.zip")
        kept = Path(another.folder) / "kept"
        assert {sha256: (kept / sha256[:2] / sha256).read_bytes() for sha256 in before} == before
