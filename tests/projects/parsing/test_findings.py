"""Findings said once where they are a document's manner."""

from projects.parsing.findings import CODES, HABITS, Doubt, condensed


def test_a_documents_own_manner_is_said_once():
    findings = [Doubt("half_width", "…").at(task) for task in range(1, 7)] + [
        Doubt("empty_cell", "…").at(3, 4)
    ]
    assert [(finding.code, finding.task) for finding in condensed(findings, 10)] == [
        ("half_width", None),
        ("empty_cell", 3),
    ]


def test_a_fact_about_a_task_is_said_for_every_task_unless_it_meets_all():
    findings = [Doubt("missing_clause", "…").at(task) for task in range(1, 7)]
    assert [finding.task for finding in condensed(findings, 10)] == [1, 2, 3, 4, 5, 6]
    assert [finding.task for finding in condensed(findings, 6)] == [None]


def test_a_doubt_said_twice_is_one():
    assert len(condensed([Doubt("unbalanced", "甲").at(1)] * 2, 9)) == 1


def test_habits_are_listed_codes():
    assert set(CODES) >= HABITS
