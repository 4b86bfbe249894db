"""承接: what a task goes on with, and what goes on with it."""

import pytest

from projects.lists.relatives import predecessors, relatives, successions_waiting
from projects.models import Succession
from projects.rules.roles import Role
from tests.factories import NOW, make_list, make_target, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tasks():
    """One matter in four years: 2025 goes on with 2023, that with two of 2021, one of them with 2019."""
    lists = {year: make_list(year) for year in (2019, 2021, 2023, 2025)}
    found = {
        place: make_task(lists[place[0]], number=place[1])
        for place in ((2019, 1), (2021, 3), (2021, 2), (2023, 4), (2025, 5))
    }
    link(found[2025, 5], found[2023, 4])
    link(found[2023, 4], found[2021, 3]), link(found[2023, 4], found[2021, 2])
    link(found[2021, 2], found[2019, 1])
    return found


def link(later, earlier, state="confirmed"):
    return Succession.objects.create(later=later, earlier=earlier, state=state, made_at=NOW)


def places(tasks):
    return [(task.yearly_list.year, task.number) for task in tasks]


def test_a_task_goes_on_with_all_before_it_the_latest_first(tasks):
    found = relatives(tasks[2023, 4])
    assert places(found.predecessors) == [(2021, 2), (2021, 3), (2019, 1)]
    assert places(found.successors) == [(2025, 5)]
    assert places(predecessors(tasks[2025, 5])) == [(2023, 4), (2021, 2), (2021, 3), (2019, 1)]


def test_what_goes_on_with_a_task_is_told_the_earliest_first(tasks):
    assert places(relatives(tasks[2019, 1]).successors) == [(2021, 2), (2023, 4), (2025, 5)]


def test_a_sibling_is_no_relative(tasks):
    assert places(relatives(tasks[2021, 3]).predecessors) == []
    assert places(relatives(tasks[2021, 3]).successors) == [(2023, 4), (2025, 5)]


def test_what_waits_or_was_refused_is_not_told(tasks):
    Succession.objects.filter(earlier=tasks[2021, 2]).update(state="proposed")
    Succession.objects.filter(earlier=tasks[2021, 3]).update(state="refused")
    assert predecessors(tasks[2023, 4]) == ()


def test_the_number_of_queries_hangs_on_the_lists_alone(tasks, django_assert_num_queries):
    alone = make_task()
    with django_assert_num_queries(1):
        predecessors(alone)
    with django_assert_num_queries(6):  # the pairs, two steps back, one on, the tasks, their targets
        relatives(tasks[2023, 4])
    for _ in range(10):
        link(tasks[2023, 4], make_target(make_task(tasks[2019, 1].yearly_list)).task)
    with django_assert_num_queries(6):
        relatives(tasks[2023, 4])


def test_what_waits_is_told_to_the_administrator_alone(tasks):
    Succession.objects.filter(later=tasks[2023, 4]).update(state="proposed")
    told = successions_waiting(make_user(role=Role.ADMINISTRATOR))
    assert [(each.subject, each.words, each.url) for each in told] == [
        ("2023年民生实事", "2对待确认。", "/2023/succession/")
    ]
    assert successions_waiting(make_user(role=Role.COORDINATOR)) == []
