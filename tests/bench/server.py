"""A real server to measure: gunicorn as in use, a database of its own, a person signed in over HTTP."""

import gzip
import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg2

from lianyungang import embedded

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = ROOT / "fixtures" / "documents"
LISTS = ("2019-schedule.txt", "2021-breakdown-traditional.txt", "2021-schedule.txt", "2023-breakdown.txt")
ANSWERS = DOCUMENTS / "answers.json"
IMPORT = (
    "import_list",
    *(str(DOCUMENTS / name) for name in LISTS),
    *(("--answers", str(ANSWERS)) if ANSWERS.exists() else ()),
)
DATABASE = f"livelihood_bench_{os.getpid()}"  # two benches may run side by side
USERNAME, PASSWORD = "bench", "Bench-and-measure-1"
DEMO_PASSWORD = "demo-2021"
FILER = "srsj"  # 市人社局 leads ten tasks
PLANNER = "sjyj"  # 市教育局 is writing the plan of task 3 of 2023
HELPER = "hzq"  # 海州区 is co-responsible in ninety tasks
ACCOUNTS = {USERNAME: PASSWORD, **dict.fromkeys((FILER, PLANNER, HELPER), DEMO_PASSWORD)}
SECONDS_TO_START, SECONDS_TO_END = 120, 60  # a busy machine needs them; on an idle one nothing waits
WORKERS = 2  # as quality.md's reference machine has
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """A browser reduced to what is measured: one kept connection, cookies, no parsing."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> bytes:
        """The body of a page that must answer 200."""
        status, body = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return body

    def sign_in(self, username: str, password: str) -> None:
        """Through the page, as people do."""
        token = TOKEN.search(readable(self.get("/accounts/login/")))[1]
        fields = {"username": username, "password": password, "csrfmiddlewaretoken": token}
        status, _ = self.ask("POST", "/accounts/login/", urlencode(fields))
        if status != 302:
            raise RuntimeError(f"signing in answered {status}")

    def close(self) -> None:
        """Leave."""
        self.connection.close()

    def ask(
        self, method: str, path: str, body: str | None = None, *, background: bool = False
    ) -> tuple[int, bytes]:
        """Status and body of one request; cookies are kept."""
        headers = {"X-Background": "1"} if background else {}
        headers |= {
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._answer(method, path, body, headers)

    def upload(self, path: str, fields: dict[str, str], **file: bytes) -> tuple[int, bytes]:
        """Post fields and one file, as the page's script does; the file by the name of its field."""
        mark = secrets.token_hex(8)
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        (field, content), *_ = file.items()
        ending = "xlsx" if content.startswith(b"PK") else "pdf"
        disposition = f'Content-Disposition: form-data; name="{field}"; filename="a.{ending}"'
        head = f"--{mark}\r\n{disposition}\r\n\r\n"
        body = "".join(parts).encode() + head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kind = f"multipart/form-data; boundary={mark}"
        return self._answer(
            "POST", path, body, {"X-Background": "1", "Cookie": cookies, "Content-Type": kind}
        )

    def _answer(
        self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read()


@contextmanager
def visited() -> Iterator[dict[str, Visitor]]:
    """Signed-in visitors, by user name, on a fresh database with the real lists and a half-filed quarter."""
    with filled("lists") as environment, entered(environment) as visitors:
        yield visitors


@contextmanager
def entered(environment: dict[str, str]) -> Iterator[dict[str, Visitor]]:
    """Signed-in visitors of a server on a database that is filled."""
    with served(environment) as (port, _):
        visitors = {name: Visitor(port) for name in ACCOUNTS}
        for name, visitor in visitors.items():
            visitor.sign_in(name, ACCOUNTS[name])
        yield visitors


@contextmanager
def served(
    environment: dict[str, str], errors: int | None = None, root: Path = ROOT, workers: int = WORKERS
) -> Iterator[tuple[int, subprocess.Popen]]:
    """A server's port and process, ended at the end.

    Its socket is bound here and handed over, so that nobody else takes the port meanwhile.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listening:
        port, handed = listening.getsockname()[1], listening.fileno()
        command = [
            sys.executable, "-m", "gunicorn", "lianyungang.wsgi", "--bind", f"fd://{handed}",
            "--workers", str(workers), "--worker-class", "gthread", "--threads", "4", "--keep-alive", "75",
            "--timeout", str(SECONDS_TO_START), "--log-level", "error",
        ]  # fmt: skip
        process = subprocess.Popen(command, cwd=root, env=environment, stderr=errors, pass_fds=[handed])
    try:
        _await(port, process)
        yield port, process
    finally:
        _end(process)


@contextmanager
def filled(
    contents: str, database: str = DATABASE, root: Path = ROOT, tables: str = ""
) -> Iterator[dict[str, str]]:
    """The environment of commands on a fresh database (register, lists or decade), dropped at the end.

    Its files and the collected static ones lie in a folder of its own: a store belongs to one database, and
    nobody else's are collected anew. `root`: the checkout that fills it. `tables`: the address of a database
    whose tables are copied, where they are not to be made by a dozen seconds of migrations.
    """
    embedded.start_unless_named()
    folder = tempfile.mkdtemp(prefix="livelihood-bench-")
    own = {"DATA_DIR": os.path.join(folder, "files"), "STATIC_ROOT": os.path.join(folder, "static")}
    environment = _environment(database) | own
    os.mkdir(own["DATA_DIR"], mode=0o700)
    try:
        _do(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", f"CREATE DATABASE {database}")
        if tables:
            _copy(tables, environment["DATABASE_URL"])
        subprocess.run(
            [sys.executable, "-m", "tests.bench.prepare", contents], cwd=root, env=environment, check=True
        )
        yield environment
    finally:
        _do(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        shutil.rmtree(folder, ignore_errors=True)


def session_keys(environment: dict[str, str], number: int, root: Path = ROOT) -> list[tuple[str, str]]:
    """So many people of the units, signed in without the page: unit code and session key of each.

    `root`: the checkout whose version the database is of.
    """
    command = [sys.executable, "-m", "tests.bench.prepare", "sessions", str(number)]
    made = subprocess.run(command, cwd=root, env=environment, check=True, stdout=subprocess.PIPE)
    return [tuple(line.split()) for line in made.stdout.decode().splitlines()]


def database_url(database: str = DATABASE) -> str:
    """The server in use, the bench's own database."""
    return urlsplit(os.environ.get("DATABASE_URL") or embedded.URL)._replace(path=f"/{database}").geturl()


def _environment(database: str) -> dict[str, str]:
    own = {
        "DATABASE_URL": database_url(database),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }
    return {**os.environ, **own, "ALLOWED_HOSTS": "127.0.0.1", "TLS": "0", "DEMO": "0", "PASSWORD_DAYS": "0"}


def _do(*statements: str) -> None:
    """Statements that no transaction may hold, in the server's first database; no replica is waited for."""
    server = os.environ.get("DATABASE_URL") or embedded.URL
    with closing(psycopg2.connect(server, options="-c synchronous_commit=local")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _copy(source: str, target: str) -> None:
    """Everything of one database into an empty one."""
    binaries = embedded.programs().binaries
    dumping = [binaries / "pg_dump", "--no-owner", "--no-privileges", f"--dbname={source}"]
    dumped = subprocess.run(dumping, check=True, stdout=subprocess.PIPE).stdout
    loading = [binaries / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={target}"]
    subprocess.run(loading, check=True, input=dumped, stdout=subprocess.DEVNULL)


def _await(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with closing(Visitor(port)) as visitor:
                visitor.get("/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _end(process: subprocess.Popen) -> None:
    """At once: nobody asks it any more. Its workers end with it."""
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def readable(body: bytes) -> str:
    """A page's text, unpacked."""
    return unpacked(body).decode()


def unpacked(body: bytes) -> bytes:
    """What was sent, whether it came compressed or not."""
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
