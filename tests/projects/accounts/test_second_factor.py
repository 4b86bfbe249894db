"""动态口令: turned on, asked for at the sign-in, used once, lost and reset, demanded by role."""

import re
from base64 import b32decode
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp

from lianyungang.startup import refusal
from projects.accounts import codes, factor_actions
from projects.accounts.factor_actions import Answer, check
from projects.accounts.sealed_keys import opened_key, sealed_key
from projects.models import LogEntry, SecondFactor
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PAGE, LOGIN, CODE = "/accounts/second-factor/", "/accounts/login/", "/accounts/login/code/"
RECOVERY = ("abcd-efgh-jkmn", "pqrs-tuvw-xyz2")


@pytest.fixture
def person(db):
    """Who uses a second factor."""
    user = make_user("sjyj")
    kept = codes.all_sealed(RECOVERY, person=user.pk)
    now = timezone.now()
    SecondFactor.objects.create(
        person=user, key=sealed_key(codes.new_key()), begun_at=now, confirmed_at=now, recovery=kept
    )
    return user


def code_of(person, *, steps=0):
    """What the telephone shows, so many steps later."""
    key = opened_key(SecondFactor.objects.get(person=person).key)
    return f"{totp(b32decode(key), drift=steps):06d}"


def sign_in(client, username="sjyj", **more):
    return client.post(LOGIN, {"username": username, "password": PASSWORD, "next": "/units/", **more})


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_password_alone_opens_nothing(person, client):
    answer = sign_in(client)
    assert "动态口令" in answer.content.decode() and not is_in(client)
    assert client.get("/units/").status_code == 302
    assert not LogEntry.objects.filter(act="signed_in").exists()


def test_the_code_opens_what_was_wanted(person, client):
    sign_in(client)
    answer = client.post(CODE, {"code": code_of(person), "next": "/units/"})
    assert (answer.status_code, answer.url, is_in(client)) == (302, "/units/", True)
    assert LogEntry.objects.filter(act="signed_in").count() == 1


def test_a_code_works_once_and_an_earlier_one_no_more(person, client):
    used = code_of(person)
    for expected in (True, False):
        other = Client()
        sign_in(other)
        other.post(CODE, {"code": used})
        assert is_in(other) is expected
    sign_in(client)
    client.post(CODE, {"code": code_of(person, steps=-1)})
    assert not is_in(client)


def test_a_telephone_half_a_minute_fast_is_taken(person, client):
    sign_in(client)
    client.post(CODE, {"code": f" {code_of(person, steps=1)[:3]} {code_of(person, steps=1)[3:]} "})
    assert is_in(client)


def test_a_recovery_code_works_once_and_stands_in_the_log(person):
    for expected in (True, False):
        client = Client()
        sign_in(client)
        client.post(CODE, {"code": RECOVERY[0].upper().replace("-", " ")})
        assert is_in(client) is expected
    assert LogEntry.objects.filter(act="recovery_code_used").get().detail == {"left": 1}
    kept = str(list(SecondFactor.objects.values("recovery"))) + str(list(LogEntry.objects.values()))
    assert RECOVERY[0] not in kept and RECOVERY[1] not in kept


def test_five_wrong_codes_lock_for_half_an_hour_from_wherever(person, client):
    for address in range(5):
        other = Client(REMOTE_ADDR=f"10.0.0.{address}")
        sign_in(other)
        answer = other.post(CODE, {"code": "000000"})
    assert answer.status_code == 429
    sign_in(client)
    assert client.post(CODE, {"code": code_of(person)}).status_code == 429 and not is_in(client)
    assert LogEntry.objects.filter(act="second_factor_failed").count() == 5
    later = timezone.now() + timedelta(minutes=31)
    assert check(person, typed=RECOVERY[0], clock=later, at=later) == Answer.RIGHT
    assert SecondFactor.objects.get().failures == 0


def test_after_the_pause_five_more_may_be_wrong(person):
    now = timezone.now()
    assert [check(person, typed="0", clock=now, at=now) for _ in range(6)][-2:] == [Answer.PAUSED] * 2
    later = now + timedelta(minutes=31)
    answers = [check(person, typed="0", clock=later, at=later) for _ in range(5)]
    assert answers == [Answer.WRONG] * 4 + [Answer.PAUSED]


def test_the_code_page_is_for_who_gave_the_password_a_moment_ago(person, client, monkeypatch):
    assert client.get(CODE).url == LOGIN
    sign_in(client)
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr("projects.accounts.code_views.timezone.now", lambda: later)
    assert client.post(CODE, {"code": RECOVERY[0]}).url == LOGIN and not is_in(client)


@pytest.mark.parametrize("change", ["password", "is_active"])
def test_a_password_changed_or_an_account_closed_meanwhile_opens_nothing(change, person, client):
    sign_in(client)
    type(person).objects.filter(pk=person.pk).update(**{change: "x" if change == "password" else False})
    assert client.post(CODE, {"code": code_of(person)}).url == LOGIN and not is_in(client)


def test_the_code_page_leads_to_no_other_site(person, client):
    sign_in(client)
    assert client.post(CODE, {"code": code_of(person), "next": "https://example.org/"}).url == "/"


def test_typed_text_travels_through_the_code_too(person, client):
    answer = sign_in(client, **{"carried-text": "已开工。"})
    assert 'name="carried-text" value="已开工。"' in answer.content.decode()
    answer = client.post(CODE, {"code": code_of(person), "carried-text": "已开工。", "next": "/units/"})
    assert (answer.status_code, answer.url) == (307, "/units/")


def test_it_is_turned_on_by_the_first_right_code(db, client):
    user = make_user("sjyj")
    client.force_login(user)
    html = client.post(PAGE, {"act": "begin"}).content.decode()
    kept = SecondFactor.objects.get().key
    key = opened_key(kept)
    assert key not in kept and kept.startswith("gAAAA")
    assert codes.in_groups(key) in html and 'src="data:image/svg+xml' in html
    assert "不正确" in client.post(PAGE, {"act": "on", "code": "000000"}).content.decode()
    assert not SecondFactor.objects.in_use().exists()
    html = client.post(PAGE, {"act": "on", "code": code_of(user)}).content.decode()
    shown = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", html)
    assert len(set(shown)) == 10 and SecondFactor.objects.in_use().exists()
    page = client.get(PAGE).content.decode()
    assert shown[0] not in page and key not in page.replace(" ", "")
    other = Client()
    sign_in(other)
    other.post(CODE, {"code": shown[0]})
    assert is_in(other)


def test_the_codes_are_renewed_and_it_is_turned_off_by_a_code_alone(person, client):
    client.force_login(person)
    assert client.post(PAGE, {"act": "off", "code": "000000"}).status_code == 400
    html = client.post(PAGE, {"act": "renew", "code": RECOVERY[0]}).content.decode()
    (code, *_) = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", html)
    assert client.post(PAGE, {"act": "off", "code": RECOVERY[1]}).status_code == 400
    assert client.post(PAGE, {"act": "off", "code": code}).status_code == 302
    assert SecondFactor.objects.get().key == ""
    acts = ["second_factor_off", "recovery_codes_renewed"]
    assert LogEntry.objects.filter(act__in=acts).count() == 2
    other = Client()
    sign_in(other)
    assert is_in(other)


def test_a_key_from_before_goes_on_and_is_sealed_at_its_next_code(person, client):
    SecondFactor.objects.update(key=codes.new_key())
    sign_in(client)
    client.post(CODE, {"code": code_of(person)})
    assert is_in(client) and SecondFactor.objects.get().key.startswith("gAAAA")


def test_after_a_change_of_the_secret_key_the_one_before_opens_it(person, client, settings):
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another one"
    assert opened_key(SecondFactor.objects.get().key) == ""
    sign_in(client)
    assert client.post(CODE, {"code": "123456"}).status_code < 500
    settings.SECRET_KEY_FALLBACKS = [before]
    client.post(CODE, {"code": code_of(person)})
    assert is_in(client)
    settings.SECRET_KEY_FALLBACKS = []
    assert opened_key(SecondFactor.objects.get().key) != ""


def test_what_is_in_use_is_not_begun_again(person, client):
    client.force_login(person)
    key = SecondFactor.objects.get().key
    assert client.post(PAGE, {"act": "begin"}).status_code == 409
    assert SecondFactor.objects.get().key == key


def test_a_lost_one_is_reset_logged_and_told_at_the_next_sign_in(person, client):
    administrator = make_user("admin", role=Role.ADMINISTRATOR)
    client.force_login(administrator)
    client.post("/accounts/acts/", {"act": "factor", "person": person.pk})
    assert LogEntry.objects.get(act="second_factor_reset").detail == {"username": "sjyj"}
    other = Client()
    assert sign_in(other).status_code == 302 and is_in(other)
    assert "您的动态口令已于" in other.get("/units/").content.decode()
    third = Client()
    sign_in(third)
    assert "您的动态口令已于" not in third.get("/units/").content.decode()


def test_nobody_resets_the_own_one_and_nobody_else_anybodys(person):
    with pytest.raises(NotYours):
        factor_actions.reset_factors([person], by=make_user(role=Role.COORDINATOR), at=timezone.now())
    administrator = make_user("admin", role=Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        factor_actions.reset_factors([administrator], by=administrator, at=timezone.now())
    assert SecondFactor.objects.in_use().exists()


def test_the_last_administrators_is_reset_from_the_command_line(person, capsys):
    call_command("reset_second_factor", "sjyj")
    assert "已重置" in capsys.readouterr().out and not SecondFactor.objects.in_use().exists()
    for name in ("sjyj", "nobody"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", name)


def test_a_role_that_must_sees_nothing_before_it_is_set_up(db, client, settings):
    settings.SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR})
    user = make_user("admin", role=Role.ADMINISTRATOR)
    client.force_login(user)
    assert client.get("/units/").url == PAGE
    answer = client.post("/units/", {"text": "已开工。"})
    assert answer.status_code == 403 and 'name="carried-text"' in answer.content.decode()
    client.post(PAGE, {"act": "begin"})
    said = {"act": "on", "code": code_of(user), "carried-text": "已开工。", "next": "/units/"}
    html = client.post(PAGE, said).content.decode()
    assert 'action="/units/"' in html and 'name="carried-text" value="已开工。"' in html
    assert client.get("/units/").status_code == 200
    off = client.post(PAGE, {"act": "off", "code": code_of(user, steps=1)})
    assert "不能关闭" in off.content.decode() and SecondFactor.objects.in_use().exists()


def test_who_need_not_is_not_asked(db, client, settings):
    settings.SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR})
    client.force_login(make_user("sjyj"))
    assert client.get("/units/").status_code == 200


def test_a_server_that_demands_it_of_no_known_role_does_not_start(settings, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    settings.SECOND_FACTOR_ROLES = frozenset({"admin"})
    assert "SECOND_FACTOR_ROLES: admin" in refusal()


def test_every_step_works_without_scripts(person, client):
    for html in (sign_in(client).content.decode(), client.get(CODE).content.decode()):
        assert '<form class="form-x" method="post"' in html


def test_the_migration_leaves_every_key_where_no_secret_is_set(person, settings):
    migration = import_module("projects.migrations.0034_sealed_keys")
    before = SecondFactor.objects.get().key
    settings.SECRET_KEY = ""
    migration.unseal(apps, None)
    migration.seal(apps, None)
    assert SecondFactor.objects.get().key == before


def test_the_migration_back_and_forth_keeps_the_key_and_leaves_what_it_cannot_open(person, settings):
    migration = import_module("projects.migrations.0034_sealed_keys")
    factor, other = SecondFactor.objects.get(), make_user("other")
    plain = opened_key(factor.key)
    settings.SECRET_KEY = "of another machine"
    foreign = SecondFactor.objects.create(
        person=other, key=sealed_key("AAAA"), begun_at=timezone.now(), confirmed_at=timezone.now()
    )
    settings.SECRET_KEY = "x"
    factor.key = sealed_key(plain)
    factor.save()
    kept = foreign.key
    migration.unseal(apps, None)
    factor.refresh_from_db()
    foreign.refresh_from_db()
    assert (factor.key, foreign.key) == (plain, kept)
    migration.seal(apps, None)
    factor.refresh_from_db()
    assert factor.key != plain and opened_key(factor.key) == plain


def test_without_a_secret_no_key_is_sealed_and_none_that_was_is_opened(person, settings):
    kept = SecondFactor.objects.get().key
    settings.SECRET_KEY = ""
    with pytest.raises(ImproperlyConfigured):
        sealed_key("AAAA")
    with pytest.raises(ImproperlyConfigured):
        opened_key(kept)
    assert opened_key("AAAA") == "AAAA"  # one of before keys were sealed
