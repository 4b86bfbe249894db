"""CAS against a server on this machine: a ticket is asked about once, and trusted only beyond doubt."""

import pytest
from django.test import Client

from projects.accounts import cas_reads, outside_actions
from projects.accounts.cas_reads import is_safe
from projects.accounts.outside_reads import Subject
from projects.models import LogEntry
from tests.factories import NOW, make_user
from tests.projects.accounts.cas_server import FAILURE, SAYS, SUCCESS, CasServer

pytestmark = pytest.mark.django_db

LEAVE, BACK = "/accounts/outside/", "/accounts/outside/back/"
NUMBER = "<cas:user>zhang</cas:user><cas:attributes><cas:number>{said}</cas:number></cas:attributes>"


@pytest.fixture(scope="module")
def running():
    """One for the file."""
    found = CasServer()
    yield found
    found.close()


@pytest.fixture
def server(running, settings):
    running.wrong, running.asked = {}, []
    settings.CAS_SERVER, settings.CAS_ATTRIBUTE = running.address, "number"
    return running


@pytest.fixture
def person(server):
    """Who is bound already."""
    user = make_user("sjyj")
    outside_actions.bind(user, to=Subject(server.issuer, "zhang-3"), at=NOW)
    return user


def come_in(client, server, **more):
    answer = client.get(LEAVE)
    return client.get(BACK, server.sign_in(answer.url, "zhang-3") | more)


def is_in(client):
    return "_auth_user_id" in client.session


def refusal(client):
    assert not is_in(client)
    return LogEntry.objects.filter(act="outside_sign_in_refused").first().detail["reason"]


def test_a_ticket_is_asked_about_once_for_the_very_service(person, server, client):
    answer = client.get(LEAVE)
    back = server.sign_in(answer.url, "zhang-3")
    service = server.given[back["ticket"]][0]
    assert client.get(BACK, back).status_code == 302 and is_in(client)
    assert server.asked == [("p3/serviceValidate", {"service": service, "ticket": back["ticket"]})]
    assert service.startswith("http://testserver/accounts/outside/back/?state=")


def test_a_server_of_the_second_protocol_is_asked_at_its_own_place(person, server, client, settings):
    settings.CAS_PROTOCOL = "2"
    come_in(client, server)
    assert is_in(client) and server.asked[0][0] == "serviceValidate"


def test_without_an_attribute_the_user_name_is_the_person(server, client, settings):
    settings.CAS_ATTRIBUTE = ""
    user = make_user("sjyj")
    outside_actions.bind(user, to=Subject(server.address, "login-of-zhang-3"), at=NOW)
    come_in(client, server)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_same_letters_of_another_attribute_are_somebody_else(person, server, client, settings):
    settings.CAS_ATTRIBUTE = ""
    server.wrong = {"success": "<cas:user>zhang-3</cas:user>"}
    come_in(client, server)
    assert "还没有绑定" in refusal(client)


def test_a_ticket_opens_once_and_for_one_browser(person, server, client):
    answer = client.get(LEAVE)
    back = server.sign_in(answer.url, "zhang-3")
    stolen = Client()
    assert stolen.get(BACK, back).status_code == 403
    stolen.get(LEAVE)
    assert stolen.get(BACK, back).status_code == 403 and not is_in(stolen)
    assert server.asked == []  # nobody was asked for what this browser did not ask for
    assert client.get(BACK, back).status_code == 302
    again = Client()
    again.get(LEAVE)
    asked = again.session["cas_asked"]
    assert again.get(BACK, {"state": asked["state"], "ticket": back["ticket"]}).status_code == 403
    assert "INVALID_TICKET" in refusal(again)
    assert again.get(BACK, {"state": asked["state"], "ticket": "ST-9"}).status_code == 403
    assert len(server.asked) == 2  # the state is used up


def test_a_ticket_for_another_service_opens_nothing(person, server, client):
    server.given["ST-other"] = ("http://testserver/elsewhere/", "zhang-3")
    come_in(client, server, ticket="ST-other")
    assert "INVALID_SERVICE" in refusal(client)


@pytest.mark.parametrize("ticket", ["", "PT-1", "ST-", "ST-a b", f"ST-{'a' * 300}"])
def test_what_is_no_ticket_is_not_asked_about(ticket, person, server, client):
    assert come_in(client, server, ticket=ticket).status_code == 403 and not is_in(client)
    assert server.asked == []


BOMB = '<!DOCTYPE a [<!ENTITY who "zhang-3">]>'
WRONG = {
    "refused": {"content": SAYS.format(said=FAILURE.format(code="INVALID_TICKET"))},
    "both": {"content": SAYS.format(said=SUCCESS.format(said=NUMBER.format(said="zhang-3")) * 2)},
    "another namespace": {
        "content": SAYS.format(said=SUCCESS.format(said=NUMBER.format(said="zhang-3"))).replace("yale", "x")
    },
    "no wrapping": {"content": SUCCESS.format(said="").replace("cas:", "")},
    "not xml": {"content": "yes\nzhang-3\n"},
    "nothing": {"content": ""},
    "entity": {"content": BOMB + SAYS.format(said=SUCCESS.format(said=NUMBER.format(said="&who;")))},
    "doctype": {
        "content": "<!DOCTYPE a>" + SAYS.format(said=SUCCESS.format(said=NUMBER.format(said="zhang-3")))
    },
    "user alone": {"success": "<cas:user>zhang-3</cas:user>"},
    "empty": {"success": NUMBER.format(said=" ")},
    "too long": {"success": NUMBER.format(said="z" * 256)},
    "two": {"success": NUMBER.format(said="zhang-3</cas:number><cas:number>li-4")},
    "within": {"success": NUMBER.format(said="zhang-3<cas:b>4</cas:b>")},
    "comment": {"success": NUMBER.format(said="zhang-3<!-- -->4")},
    "instruction": {"success": NUMBER.format(said="zhang-3<?x?>4")},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_an_answer_in_doubt_opens_nothing(wrong, person, server, client):
    server.wrong = wrong
    assert come_in(client, server).status_code == 403
    assert refusal(client)


def test_what_is_beside_the_name_does_no_harm(person, server, client):
    told = SUCCESS.format(said="<!-- a -->" + NUMBER.format(said="\n  zhang-3\n "))
    server.wrong = {"content": SAYS.format(said=f"<!-- a -->\n{told}")}
    come_in(client, server)
    assert is_in(client)


def test_a_redirect_is_not_followed(person, server, client):
    server.wrong = {"status": 302, "headers": {"Location": f"{server.address}/elsewhere"}}
    assert come_in(client, server).status_code == 403
    assert "没有答复" in refusal(client)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"status": 500}, {"content": "<a/>" + " " * 70_000}, {"seconds": 1}],
    ids=["500", "long", "slow"],
)
def test_a_server_that_is_broken_or_slow_is_said(wrong, person, server, client, monkeypatch):
    monkeypatch.setattr(cas_reads, "SECONDS", 0.5)
    server.wrong = wrong
    assert come_in(client, server).status_code == 403
    assert "没有答复" in refusal(client)


def test_nobody_is_sent_or_asked_without_https(person, server, client, settings):
    settings.CAS_SERVER = "http://cas.example"
    answer = client.get(LEAVE)
    assert answer.status_code == 403 and "没有答复" in answer.text


@pytest.mark.parametrize(
    ("server", "found"),
    [
        ("https://cas.example/cas", True),
        ("http://127.0.0.1:8443/cas", True),
        ("http://cas.example", False),
        ("http://127.0.0.1.cas.example", False),
        ("https://cas.example/?a=b", False),
        ("https://somebody@cas.example", False),
        ("ftp://cas.example", False),
        ("cas.example", False),
        ("https://", False),
    ],
)
def test_what_may_be_a_server(server, found):
    assert is_safe(server) is found
