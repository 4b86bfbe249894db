"""What a run of the bench finds is told, and its exit code says whether all of it held."""

import ast
from pathlib import Path

import pytest

from tests.bench import measuring, telling
from tests.bench.measuring import Case, Must, Result, missed

BENCH = Path(__file__).parent


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch):
    monkeypatch.setattr(telling, "_said", [])


def code():
    with pytest.raises(SystemExit) as ended:
        telling.end()
    return ended.value.code


def test_a_run_in_which_everything_held_ends_well(capsys):
    telling.say("it holds", True)
    telling.leave_out("a disk that is full", "only root mounts one")
    assert code() == 0
    assert capsys.readouterr().out.split("\n")[1] == "left out  a disk that is full: only root mounts one"


def test_one_line_that_does_not_hold_is_enough(capsys):
    telling.say("it holds", True)
    assert telling.say("it does not", [], "nothing came") is False
    telling.say("it holds again", True)
    assert "FAILED    it does not: nothing came" in capsys.readouterr().out
    assert code() == 1


def test_a_run_that_tried_nothing_has_shown_nothing(capsys):
    assert code() == 1
    telling.leave_out("all of it", "no nginx")
    assert code() == 1


def test_a_budget_that_is_missed_is_found():
    def taken(name, milliseconds, must=None):
        return Result(Case(name, print, must), (milliseconds,))

    results = [
        taken("baseline", 10.0),
        taken("kept", 30.0, Must(3, "baseline")),
        taken("slow", 31.0, Must(3, "baseline")),
        taken("too slow", 501.0, Must(500)),
    ]
    assert missed(results) == ["slow", "too slow"]
    assert measuring.table(results).count("MISSED") == 2


def calls(file):
    """What is said to hold, in each call of say() in a file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
            yield node.args[1]


def test_nothing_is_said_to_hold_whatever_happens():
    said = [(file.name, held) for file in BENCH.glob("[!t]*.py") for held in calls(file)]
    assert len(said) > 20
    assert [name for name, held in said if isinstance(held, ast.Constant)] == []


def programs():
    """The files of the bench that say what they found."""
    return [file for file in BENCH.glob("[!t]*.py") if any(calls(file))]


@pytest.mark.parametrize("file", programs(), ids=lambda file: file.name)
def test_each_program_ends_with_what_it_found(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    main = next(node for node in tree.body if getattr(node, "name", "") == "main")
    assert ast.unparse(main.body[-1]) == "end()"
