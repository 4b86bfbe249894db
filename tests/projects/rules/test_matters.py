"""Which headings of a document are the matters that it promises."""

from projects.rules.matters import Heading, matters_by_headings

TWO = (Heading("办学条件", (1, 2)), Heading("托育服务", (3,)))


def test_as_many_headings_as_matters_are_those_matters():
    assert matters_by_headings(2, TWO, tasks=3) == TWO


def test_fifty_matters_under_eight_domains_are_none_of_them():
    assert matters_by_headings(50, TWO, tasks=3) == ()


def test_a_document_that_prints_no_number_proposes_nothing():
    assert matters_by_headings(None, TWO, tasks=3) == ()


def test_a_task_under_no_heading_leaves_it_to_the_person():
    assert matters_by_headings(2, TWO, tasks=4) == ()


def test_a_heading_without_tasks_leaves_it_to_the_person():
    assert matters_by_headings(3, (*TWO, Heading("其他", ())), tasks=3) == ()


def test_where_each_task_is_a_matter_there_is_nothing_to_group():
    assert matters_by_headings(2, (Heading("甲", (1,)), Heading("乙", (2,))), tasks=2) == ()


def test_a_heading_says_which_tasks_stand_below_it():
    assert Heading("教育", (1, 2, 3, 7, 9, 10)).span == "第1—3、7、9—10项"
    assert Heading("教育", (4,)).span == "第4项"
