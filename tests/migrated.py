"""The database that holds what the migrations make and nothing else; those of the tests are copied from it.

To migrate takes a quarter of a minute, to copy a second. It is named after what it was made from, so that it
is made anew when a migration or a library changes, and kept for the next run otherwise.
"""

import fcntl
import hashlib
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2

from lianyungang import embedded
from lianyungang.settings import BASE_DIR
from tests import databases

MADE_FROM = ("*/migrations/*.py", "lianyungang/demo_city.py", "tests/settings.py", "pyproject.toml")
KIND = f"test_migrated_{embedded.KEY}_"


def name() -> str:
    """Of the database that fits the checkout as it stands."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MADE_FROM for path in BASE_DIR.glob(pattern)):
        digest.update(path.name.encode() + path.read_bytes())
    return KIND + digest.hexdigest()[:12]


def have(wanted: str) -> None:
    """Make it where it is not there, and drop what an older checkout left; any number may ask at once."""
    (BASE_DIR / "var").mkdir(exist_ok=True)
    with (BASE_DIR / "var" / "test-migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        there = _those_there()
        if wanted in there:
            return
        unfinished = f"{KIND}unfinished"
        dropped = [f"DROP DATABASE IF EXISTS {each} WITH (FORCE)" for each in {*there, unfinished}]
        databases.execute(databases.server(), *dropped, f"CREATE DATABASE {unfinished}")
        address = urlsplit(databases.server())._replace(path=f"/{unfinished}").geturl()
        databases.manage(address, "migrate", "--verbosity=0", DJANGO_SETTINGS_MODULE="tests.settings")
        databases.execute(databases.server(), f"ALTER DATABASE {unfinished} RENAME TO {wanted}")


def _those_there() -> list[str]:
    """The names of this checkout's, of whatever age."""
    with closing(psycopg2.connect(databases.server())) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [KIND])
        return [each for (each,) in cursor.fetchall()]
