"""A document is read in a process of its own, within limits; broken bytes break nothing."""

import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck, example, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from openpyxl import Workbook

from projects.adoption import confined
from projects.adoption.confined import ENVIRONMENT, cells_confined, read_confined
from projects.parsing.confined import TOO_MUCH_MEMORY, clean
from projects.parsing.parsed import list_of
from projects.parsing.reading import read
from projects.rules.errors import Refused

DOCUMENTS = Path(settings.BASE_DIR) / "fixtures" / "documents"
pytestmark = [pytest.mark.django_db, pytest.mark.early(30)]
BEGINNING = "import projects.parsing.confined as confined, sys; confined.SECONDS = {}; confined.limit(); "


def run(code, *, seconds=1):
    command = [sys.executable, "-c", BEGINNING.format(seconds) + code]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=ENVIRONMENT, check=False, capture_output=True)


def test_what_is_read_there_is_what_is_read_here():
    content = (DOCUMENTS / "2021-schedule.txt").read_bytes()
    assert read_confined(content, "2021-schedule.txt") == read(content, "2021-schedule.txt")


def test_no_more_than_a_few_are_read_at_once(monkeypatch):
    monkeypatch.setattr(confined, "TRIES", 2)
    with connections["default"].copy().cursor() as others:  # another worker's
        for place in range(confined.AT_ONCE):
            others.execute("SELECT pg_advisory_lock(%s, %s)", [confined.LOCK, place])
        with pytest.raises(Refused, match="正在读取其他文件"):
            read_confined(b"x", "a.txt")
        others.execute("SELECT pg_advisory_unlock_all()")
        others.connection.close()
    assert read_confined("今天开会。".encode(), "a.txt").tasks == ()


def test_a_reading_survives_being_kept():
    for path in DOCUMENTS.glob("*.txt"):
        parsed = read(path.read_bytes(), path.name)
        assert list_of(clean(parsed.as_json())) == parsed


def test_endless_work_is_ended():
    assert run("\nwhile True: pass").returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_a_file_that_grows_without_measure_is_ended():
    code = f"\ntry: bytearray(2_000_000_000)\nexcept MemoryError: sys.exit({TOO_MUCH_MEMORY})"
    assert run(code, seconds=20).returncode == TOO_MUCH_MEMORY


def test_nothing_of_ours_is_known_there(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "ours")
    assert "SECRET_KEY" not in ENVIRONMENT
    assert "DATABASE_URL" not in ENVIRONMENT


@pytest.mark.parametrize("name", ["-h", "--json", "a b.txt", "清单.txt", "x" * 255])
def test_a_files_name_is_only_a_name(name):
    assert [
        each.code
        for each in read_confined("今天开会。".encode(), name).findings
        if each.code == "nothing_read"
    ]


SAMPLES = [path.read_bytes()[:6000] for path in sorted(DOCUMENTS.glob("*.txt"))]
SIGNATURES = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"<html>",
    b"{\\rtf",
    b"\xff\xfe",
    b"\x00",
]


@st.composite
def damaged(draw):
    """A piece of a real document with bytes replaced, dropped or put in, under any signature."""
    content = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(0, 12))):
        place = draw(st.integers(0, len(content) - 1))
        length = draw(st.integers(0, 40))
        content[place : place + length] = draw(st.binary(max_size=40))
    return draw(st.sampled_from(SIGNATURES)) + bytes(content)


# A thousand broken files are tried in parsing/formats/test_broken.py; here what is read must keep.
@tried(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.xlsx", "a.html", "a"]))
@example(b"\x00" * 100, "a.txt")
@example("１．（牵头单位：".encode() * 400, "a.txt")
def test_broken_bytes_are_read_or_refused_and_what_is_read_can_be_kept(content, name):
    parsed = read(content, name)
    kept = clean(parsed.as_json())
    assert list_of(kept).tasks is not None
    assert "\x00" not in repr(kept).encode("utf-8", "strict").decode()


def test_the_cells_of_a_workbook_are_read_there_too():
    book, out = Workbook(), BytesIO()
    book.active.append(["姓名", None, 36])
    book.save(out)
    assert cells_confined(out.getvalue(), "a.xlsx") == {(1, 1): "姓名", (1, 3): "36"}


def test_a_workbook_that_is_none_is_refused_with_a_sentence():
    with pytest.raises(Refused, match="已损坏"):
        cells_confined(b"x", "a.xlsx")
