"""`python -m tests.bench.faults`: kills workers, database, import; compares answers with what is stored.

It kills the database beside this checkout, so nobody else should be using it.
"""

import http.client
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode

import psutil
import psycopg2

from lianyungang import embedded
from tests.bench.server import (
    DEMO_PASSWORD,
    IMPORT,
    PASSWORD,
    ROOT,
    TOKEN,
    USERNAME,
    Visitor,
    database_url,
    filled,
    readable,
    served,
)
from tests.bench.telling import end, say
from tests.bench.writes import CONFIRM, VERSION, typed_in

T = TypeVar("T")
VISITORS, KILLS = 4, 6
SECONDS_BETWEEN = 3  # a new worker needs one to load
AWAITING = """
    SELECT unit.code, task.number FROM progress_report report
    JOIN projects_unit unit ON unit.id = report.unit_id
    JOIN projects_task task ON task.id = report.task_id
    WHERE report.state = 'awaiting' ORDER BY report.id LIMIT 4
"""
ROUNDS = "SELECT count(*) FROM progress_round"
TASKS = "SELECT count(*) FROM projects_task"
LOGGED = "SELECT count(*) FROM projects_logentry WHERE act = 'report_submitted'"
HALF = """
    SELECT count(*) FROM progress_report report
    JOIN LATERAL (
        SELECT recalled_at FROM progress_round WHERE report_id = report.id ORDER BY number DESC LIMIT 1
    ) last ON true
    WHERE (report.state IN ('submitted', 'accepted')) AND last.recalled_at IS NOT NULL
       OR report.state = 'draft' AND last.recalled_at IS NULL
"""
AWAY = (
    OSError,
    http.client.HTTPException,
    RuntimeError,
    TypeError,
)  # what a visitor sees of a server that is being killed


class Load:
    """Visitors who sign in again and again; each answered sign-in is one act that the log must hold."""

    def __init__(self, port: int, visitors: int = VISITORS) -> None:
        self.port, self.visitors, self.answered, self.failed = port, visitors, 0, 0
        self.stopped, self.lock = threading.Event(), threading.Lock()

    def visits(self) -> list[Callable[[], None]]:
        """What each visitor does, until stopped."""
        return [self._sign_in_again_and_again] * self.visitors

    def _sign_in_again_and_again(self) -> None:
        while not self.stopped.is_set():
            try:
                with closing(Visitor(self.port)) as visitor:
                    visitor.sign_in(USERNAME, PASSWORD)
            except AWAY:
                self.count(failed=1)
                time.sleep(0.05)
            else:
                self.count(answered=1)

    def count(self, *, answered: int = 0, failed: int = 0) -> None:
        with self.lock:
            self.answered, self.failed = self.answered + answered, self.failed + failed


class Submissions(Load):
    """Signers who submit and recall a report each, again and again; an answered submission must be there."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.signers = [self._signer(*row) for row in _rows(AWAITING)]

    def visits(self) -> list[Callable[[], None]]:
        """One signer, one report."""
        return [lambda signer=signer: self._submit_and_recall(signer) for signer in self.signers]

    def _signer(self, unit: str, number: int) -> "Signer":
        visitor = Visitor(self.port)
        visitor.sign_in(f"{unit}-signer", DEMO_PASSWORD)
        path = f"/2021/q2/tasks/{number}/"
        return Signer(visitor, path, TOKEN.search(readable(visitor.get(path)))[1])

    def _submit_and_recall(self, signer: "Signer") -> None:
        while not self.stopped.is_set():
            try:
                status = signer.submit()
            except AWAY:
                self.count(failed=1)
            else:
                self.count(**{"answered" if status == 302 else "failed": 1})
            self._recall(signer)

    def _recall(self, signer: "Signer") -> None:
        """Until it is answered: 302, or 409 where the submission before was never made.

        So each submission starts from a report that is open.
        """
        for _ in range(100):
            try:
                if signer.move("recall") in (302, 409):
                    return
            except AWAY:
                time.sleep(0.05)


@dataclass(frozen=True)
class Signer:
    """One person at one report's page."""

    visitor: Visitor
    path: str
    token: str

    def submit(self) -> int:
        """What awaits signature is signed, what was recalled is written and signed by one click."""
        page = self._page()
        if "待审签人审签" in page:
            return self._post(f"{self.path}move/", page, {**dict(CONFIRM.findall(page)), "action": "submit"})
        saved = self._post(self.path, page, {**typed_in(page), "action": "save"})
        if saved != HTTPStatus.FOUND:
            return saved
        page = self._page()  # which asks about the figures now
        return self._post(self.path, page, {**typed_in(page), "action": "submit"})

    def move(self, act: str) -> int:
        """The status of one click on what the page shows now."""
        return self._post(f"{self.path}move/", self._page(), {"action": act})

    def _page(self) -> str:
        return readable(self._asking(lambda: self.visitor.get(self.path)))

    def _post(self, path: str, page: str, fields: dict[str, str]) -> int:
        version = VERSION.search(page)
        named = {**fields, "version": version[1] if version else "0", "csrfmiddlewaretoken": self.token}
        return self._asking(lambda: self.visitor.ask("POST", path, urlencode(named)))[0]

    def _asking(self, ask: Callable[[], T]) -> T:
        """A connection that broke is made anew."""
        try:
            return ask()
        except AWAY:
            self.visitor.close()
            raise


@contextmanager
def under_load(load: Load) -> Iterator[Load]:
    """Visitors at work until the block ends."""
    threads = [threading.Thread(target=visit) for visit in load.visits()]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.stopped.set()
        for thread in threads:
            thread.join()


def main() -> None:
    """Each fault in turn; exit 1 where something did not hold."""
    with filled("lists") as environment, served(environment, errors=subprocess.DEVNULL) as (port, process):
        _workers_killed(port, process)
        _workers_killed_amid_submissions(port, process)
        _database_killed(port)
    _import_killed()
    end()


def _workers_killed(port: int, process: subprocess.Popen) -> None:
    before = _stored()
    with under_load(Load(port)) as load:
        _kill_workers(process)
    _compare("web worker", load, _stored() - before)


def _workers_killed_amid_submissions(port: int, process: subprocess.Popen) -> None:
    before, logged = _asked(ROUNDS), _asked(LOGGED)
    with under_load(Submissions(port)) as load:
        _kill_workers(process)
    rounds = _asked(ROUNDS) - before
    _compare("web worker amid submissions", load, rounds)
    say("no half event: every round has its entry in the log", rounds == _asked(LOGGED) - logged)
    say("no half event: a report is submitted where its last round stands", _asked(HALF) == 0)


def _kill_workers(process: subprocess.Popen) -> None:
    for _ in range(KILLS):
        time.sleep(SECONDS_BETWEEN)
        random.choice(psutil.Process(process.pid).children()).kill()


def _database_killed(port: int) -> None:
    """The database goes away under load and comes back; the web server stays as it is."""
    visitor = Visitor(port)
    visitor.sign_in(USERNAME, PASSWORD)
    before = _stored()
    with under_load(Load(port)) as load:
        for _ in range(KILLS):
            time.sleep(SECONDS_BETWEEN)
            _postmaster().kill()
            _expect(visitor, 503)
            embedded.start()
            _expect(visitor, 200)
    _compare("database", load, _stored() - before)


def _expect(visitor: Visitor, expected: int) -> None:
    status, _ = visitor.ask("GET", "/2021/schedule.xlsx")
    say(f"a page of a signed-in person answers {expected}", status == expected, f"answered {status}")


def _import_killed() -> None:
    """An import that is killed leaves nothing or everything, and the next one leaves everything.

    How long a whole one takes is measured first: each is killed a little later in its course, the first ones
    long before they save.
    """
    command = [sys.executable, "manage.py", *IMPORT]
    told = {"cwd": ROOT, "stdout": subprocess.DEVNULL}
    with filled("register") as environment:
        start = time.monotonic()
        subprocess.run(command, env=environment, check=True, **told)
        took, whole = time.monotonic() - start, _asked(TASKS)
    left, killed = [], 0
    with filled("register") as environment:
        for number in range(1, KILLS + 1):
            process = subprocess.Popen(command, env=environment, **told)
            time.sleep(took * number / (KILLS + 1))
            killed += process.poll() is None
            process.kill()
            process.wait()
            left.append(_asked(TASKS))
        subprocess.run(command, env=environment, check=True, **told)
        left.append(_asked(TASKS))
    say(
        "a killed import leaves nothing or everything",
        killed > 0 and left[0] == 0 < whole == left[-1] and set(left) == {0, whole},
        f"killed {killed} times of {KILLS} in {took:.1f} s, left {left[:-1]} of {whole} tasks",
    )


def _compare(what: str, load: Load, stored: int) -> None:
    """Every answered act is stored; unanswered ones at most where they were under way as something died."""
    kept = 0 < load.answered <= stored <= load.answered + load.failed
    say(f"{what} killed", kept, f"{load.answered} answered, {stored} stored, {load.failed} failed")


def _stored() -> int:
    return _asked("SELECT count(*) FROM projects_logentry WHERE act = 'signed_in'")


def _asked(query: str) -> int:
    return _rows(query)[0][0]


def _rows(query: str) -> list[tuple]:
    with closing(psycopg2.connect(database_url())) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _postmaster() -> psutil.Process:
    with closing(psycopg2.connect(database_url())) as connection:
        return psutil.Process(connection.info.backend_pid).parent()


if __name__ == "__main__":
    main()
