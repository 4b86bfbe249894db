"""What a process of the tests makes for itself, and how the next run clears away what a killed one left.

A process names its database and its folder of files by machine and process id: neither two runs nor the
workers
of one run ever share a row or a file.
"""

import hashlib
import os
import re
import shutil
import socket
from contextlib import suppress

import psutil
import psycopg2
from psycopg2 import sql

from lianyungang.settings import BASE_DIR

# A named server may serve several machines, and a process id means something on its own machine only.
MACHINE = hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]
NAME = f"test_livelihood_{MACHINE}_{os.getpid()}"
FOLDERS = BASE_DIR / "var" / "test-files"
FOLDER = FOLDERS / NAME
# A worker's database ends in _gw0, one that a test makes beside it in what it is for.
NAMED_BY_PROCESS = re.compile(rf"test_livelihood_{MACHINE}_(\d+)(_\w+)?")


def is_left(name: str) -> bool:
    """Whether a process of this machine named it, and is gone."""
    named = NAMED_BY_PROCESS.fullmatch(name)
    return bool(named) and not psutil.pid_exists(int(named[1]))


def sweep(server: str) -> None:
    """Remove the folders and, on this server, the databases whose process is gone."""
    for folder in FOLDERS.glob("*"):
        if is_left(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
    # What cannot be dropped (no right to, swept by another run at this moment) costs space and nothing else.
    with suppress(psycopg2.Error):
        drop_databases(server)


def drop_databases(server: str) -> None:
    """Drop those that are left; never by force, so the server itself keeps one that somebody is connected
    to.
    """
    connection = psycopg2.connect(server)
    try:
        connection.autocommit = True  # DROP DATABASE refuses to run in a transaction
        cursor = connection.cursor()
        cursor.execute("SELECT datname FROM pg_database")
        for name in [name for (name,) in cursor.fetchall() if is_left(name)]:
            with suppress(psycopg2.Error):
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    finally:
        connection.close()
