import pytest

from projects.lists.task_rows import led_keys, rows_by_key, task_keys, task_rows
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


@pytest.mark.parametrize("quarter", [None, 2, 5])
def test_rows_by_key_are_the_same_rows(quarter):
    task = make_task(number=1, lead=make_unit(name="市教育局"))
    make_target(task, label="水域", quantity="5000.1234", unit="亩"), make_target(task, label="学校")
    make_finding(task)
    make_milestone(task, 2, "立项。"), make_milestone(task, 4, "完工。")
    other = make_task(number=2)
    read = rows_by_key([other.pk, task.pk], quarter=quarter)
    assert [row.pop("pk") for row in read] == [other.pk, task.pk]
    assert read == list(task_rows(Task.objects.all(), quarter=quarter).order_by("-number"))


def test_a_page_of_thirty_is_two_queries_however_it_is_sorted(django_assert_num_queries):
    tasks = [make_task(number=number, lead=make_unit()) for number in range(1, 31)]
    with django_assert_num_queries(2):
        keys = [row["pk"] for row in task_keys(Task.objects.all(), sorts=True).order_by("-lead_order")]
        assert len(rows_by_key(keys)) == len(tasks)


def test_the_tasks_that_a_unit_leads_by_key():
    unit = make_unit("sjyj")
    led, helped = make_task(number=2, lead=unit), make_task(number=3, lead=make_unit())
    make_assignment(helped, unit, role=AssignmentRole.CO)
    assert led_keys(led.yearly_list, unit) == [{"pk": led.pk, "number": 2}]
