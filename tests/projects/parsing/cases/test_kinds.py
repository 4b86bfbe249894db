"""Small made-up documents, each for a kind that was read wrong once, with the right reading beside."""

import json
from pathlib import Path

import pytest

from tests.projects.parsing.documents import codes, found, read_text

CASES = [
    case
    for name in ("kinds", "more", "manners", "others", "strangers", "neighbours", "elsewhere", "counties")
    if (path := Path(__file__).parent / f"{name}.json").exists()
    for case in json.loads(path.read_text(encoding="utf-8"))
]


def as_wanted(task, want):
    """The values of a task that the case speaks of; a text of null may be anything."""
    values = {"number": task.number, "text": task.text, "lead": list(task.lead), "co": list(task.co)}
    if "domain" in want:
        values["domain"] = task.domain
    if "quarters" in want:
        values["quarters"] = list(task.quarters or ())
    return {name: want[name] if want.get(name) is None else value for name, value in values.items()}


def amounts(task):
    """Each target of a task: its numbers, unit, qualifier and baseline."""
    return [
        [target.quantity, target.quantity_max, target.unit, target.qualifier, target.baseline]
        for target in task.targets
    ]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["kind"][:40]) for case in CASES])
def test_a_kind_is_read_right(case):
    parsed, want = read_text(case["input"]), case["want"]
    assert want, "a case that wants nothing shows nothing"
    if "tasks" in want:
        numbers = {task["number"] for task in want["tasks"]}
        tasks = [task for task in parsed.tasks if "note" not in case or task.number in numbers]
        assert len(tasks) == len(want["tasks"]), [(task.number, task.text, task.lead) for task in tasks]
        for task, wanted in zip(tasks, want["tasks"], strict=True):
            assert as_wanted(task, wanted) == wanted
    for name in ("year", "title", "kind"):
        assert name not in want or getattr(parsed, name) == want[name]
    assert "last" not in want or parsed.tasks[-1].text == want["last"]
    assert "domains" not in want or list(parsed.domains) == want["domains"]
    assert "codes" not in want or codes(parsed) == want["codes"]
    assert any(want.get("looks", "") in finding.message for finding in parsed.findings) or "looks" not in want
    if "amounts" in want:
        assert [amounts(task) for task in parsed.tasks] == want["amounts"]
    assert want.get("say", "") in ("", *codes(parsed))
    assert not set(want.get("not_said", ())) & set(codes(parsed))
    for number, unsaid in want.get("not_said_of", {}).items():
        assert not {code for code in unsaid if (int(number), None) in found(parsed, code)}
    for number, said in want.get("said_of", {}).items():
        assert {code for code in said if (int(number), None) in found(parsed, code)}
    for number, wanted in want.get("targets", {}).items():
        (task,) = (task for task in parsed.tasks if task.number == int(number))
        assert [[target.quantity, target.unit] for target in task.targets] == [row[:2] for row in wanted]
        for target, (_, _, word) in zip(task.targets, wanted, strict=True):
            assert word in target.label
