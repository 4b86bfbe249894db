"""What is doubtful about the numbers themselves."""

from projects.parsing.doubtful_figures import numeric_findings
from projects.parsing.quantities import find_targets
from tests.projects.parsing.documents import reading


def doubts(text, quarters=None):
    return [
        (finding.code, finding.quote, finding.quarter)
        for finding in numeric_findings(1, text, find_targets(text), quarters)
    ]


def test_a_number_without_a_unit_is_doubted():
    assert doubts("发放职工创业贷款2200万。") == [("no_measure", "2200万", None)]


def test_a_noun_behind_a_number_is_unit_enough():
    assert doubts("惠及10万农民。") == []


def test_half_a_person_is_doubted_where_it_stands():
    assert doubts("培训2万人次。", ["", "", "培训0.5人次。", ""]) == [("odd_fraction", "0.5人次", 3)]


def test_a_falling_total_of_something_that_is_no_target_is_doubted():
    cells = ["", "累计接听热线900次。", "累计接听热线800次。", ""]
    assert doubts("新建公厕10座。", cells) == [("figure_falls", "累计接听热线800次", 3)]


def test_the_real_lists_hold_the_doubts_seen_by_eye():
    seen = {
        (name[:4], finding.task, finding.code)
        for name in ("2019-schedule", "2021-schedule", "2023-breakdown")
        for finding in reading(name).findings
        if finding.code in ("no_measure", "odd_fraction", "figure_falls", "over_target")
    }
    assert seen == {
        ("2019", 12, "odd_fraction"),
        ("2019", 47, "no_measure"),
        ("2021", 53, "no_measure"),
        ("2021", 56, "figure_falls"),
        ("2021", 79, "over_target"),
        ("2021", 93, "over_target"),
        ("2023", 48, "no_measure"),
    }


def test_the_schedules_that_do_not_add_up_are_those_found_by_eye():
    found = {
        finding.task
        for finding in reading("2021-schedule").findings
        if finding.code == "schedule_does_not_add_up"
    }
    assert found == {1, 2, 4, 32, 79, 83, 93, 94, 110}
