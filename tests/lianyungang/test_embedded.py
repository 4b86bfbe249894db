"""The database beside the checkout, in a checkout of its own."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lianyungang import embedded

START = "from lianyungang import embedded; embedded.start(); print(embedded.answers())"


class Checkout:
    """A folder with nothing but the module."""

    def __init__(self):
        self.root = Path(tempfile.mkdtemp(prefix="livelihood-checkout-"))
        self.root.chmod(0o755)
        (self.root / "lianyungang").mkdir()
        (self.root / "lianyungang" / "__init__.py").touch()
        shutil.copy(embedded.__file__, self.root / "lianyungang")
        self.pid_file = self.root / "var" / "postgres" / "data" / "postmaster.pid"

    def python(self, *arguments):
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def start(self):
        return self.python("-c", START)

    def stop(self):
        return self.python("-m", "lianyungang.embedded").communicate()[0]

    @property
    def pid(self):
        return int(self.pid_file.read_text().split()[0])

    @property
    def sockets(self):
        return Path("/tmp") / f"livelihood-{hashlib.sha256(str(self.root).encode()).hexdigest()[:12]}"


@pytest.fixture(scope="module")
def checkout():
    checkout = Checkout()
    yield checkout
    checkout.stop()
    shutil.rmtree(checkout.root)
    shutil.rmtree(checkout.sockets, ignore_errors=True)


def test_two_commands_at_once_start_one_server(checkout):
    first, second = checkout.start(), checkout.start()
    assert [first.communicate()[0], second.communicate()[0]] == ["True\n", "True\n"]


def test_a_killed_server_starts_again(checkout):
    checkout.start().communicate()
    os.kill(checkout.pid, signal.SIGKILL)
    assert checkout.start().communicate()[0] == "True\n"


def test_a_pid_file_left_from_before_a_reboot_is_not_taken_for_the_server(checkout):
    checkout.start().communicate()
    left = checkout.pid_file.read_text()
    checkout.stop()
    checkout.pid_file.write_text(left.replace(left.split()[0], str(os.getpid()), 1))
    assert checkout.start().communicate()[0] == "True\n"


def test_a_server_whose_socket_was_swept_away_is_reached_again(checkout):
    checkout.start().communicate()
    shutil.rmtree(checkout.sockets)
    assert checkout.start().communicate()[0] == "True\n"


def test_nobody_else_reaches_the_socket_or_the_data(checkout):
    checkout.start().communicate()
    modes = {folder.stat().st_mode & 0o777 for folder in (checkout.sockets, checkout.pid_file.parent)}
    assert modes == {0o700}


def test_a_database_of_its_own_is_made_once(checkout):
    checkout.start().communicate()
    made = "from lianyungang import embedded; print(embedded.make_database('livelihood'))"
    first, second = (checkout.python("-c", made).communicate()[0] for _ in range(2))
    assert first == second
    assert first.endswith("/livelihood\n")


def test_stopping_says_whether_there_was_anything_to_stop(checkout):
    checkout.start().communicate()
    assert [checkout.stop(), checkout.stop()] == [
        "The database was stopped.\n",
        "The database was not running.\n",
    ]


def test_importing_the_settings_starts_nothing(checkout):
    checkout.stop()
    checkout.python("-c", "from lianyungang import embedded; embedded.URL").communicate()
    assert not checkout.pid_file.exists()
