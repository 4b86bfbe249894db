"""Databases of a test's own, beside the one of pytest-django, and the project's commands run in them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg2

from lianyungang import embedded
from lianyungang.settings import BASE_DIR
from tests import leftovers


def server() -> str:
    """The address of the server under test."""
    return os.environ.get("DATABASE_URL") or embedded.URL


@contextmanager
def empty_database(purpose: str, template: str = "") -> Iterator[str]:
    """The address of an empty database, or of a copy; its name begins like every other of this run."""
    name = f"{leftovers.NAME}_{purpose}"
    made = f"CREATE DATABASE {name} TEMPLATE {template}" if template else f"CREATE DATABASE {name}"
    embedded.start_unless_named()
    execute(server(), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", made)
    try:
        yield urlsplit(server())._replace(path=f"/{name}").geturl()
    finally:
        execute(server(), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def execute(url: str, *statements: str) -> None:
    """Each in its own transaction."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for statement in statements:
            cursor.execute(statement)


def rows(url: str, query: str) -> list[tuple]:
    """What a query finds."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def environment(url: str, **more: str) -> dict[str, str]:
    """Of a command in one database, with the project's own settings."""
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "lianyungang.settings", **more}


def manage(url: str, *arguments: str, **more: str) -> str:
    """Run a command in one database; what it says."""
    command = [sys.executable, "manage.py", *arguments]
    told = {"capture_output": True, "text": True}
    done = subprocess.run(command, cwd=BASE_DIR, env=environment(url, **more), check=False, **told)
    assert done.returncode == 0, f"{arguments[0]}: {done.stderr}"
    return done.stdout
