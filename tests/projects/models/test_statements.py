"""Statements prepared once a connection."""

import pytest
from django.db import connection, transaction
from django.db.models import BigIntegerField

from projects.models import Unit, UnitAlias
from projects.models.statements import among, slot, statement, within
from tests.factories import make_unit

pytestmark = pytest.mark.django_db


def named(code="code"):
    return statement(Unit.objects.filter(code=slot(code)).values_list("name"))


def prepared(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [words._name])
        return cursor.fetchone()[0]


def test_a_slot_takes_what_is_given_each_time():
    make_unit("sjyj", name="市教育局"), make_unit("smzj", name="市民政局")
    assert [named().ask(code=code) for code in ("sjyj", "smzj", "nobody")] == [
        [("市教育局",)],
        [("市民政局",)],
        [],
    ]


def test_a_list_takes_any_number_of_values():
    keys = [make_unit().pk for _ in range(3)]
    found = statement(
        Unit.objects.filter(among("pk", "keys", of=BigIntegerField())).order_by("pk").values_list("pk")
    )
    assert [row for (row,) in found.ask(keys=keys)] == keys
    assert found.ask(keys=[]) == []


def test_rows_of_others_are_sought_by_the_keys_of_these():
    inside, outside = make_unit("sjyj"), make_unit("smzj")
    for unit in (inside, outside):
        UnitAlias.objects.create(unit=unit, name=f"{unit.code}别名")
    rows = UnitAlias.objects.order_by().filter(within("unit_id", Unit.objects.filter(code=slot("code"))))
    asked = statement(rows.values_list("name"))
    assert asked.ask(code="sjyj") == [("sjyj别名",)]
    assert asked.ask(code="nobody") == []
    assert " JOIN " not in asked.words


def test_a_value_that_looks_like_a_place_is_a_value():
    make_unit("a", name="100%s$1")
    assert statement(Unit.objects.filter(name="100%s$1", code=slot("code")).values_list("code")).ask(
        code="a"
    ) == [("a",)]


def test_it_is_prepared_once_and_stays_through_a_rollback():
    asked = named()
    with transaction.atomic():
        asked.ask(code="sjyj")
        transaction.set_rollback(True)
    asked.ask(code="sjyj")
    assert prepared(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_it_anew():
    asked = named()
    asked.ask(code="sjyj")
    connection.close()
    assert asked.ask(code="sjyj") == []


def test_a_list_of_one_value_is_planned_for_one_alone():
    keys = [make_unit().pk for _ in range(2)]
    rows = Unit.objects.filter(among("pk", "keys", of=BigIntegerField())).order_by("pk")
    many = statement(rows.values_list("pk"))
    assert many.ask(keys=keys) == [(key,) for key in keys]
    before = prepared_in_all()
    assert [many.ask(keys=[key]) for key in keys] == [[(key,)] for key in keys]
    assert prepared_in_all() == before + 1


def prepared_in_all():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def test_a_slot_and_a_text_of_its_name_are_two_statements():
    make_unit("sjyj"), make_unit("code")
    text = statement(Unit.objects.filter(code="code").values_list("code"))
    place = statement(Unit.objects.filter(code=slot("code")).values_list("code"))
    assert (text.ask(), place.ask(code="sjyj")) == ([("code",)], [("sjyj",)])
