"""统一身份认证 against providers on this machine: bound by hand, in by that, refused in doubt."""

import time

import pytest
from django.test import Client

from projects.accounts import outside_actions, outside_views
from projects.accounts.outside_reads import Subject
from projects.models import LogEntry, OutsideIdentity, SecondFactor, User
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from tests.factories import NOW, PASSWORD, make_user
from tests.projects.accounts.cas_server import CasServer
from tests.projects.accounts.outside_provider import CLIENT, SECRET, Provider, another_key, shared_key

pytestmark = pytest.mark.django_db

LEAVE, BACK, BINDING = "/accounts/outside/", "/accounts/outside/back/", "/accounts/outside/binding/"


OPENID = pytest.mark.parametrize("provider", ["openid"], indirect=True)


@pytest.fixture(scope="module")
def servers():
    """One of each kind for the file."""
    found = {"openid": Provider(), "cas": CasServer()}
    yield found
    for each in found.values():
        each.close()


@pytest.fixture(params=["openid", "cas"])
def provider(request, servers, settings):
    """Whatever it speaks, the sign-in is the same; what is its own has a file or a mark."""
    server = servers[request.param]
    server.wrong = {}
    if request.param == "cas":
        settings.CAS_SERVER, settings.CAS_ATTRIBUTE = server.address, "number"
        return server
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = server.issuer, CLIENT, SECRET
    return server


@pytest.fixture
def person(provider):
    """Who is bound already."""
    user = make_user("sjyj")
    outside_actions.bind(user, to=Subject(provider.issuer, "zhang-3"), at=NOW)
    return user


def come_in(client, provider, subject="zhang-3", there="/units/"):
    answer = client.get(LEAVE, {"next": there})
    return client.get(BACK, provider.sign_in(answer.url, subject))


def is_in(client):
    return "_auth_user_id" in client.session


def test_who_is_bound_comes_in_and_goes_on(person, provider, client):
    answer = come_in(client, provider)
    assert (answer.status_code, answer.url) == (302, "/units/")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert LogEntry.objects.filter(act="signed_in").count() == 1


def test_who_is_not_bound_stays_outside_and_no_account_is_made(person, provider, client):
    answer = come_in(client, provider, subject="sjyj")
    assert answer.status_code == 403 and "还没有绑定" in answer.content.decode()
    assert not is_in(client) and User.objects.count() == 1
    assert LogEntry.objects.get(act="outside_sign_in_refused").detail["person"] == "sjyj"


def test_who_left_the_office_stays_outside(person, provider, client):
    User.objects.update(is_active=False)
    assert come_in(client, provider).status_code == 403 and not is_in(client)


def test_who_uses_a_second_factor_is_asked_for_it_too(person, provider, client):
    SecondFactor.objects.create(person=person, key="A" * 32, begun_at=NOW, confirmed_at=NOW)
    answer = come_in(client, provider)
    assert "动态口令" in answer.content.decode() and not is_in(client)


def test_who_is_refused_again_and_again_has_to_wait_and_fills_no_log(person, provider, client, monkeypatch):
    monkeypatch.setattr(outside_views, "MOST_REFUSALS", 3)
    for _ in range(3):
        assert client.get(BACK).status_code == 403
    for _ in range(2):
        answer = client.get(BACK)
        assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert client.get(LEAVE).status_code == 429
    assert LogEntry.objects.filter(act="outside_sign_in_refused").count() == 3
    other = Client(REMOTE_ADDR="10.0.0.9")
    come_in(other, provider)
    assert is_in(other)


def test_it_is_bound_by_the_password_and_the_provider(provider, client):
    user = make_user("sjyj")
    client.force_login(user)
    assert client.post(BINDING, {"password": "wrong", "act": "bind"}).status_code == 400
    come_in(client, provider)
    assert not OutsideIdentity.objects.exists()  # nobody asked for it
    assert client.post(BINDING, {"password": PASSWORD, "act": "bind"}).status_code == 200
    assert come_in(client, provider).url == BINDING
    assert OutsideIdentity.objects.get().subject == "zhang-3"
    other = Client()
    come_in(other, provider)
    assert is_in(other)
    client.post(BINDING, {"password": PASSWORD, "act": "unbind"})
    third = Client()
    assert come_in(third, provider).status_code == 403
    acts = ["outside_identity_bound", "outside_identity_unbound"]
    assert LogEntry.objects.filter(act__in=acts).count() == 2


def test_an_identity_is_one_persons_and_a_person_has_one(person, provider):
    subject = Subject(provider.issuer, "zhang-3")
    with pytest.raises(Refused, match="另一个账号"):
        outside_actions.bind(make_user("smzj"), to=subject, at=NOW)
    with pytest.raises(Refused, match="请先解除"):
        outside_actions.bind(person, to=Subject(provider.issuer, "li-4"), at=NOW)


def test_the_administrator_takes_a_binding_away_and_nobody_else(person):
    with pytest.raises(NotYours):
        outside_actions.unbind([person], by=make_user("smzj"), at=NOW)
    client = Client()
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    client.post("/accounts/acts/", {"act": "unbind", "person": person.pk})
    assert not OutsideIdentity.objects.exists()


@OPENID
@pytest.mark.parametrize(
    "wrong",
    [
        {"claims": {"aud": "another"}},
        {"claims": {"iss": "https://another.example"}},
        {"claims": {"nonce": "another"}},
        {"claims": {"exp": int(time.time()) - 600}},
        {"claims": {"sub": ""}},
        {"key": another_key()},
        {"key": shared_key(), "algorithm": "HS256"},
    ],
    ids=["audience", "issuer", "nonce", "expired", "nobody", "key", "shared secret"],
)
def test_a_token_that_is_not_right_opens_nothing(wrong, person, provider, client):
    provider.wrong = wrong
    assert come_in(client, provider).status_code == 403 and not is_in(client)


@OPENID
def test_an_answer_that_nobody_asked_for_opens_nothing(person, provider, client):
    answer = client.get(LEAVE)
    back = provider.sign_in(answer.url, "zhang-3")
    for said in ({**back, "state": "another"}, {}, {"error": "access_denied"}):
        assert Client().get(BACK, said).status_code == 403
    stolen = Client()
    assert stolen.get(BACK, back).status_code == 403 and not is_in(stolen)


@OPENID
def test_a_provider_that_is_away_is_said(person, provider, client, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    answer = client.get(LEAVE)
    assert answer.status_code == 403 and "没有答复" in answer.content.decode()


def test_afterwards_it_leads_to_no_other_site(person, provider, client):
    assert come_in(client, provider, there="https://example.org/").url == "/"


def test_the_sign_in_page_offers_it_where_there_is_one(provider, client, settings):
    assert "用统一身份认证登录" in client.get("/accounts/login/").content.decode()
    settings.OIDC_ISSUER = settings.CAS_SERVER = ""
    assert "用统一身份认证登录" not in client.get("/accounts/login/").content.decode()


def test_the_administrator_finds_the_act_where_there_is_a_provider(provider, settings):
    client = Client()
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    assert "解除统一身份" in client.get("/accounts/").text
    settings.OIDC_ISSUER = settings.CAS_SERVER = ""
    assert "解除统一身份" not in client.get("/accounts/").text
