"""Two databases and two web servers: the first database dies under load, the second takes its place.

It runs `make rehearse-replica` itself, with fewer people; what it finds is looked at here.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest

from lianyungang import embedded
from lianyungang.settings import BASE_DIR
from tests import databases, migrated
from tests.bench import replica

pytestmark = pytest.mark.early(15)
FOUND = [
    "people signed in before the primary died",
    "nothing answered is lost",
    "both web servers answer again",
    "each of them",
    "the log is whole on the new primary",
]
SMALLER = ("--answers=6", "--visitors=1", "--workers=1", "--seconds=300")
HANGS, ENDS = 600, 120  # seconds; on an idle machine it takes half a minute, and one to end


@pytest.fixture
def tables():
    """A database as the migrations make it, which nobody else copies at this moment."""
    migrated.have(migrated.name())
    with databases.empty_database("tables", template=migrated.name()) as url:
        yield url


@pytest.fixture
def rehearsal(tables, tmp_path):
    """It runs, with all that it starts in a group of its own, of which nothing is left afterwards."""
    command = [sys.executable, "-m", "tests.bench.replica", *SMALLER, f"--tables={tables}"]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    own = os.environ | {"TMPDIR": str(tmp_path)}
    process = subprocess.Popen(command, cwd=BASE_DIR, env=own, start_new_session=True, **streams)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=ENDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        replica.sweep()


def test_nothing_answered_is_lost_as_the_replica_takes_over(rehearsal):
    said, _ = rehearsal.communicate(timeout=HANGS)
    assert rehearsal.returncode == 0, said
    held = [line.removeprefix("ok").strip() for line in said.splitlines() if line.startswith("ok ")]
    assert len(held) == len(FOUND), said
    assert all(sentence in line for sentence, line in zip(FOUND, held, strict=True)), said


def runs(process):
    """One that ended may wait for whoever asks how."""
    with suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


def test_a_run_that_was_killed_itself_is_cleared_away_by_the_next(monkeypatch):
    monkeypatch.setattr(replica, "NAMED", f"livelihood-left-{os.getpid()}-")
    gone = subprocess.Popen(["true"])
    gone.wait()
    user = embedded.other_than_root()
    left, at_work = (replica.PLACE / f"{replica.NAMED}{number}" for number in (gone.pid, os.getppid()))
    for folder in (left, at_work):
        embedded.own_folder(folder, user)
    known = os.environ | {"DATABASE_URL": f"postgresql://postgres@/a?host={left},{left}"}
    web_server = subprocess.Popen(["sleep", "1000"], env=known)
    try:
        cluster = replica.Cluster(left, "primary", 5433)
        cluster.make()
        cluster.start()
        server = psutil.Process(int((cluster.data / "postmaster.pid").read_text().split()[0]))
        assert runs(server) and web_server.poll() is None
        replica.sweep()
        assert not runs(server) and web_server.wait(ENDS) == -signal.SIGKILL
        assert (left.exists(), at_work.exists()) == (False, True)
    finally:
        web_server.kill()
        replica.clear(left)
        replica.clear(at_work)
