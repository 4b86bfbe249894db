import pytest
from django.test import Client

from projects.models import LogEntry, User
from projects.rules.roles import Role
from tests.at_once import at_once
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
FIRST = "Bb-67890"


@pytest.fixture
def admin_client():
    client = Client()
    client.force_login(make_user("boss", role=Role.ADMINISTRATOR))
    return client


def add(client, **fields):
    typed = {
        "username": "anna",
        "password1": FIRST,
        "password2": FIRST,
        "display_name": "安某",
        "role": Role.FILER,
        "is_active": "on",
        **fields,
    }
    return client.post("/admin/projects/user/add/", typed)


def test_an_account_is_opened_and_its_first_password_is_for_once(admin_client):
    add(admin_client, unit=make_unit().pk)
    anna = User.objects.get(username="anna")
    assert anna.check_password(FIRST) and anna.must_change_password
    assert LogEntry.objects.get(act="register_added").object_label == "安某"


def test_a_filer_without_a_unit_is_said_on_the_form(admin_client):
    assert "填报员和审签人必须属于一个单位" in add(admin_client).content.decode()


def test_a_reset_password_is_chosen_anew(admin_client):
    anna = make_user("anna")
    admin_client.post(f"/admin/projects/user/{anna.pk}/password/", {"password1": FIRST, "password2": FIRST})
    anna.refresh_from_db()
    assert anna.check_password(FIRST) and anna.must_change_password


def test_an_account_is_never_deleted(admin_client):
    assert admin_client.post(f"/admin/projects/user/{make_user('anna').pk}/delete/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_one_account_added_several_times_at_once_is_said_on_the_form(people):
    clients = [Client() for _ in range(6)]
    for client in clients:
        client.force_login(people[Role.ADMINISTRATOR])
    unit, answers = make_unit("other"), []
    at_once(*(lambda each=each: answers.append(add(each, unit=unit.pk).status_code) for each in clients))
    assert sorted(answers) == [200] * 5 + [302]
    assert User.objects.filter(username="anna").count() == 1


@pytest.mark.parametrize("page", ["", "add/"])
def test_the_pages_open(admin_client, page):
    assert admin_client.get(f"/admin/projects/user/{page}").status_code == 200


def test_the_form_of_a_new_account_speaks_chinese(admin_client):
    page = admin_client.get("/admin/projects/user/add/").content.decode()
    assert "After you" not in page
    assert "密码确认" in page
