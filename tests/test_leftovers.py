import os
import subprocess
import sys

import pytest

from tests.leftovers import MACHINE, is_left


@pytest.fixture
def gone():
    """The id of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_what_an_ended_process_of_this_machine_named_is_left(gone):
    assert is_left(f"test_livelihood_{MACHINE}_{gone}")
    assert is_left(f"test_livelihood_{MACHINE}_{gone}_gw1")


def test_what_a_running_process_named_is_not_left():
    assert not is_left(f"test_livelihood_{MACHINE}_{os.getpid()}")
    assert not is_left(f"test_livelihood_{MACHINE}_{os.getpid()}_gw1")


def test_what_another_machine_or_a_person_named_is_not_left(gone):
    assert not is_left(f"test_livelihood_00000000_{gone}")
    assert not is_left(f"test_livelihood_{gone}")
    assert not is_left("livelihood")
