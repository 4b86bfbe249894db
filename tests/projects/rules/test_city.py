from dataclasses import astuple

import pytest

from lianyungang.demo_city import LIANYUNGANG
from projects.rules.city import City, city_from, kind_choices, role_word
from projects.rules.roles import Role
from projects.rules.states import UnitKind


def test_the_neutral_words_name_no_city():
    assert not [words for words in astuple(City()) if "连" in words or "市发" in words]


def test_some_words_stand_in_place_of_the_neutral_ones():
    city = city_from({"name": "苏州市"})
    assert (city.name, city.coordinator) == ("苏州市", City().coordinator)


@pytest.mark.parametrize("words", [{"mayor": "某某"}, {"name": 3}])
def test_what_is_no_word_of_a_city_is_named(words):
    with pytest.raises(ValueError, match=next(iter(words))):
        city_from(words)


def test_the_two_offices_roles_are_called_as_the_city_says():
    assert [role_word(role, LIANYUNGANG) for role in Role] == [
        *("填报员", "审签人", "市发改委协调员", "市政府办督查员", "系统管理员", "审计员")
    ]
    assert role_word("", LIANYUNGANG) == ""


def test_a_kind_of_units_is_called_as_the_city_says():
    assert dict(kind_choices(LIANYUNGANG))[UnitKind.STATIONED] == "驻连单位"
    assert kind_choices(City()) == UnitKind.choices()
