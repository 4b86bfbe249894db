"""`make rehearse-replica`: two PostgreSQL servers and two web servers; the primary is killed under load.

The primary answers a commit only once its replica holds it (synchronous_standby_names). The web servers know
both by one address, so that after the promotion they find the new primary by themselves. Just before it dies
the replica is cut off from it: what was answered then would be lost. Afterwards every answered sign-in must
stand in the log of the database that is left.

The suite runs it with fewer answers (tests/lianyungang/test_replica.py).
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2

from lianyungang import embedded
from tests.bench.faults import VISITORS, Load, under_load
from tests.bench.server import DATABASE, ROOT, WORKERS, filled, served
from tests.bench.telling import end, say

ENOUGH, AT_MOST = 40, 120  # sign-ins answered before and after; seconds to wait for them
SECONDS_TO_START = 120
SECONDS_CUT_OFF = 2  # that people go on while the replica hears nothing of it
WEB_SERVERS = 2
NAMED = "livelihood-replica-"  # and the process's number: the folder of both clusters
PLACE = Path("/tmp")  # a socket's path holds 107 bytes at most, and another temporary folder may be deeper
SIGNED_IN = "SELECT count(*) FROM projects_logentry WHERE act = 'signed_in'"
IN_STEP = "SELECT sync_state FROM pg_stat_replication WHERE application_name = 'replica'"
LISTENS = "SELECT status FROM pg_stat_wal_receiver"
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{folder}'
port = {port}
wal_level = replica
max_wal_senders = 5
synchronous_commit = on
fsync = off
"""  # without fsync: processes die here, never the machine, and a busy disk takes many seconds for it
WAITS = "synchronous_standby_names = 'replica'\n"  # as where it was a primary before: promote() takes it back


@dataclass
class Cluster:
    """One server of PostgreSQL in a folder of its own."""

    folder: Path
    name: str
    port: int

    @property
    def data(self) -> Path:
        """Its files."""
        return self.folder / self.name

    @property
    def host(self) -> str:
        """Where it is reached: the folder of its socket."""
        return str(self.folder)

    @property
    def url(self) -> str:
        """Its first database."""
        return f"postgresql://postgres@{quote(self.host, safe='')}:{self.port}/postgres"

    def make(self) -> None:
        """An empty cluster."""
        self.run("initdb", "-D", str(self.data), "--no-sync", *embedded.NEW_CLUSTER)
        self.configure(CONFIGURATION.format(folder=self.folder, port=self.port))

    def copy_of(self, primary: "Cluster") -> None:
        """A replica, that follows its primary under the name `replica`."""
        link = f"host={primary.host} port={primary.port} user=postgres application_name=replica"
        copied = ("-X", "stream", "-R", "-C", "-S", "replica", "--checkpoint=fast", "--no-sync")
        self.run("pg_basebackup", "-D", str(self.data), "-d", link, *copied)
        self.configure(CONFIGURATION.format(folder=self.folder, port=self.port) + WAITS)

    def configure(self, lines: str) -> None:
        """More lines of configuration; the last ones hold."""
        file = self.data / "postgresql.conf"
        with file.open("a", encoding="ascii") as stream:
            stream.write(lines)

    def start(self) -> None:
        """And wait until it answers."""
        log = str(self.folder / f"{self.name}.log")
        self.run("pg_ctl", "start", "-w", "-t", str(SECONDS_TO_START), "-D", str(self.data), "-l", log)

    def kill(self) -> None:
        """As a machine that dies: signal 9, to all of its processes."""
        number = int((self.data / "postmaster.pid").read_text().split("\n")[0])
        master = psutil.Process(number)
        for process in [master, *master.children(recursive=True)]:
            process.kill()
        psutil.wait_procs([master], timeout=SECONDS_TO_START)

    def cut_off(self) -> None:
        """As by a broken line: the replica hears nothing any more of its primary."""
        self.ask("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()")
        _await(lambda: self.ask(LISTENS) == [], "the replica still hears its primary")

    def promote(self) -> None:
        """What is done by hand: the replica becomes the primary and waits for no other."""
        self.run("pg_ctl", "promote", "-w", "-D", str(self.data))
        self.ask("ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_reload_conf()")

    def stop(self) -> None:
        """Also one that was killed."""
        embedded.programs().run("pg_ctl", "stop", "-m", "immediate", "-D", str(self.data))

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as the user who may run it."""
        done = embedded.programs().run(program, *arguments)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip() or done.stdout.strip()}")

    def ask(self, *statements: str) -> list[tuple]:
        """The rows of the last one."""
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()


class SignIns(Load):
    """Sign-ins, each an act that the log must hold, with the moments at which they were answered."""

    def __init__(self, port: int, visitors: int) -> None:
        super().__init__(port, visitors)
        self.times: list[float] = []

    def count(self, *, answered: int = 0, failed: int = 0) -> None:
        """One more."""
        super().count(answered=answered, failed=failed)
        if answered:
            self.times.append(time.monotonic())


def main() -> None:
    """The rehearsal; exit 1 where something was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.replica", description=__doc__)
    parser.add_argument("--answers", type=int, default=ENOUGH, help="sign-ins before the fault, and after it")
    parser.add_argument("--seconds", type=int, default=AT_MOST, help="how long they are waited for")
    parser.add_argument("--visitors", type=int, default=VISITORS, help="how many sign in at each web server")
    parser.add_argument("--workers", type=int, default=WORKERS, help="of each web server")
    parser.add_argument("--tables", default="", help="a database to copy them from; none: by migrations")
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # clears up, as at the end
    sweep()
    with _two_clusters() as (primary, replica):
        rehearse(primary, replica, told)
    end()


def rehearse(primary: Cluster, replica: Cluster, told: argparse.Namespace) -> None:
    """With a primary that runs and a replica that is not made yet."""
    os.environ["DATABASE_URL"] = primary.url
    with filled("one", tables=told.tables) as environment:
        _follow(primary, replica)
        _rehearse(environment, primary, replica, told)


def sweep() -> None:
    """End and remove what is left of a run that was killed itself: its web servers, its clusters."""
    user = embedded.other_than_root().pw_uid
    for folder in PLACE.glob(f"{NAMED}*"):
        number = folder.name.removeprefix(NAMED)
        is_ours = number.isdecimal() and folder.is_dir() and folder.lstat().st_uid == user
        if is_ours and (int(number) == os.getpid() or not psutil.pid_exists(int(number))):
            for process in psutil.process_iter(["environ"]):
                if folder.name in (process.info["environ"] or {}).get("DATABASE_URL", ""):
                    process.kill()
            clear(folder)


def _rehearse(
    environment: dict[str, str], primary: Cluster, replica: Cluster, told: argparse.Namespace
) -> None:
    """Load on both web servers; the primary dies in the middle of it."""
    hosts = f"host={primary.host},{replica.host}&port={primary.port},{replica.port}"
    url = f"postgresql://postgres@/{DATABASE}?{hosts}&target_session_attrs=read-write"
    found = {"DATABASE_URL": url}
    with ExitStack() as stack:
        server = {"errors": subprocess.DEVNULL, "workers": told.workers}
        ports = [stack.enter_context(served(environment | found, **server))[0] for _ in range(WEB_SERVERS)]
        loads = [SignIns(port, told.visitors) for port in ports]
        for load in loads:
            stack.enter_context(under_load(load))
        _await_answers(loads, told)
        replica.cut_off()
        time.sleep(SECONDS_CUT_OFF)
        killed = time.monotonic()
        primary.kill()
        replica.promote()
        promoted = time.monotonic()
        os.environ["DATABASE_URL"] = replica.url
        _await_answers(loads, told, since=promoted)
        for load in loads:
            load.stopped.set()
    _compare(loads, _of_database(replica, SIGNED_IN)[0][0], killed, promoted)
    _log_is_whole(environment, replica)


def _await_answers(loads: list[SignIns], told: argparse.Namespace, since: float = 0) -> None:
    """Go on until each web server has answered its part of them since then, or it takes too long."""
    deadline = time.monotonic() + told.seconds
    each = told.answers / len(loads)
    while time.monotonic() < deadline:
        if all(sum(moment > since for moment in load.times) >= each for load in loads):
            return
        time.sleep(0.2)


def _compare(loads: list[SignIns], stored: int, killed: float, promoted: float) -> None:
    """What was answered is there; what was not may be, where it was under way as the primary died."""
    times = sorted(moment for load in loads for moment in load.times)
    early, late = [each for each in times if each < killed], [each for each in times if each > promoted]
    answered, failed = len(times), sum(load.failed for load in loads)
    told = f"{answered} answered ({len(early)} before, {len(late)} after), {stored} stored, {failed} failed"
    say("people signed in before the primary died", bool(early), f"{len(early)} times")
    say("nothing answered is lost", answered <= stored <= answered + failed, told)
    again = f"after {late[0] - killed:.1f} s" if late else "never"
    say(f"promoted after {promoted - killed:.1f} s; both web servers answer again", bool(late), again)
    say("each of them", all(load.times and load.times[-1] > promoted for load in loads))


def _log_is_whole(environment: dict[str, str], replica: Cluster) -> None:
    url = replica.url.removesuffix("postgres") + DATABASE
    command = [sys.executable, "manage.py", "verify_log"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    say("the log is whole on the new primary", done.returncode == 0, done.stdout.split("\n")[0])


def _follow(primary: Cluster, replica: Cluster) -> None:
    """From now on nothing is answered that the replica does not hold."""
    replica.copy_of(primary)
    replica.start()
    primary.ask("ALTER SYSTEM SET synchronous_standby_names = 'replica'", "SELECT pg_reload_conf()")
    _await(lambda: primary.ask(IN_STEP) == [("sync",)], "the replica does not follow")


def _await(is_so: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(otherwise)
        time.sleep(0.2)


@contextmanager
def _two_clusters() -> Iterator[tuple[Cluster, Cluster]]:
    """A primary that runs, and a replica that is not made yet; gone at the end."""
    folder = embedded.own_folder(PLACE / f"{NAMED}{os.getpid()}", embedded.other_than_root())
    primary, replica = _clusters_in(folder)
    try:
        primary.make()
        primary.start()
        yield primary, replica
    finally:
        clear(folder)


def _clusters_in(folder: Path) -> tuple[Cluster, Cluster]:
    """The numbers name their sockets; nothing listens on the network."""
    return Cluster(folder, "primary", 5433), Cluster(folder, "replica", 5434)


def clear(folder: Path) -> None:
    """End both clusters and remove them."""
    for cluster in _clusters_in(folder):
        cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _of_database(cluster: Cluster, query: str) -> list[tuple]:
    url = cluster.url.removesuffix("postgres") + DATABASE
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


if __name__ == "__main__":
    main()
