import pytest
from axes.models import AccessAttempt

from projects.accounts.actions import ask_role, note_reset
from projects.accounts.views import MOST_NAMES
from projects.models import LogEntry, User
from projects.rules.roles import Role
from tests.factories import NOW, PASSWORD, make_user

LOGIN = "/accounts/login/"
CHANGE = "/accounts/password_change/"
NEW = "Bb-67890"
pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_user("anna")


def sign_in(client, password=PASSWORD, username="anna", **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def change(client, old=PASSWORD, new=NEW):
    return client.post(CHANGE, {"old_password": old, "new_password1": new, "new_password2": new})


def test_signing_in_leads_where_one_wanted_to_go_and_is_logged(client, anna):
    assert sign_in(client, next="/log/").url == "/log/"
    assert LogEntry.objects.get().act == "signed_in"


def test_another_site_is_no_place_to_go(client, anna):
    assert sign_in(client, next="https://example.com/").url == "/"


def test_a_failed_sign_in_is_logged_with_the_name_that_was_tried(client, anna):
    sign_in(client, "wrong")
    entry = LogEntry.objects.get()
    assert (entry.act, entry.result, entry.detail) == ("sign_in_failed", "failed", {"username": "anna"})


def test_five_failures_lock_the_person_at_this_address(client, anna):
    answers = [sign_in(client, "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert sign_in(client).status_code == 429


def test_the_lock_holds_neither_colleagues_nor_other_addresses(client, anna):
    make_user("bert")
    for _ in range(5):
        sign_in(client, "wrong")
    assert sign_in(client, username="bert").status_code == 302
    client.logout()
    assert (
        client.post(LOGIN, {"username": "anna", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9").status_code
        == 302
    )


def test_an_account_out_of_use_does_not_sign_in(client, anna):
    User.objects.update(is_active=False)
    assert sign_in(client).status_code == 200


def test_signing_out_is_a_post_and_is_logged(client, anna):
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 405
    client.post("/accounts/logout/")
    assert LogEntry.objects.first().act == "signed_out"
    assert "person" not in client.cookies or not client.cookies["person"].value


def test_a_changed_password_ends_the_other_sessions(client, anna, django_user_model):
    other = type(client)()
    sign_in(client)
    sign_in(other)
    change(client)
    assert client.get(CHANGE).status_code == 200
    assert other.get(CHANGE).status_code == 302


def test_a_chosen_password_is_no_longer_due(client):
    make_user("anna", must_change_password=True)
    sign_in(client)
    change(client)
    assert not User.objects.get().must_change_password
    assert LogEntry.objects.first().act == "password_changed"


def test_a_plain_password_is_refused_with_the_rule(client, anna):
    sign_in(client)
    assert "至少 8 位" in change(client, new="abcdefgh").context["form"].errors["new_password2"][0]


def test_a_page_may_ask_whose_session_it_is(client, anna):
    assert client.get("/accounts/session/").json() == {"person": None}
    client.force_login(anna)
    assert client.get("/accounts/session/").json() == {"person": anna.pk}


def test_the_rules_of_a_password_are_said_once(client):
    client.force_login(make_user())
    assert client.get("/accounts/password_change/").content.decode().count("密码至少") == 1


def test_a_change_of_a_role_is_answered_on_its_page(client):
    boss, office = make_user("boss", role=Role.ADMINISTRATOR), make_user(role=Role.SUPERVISOR)
    asked = ask_role(make_user("anna"), role=Role.AUDITOR, unit=None, by=boss, at=NOW)
    client.force_login(boss)
    assert 'value="agree"' not in client.get("/accounts/roles/").content.decode()
    client.force_login(office)
    assert "boss某申请改任审计员" in client.get("/").content.decode()
    assert 'value="agree"' in client.get("/accounts/roles/").content.decode()
    client.post(f"/accounts/roles/{asked.pk}/", {"answer": "agree"})
    assert User.objects.get(username="anna").role == Role.AUDITOR


def test_a_password_set_by_somebody_else_is_told_at_the_next_sign_in_once(client, anna):
    note_reset(anna, by=make_user("boss", role=Role.ADMINISTRATOR), at=NOW)
    for is_told in (True, False):
        sign_in(client)
        assert ("由boss某重置" in client.get(CHANGE).content.decode()) is is_told
        client.logout()


def test_five_wrong_old_passwords_end_the_session_and_lock_the_name_here(client, anna):
    sign_in(client)
    answers = [change(client, old="wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert client.get(CHANGE).status_code == 302
    assert sign_in(client).status_code == 429
    assert LogEntry.objects.filter(act="password_changed", result="failed", actor=anna).count() == 5


def test_no_password_is_kept_where_failures_are_counted(client, anna):
    sign_in(client)
    change(client, old="wr0ng-one", new="n3w-One!")
    kept = AccessAttempt.objects.get().post_data
    assert "wr0ng-one" not in kept and "n3w-One!" not in kept


def test_one_password_for_many_names_is_stopped_at_its_address_alone(client, anna):
    answers = [sign_in(client, "wrong", f"name{number}").status_code for number in range(MOST_NAMES + 1)]
    assert answers == [200] * MOST_NAMES + [429]
    assert "本地址半小时内试过的用户名过多" in sign_in(client).content.decode()
    elsewhere = {"username": "anna", "password": PASSWORD}
    assert client.post(LOGIN, elsewhere, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_who_got_in_after_a_slip_of_the_hand_counts_for_nothing(client):
    for number in range(MOST_NAMES + 5):
        make_user(f"name{number}")
        sign_in(client, "wrong", f"name{number}")
        assert sign_in(client, username=f"name{number}").status_code == 302
