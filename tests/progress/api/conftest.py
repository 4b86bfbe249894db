"""Keys of a unit and of an office, and who asks with them."""

import json
from datetime import date

import pytest
from django.test import Client

from progress.api.key_actions import make_key
from progress.rules.api_keys import KeyScope, Token
from projects.rules.roles import Role
from tests.factories import NOW, make_user

SECRET = "a-secret-of-the-tests"


class Asker:
    """A system with a key."""

    def __init__(self, token, key=None):
        self.client, self.token, self.key = Client(), token, key

    def get(self, address, **headers):
        return self.client.get(address, headers={"Authorization": f"Bearer {self.token}", **headers})

    def put(self, address, said):
        return self.client.put(
            address,
            json.dumps(said),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """14 July 2021."""
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda *_: NOW)


@pytest.fixture
def administrator(db):
    return make_user("admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def key_for(administrator):
    """A system with a key of a unit, or without one of an office."""

    def made(unit=None, *, scope=KeyScope.READ, role=Role.COORDINATOR, ends_on=date(2022, 7, 14)):
        token = Token(f"{'' if unit is None else unit.code}{len(scope)}{role[:3]}", SECRET)
        named = {"unit": unit, "role": role, "scope": scope, "ends_on": ends_on, "token": token}
        key = make_key("办公系统", **named, at=NOW, by=administrator)
        return Asker(str(token), key)

    return made


@pytest.fixture
def system(key_for, unit):
    """The unit's own system, which may save drafts."""
    return key_for(unit, scope=KeyScope.DRAFT)


@pytest.fixture
def office(key_for):
    """The coordinator's."""
    return key_for()
