"""Whole rows by statements that are prepared."""

import pytest
from django.db import connection, transaction
from django.db.models import Count, Prefetch
from django.db.transaction import TransactionManagementError

from projects.models import Assignment, Task, Unit
from projects.models.readings import Reading, instance_of
from projects.models.statements import number_slot, slot, statement
from tests.factories import make_assignment, make_domain, make_task, make_unit

pytestmark = pytest.mark.django_db


def tasks_of(domain="domain"):
    rows = Task.objects.select_related("yearly_list", "domain", "matter").order_by("number")
    rows = rows.annotate(parties=Count("assignments")).prefetch_related("assignments__unit")
    return Reading(rows.filter(domain__name=slot(domain)))


def test_rows_are_read_as_a_query_set_gives_them(django_assert_num_queries):
    unit = make_unit("sjyj")
    task = make_task(text="新建公园2个", lead=unit)
    domain = make_domain(task.yearly_list, task)
    reading = tasks_of()
    assert reading.ask(domain="") == []
    with django_assert_num_queries(3):  # the rows, and what is prefetched: parties and their units
        (read,) = reading.ask(domain=domain.name)
        assert (read, read.text, read.parties) == (task, "新建公园2个", 1)
        assert (read.yearly_list, read.domain, read.matter) == (task.yearly_list, domain, None)
        assert [each.unit for each in read.assignments.all()] == [unit]
    assert not read._state.adding
    assert read.get_deferred_fields() == set()


def test_the_first_row_or_none():
    later, earlier = make_task(number=2), make_task(number=1)
    make_domain(later.yearly_list, later, earlier, name="教育")
    assert tasks_of().first(domain="教育") == earlier
    assert tasks_of().first(domain="别的") is None


def test_fields_left_out_are_deferred():
    make_unit("sjyj", name="市教育局")
    (read,) = Reading(Unit.objects.filter(code=slot("code")).only("code")).ask(code="sjyj")
    assert "name" in read.get_deferred_fields()
    assert read.name == "市教育局"


@pytest.mark.parametrize("year", [2021, 99999, 2**31, 2**63, 10**30])
def test_a_number_too_large_for_its_column_finds_nothing(year):
    task = make_task(number=1)
    asked = Reading(Task.objects.filter(yearly_list__year=number_slot("year"), number=number_slot("number")))
    assert asked.ask(year=year, number=1) == ([task] if year == 2021 else [])
    assert asked.ask(year=2021, number=year) == []


def test_what_nothing_can_answer_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Reading(Unit.objects.filter(code=slot("code")).none()).ask(code="sjyj") == []
        assert statement(Unit.objects.none().values_list("code")).ask() == []


def test_what_points_back_is_read_beside_in_its_order(django_assert_num_queries):
    first, second = make_task(number=1), make_task(number=2)
    units = [make_unit(), make_unit()]
    make_assignment(first, units[1]), make_assignment(first, units[0])
    own = Prefetch("assignments", Assignment.objects.select_related("unit").order_by("-order"))
    tasks = Reading(Task.objects.order_by("number").prefetch_related(own, "targets"))
    tasks.ask()
    with django_assert_num_queries(3):
        read = tasks.ask()
        assert [[each.unit for each in task.assignments.all()] for task in read] == [units, []]
        assert [each.task for each in read[0].assignments.all()] == [first, first]
        assert [list(task.targets.all()) for task in read] == [[], []]
    assert read == [first, second]


def test_what_lies_further_away_is_asked_as_django_words_it():
    make_task(number=1, lead=make_unit("sjyj"))
    (read,) = Reading(Task.objects.prefetch_related("assignments", "assignments__unit__people")).ask()
    assert [each.unit.code for each in read.assignments.all()] == ["sjyj"]
    assert "assignments" in read._prefetched_objects_cache


def test_rows_that_lead_to_the_same_one_share_it():
    first, second = make_task(number=1), make_task(number=2)
    make_domain(first.yearly_list, first, second, name="教育")
    one, other = tasks_of().ask(domain="教育")
    assert one.yearly_list is other.yearly_list
    assert one.domain is other.domain


def test_an_instance_is_what_the_model_makes_of_a_row():
    unit = make_unit("sjyj", name="市教育局")
    names = ("id", "code", "order")
    made = instance_of(Unit, names, [unit.pk, "sjyj", unit.order])
    assert (made, made.code, made._state.adding, made._state.db) == (unit, "sjyj", False, "default")
    assert made.get_deferred_fields() == unit.get_deferred_fields() | {
        field.attname for field in Unit._meta.concrete_fields if field.attname not in names
    }
    assert made.name == "市教育局"  # read when it is asked for


def locked():
    return Reading(Unit.objects.select_for_update().filter(code=slot("code")))


def test_what_is_not_there_is_said_as_a_query_set_says_it():
    unit = make_unit("sjyj")
    assert locked().get(code="sjyj") == unit
    with pytest.raises(Unit.DoesNotExist):
        locked().get(code="nobody")


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_within_a_transaction_only():
    with transaction.atomic():
        asked = locked()
        asked.ask(code="sjyj")
    with pytest.raises(TransactionManagementError):
        asked.ask(code="sjyj")


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_each_time_until_the_transaction_ends():
    make_unit("sjyj")
    for _ in range(2):  # prepared in the first, executed alone in the second
        with transaction.atomic():
            locked().get(code="sjyj")
            assert is_locked("sjyj")
        assert not is_locked("sjyj")


def is_locked(code):
    """As somebody else finds it."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM projects_unit WHERE code = %s FOR UPDATE SKIP LOCKED", [code])
            return cursor.fetchone() is None
    finally:
        other.close()
