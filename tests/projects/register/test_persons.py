"""The persons whom the public version leaves out."""

import pytest

from projects.register.persons import persons
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def test_liaisons_leaders_and_holders_of_accounts_are_persons():
    unit = make_unit(liaison="张建国", leader="李梅")
    make_user(unit=unit, display_name="王强")
    assert persons() == {"张建国", "李梅", "王强"}


def test_an_account_named_for_its_unit_is_no_person():
    unit = make_unit(name="市教育局")
    make_user(unit=unit, display_name="市教育局")
    assert persons() == frozenset()
