"""An uploaded file is looked at in a process of its own before anything is kept."""

import errno
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as of_project
from django.db import connections

from projects.files import uploads
from projects.files.uploads import ENVIRONMENT, looked_at
from projects.rules.errors import Refused
from tests.phone_pictures import heic
from tests.sample_files import bomb, pdf, picture, uploaded

pytestmark = pytest.mark.django_db


def test_a_photograph_comes_with_its_small_picture():
    file = looked_at(uploaded(heic((900, 600)), "IMG_1.HEIC"))
    assert (file.kind, file.name, file.width, file.height) == ("heic", "IMG_1.HEIC", 900, 600)
    assert file.small.startswith(b"\xff\xd8")
    assert file.large.startswith(b"\xff\xd8")


@pytest.mark.parametrize("name", ["-h", "--", "a b.pdf", "清单.pdf", "x" * 200])
def test_a_files_name_is_only_a_name(name):
    assert looked_at(uploaded(pdf(), name)).kind == "pdf"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "空.pdf", "“空.pdf”：文件是空的。"),
        (picture(), "验收.pdf", "“验收.pdf”：内容是JPG 图片，与扩展名不符"),
        (bomb(), "弹.docx", "解压后过大"),
        (b"\xff\xd8\xff" + b"x" * 999, "坏.jpg", "不完整"),
    ],
)
def test_what_is_not_taken_is_said_in_one_sentence(content, name, words):
    with pytest.raises(Refused, match=words):
        looked_at(uploaded(content, name))


def test_a_file_that_is_too_large_is_not_even_looked_at(settings, monkeypatch):
    settings.FILE_MOST_BYTES = 2_000_000
    monkeypatch.setattr(uploads.subprocess, "run", lambda *_, **__: pytest.fail("looked at"))
    with pytest.raises(Refused, match="超过 2 MB"):
        looked_at(uploaded(b"x" * 2_000_001, "大.pdf"))


def test_what_breaks_the_process_is_refused(monkeypatch):
    monkeypatch.setattr(uploads.sys, "executable", "/bin/false")
    with pytest.raises(Refused, match="无法读取"):
        looked_at(uploaded(pdf(), "a.pdf"))


def test_a_full_disk_is_said_before_anything_is_kept(monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(Refused, match="存储空间已满"):
        looked_at(uploaded(pdf(), "a.pdf"))


def test_no_more_than_a_few_are_looked_at_at_once(monkeypatch):
    monkeypatch.setattr(uploads, "TRIES", 2)
    with connections["default"].copy().cursor() as others:
        for place in range(uploads.AT_ONCE):
            others.execute("SELECT pg_advisory_lock(%s, %s)", [uploads.LOCK, place])
        with pytest.raises(Refused, match="正在处理其他文件"):
            looked_at(uploaded(pdf(), "a.pdf"))
        others.execute("SELECT pg_advisory_unlock_all()")
        others.connection.close()


def test_endless_work_and_growth_are_ended():
    beginning = "import projects.files.inspection as one; one.SECONDS = 1; one.limit()\n"
    for code in ("while True: pass", "bytearray(3_000_000_000)"):
        command = [sys.executable, "-c", beginning + code]
        done = subprocess.run(
            command, cwd=of_project.BASE_DIR, env=ENVIRONMENT, check=False, capture_output=True
        )
        assert done.returncode
