"""`make rehearse-upgrade`: web servers of two versions on one database while people work; none answers 5xx.

The earlier version fills the database and serves it alone; under load this version migrates, and serves
beside it. Whoever clicks is answered by one or the other, as behind nginx: a form that one has shown is saved
by the other, a document that one took in goes out through the other, and each adopts a list.
"""

import argparse
import io
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.rush import OPEN, Rush, Typist, read
from tests.bench.server import (
    DEMO_PASSWORD,
    ROOT,
    TOKEN,
    Visitor,
    filled,
    readable,
    served,
    session_keys,
    unpacked,
)
from tests.bench.telling import end, say
from tests.bench.writes import WITHOUT_SIGNERS, Writer, ask

EARLIER = "HEAD~30"
PEOPLE = 60  # of whom each unit's first types; more than one machine's two cores answer is no finding here
ALONE = 5  # seconds of load before the migration
LISTS = {2031: "the earlier version", 2032: "this version"}
LIST = "{year}年连云港市50件民生实事分解落实方案\n1.新改扩建中小学{number}所。(牵头单位:市教育局)\n"
TARGETS = """
    SELECT count(*) FROM projects_target target JOIN projects_task task ON task.id = target.task_id
    JOIN projects_yearlylist list ON list.id = task.yearly_list_id WHERE list.year = {year}
"""
SEEN = re.compile(r'name="seen" value="([^"]+)"')
STATUS = re.compile(r"answered (\d+)")


class Behind(Visitor):
    """Somebody whose every click one of two servers answers, which nobody chooses; at first there is one."""

    def __init__(self, ports: list[int]) -> None:
        super().__init__(ports[0])
        self.ports = ports

    def _answer(
        self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        self.close()  # nobody thinks for so long that a server has hung up meanwhile
        self.connection = HTTPConnection("127.0.0.1", random.choice(self.ports), timeout=60)
        return super()._answer(method, path, body, headers)


@dataclass
class Papers:
    """An administrator who brings documents, and fetches each from both versions."""

    ports: list[int]
    visitor: Behind
    brought: int = 0
    differing: list[int] = field(default_factory=list)

    def work(self, rush: Rush) -> None:
        """One after the other, until the hour is over."""
        while time.monotonic() < rush.until:
            rush.click(self._bring)
            time.sleep(random.uniform(0, 2))

    def _bring(self) -> None:
        content = LIST.format(year=2033, number=100 + self.brought).encode()
        key = bring(self.visitor, content)
        self.brought += 1
        for port in list(self.ports):
            if unpacked(_as(self.visitor, port).get(f"/documents/{key}/file/")) != content:
                self.differing.append(key)
        self.visitor.get(f"/documents/{key}/")
        self.visitor.get("/documents/")


def main() -> None:
    """Fill, load, migrate, load; exit 1 where somebody was answered 5xx or something was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.side_by_side", description=__doc__)
    parser.add_argument("--earlier", default=EARLIER, help="the version that was there, as git names it")
    parser.add_argument("--seconds", type=int, default=60, help="how long both serve")
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many click")
    told = parser.parse_args()
    with ExitStack() as stack:
        earlier = stack.enter_context(_checkout(told.earlier))
        environment = stack.enter_context(filled("lists", root=earlier))
        _rehearse(stack, environment, earlier, told)
    end()


def _rehearse(stack: ExitStack, environment: dict[str, str], earlier: Path, told: argparse.Namespace) -> None:
    ask(WITHOUT_SIGNERS)
    before, _ = stack.enter_context(served(environment, root=earlier))
    ports = [before]
    rush = Rush(time.monotonic() + 3600)
    papers = Papers(ports, _signed_in(ports, "admin"))
    typists, works = _people(environment, earlier, ports, told.people)
    threads = [threading.Thread(target=work, args=[rush]) for work in (papers.work, *works)]
    for thread in threads:
        thread.start()
    time.sleep(ALONE)
    own = environment | {"STATIC_ROOT": str(earlier / "var" / "static-2")}
    start = time.monotonic()
    for command in (["migrate", "--verbosity=0"], ["collectstatic", "--noinput", "--verbosity=0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=own, check=True)
    took = time.monotonic() - start
    after, _ = stack.enter_context(served(own))
    ports.append(after)
    rush.until = time.monotonic() + told.seconds
    for thread in threads:
        thread.join()
    _tell(rush, papers, took, len(works))
    for year, port in zip(LISTS, ports, strict=True):
        _adopt(papers.visitor, year, port)
    _compare(typists)


def _people(
    environment: dict[str, str], root: Path, ports: list[int], number: int
) -> tuple[list[Typist], list[Callable[[Rush], None]]]:
    """Each open report is typed by one person of its unit, all others read."""
    visitors = {}
    for unit, key in session_keys(environment, number, root):
        visitor = Behind(ports)
        visitor.cookies["sessionid"] = key
        visitors.setdefault(unit, []).append(visitor)
    typists = [
        Typist(Writer(visitors[unit].pop(), f"/2021/q2/tasks/{task}/", key))
        for unit, task, key in ask(OPEN)
        if visitors.get(unit)
    ]
    readers = [visitor for several in visitors.values() for visitor in several]
    works = [each.work for each in typists]
    works += [lambda rush, visitor=visitor: read(visitor, rush) for visitor in readers]
    return typists, works


def _tell(rush: Rush, papers: Papers, took: float, people: int) -> None:
    statuses = Counter(found[1] if (found := STATUS.search(each)) else "no" for each in rush.failed)
    broken = [each for each in rush.failed if not (found := STATUS.search(each)) or found[1] >= "500"]
    said = f"{people} people and an administrator, {len(rush.times)} answers, {rush.saved} saves"
    say("nobody was answered 5xx", not broken, f"{said}, migrated in {took:.0f} s {broken[:5] or ''}")
    say("every click was answered as it should be", not rush.failed, str(dict(statuses) or ""))
    is_same = papers.brought > 0 and not papers.differing
    say("a document comes out of both as it went in", is_same, f"{papers.brought} documents")


def _adopt(visitor: Behind, year: int, port: int) -> None:
    """A list, by one of the versions alone: it writes tables that the rush only reads."""
    one = _as(visitor, port)
    key = bring(one, LIST.format(year=year, number=25).encode())
    page = readable(one.get(f"/documents/{key}/"))
    fields = {"seen": SEEN.search(page)[1], "csrfmiddlewaretoken": TOKEN.search(page)[1]}
    status, _ = one.ask("POST", f"/documents/{key}/adopt/", urlencode(fields))
    made = ask(TARGETS.format(year=year))[0][0]
    say(f"{LISTS[year]} adopts a list on the migrated database", made == 1, f"answered {status}")


def _compare(typists: list[Typist]) -> None:
    texts = dict(ask("SELECT id, text FROM progress_report"))
    lost = [each.writer.path for each in typists if each.text and texts[each.writer.key] != each.text]
    typed = sum(bool(each.text) for each in typists)
    say("the last answered text is the one stored", typed > 0 and not lost, f"{typed} {'、'.join(lost)}")


def bring(visitor: Visitor, content: bytes) -> int:
    """Upload a document; its number."""
    token = TOKEN.search(readable(visitor.get("/documents/")))[1]
    status, _ = visitor.upload("/documents/", {"csrfmiddlewaretoken": token}, files=content)
    found = ask(f"SELECT id FROM projects_sourcedocument WHERE sha256 = '{sha256(content).hexdigest()}'")
    if not found:
        raise RuntimeError(f"/documents/ answered {status} and kept nothing")
    return found[0][0]


def _as(visitor: Visitor, port: int) -> Visitor:
    """The same person at one server alone."""
    one = Visitor(port)
    one.cookies = visitor.cookies
    return one


def _signed_in(ports: list[int], username: str) -> Behind:
    visitor = Behind(ports)
    visitor.sign_in(username, DEMO_PASSWORD)
    return visitor


@contextmanager
def _checkout(revision: str) -> Iterator[Path]:
    """The files of an earlier version, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="livelihood-earlier-") as folder:
        packed = subprocess.run(["git", "archive", revision], cwd=ROOT, check=True, capture_output=True)
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


if __name__ == "__main__":
    main()
