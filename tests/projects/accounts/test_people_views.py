"""The page of people, and the acts done from it: many at once, passwords shown once."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import LogEntry, User
from projects.rules.roles import Role
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
ONE_TIME = re.compile(r"[A-Za-z2-9]{4}-[A-Za-z2-9]{4}-[A-Za-z2-9]{4}")
CHOSEN = "Bb-67890"


@pytest.fixture
def boss():
    return make_user("boss", role=Role.ADMINISTRATOR, display_name="管某")


@pytest.fixture
def client(boss):
    client = Client()
    client.force_login(boss)
    client.get("/units/")  # a session's first request writes when it was seen
    return client


def page(answer):
    return answer.content.decode()


def told(answer):
    """The passwords on a sheet, by user name."""
    return {line.username: line.password for slip in answer.context["slips"] for line in slip.lines}


def test_a_unit_without_people_is_warned_of(client):
    make_unit("aaa", name="市甲局")
    text = page(client.get("/accounts/"))
    assert "1 个单位没有填报员" in text and "1 个单位没有审签人" in text and "市甲局" in text


def test_every_unit_gets_a_filer_and_a_signer_and_only_what_it_lacks(client):
    make_unit("aaa"), make_user("old", unit=make_unit("bbb"))
    passwords = told(client.post("/accounts/open/"))
    assert set(passwords) == {"aaa", "aaa-signer", "bbb-signer"}
    assert all(ONE_TIME.fullmatch(each) for each in passwords.values())
    assert User.objects.get(username="aaa").must_change_password
    assert LogEntry.objects.filter(act="account_opened").count() == 3


def test_a_second_click_opens_nobody(client):
    make_unit("aaa")
    client.post("/accounts/open/")
    assert client.post("/accounts/open/").status_code == 302
    assert User.objects.count() == 3


def test_one_person_more_is_opened_by_name(client):
    unit = make_unit("aaa", name="市甲局")
    asked = {"unit": unit.pk, "role": "filer", "display_name": "乙某", "telephone": "13900000000"}
    passwords = told(client.post("/accounts/add/", asked))
    (person,) = User.objects.filter(unit=unit)
    assert (person.display_name, person.role, person.telephone) == ("乙某", Role.FILER, "13900000000")
    assert set(passwords) == {person.username} and person.must_change_password


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"unit": ""}, "请选择单位。"),
        ({"role": "administrator"}, "请选择角色。"),
        ({"display_name": "市甲局"}, "请填写本人的姓名。"),
        ({"display_name": "甲某"}, "市甲局已有填报员甲某（anna）；同名的两人请在姓名后加以区别。"),
        ({"telephone": "问办公室"}, "“问办公室”不是电话号码，请填写手机号，如 13900000000。"),
    ],
)
def test_a_person_who_cannot_be_is_refused_with_what_was_typed(client, wrong, sentence):
    unit = make_unit("aaa", name="市甲局")
    make_user("anna", role=Role.FILER, unit=unit, display_name="甲某")
    asked = {"unit": unit.pk, "role": "signer", "display_name": "乙某", "telephone": "13900000000"} | wrong
    answer = client.post("/accounts/add/", asked)
    assert answer.status_code == 400
    assert sentence in page(answer) and f'value="{asked["display_name"]}"' in page(answer)
    assert User.objects.filter(unit=unit).count() == 1


def test_the_sheet_has_a_slip_for_each_unit_with_the_address(client):
    make_unit("aaa", name="市甲局"), make_unit("bbb", name="市乙局")
    answer = client.post("/accounts/open/")
    assert [slip.unit for slip in answer.context["slips"]] == ["市甲局", "市乙局"]
    assert "http://testserver" in page(answer)
    assert answer["Cache-Control"] == "no-store, private"


def test_no_password_is_logged(client):
    make_unit("aaa")
    passwords = told(client.post("/accounts/open/")).values()
    kept = " ".join(f"{entry.detail} {entry.object_label}" for entry in LogEntry.objects.all())
    assert not any(each in kept for each in passwords)


def test_many_accounts_are_opened_with_as_many_queries_as_few(client):
    make_unit()
    with CaptureQueriesContext(connection) as few:
        client.post("/accounts/open/")
    for _ in range(65):
        make_unit()
    with CaptureQueriesContext(connection) as many:
        assert len(told(client.post("/accounts/open/"))) == 130
    assert len(many) == len(few)


def test_the_page_asks_as_often_for_many_people_as_for_one(client):
    make_user()
    with CaptureQueriesContext(connection) as few:
        client.get("/accounts/")
    for _ in range(30):
        make_user()
    with CaptureQueriesContext(connection) as many:
        client.get("/accounts/")
    assert len(many) == len(few)


def test_a_person_signs_in_with_the_one_time_password_and_says_who_they_are(client):
    make_unit("aaa", name="市甲局")
    password = told(client.post("/accounts/open/"))["aaa-signer"]
    theirs = Client()
    theirs.post("/accounts/login/", {"username": "aaa-signer", "password": password})
    assert theirs.get("/").url == "/accounts/password_change/"
    typed = {"old_password": password, "new_password1": CHOSEN, "new_password2": CHOSEN}
    for nobody in ("", "市甲局", "市甲局审签人", "aaa-signer"):
        theirs.post("/accounts/password_change/", {**typed, "display_name": nobody})
        assert User.objects.get(username="aaa-signer").must_change_password
    theirs.post("/accounts/password_change/", {**typed, "display_name": "李某"})
    person = User.objects.get(username="aaa-signer")
    assert (person.display_name, person.must_change_password) == ("李某", False)
    assert theirs.get("/").status_code == 200


def test_who_has_a_name_is_not_asked_for_it(client):
    make_user("anna", must_change_password=True)
    theirs = Client()
    theirs.force_login(User.objects.get(username="anna"))
    assert "display_name" not in theirs.get("/accounts/password_change/").context["form"].fields


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "never"}, {"nora"}),
        ({"state": "closed"}, {"carl"}),
        ({"role": "signer", "state": "never"}, set()),
        ({"q": "nora"}, {"nora"}),
        ({"q": "市甲局"}, {"nora", "carl"}),
        ({"q": "没有此人"}, set()),
    ],
)
def test_people_are_found_by_word_role_and_state(client, asked, found):
    unit = make_unit("aaa", name="市甲局")
    make_user("nora", unit=unit), make_user("carl", unit=unit, is_active=False)
    table = client.get("/accounts/", asked).context["table"]
    rows = table.data.data if table else []
    assert {row.username for row in rows if row.username} - {"boss"} == found - {"boss"}


@pytest.mark.parametrize("order", ["unit", "role", "name", "username", "seen", "state", "-seen"])
def test_people_are_sorted_by_each_head(client, order):
    make_unit(), make_user(), make_user(role=Role.SIGNER)
    assert client.get("/accounts/", {"sort": order}).status_code == 200


def test_an_act_is_asked_before_it_is_done(client):
    anna = make_user("anna")
    answer = client.get("/accounts/acts/", {"act": "close", "person": anna.pk})
    assert "anna" in page(answer) and User.objects.get(pk=anna.pk).is_active


def test_passwords_of_many_are_reset_and_shown_once(client):
    people = [make_user("anna"), make_user("bert")]
    posted = {"act": "reset", "person": [each.pk for each in people]}
    passwords = told(client.post("/accounts/acts/", posted))
    anna = User.objects.get(username="anna")
    assert anna.check_password(passwords["anna"]) and anna.must_change_password
    assert LogEntry.objects.filter(act="password_reset").count() == 2


def test_accounts_are_closed_and_opened_again(client):
    anna = make_user("anna")
    theirs = Client()
    theirs.force_login(anna)
    client.post("/accounts/acts/", {"act": "close", "person": anna.pk})
    assert theirs.get("/").status_code == 302
    client.post("/accounts/acts/", {"act": "reopen", "person": anna.pk})
    assert User.objects.get(pk=anna.pk).is_active
    assert set(LogEntry.objects.values_list("act", flat=True)) >= {"account_closed", "account_reopened"}


@pytest.mark.parametrize("act", ["reset", "close"])
def test_nobody_does_it_to_themselves(client, boss, act):
    before = boss.password
    client.post("/accounts/acts/", {"act": act, "person": [boss.pk, make_user("anna").pk]})
    boss.refresh_from_db()
    assert boss.is_active and boss.password == before and User.objects.get(username="anna").is_active


def test_an_account_is_handed_over_to_a_successor(client):
    anna = make_user("anna", unit=make_unit("aaa"))
    answer = client.post(f"/accounts/{anna.pk}/hand-over/", {"display_name": "接某"})
    successor = User.objects.get(username="aaa")
    anna.refresh_from_db()
    assert not anna.is_active and anna.handed_over_to == successor
    assert (successor.unit, successor.role, successor.display_name) == (anna.unit, anna.role, "接某")
    assert successor.check_password(told(answer)["aaa"])
    assert "已交接给接某" in page(client.get("/accounts/"))


@pytest.mark.parametrize("name", ["", "anna某", "审签人"])
def test_a_successor_is_another_person(client, name):
    anna = make_user("anna")
    assert client.post(f"/accounts/{anna.pk}/hand-over/", {"display_name": name}).status_code == 400
    assert User.objects.get(pk=anna.pk).is_active


def test_an_account_is_handed_over_once(client):
    anna = make_user("anna")
    client.post(f"/accounts/{anna.pk}/hand-over/", {"display_name": "甲某"})
    answer = client.post(f"/accounts/{anna.pk}/hand-over/", {"display_name": "乙某"})
    assert "已经交接给甲某" in page(answer)


def test_the_role_of_an_office_is_not_handed_over_here(client):
    drc = make_user("drc", role=Role.COORDINATOR)
    answer = client.post(f"/accounts/{drc.pk}/hand-over/", {"display_name": "甲某"})
    assert answer.status_code == 400 and User.objects.get(pk=drc.pk).is_active


def test_the_administrator_finds_the_page_in_the_navigation(client):
    assert 'href="/accounts/"' in page(client.get("/units/"))
