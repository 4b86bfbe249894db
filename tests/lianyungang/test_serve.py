"""What the real start says: the one-time address only where nobody is, and how others get in."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, override_settings

from lianyungang.management.commands import serve
from lianyungang.models import DemoState
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


def address_in(words):
    return next(line.strip() for line in words.splitlines() if "/start/administrator/" in line)


def test_where_nobody_is_an_address_is_printed_that_opens():
    there = address_in(serve.words(8000))
    assert there.startswith("http://localhost:8000/")
    assert Client().get(there.removeprefix("http://localhost:8000")).status_code == 200


def test_where_somebody_is_no_address_is_printed():
    make_user()
    assert "/start/administrator/" not in serve.words(8000)


def test_without_https_it_says_how_to_put_it_in_front():
    assert "proxy_pass http://127.0.0.1:8000" in serve.words(8000)


@override_settings(SITE_URL="https://livelihood.example")
def test_with_https_the_addresses_are_the_sites():
    assert address_in(serve.words(8000)).startswith("https://livelihood.example/start/")


def test_a_demos_database_is_not_served(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()
    DemoState.objects.create(today=NOW.date())
    with pytest.raises(CommandError, match="demo's"):
        call_command("serve", port=8799)
