"""The connection to the database: a machine that is gone without a word is given up in time."""

import socket
import subprocess
import sys

from django.db import connection

from lianyungang.settings import BASE_DIR
from tests.databases import environment

ASK = """
import django; django.setup()
from django.db import OperationalError, connection
try:
    connection.ensure_connection()
except OperationalError as error:
    print(type(error).__name__)
"""


def test_a_connection_in_use_is_given_up_when_its_machine_says_nothing(db):
    connection.ensure_connection()
    agreed = connection.connection.get_dsn_parameters()
    waits = int(agreed["keepalives_idle"]) + int(agreed["keepalives_interval"]) * int(
        agreed["keepalives_count"]
    )
    assert waits <= 20
    assert int(agreed["tcp_user_timeout"]) <= 20_000


def test_a_machine_that_never_answers_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        there = environment(f"postgresql://a@127.0.0.1:{silent.getsockname()[1]}/a")
        command = [sys.executable, "-c", ASK]
        done = subprocess.run(
            command, cwd=BASE_DIR, env=there, check=False, capture_output=True, text=True, timeout=60
        )
    assert done.stdout.strip() == "OperationalError", done.stderr[-500:]
