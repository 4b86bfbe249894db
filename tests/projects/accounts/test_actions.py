import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from projects.accounts.actions import change_password, open_account
from projects.models import LogEntry, User
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
