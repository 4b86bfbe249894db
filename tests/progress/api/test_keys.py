"""The administrator's page of keys, the description of the API, and its page."""

import re

import pytest
from django.db import IntegrityError, transaction

from progress.api.key_actions import end_key, make_key
from progress.models import ApiKey
from progress.rules.api_keys import Token, token_of
from projects.accounts.people_actions import reactivate
from projects.models import LogEntry, User
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

PAGE = "/accounts/keys/"
TYPED = {"of": "sjyj", "name": "办公系统", "scope": "draft", "ends_on": "2022-07-14"}


@pytest.fixture
def desk(administrator, unit, enter):
    return enter(administrator)


def test_a_key_is_shown_once_and_opens_the_api(desk, client):
    html = desk.post(PAGE, TYPED).content.decode()
    (token,) = re.findall(r"ms_[0-9a-f]{8}_[\w-]{43}", html)
    assert token not in desk.get(PAGE).content.decode()
    answer = client.get("/api/", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["unit"] == {"code": "sjyj", "name": "市教育局"}
    assert ApiKey.objects.get().seal == token_of(token).seal
    assert token.rpartition("_")[2] not in str(list(LogEntry.objects.values()))


def test_an_office_gets_a_key_that_reads(desk):
    refused = desk.post(PAGE, {**TYPED, "of": Role.COORDINATOR})
    assert refused.status_code == 400 and "只能是只读" in refused.content.decode()
    desk.post(PAGE, {**TYPED, "of": Role.COORDINATOR, "scope": "read"})
    assert ApiKey.objects.get().holder.role == Role.COORDINATOR


@pytest.mark.parametrize("ends_on", ["2021-07-13", "2031-07-14", ""])
def test_a_key_holds_for_a_while_and_not_for_ever(ends_on, desk):
    assert desk.post(PAGE, {**TYPED, "ends_on": ends_on}).status_code == 400
    assert not ApiKey.objects.exists()


def test_a_key_is_ended_by_a_click_on_what_was_seen(desk, system):
    address = f"{PAGE}{system.key.pk}/end/"
    desk.post(address, {"version": 0})
    assert ApiKey.objects.get().ended_at is None
    desk.post(address, {"version": 1})
    desk.post(address, {"version": 1})
    assert ApiKey.objects.get().ended_at == NOW
    assert LogEntry.objects.filter(act="api_key_ended").count() == 1


def test_a_key_sent_for_once_more_is_not_made_twice(desk):
    """By a second click, or by a reload of the page that shows it."""
    assert desk.post(PAGE, TYPED).status_code == 200
    again = desk.post(PAGE, TYPED)
    assert again.status_code == 400 and "有效密钥已于2021-07-14发放" in again.content.decode()
    assert ApiKey.objects.count() == LogEntry.objects.filter(act="api_key_made").count() == 1
    desk.post(f"{PAGE}{ApiKey.objects.get().pk}/end/", {"version": 1})
    assert desk.post(PAGE, TYPED).status_code == 200


def test_the_administrator_alone_makes_and_ends_keys(system, coordinator, unit, administrator):
    named = {"unit": unit, "role": "", "scope": "read", "ends_on": NOW.date(), "token": Token("a", "b")}
    with pytest.raises(NotYours):
        make_key("系统", **named, at=NOW, by=coordinator)
    with pytest.raises(NotYours):
        end_key(system.key, based_on=1, at=NOW, by=coordinator)
    with pytest.raises(Stale):
        end_key(system.key, based_on=7, at=NOW, by=administrator)
    with pytest.raises(Refused):
        make_key("系统", **{**named, "unit": None, "role": Role.FILER}, at=NOW, by=administrator)


def test_the_account_of_a_key_never_comes_into_use(system, administrator):
    account = ApiKey.objects.get().holder
    reactivate([account], by=administrator, at=NOW)
    with pytest.raises(IntegrityError, match="a_key_is_nobody_who_signs_in"), transaction.atomic():
        User._base_manager.filter(pk=account.pk).update(is_active=True)


def test_keys_stand_in_no_list_of_people(desk, system):
    assert "key-sjyj" not in desk.get("/accounts/?all=1").content.decode()
    assert "key-sjyj" not in desk.get("/admin/projects/user/").content.decode()
    account = ApiKey.objects.get().holder
    assert desk.get(f"/admin/projects/user/{account.pk}/change/").status_code == 302


def test_the_description_tells_every_address_and_the_page_too(desk, client):
    said = client.get("/api/schema.json").json()
    assert said["openapi"].startswith("3.") and len(said["paths"]) == 12
    put = said["paths"]["/api/{year}/q{quarter}/tasks/{number}/reports/{code}/"]["put"]
    assert "application/problem+json" in put["responses"]["default"]["content"]
    html = desk.get("/api/docs/").content.decode()
    assert all(path in html for path in said["paths"])
    assert all(operation["summary"] for each in said["paths"].values() for operation in each.values())


def test_whoever_is_signed_in_reads_the_page_of_the_api(unit, enter):
    assert enter(make_user(unit=unit)).get("/api/docs/").status_code == 200


@pytest.mark.parametrize("name", [" OA系统", "ＯＡ系统", "OA 系统", "OA\u200b系统", "OA　系统"])
def test_a_name_that_looks_like_that_of_a_key_in_use_is_its_twin(name, desk):
    assert desk.post(PAGE, {**TYPED, "name": "OA系统"}).status_code == 200
    again = desk.post(PAGE, {**TYPED, "name": name})
    assert again.status_code == 400 and "有效密钥已于" in again.text
    assert ApiKey.objects.count() == 1
