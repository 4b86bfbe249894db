"""`python -m tests.bench.faults_of_machine`: what a machine does to the program, and what people are told.

The database away for 20 s, a full disk (of kept files, of uploads), senders that never end and a hundred held
connections behind nginx, a migration that is killed. It stops the database beside this checkout, so nobody
else should be using it; a full disk is a small tmpfs, which root alone mounts; without nginx that part is
left out, and said so.
"""

import json
import os
import random
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg2

from lianyungang import embedded
from tests.bench.faults import Load, under_load
from tests.bench.server import (
    DEMO_PASSWORD,
    FILER,
    ROOT,
    TOKEN,
    Visitor,
    database_url,
    filled,
    readable,
    served,
)
from tests.bench.telling import end, leave_out, say
from tests.bench.writes import OPEN, VERSION

SECONDS_AWAY, SECONDS_BACK = 20, 15
HELD, SLOW = 100, 40
SMALL = "2m"  # bytes of a disk that is full soon
KILLS = 4
RELEASE = ROOT / "tests" / "releases" / "v0.1.0" / "backup.zip"
KEPT = ("projects_task", "projects_logentry", "progress_report", "progress_round")
TYPED = "这句话还没有保存"
FRONT = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{front};
        client_max_body_size 220m; proxy_request_buffering on; client_body_timeout 60s;
        location / {{ proxy_pass http://127.0.0.1:{back}; proxy_http_version 1.1;
            proxy_set_header Connection ""; proxy_set_header Host $host; }}
    }}
}}
"""


def main() -> None:
    """Each fault in turn; exit 1 where something did not hold."""
    with ExitStack() as stack:
        disks = {name: stack.enter_context(_small_disk(name)) for name in ("kept", "uploads")}
        environment = stack.enter_context(filled("reports"))
        if disks["kept"]:
            _disks_full(environment, disks)
        with served(environment, errors=subprocess.DEVNULL) as (port, _):
            _database_away(port)
            _held_connections(port)
    _migration_killed()
    end()


def _database_away(port: int) -> None:
    """20 s without a database, under load: a sentence with what was typed; then on without a restart."""
    filer, path, token = _filer(port)
    with under_load(Load(port)) as load:
        time.sleep(3)
        embedded.stop()
        until, answers, kept = time.monotonic() + SECONDS_AWAY, [], []
        while time.monotonic() < until:
            answers.append(filer.ask("GET", path)[0])
            fields = {"text": TYPED, "action": "save", "version": "0", "csrfmiddlewaretoken": token}
            status, body = filer.ask("POST", path, urlencode(fields))
            answers.append(status)
            kept.append(TYPED in readable(body))
            time.sleep(1)
        embedded.start()
        back = time.monotonic()
        while filer.ask("GET", path)[0] != 200 and time.monotonic() < back + SECONDS_BACK:
            time.sleep(0.2)
        took, before = time.monotonic() - back, load.answered
        time.sleep(3)
        again = load.answered - before
    say(
        f"{SECONDS_AWAY} s without a database: every answer 503",
        set(answers) == {503},
        f"{len(answers)} answers",
    )
    say("what was typed comes back on each of them", bool(kept) and all(kept), f"{sum(kept)} of {len(kept)}")
    say("afterwards on without a restart", took < SECONDS_BACK, f"after {took:.1f} s")
    say("visitors were refused meanwhile", load.failed > 0, f"{load.failed} times")
    say("people sign in again", again > 0, f"{again} times in the 3 s after it came back")


def _disks_full(environment: dict[str, str], disks: dict[str, Path]) -> None:
    """A file of 3 MB where the disk holds 2: refused with a sentence, nothing left, the page goes on."""
    for place, where in (("kept", {"DATA_DIR": disks["kept"]}), ("uploads", {"TMPDIR": disks["uploads"]})):
        own = {name: str(folder) for name, folder in where.items()}
        with served(environment | own, errors=subprocess.DEVNULL) as (port, _):
            filer, path, token = _filer(port)
            page = readable(filer.get(path))
            fields = {"version": VERSION.search(page)[1], "csrfmiddlewaretoken": token}
            content = b"%PDF-1.4\n" + b"x" * 3_000_000 + b"\n%%EOF\n"
            status, body = filer.upload(f"{path}evidence/", fields, files=content)
            words = _sentence(body)
            told = "空间" in words and status in (409, 507)
            say(f"disk of {place} full: refused with a sentence", told, f"{status} {words}")
            left = [each for each in disks[place].rglob("*") if each.is_file() and each.stat().st_size]
            say("nothing is left on it", not left, f"{len(left)} files")
            filer.close()  # the server hung up on what it did not read
            say("the page goes on", filer.ask("GET", path)[0] == 200)


def _sentence(body: bytes) -> str:
    """What is said, by a page's script's answer or on a page."""
    text = readable(body)
    if text.startswith("{"):
        return json.loads(text)["refused"]
    heading = re.search(r"<h1[^>]*>(.*?)</h1>.*?<p[^>]*>(.*?)</p>", text, re.S)
    return "，".join(each.strip() for each in heading.groups()) if heading else text[:200]


def _held_connections(back: int) -> None:
    """Behind nginx: 100 connections say nothing, 40 send a letter a second, and people are served."""
    if shutil.which("nginx") is None:
        leave_out("held connections and slow senders", "no nginx here")
        return
    with _nginx(back) as front, ExitStack() as stack:
        quiet = [stack.enter_context(closing(_connected(front))) for _ in range(HELD)]
        slow = [stack.enter_context(closing(_connected(front))) for _ in range(SLOW)]
        body = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
        for sender in slow[: SLOW // 2]:
            sender.sendall(f"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n{body}".encode())
        for sender in slow[SLOW // 2 :]:
            sender.sendall(b"GET /accounts/login/ HTTP/1.1\r\nHost: 127")
        slowest = 0.0
        for _ in range(10):
            for sender in slow:
                sender.sendall(b"a")
            start = time.monotonic()
            with closing(Visitor(front)) as visitor:
                status, _ = visitor.ask("GET", "/accounts/login/")
            slowest = max(slowest, time.monotonic() - start)
            if status != 200:
                break
            time.sleep(1)
        told = f"{len(quiet)} quiet, {len(slow)} slow; slowest answer {slowest * 1000:.0f} ms"
        say("people are served beside them", status == 200 and slowest < 5, told)


def _migration_killed() -> None:
    """A release's database brought forward, killed again and again: in the end everything is there once."""
    database = f"livelihood_migrated_{os.getpid()}"
    folder = Path(tempfile.mkdtemp(prefix="livelihood-migrated-"))
    server, url = embedded.URL, database_url(database)
    own = {"DATABASE_URL": url, "DATA_DIR": str(folder), "SECRET_KEY": secrets.token_urlsafe(50)}
    environment = os.environ | own
    _do(server, f"CREATE DATABASE {database}")
    try:
        is_restored, told = _manage(environment, "restore", str(RELEASE))
        if not say("a release's database is restored", is_restored, told.split("\n")[0]):
            return
        before, killed = _counts(url), 0
        for _ in range(KILLS):
            command = [sys.executable, "manage.py", "migrate"]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
            time.sleep(random.uniform(4, 15))
            killed += process.poll() is None
            process.kill()
            process.wait()
        goes_on, _ = _manage(environment, "migrate")
        is_whole, _ = _manage(environment, "migrate", "--check")
        times = f"killed {killed} times of {KILLS}"
        say("a killed migration goes on to its end", killed > 0 and goes_on and is_whole, times)
        after = _counts(url)
        say("every row is there as before", before == after and all(before.values()), f"{after}")
        log_is_whole, told = _manage(environment, "verify_log")
        say("the log is whole", log_is_whole and told.startswith("操作记录完整"), told.split("\n")[0])
    finally:
        _do(server, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        shutil.rmtree(folder, ignore_errors=True)


def _filer(port: int) -> tuple[Visitor, str, str]:
    """A person at an open report: the browser, the page, the form's token."""
    visitor = Visitor(port)
    visitor.sign_in(FILER, DEMO_PASSWORD)
    with closing(psycopg2.connect(database_url())) as connection, connection.cursor() as cursor:
        cursor.execute(OPEN)
        number = next(number for unit, number, _ in cursor.fetchall() if unit == FILER)
    path = f"/2021/q2/tasks/{number}/"
    return visitor, path, TOKEN.search(readable(visitor.get(path)))[1]


@contextmanager
def _small_disk(name: str) -> Iterator[Path | None]:
    """A disk of 2 MB; None where it cannot be mounted."""
    folder = Path(tempfile.mkdtemp(prefix=f"livelihood-{name}-"))
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", folder], check=False)
    if done.returncode:
        leave_out(f"a disk of {name} that is full", "only root mounts one")
    try:
        yield None if done.returncode else folder
    finally:
        if not done.returncode:
            subprocess.run(["umount", "--lazy", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _nginx(back: int) -> Iterator[int]:
    """Its port, in front of the web server as the deployment's page sets it up."""
    folder = Path(tempfile.mkdtemp(prefix="livelihood-nginx-"))
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        front = probe.getsockname()[1]
    (folder / "nginx.conf").write_text(FRONT.format(folder=folder, front=front, back=back), encoding="ascii")
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        for _ in range(100):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", front)) == 0:
                    break
            time.sleep(0.1)
        yield front
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def _manage(environment: dict[str, str], *arguments: str) -> tuple[bool, str]:
    """Whether a command succeeded, and what it said."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout or done.stderr


def _counts(url: str) -> dict[str, int]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        found = {}
        for table in KEPT:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
        return found


def _do(url: str, statement: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)


if __name__ == "__main__":
    main()
