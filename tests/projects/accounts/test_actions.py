import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from projects.accounts.actions import answer_role, ask_role, change_password, open_account, set_role
from projects.models import LogEntry, User
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from tests.factories import NOW, make_unit, make_user

pytestmark = pytest.mark.django_db


def open_annas(**fields):
    fields = {
        "display_name": "安某",
        "role": Role.FILER,
        "password_hash": make_password("x"),
        "by": None,
        "at": NOW,
        "unit": make_unit(),
        **fields,
    }
    return open_account("anna", **fields)


def test_a_new_account_chooses_its_password_at_first_sign_in_and_is_logged():
    assert open_annas().must_change_password
    assert LogEntry.objects.get().act == "account_opened"


def test_an_account_that_breaks_a_rule_is_refused_whole():
    with pytest.raises(ValidationError, match="必须属于一个单位"):
        open_annas(unit=None)
    assert not User.objects.exists()


def test_a_password_set_by_somebody_else_is_chosen_again():
    anna, boss = make_user("anna"), make_user("boss", role=Role.ADMINISTRATOR)
    assert change_password(anna, password="Bb-67890", by=boss, at=NOW).must_change_password
    assert not change_password(anna, password="Cc-67890", by=anna, at=NOW).must_change_password


@pytest.fixture
def boss():
    return make_user("boss", role=Role.ADMINISTRATOR)


def waiting(boss, **fields):
    person = make_user("anna")
    return ask_role(person, **{"role": Role.AUDITOR, "unit": None, "by": boss, "at": NOW, **fields})


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_a_role_is_changed_when_another_person_agrees(boss, role):
    asked = waiting(boss)
    assert User.objects.get(username="anna").role == Role.FILER
    answer_role(asked, agrees=True, by=make_user(role=role), at=NOW)
    assert User.objects.get(username="anna").role == Role.AUDITOR
    assert LogEntry.objects.get(act="role_changed").detail == {
        "username": "anna",
        "old": "填报员",
        "new": "审计员",
    }


def test_what_is_not_agreed_changes_nothing_and_is_answered_once(boss):
    asked, other = waiting(boss), make_user(role=Role.SUPERVISOR)
    answer_role(asked, agrees=False, by=other, at=NOW)
    with pytest.raises(Refused, match="已经答复"):
        answer_role(asked, agrees=True, by=other, at=NOW)
    assert User.objects.get(username="anna").role == Role.FILER


def test_neither_who_asked_nor_whose_role_it_is_agrees(boss):
    asked = waiting(boss)
    asked.person.role, asked.person.unit = Role.SUPERVISOR, None
    asked.person.save()
    for person in (boss, asked.person, make_user(role=Role.COORDINATOR)):
        with pytest.raises(NotYours):
            answer_role(asked, agrees=True, by=person, at=NOW)


def test_nobody_asks_for_a_role_of_their_own(boss):
    with pytest.raises(NotYours):
        ask_role(boss, role=Role.AUDITOR, unit=None, by=boss, at=NOW)


def test_the_last_administrator_stays(boss):
    with pytest.raises(Refused, match="最后一个"):
        set_role(boss, role=Role.AUDITOR, unit=None, at=NOW)
    make_user(role=Role.ADMINISTRATOR)
    assert set_role(boss, role=Role.AUDITOR, unit=None, at=NOW).role == Role.AUDITOR
