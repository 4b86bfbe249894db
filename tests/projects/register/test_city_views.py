"""How the city and its offices are called, and units registered by hand."""

import pytest

from projects.models import CityRecord, LogEntry, Unit, UnitGroup
from projects.register.city_forms import city_values
from projects.rules.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(as_role):
    return as_role(Role.ADMINISTRATOR)


def typed(**words):
    return {**city_values(CityRecord.objects.current()), **words}


def test_the_city_is_called_as_was_typed(client):
    answer = client.post("/city/", typed(name="某某市", notice_prefix="某督"))
    city = CityRecord.objects.current()
    assert (answer.status_code, city.name, city.notice_prefix) == (302, "某某市", "某督")
    assert LogEntry.objects.filter(act="city_changed").count() == 1


def test_saving_the_same_is_no_act(client):
    client.post("/city/", typed())
    assert not LogEntry.objects.filter(act="city_changed").exists()


def test_two_who_type_at_once_do_not_lose_each_others(client):
    seen = typed(name="甲市")
    client.post("/city/", typed(name="乙市"))
    answer = client.post("/city/", seen)
    assert answer.status_code == 409
    assert CityRecord.objects.current().name == "乙市"
    assert "甲市" in answer.content.decode()


@pytest.mark.parametrize("basis", ["", "{}", "[1]", "no json"])
def test_without_what_it_was_based_on_nothing_is_saved(basis, client):
    before = CityRecord.objects.current()
    assert client.post("/city/", typed(name="丙市", based_on=basis)).status_code == 409
    assert CityRecord.objects.current() == before


def test_units_are_registered_one_a_line_with_codes_and_place(client):
    client.post("/register/new/", {"names": "市教育局 某某市教育局\n市财政局\n", "kind": "department"})
    made = list(Unit.objects.filter(name__in=["市教育局", "市财政局"]).values_list("code", "full_name"))
    assert made == [("sjyj", "某某市教育局"), ("sczj", "")]


def test_a_group_is_registered_as_one(client):
    client.post("/register/new/", {"names": "各县区", "kind": "group"})
    assert UnitGroup.objects.get().name == "各县区"


def test_a_unit_that_is_there_is_not_registered_twice(client):
    for _ in range(2):
        client.post("/register/new/", {"names": "市教育局", "kind": "department"})
    assert Unit.objects.filter(name="市教育局").count() == 1


def test_a_name_that_is_too_long_is_told(client):
    answer = client.post("/register/new/", {"names": "长" * 65, "kind": "department"})
    assert "超过64字" in answer.content.decode()
