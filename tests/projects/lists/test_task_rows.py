import pytest

from projects.lists.task_rows import task_rows
from projects.models import Decision, Task
from projects.rules.states import AssignmentRole
from tests.factories import (
    NOW,
    make_assignment,
    make_finding,
    make_milestone,
    make_target,
    make_task,
    make_unit,
)

pytestmark = pytest.mark.django_db


def row(task, **options):
    return task_rows(Task.objects.filter(pk=task.pk), **options).get()


def test_units_stand_as_printed_and_in_the_printed_order():
    task = make_task(number=1)
    make_assignment(
        task, make_unit(name="市自然资源局"), role=AssignmentRole.CO, order=2, printed_name="市资源局"
    )
    make_assignment(task, make_unit(name="市财政局"), role=AssignmentRole.CO, order=1)
    assert row(task)["co"] == "市财政局、市资源局"
    assert row(task)["leads"] == ""


def test_targets_lose_no_digit():
    task = make_task(number=1)
    make_target(task, label="水域", quantity="5000.1234", unit="亩")
    assert row(task)["target_rows"][0]["quantity"] == "5000.1234"


def test_only_findings_that_nobody_answered_are_counted():
    task = make_task(number=1)
    make_finding(task)
    Decision.objects.create(finding=make_finding(task), answer="无误", decided_at=NOW)
    assert row(task)["findings_open"] == 1


def test_the_milestone_is_that_of_the_quarter_asked_for():
    task = make_task(number=1)
    make_milestone(task, 1, "立项。")
    make_milestone(task, 2, "开工。")
    assert row(task, quarter=2)["milestone"] == "开工。"
    assert row(task)["milestone"] is None


def test_the_rows_are_one_query(django_assert_num_queries):
    for number in range(1, 31):
        make_target(make_task(number=number, lead=make_unit()))
    with django_assert_num_queries(1):
        assert len(task_rows(Task.objects.all(), quarter=1)) == 30
