"""Two administrators at once, or one who presses twice: nobody gets two accounts, no name is given twice."""

import pytest

from projects.accounts.new_accounts import NewAccount
from projects.accounts.one_time import Secret
from projects.accounts.people_actions import hand_over, open_accounts
from projects.models import LogEntry, User
from projects.rules.roles import Role
from tests.at_once import at_once
from tests.factories import NOW, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = Secret("Kd7m-Tq4x-9wRn", "hash")


def opening(*wanted):
    return lambda: open_accounts(wanted, secrets=[SECRET] * len(wanted), by=None, at=NOW)


def handing(person, by):
    wanted = NewAccount(person.unit, person.role, "张三")
    return lambda: hand_over(person, to=wanted, secret=SECRET, by=by, at=NOW)


def test_accounts_that_are_opened_twice_at_once_are_opened_once():
    units = [make_unit(), make_unit(), make_unit()]
    wanted = [NewAccount(unit, role) for unit in units for role in (Role.FILER, Role.SIGNER)]
    assert at_once(opening(*wanted), opening(*reversed(wanted)), opening(*wanted)) == []
    assert User.objects.count() == LogEntry.objects.filter(act="account_opened").count() == len(wanted)


def test_an_account_that_is_handed_over_twice_at_once_has_one_successor():
    person, officers = make_user("aaa", role=Role.FILER, unit=make_unit("aaa")), []
    officers += [make_user(role=Role.ADMINISTRATOR) for _ in range(2)]
    (refusal,) = at_once(*[handing(person, by) for by in officers])
    assert "已经交接" in str(refusal)
    assert User.objects.filter(display_name="张三").count() == 1


def test_names_given_out_at_once_differ_also_between_units():
    boss, unit, other = make_user(role=Role.ADMINISTRATOR), make_unit("aaa"), make_unit("aaa2")
    person = make_user("aaa", role=Role.FILER, unit=unit)
    first, second = NewAccount(other, Role.FILER), NewAccount(unit, Role.FILER, "李四")
    assert at_once(handing(person, boss), opening(first), opening(second)) == []
    assert User.objects.exclude(pk=boss.pk).count() == 4
