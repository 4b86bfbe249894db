"""`python -m tests.bench.faults`: kills web workers, the database and an import with signal 9, and compares what was answered with what is stored.

It kills the database beside this checkout, so nobody else should be using it.
"""

import http.client
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psutil
import psycopg2

from lianyungang import embedded
from tests.bench.server import IMPORT, PASSWORD, ROOT, USERNAME, Visitor, database_url, filled, served

VISITORS, KILLS = 4, 6
SECONDS_BETWEEN = 3  # a new worker needs one to load
AWAY = (OSError, http.client.HTTPException, RuntimeError, TypeError)  # what a visitor sees of a server that is being killed


class Load:
    """Visitors who sign in again and again; each answered sign-in is one act that the log must hold."""

    def __init__(self, port: int) -> None:
        self.port, self.answered, self.failed, self.stopped = port, 0, 0, threading.Event()
        self.lock = threading.Lock()

    def visit(self) -> None:
        """One visitor, until stopped."""
        while not self.stopped.is_set():
            try:
                with closing(Visitor(self.port)) as visitor:
                    visitor.sign_in(USERNAME, PASSWORD)
            except AWAY:
                self._count(failed=1)
                time.sleep(0.05)
            else:
                self._count(answered=1)

    def _count(self, *, answered: int = 0, failed: int = 0) -> None:
        with self.lock:
            self.answered, self.failed = self.answered + answered, self.failed + failed


@contextmanager
def under_load(port: int) -> Iterator[Load]:
    """Visitors at work until the block ends."""
    load = Load(port)
    threads = [threading.Thread(target=load.visit) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.stopped.set()
        for thread in threads:
            thread.join()


def main() -> None:
    """Each fault in turn."""
    with filled("lists") as environment, served(environment, errors=subprocess.DEVNULL) as (port, process):
        _workers_killed(port, process)
        _database_killed(port)
    _import_killed()


def _workers_killed(port: int, process: subprocess.Popen) -> None:
    before = _stored()
    with under_load(port) as load:
        for _ in range(KILLS):
            time.sleep(SECONDS_BETWEEN)
            random.choice(psutil.Process(process.pid).children()).kill()
    _compare("web worker", load, _stored() - before)


def _database_killed(port: int) -> None:
    """The database goes away under load and comes back; the web server stays as it is."""
    visitor = Visitor(port)
    visitor.sign_in(USERNAME, PASSWORD)
    before = _stored()
    with under_load(port) as load:
        for _ in range(KILLS):
            time.sleep(SECONDS_BETWEEN)
            _postmaster().kill()
            _expect(visitor, 503)
            embedded.start()
            _expect(visitor, 200)
    _compare("database", load, _stored() - before)


def _expect(visitor: Visitor, expected: int) -> None:
    status, _ = visitor.ask("GET", "/2021/schedule.xlsx")
    _say(f"a page of a signed-in person answers {expected}", status == expected, f"answered {status}")


def _import_killed() -> None:
    """An import that is killed leaves nothing, and the next one leaves everything."""
    command = [sys.executable, "manage.py", *IMPORT]
    tasks = set()
    with filled("register") as environment:
        for _ in range(KILLS):
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
            time.sleep(random.uniform(1, 4))
            process.kill()
            process.wait()
            tasks.add(_asked("SELECT count(*) FROM projects_task"))
        subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
        whole = _asked("SELECT count(*) FROM projects_task")
    _say("a killed import leaves nothing or everything", tasks <= {0, whole}, f"left {sorted(tasks)} of {whole} tasks")


def _compare(what: str, load: Load, stored: int) -> None:
    """Every answered act is stored; at most the ones that were under way when something died are stored unanswered."""
    kept = load.answered <= stored <= load.answered + load.failed
    _say(f"{what} killed", kept, f"{load.answered} answered, {stored} stored, {load.failed} failed")


def _stored() -> int:
    return _asked("SELECT count(*) FROM projects_logentry WHERE act = 'signed_in'")


def _asked(query: str) -> int:
    with closing(psycopg2.connect(database_url())) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _postmaster() -> psutil.Process:
    with closing(psycopg2.connect(database_url())) as connection:
        return psutil.Process(connection.info.backend_pid).parent()


def _say(sentence: str, held: bool, detail: str = "") -> None:
    sys.stdout.write(f"{'ok    ' if held else 'FAILED'}  {sentence}{f': {detail}' if detail else ''}\n")


if __name__ == "__main__":
    main()
