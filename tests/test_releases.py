"""Every release's filled database, brought forward to today's code: tests/releases/README.md."""

import difflib
import json
import zipfile

import pytest

from tests.databases import rows
from tests.releases.addresses import ISSUED, PAGES, WORKBOOKS, key
from tests.releases.forward import BACKUP, RELEASES, forwarded, recorded

FOLDERS = sorted(path.parent for path in RELEASES.glob(f"*/{BACKUP}"))
SESSIONS = "django_session"  # not in a backup
LINES_SHOWN = 12  # of one page's difference

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
