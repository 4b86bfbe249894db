"""The first administrator is made once, at the address that was printed."""

import time

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client

from projects.accounts import first_actions
from projects.accounts.first_actions import first_token
from projects.models import LogEntry, User
from projects.rules.errors import Refused
from projects.rules.roles import Role
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
TYPED = {
    "display_name": "张三",
    "username": "zhangsan",
    "password1": "Lv-7788-maple",
    "password2": "Lv-7788-maple",
}


def address():
    return f"/start/administrator/{first_token()}/"


def test_the_page_makes_an_administrator_and_signs_in():
    client = Client()
    answer = client.post(address(), TYPED)
    assert (answer.status_code, answer["Location"]) == (302, "/start/")
    made = User.objects.get()
    assert (made.username, made.role, made.must_change_password) == ("zhangsan", Role.ADMINISTRATOR, False)
    assert client.get("/start/").status_code == 200
    assert set(LogEntry.objects.values_list("act", flat=True)) == {"account_opened", "signed_in"}


def test_the_address_works_once():
    there = address()
    Client().post(there, TYPED)
    assert Client().get(there).status_code == 410
    assert Client().post(there, {**TYPED, "username": "second"}).status_code == 410
    assert User.objects.count() == 1


def test_the_address_is_nothing_where_somebody_is_there():
    there = address()
    make_user()
    assert Client().get(there).status_code == 410


def test_the_address_works_for_an_hour(monkeypatch):
    there = address()
    later = time.time() + 3700
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert Client().get(there).status_code == 410


@pytest.mark.parametrize("token", ["x", "1.2", "..", "1:2"])
def test_an_address_that_was_never_printed_is_nothing(token):
    assert Client().get(f"/start/administrator/{token}/").status_code == 410


@pytest.mark.parametrize(
    "typed",
    [
        {"password2": "another"},
        {"password1": "short", "password2": "short"},
        {"username": ""},
        {"username": "a b"},
        {"display_name": ""},
    ],
)
def test_what_is_not_good_enough_is_told_and_nobody_is_made(typed):
    answer = Client().post(address(), {**TYPED, **typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not User.objects.exists()


def test_two_who_come_at_once_are_one():
    token = first_token()
    values = {"username": "a", "display_name": "甲", "password_hash": "x", "at": NOW}
    first_actions.open_first_account(token, **values)
    with pytest.raises(Refused, match="已经失效"):
        first_actions.open_first_account(token, **{**values, "username": "b"})


def test_the_command_gives_the_address_while_nobody_is_there(settings, capsys):
    settings.SITE_URL = "https://minsheng.example"
    call_command("first_administrator")
    said, given = capsys.readouterr().out.splitlines()
    assert "60分钟内有效" in said
    assert given.startswith("https://minsheng.example/start/administrator/")
    assert Client().get(given.removeprefix(settings.SITE_URL)).status_code == 200


def test_the_command_gives_none_once_somebody_is_there():
    first_actions.open_first_account(
        first_token(), username="a", display_name="甲", password_hash="x", at=NOW
    )
    with pytest.raises(CommandError, match="已有账号"):
        call_command("first_administrator")
