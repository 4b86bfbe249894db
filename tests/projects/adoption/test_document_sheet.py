"""A document beside what was read from it, and what a person should look at by its weight."""

import pytest
from django.core.management import call_command

from projects.adoption.comparison import versions
from projects.adoption.document_sheet import (
    HEAVY_CODES,
    LIGHT_CODES,
    Weight,
    others_of_the_year,
    tasks_shown,
    weighed,
)
from projects.adoption.proposal import Found, propose
from projects.adoption.questions import Answers
from projects.models import YearlyList
from projects.parsing.findings import CODES
from projects.parsing.parsed import Finding
from projects.parsing.reading import read
from tests.projects.adoption.test_actions import FIRST, FIXTURES, SECOND, THIRD, a_document, adopted, received


def test_every_weighed_code_is_one_of_ours_and_has_one_weight():
    assert set(CODES) >= HEAVY_CODES | LIGHT_CODES
    assert not HEAVY_CODES & LIGHT_CODES


def test_what_most_hangs_on_stands_first():
    codes = ("half_width", "empty_cell", "unknown_unit", "number_twice")
    groups = weighed([Found(Finding(code, "")) for code in codes])
    assert [group.weight for group in groups] == [Weight.HEAVY, Weight.MIDDLE, Weight.LIGHT]
    assert [len(group.findings) for group in groups] == [2, 1, 1]


@pytest.fixture
def register(db):
    call_command("loaddata", FIXTURES / "units.json", verbosity=0)


def shown(*tasks, **answers):
    (reading,) = received(a_document(*tasks))
    return tasks_shown(reading, propose([reading], None, Answers(**answers)))


def test_the_words_that_a_target_was_read_from_are_marked(register):
    (task,) = shown(FIRST)
    assert [part.text for part in task.segments if part.quotes] == ["新改扩建中小学25所"]


def test_a_name_says_whom_it_was_taken_for_or_that_nobody_knows(register):
    (task,) = shown(THIRD.replace("市城管局", "市政办、市没有这局"))
    assert [(name.printed, name.is_open) for name in task.lead][-1] == ("市没有这局", True)


def test_a_number_that_was_put_right_is_shown_so(register):
    numbers = [task.task.number for task in shown(FIRST, SECOND, SECOND, numbers={"2#2": 7})]
    assert numbers == [1, 2, 7]


def test_a_finding_stands_at_the_task_that_prints_it_where_two_have_its_number(register):
    first, second = SECOND.replace("。", "，，", 1), SECOND
    assert [codes_at(task) for task in shown(FIRST, first, second)[1:]] == [True, False]
    assert [codes_at(task) for task in shown(FIRST, second, first, numbers={"2#2": 7})[1:]] == [False, True]


def codes_at(task):
    return "double_punctuation" in [finding.code for finding in task.findings]


def test_only_what_would_change_is_written(register):
    adopted(a_document(FIRST, SECOND))
    (reading,) = received(a_document(FIRST, SECOND, THIRD))
    from_stored = propose([reading], reading_list(), Answers())
    assert [task.is_written for task in tasks_shown(reading, from_stored)] == [False, False, True]


def reading_list():
    return YearlyList.objects.get(year=2021)


def test_documents_of_the_same_year_are_offered_for_comparison(register):
    first, second = received(a_document(FIRST), a_document(FIRST, SECOND))
    adopted(a_document(FIRST))
    assert others_of_the_year(second.document, 2021) == [first.document]
    assert others_of_the_year(second.document, None) == []


def test_two_versions_of_a_schedule_are_compared_in_their_quarters_too():
    whole = (FIXTURES / "documents" / "2021-schedule.txt").read_text(encoding="utf-8")
    changed = whole.replace("办理前期手续", "办理开工手续", 1)
    assert changed != whole
    found = versions(read(whole.encode(), "a.txt"), read(changed.encode(), "b.txt"))
    assert {difference.field for difference in found} == {"quarters"}
