"""`python -m tests.bench.rush`: the last hour before the due time, a minute of it.

People of all units read, type and submit; afterwards every answered save and submission is there, once. How
many the machine bears is found with `--people N`: the last number at which 95 of 100 answers are in time.
"""

import argparse
import random
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.server import Visitor, filled, served, session_keys
from tests.bench.telling import end, say
from tests.bench.writes import OPEN, TEXTS, WITHOUT_SIGNERS, Writer, ask

MUST = 500  # milliseconds, for 95 of 100 answers
PAUSE = 15  # seconds between two clicks of one person, on average
READ = ("/",) * 3 + ("/2021/q2/filing/",) * 3 + ("/2021/q2/tasks/36/",) * 3 + ("/2021/tasks/36/", "/2021/q2/")
LAST_ROUNDS = "SELECT report_id, count(*) FROM progress_round GROUP BY report_id"
ACTS = "SELECT count(*) FROM projects_logentry WHERE act = '{act}'"


@dataclass
class Rush:
    """What all people did together."""

    until: float
    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    saved: int = 0
    submitted: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def click(self, act: Callable[[], object], **counts: int) -> bool:
        """One click, timed; whether it was answered as it should be."""
        start = time.perf_counter()
        try:
            act()
        except (RuntimeError, OSError) as error:
            with self.lock:
                self.failed.append(str(error)[:200])
            return False
        with self.lock:
            self.times.append((time.perf_counter() - start) * 1000)
            self.saved, self.submitted = (
                self.saved + counts.get("saved", 0),
                self.submitted + counts.get("submitted", 0),
            )
        return True

    def pause(self) -> bool:
        """Think; False where the hour is over."""
        time.sleep(random.uniform(0, 2 * PAUSE))
        return time.monotonic() < self.until


@dataclass
class Typist:
    """A person who types a report, saves it again and again, and at last submits it."""

    writer: Writer
    text: str = ""
    rounds: int = 0
    number: int = 0

    def work(self, rush: Rush) -> None:
        """Until the hour is over; the submission ends it."""
        time.sleep(random.uniform(0, PAUSE))
        if not rush.click(self.writer.open, saved=1):  # it saves once, to be asked about the figures
            return
        while rush.pause():
            self.number += 1
            text = f"{TEXTS['text']}第{self.number}稿。"
            if rush.click(lambda text=text: self.writer.save(text), saved=1):
                self.text = text
        if rush.click(self.writer.submit, saved=1, submitted=1):
            self.text, self.rounds = TEXTS["text"], 1


def read(visitor: Visitor, rush: Rush) -> None:
    """A person who looks: the desk, the filing desk, a task."""
    while rush.pause():
        path = random.choice(READ)
        rush.click(lambda path=path: visitor.get(path))


def main() -> None:
    """A minute of it, and what came out; exit 1 where it did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rush", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long people go on")
    parser.add_argument("--people", type=int, default=500, help="how many")
    asked = parser.parse_args()
    seconds = asked.seconds
    with filled("lists") as environment, served(environment) as (port, _):
        ask(WITHOUT_SIGNERS)
        people = session_keys(environment, asked.people)
        before = {act: ask(ACTS.format(act=act))[0][0] for act in ("report_saved", "report_submitted")}
        rounds = dict(ask(LAST_ROUNDS))
        rush, typists = _run(port, people, seconds)
        _tell(rush, len(people), seconds)
        _compare(rush, typists, before, rounds)
    end()


def _run(port: int, people: list[tuple[str, str]], seconds: int) -> tuple[Rush, list[Typist]]:
    """Everybody at once; each open report is typed by one person of its unit, all others read."""
    rush, visitors = Rush(time.monotonic() + seconds), [(unit, _signed_in(port, key)) for unit, key in people]
    of_unit = dict(visitors)
    typists = [
        Typist(Writer(of_unit[unit], f"/2021/q2/tasks/{task}/", key))
        for unit, task, key in ask(OPEN)
        if unit in of_unit
    ]
    typing = {id(each.writer.filer) for each in typists}
    works = [lambda each=each: each.work(rush) for each in typists]
    works += [
        lambda visitor=visitor: read(visitor, rush) for _, visitor in visitors if id(visitor) not in typing
    ]
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return rush, typists


def _signed_in(port: int, key: str) -> Visitor:
    visitor = Visitor(port)
    visitor.cookies["sessionid"] = key
    return visitor


def _tell(rush: Rush, people: int, seconds: int) -> None:
    p95 = statistics.quantiles(rush.times, n=20)[-1]
    say(
        f"95 of 100 answers within {MUST} ms",
        p95 <= MUST,
        f"{p95:.0f} ms, half of them {statistics.median(rush.times):.0f} ms",
    )
    answers = f"{people} people, {len(rush.times)} answers in {seconds} s"
    said = f"{answers}, {rush.saved} saves, {rush.submitted} submissions"
    say(
        "every click was answered",
        not rush.failed,
        f"{said}; {len(rush.failed)} failed {rush.failed[:3] or ''}",
    )


def _compare(rush: Rush, typists: list[Typist], before: dict[str, int], rounds: dict[int, int]) -> None:
    """What was answered beside what is stored."""
    stored = {act: ask(ACTS.format(act=act))[0][0] - number for act, number in before.items()}
    answered = {"report_saved": rush.saved, "report_submitted": rush.submitted}
    is_logged = stored == answered and all(answered.values())
    say("every answered act is logged once", is_logged, f"answered {answered}, logged {stored}")
    after = dict(ask(LAST_ROUNDS))
    doubled = [
        each.writer.path
        for each in typists
        if after.get(each.writer.key, 0) != rounds.get(each.writer.key, 0) + each.rounds
    ]
    say("every submission is one round", not doubled, "、".join(doubled))
    texts = dict(ask("SELECT id, text FROM progress_report"))
    lost = [each.writer.path for each in typists if each.text and texts[each.writer.key] != each.text]
    say("the last answered text is the one stored", not lost, "、".join(lost))


if __name__ == "__main__":
    main()
