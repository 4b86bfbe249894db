"""The mark between departments and counties, by a document's own habit."""

from projects.parsing.parsed import ParsedTask
from projects.parsing.separators import separator_findings


def findings(*marks):
    clauses = [f"（牵头单位：甲局、乙区；共同责任单位：丙局、丁局{mark}各县区、功能板块）" for mark in marks]
    return [
        finding.task
        for finding in separator_findings(
            [ParsedTask(number, "", "", clause=clause) for number, clause in enumerate(clauses, 1)]
        )
    ]


def test_a_rare_mark_among_many_is_doubted():
    assert findings(*["，"] * 12, "、") == [13]


def test_half_and_full_width_are_one_mark():
    assert findings(*["，", ","] * 6, "、") == [13]


def test_a_document_without_a_habit_has_no_slips():
    assert findings(*["，", "、"] * 6) == []
    assert findings("，", "，", "、") == []
