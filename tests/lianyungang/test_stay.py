"""`tend --stay` beside a web server, in a process of its own: it seals again and again, and at its end."""

import subprocess
import sys
import time
from contextlib import contextmanager

import psutil
import pytest

from lianyungang.settings import BASE_DIR
from tests import databases, migrated

SECONDS = 40
STAY = """
import django
django.setup()
from django.core.management import call_command
from lianyungang import sealing
from lianyungang.management.commands import tend
sealing.EVERY, tend.EVERY, tend.LOOK = {every}, 3600, 1
call_command("tend", "--stay")
"""
ENTRY = """
    INSERT INTO projects_logentry
        (at, actor_name, role, act, word, object_label, object_url, role_words, result, detail)
    VALUES (now(), '', '', '{act}', '', '', '', '{{}}', 'done', '{{}}')
"""
UNSEALED = """
    SELECT act FROM projects_logentry WHERE id > coalesce((SELECT max(last) FROM projects_logseal), 0)
"""


@pytest.fixture(scope="module")
def url():
    migrated.have(migrated.name())
    with databases.empty_database("staying", template=migrated.name()) as url:
        yield url


@contextmanager
def staying(url, folder, *, every):
    """The process and its parent, a shell that waits for it; what was written before it came is sealed."""
    act(url, "before")
    own = {"DATA_DIR": str(folder), "LOG_WITNESS": str(folder / "seals.txt"), "SECRET_KEY": "tests alone"}
    command = ["sh", "-c", '"$@" & echo $!; wait', "sh", sys.executable, "-c", STAY.format(every=every)]
    named = {"env": databases.environment(url, **own), "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=BASE_DIR, **named) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        try:
            until(lambda: unsealed(url) == [])
            yield child, parent
        finally:
            if child.is_running():
                child.kill()
            parent.kill()


def act(url, name):
    databases.execute(url, ENTRY.format(act=name))


def unsealed(url):
    return [name for (name,) in databases.rows(url, UNSEALED)]


def until(found):
    deadline = time.monotonic() + SECONDS
    while not found():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.1)


def test_what_is_done_meanwhile_is_sealed_again_and_again(url, tmp_path):
    with staying(url, tmp_path, every=2):
        for name in ("one", "two"):
            act(url, name)
            until(lambda: unsealed(url) == [])
    assert len((tmp_path / "seals.txt").read_text().splitlines()) >= 3


@pytest.mark.parametrize("end", ["ended", "left alone"])
def test_what_was_done_to_the_end_is_sealed_at_the_end(url, tmp_path, end):
    """Whether it is told to end, or whoever started it is gone."""
    with staying(url, tmp_path, every=3600) as (child, parent):
        act(url, "last")
        time.sleep(3)  # it looks three times whether its parent is there
        assert unsealed(url) == ["last"] and child.is_running()
        if end == "ended":
            child.terminate()
        else:
            parent.kill()
        child.wait(SECONDS)
        assert unsealed(url) == []
