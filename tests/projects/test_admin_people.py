import pytest
from django.test import Client

from projects.accounts.actions import answer_role
from projects.log.words import detail_words
from projects.models import LogEntry, User
from projects.rules.roles import Role
from tests.at_once import at_once
from tests.factories import NOW, make_unit, make_user

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


def opened(client, address):
    """What a form carries when it is opened now."""
    return client.get(address).context["adminform"].form["based_on"].value()


def test_a_form_opened_before_somebody_elses_change_is_not_saved(admin_client):
    anna = make_user("anna")
    old = opened(admin_client, f"/admin/projects/user/{anna.pk}/change/")
    change(admin_client, anna, telephone="85801234")
    answer = change(admin_client, anna, telephone="", based_on=old)
    anna.refresh_from_db()
    assert ("已被他人修改" in answer.content.decode(), anna.telephone) == (True, "85801234")


def change(client, person, **fields):
    typed = {
        "username": person.username,
        "display_name": person.display_name,
        "role": person.role,
        "unit": person.unit_id or "",
        "is_active": "on",
        "based_on": opened(client, f"/admin/projects/user/{person.pk}/change/"),
        **fields,
    }
    return client.post(f"/admin/projects/user/{person.pk}/change/", typed)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_a_role_that_takes_two_waits_for_the_second_person(admin_client, role):
    make_user("second", role=Role.ADMINISTRATOR)
    anna = make_user("anna")
    change(admin_client, anna, role=role, unit="", display_name="安某某")
    anna.refresh_from_db()
    assert (anna.role, anna.display_name, anna.role_changes.get().role) == (Role.FILER, "安某某", role)


def test_while_nobody_is_there_to_agree_one_gives_the_supervisors_role_and_no_other(admin_client):
    for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR):
        add(admin_client, username=f"first-{role}", role=role)
    in_use = User.objects.filter(username__startswith="first-", is_active=True)
    assert [each.role for each in in_use] == [Role.SUPERVISOR]


def test_a_new_account_of_such_a_role_is_out_of_use_until_then(admin_client):
    add(admin_client, role=Role.COORDINATOR)
    anna = User.objects.get(username="anna")
    assert not anna.is_active
    answer_role(anna.role_changes.get(), agrees=True, by=make_user(role=Role.SUPERVISOR), at=NOW)
    anna.refresh_from_db()
    assert (anna.is_active, anna.role) == (True, Role.COORDINATOR)


def test_an_account_of_such_a_role_is_put_into_use_by_two_and_out_by_one(admin_client):
    auditor = make_user("anna", role=Role.AUDITOR)
    change(admin_client, auditor, is_active="")
    change(admin_client, auditor)
    auditor.refresh_from_db()
    assert (auditor.is_active, auditor.role_changes.count()) == (False, 1)


def test_the_role_of_a_filer_is_changed_by_one(admin_client):
    anna = make_user("anna")
    change(admin_client, anna, role=Role.SIGNER)
    anna.refresh_from_db()
    assert anna.role == Role.SIGNER
    told = LogEntry.objects.get(act="register_changed").detail
    assert dict(detail_words(told))["修改内容"] == "修改角色：填报员 → 审签人"


def test_nobody_changes_the_own_role_nor_puts_themself_out_of_use(admin_client):
    boss = User.objects.get(username="boss")
    change(admin_client, boss, role=Role.AUDITOR, is_active="")
    boss.refresh_from_db()
    assert (boss.role, boss.is_active, boss.role_changes.count()) == (Role.ADMINISTRATOR, True, 0)


def test_the_telephone_stands_in_no_log(admin_client):
    change(admin_client, make_user("anna"), telephone="85801234")
    told = LogEntry.objects.get(act="register_changed").detail
    assert dict(detail_words(told))["修改内容"] == "修改电话"


def test_who_set_the_password_is_kept_and_the_own_is_changed_as_by_everybody(admin_client):
    anna, boss = make_user("anna"), User.objects.get(username="boss")
    admin_client.post(f"/admin/projects/user/{anna.pk}/password/", {"password1": FIRST, "password2": FIRST})
    anna.refresh_from_db()
    assert anna.password_reset_by == boss
    assert admin_client.get(f"/admin/projects/user/{boss.pk}/password/").url == "/accounts/password_change/"
