"""The acts on people's accounts, as the page and the command do them."""

import pytest

from projects.accounts.new_accounts import NewAccount
from projects.accounts.one_time import Secret
from projects.accounts.people_actions import deactivate, hand_over, open_accounts, reactivate, reset_passwords
from projects.models import LogEntry, User
from projects.rules.errors import Refused
from projects.rules.roles import UNIT_ROLES, Role
from tests.factories import NOW, make_unit, make_user

pytestmark = pytest.mark.django_db
SECRET = Secret("Kd7m-Tq4x-9wRn", "hash")


@pytest.fixture
def boss():
    return make_user("boss", role=Role.ADMINISTRATOR)


def open_these(*wanted):
    return open_accounts(wanted, secrets=[SECRET] * len(wanted), by=None, at=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role not in UNIT_ROLES])
def test_no_role_of_an_office_is_given_to_many(role):
    unit = make_unit()
    with pytest.raises(Refused, match="系统管理"):
        open_these(NewAccount(unit, Role.FILER), NewAccount(unit, role))
    assert not User.objects.exists()


def test_a_user_name_that_is_taken_gets_a_number():
    unit = make_unit("aaa")
    make_user("aaa", unit=unit, is_active=False), make_user("aaa2")
    assert [slip.user.username for slip in open_these(NewAccount(unit, Role.FILER))] == ["aaa3"]


def test_several_of_one_unit_get_names_of_their_own():
    unit = make_unit("aaa")
    slips = open_these(NewAccount(unit, Role.SIGNER, "甲某"), NewAccount(unit, Role.SIGNER, "乙某"))
    assert [slip.user.username for slip in slips] == ["aaa-signer", "aaa-signer2"]


def test_a_password_of_who_has_left_is_not_reset(boss):
    people = [make_user("anna"), make_user("carl", is_active=False)]
    with pytest.raises(Refused, match="carl"):
        reset_passwords(people, secrets=[SECRET] * 2, by=boss, at=NOW)
    assert not LogEntry.objects.exists()


def test_a_successor_of_a_successor_takes_over_from_both(boss):
    anna = make_user("anna", unit=make_unit("aaa"))
    given = {"secret": SECRET, "by": boss, "at": NOW}
    first = hand_over(anna, to=NewAccount(anna.unit, anna.role, "甲某"), **given).user
    second = hand_over(first, to=NewAccount(anna.unit, anna.role, "乙某"), **given).user
    assert set(User.objects.filter(handed_over_to=second)) == {anna, first}


def test_a_hand_over_is_logged_with_both_persons(boss):
    anna = make_user("anna", unit=make_unit("aaa"))
    hand_over(anna, to=NewAccount(anna.unit, anna.role, "甲某"), secret=SECRET, by=boss, at=NOW)
    entry = LogEntry.objects.get(act="account_handed_over")
    assert (entry.object_label, entry.detail["successor"]) == ("anna某", "甲某（aaa）")
    assert "Kd7m" not in str(list(LogEntry.objects.values()))


@pytest.mark.parametrize("act", [deactivate, reactivate])
def test_the_offices_accounts_are_not_put_in_or_out_of_use_here(act, boss):
    with pytest.raises(Refused, match="系统管理"):
        act([make_user("drc", role=Role.COORDINATOR)], by=boss, at=NOW)
