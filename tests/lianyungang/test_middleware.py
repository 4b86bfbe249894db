import pytest
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.sessions.models import Session
from django.db import IntegrityError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from lianyungang.middleware import Clock
from lianyungang.models import DemoState
from progress.models import Report
from projects.models import LogEntry, Unit
from tests.factories import NOW, PASSWORD, make_user

FORM = "/accounts/password_change/"  # any address that asks for the sign-in
pytestmark = pytest.mark.django_db


def sign_in(client, username, **more):
    return client.post("/accounts/login/", {"username": username, "password": PASSWORD, **more})


def hidden(response):
    return dict(response.context["carried"].hidden)


@pytest.fixture
def expired(client):
    """A browser whose person was signed in a moment ago and whose session is gone."""
    make_user("anna")
    sign_in(client, "anna")
    Session.objects.all().delete()
    return client


def test_who_is_not_signed_in_comes_to_the_sign_in_page(client):
    response = client.get(FORM)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={FORM}")


def test_a_form_without_a_session_is_answered_with_the_sign_in_that_carries_it(expired):
    response = expired.post(FORM, {"progress": "已开工 3 所", "password1": "secret"})
    assert hidden(response)["carried-progress"] == "已开工 3 所"
    assert "secret" not in response.content.decode()
    assert 'name="password"' in response.content.decode()


def test_after_sign_in_the_same_person_gets_the_form_back_filled(expired):
    carried = hidden(expired.post(FORM, {"progress": "已开工"}))
    response = sign_in(expired, "anna", next=FORM, **carried)
    assert (response.status_code, response.url) == (307, FORM)
    back = expired.post(FORM, {"username": "anna", "password": PASSWORD, **carried})
    assert back.wsgi_request.method == "GET"
    assert back.wsgi_request.restored.dict() == {"progress": "已开工"}


def test_another_person_does_not_get_the_text(expired):
    make_user("bert")
    carried = hidden(expired.post(FORM, {"progress": "已开工"}))
    response = sign_in(expired, "bert", next=FORM, **carried)
    assert (response.status_code, response.url) == (302, FORM)


def test_a_wrong_password_keeps_carrying(expired):
    carried = hidden(expired.post(FORM, {"progress": "已开工"}))
    response = expired.post(
        "/accounts/login/", {"username": "anna", "password": "wrong", "next": FORM, **carried}
    )
    assert hidden(response) == carried


def test_a_form_without_its_token_keeps_the_text():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("anna"))
    response = client.post(FORM, {"progress": "已开工"})
    assert response.status_code == 403
    assert 'name="carried-progress" value="已开工"' in response.content.decode()
    assert client.post(FORM, {"carried-progress": "已开工"}).wsgi_request.restored["progress"] == "已开工"


def test_a_form_that_is_too_long_is_said_with_the_way_back(client):
    client.force_login(make_user("anna"))
    response = client.post(FORM, {"progress": "长" * 1_000_000})
    assert response.status_code == 413
    assert "请按浏览器的返回键" in response.content.decode()


def test_a_page_that_saves_by_itself_is_told_that_it_is_too_long(client):
    client.force_login(make_user("anna"))
    response = client.post(FORM, {"progress": "长" * 1_000_000}, headers={"X-Background": "1"})
    assert (response.status_code, response.json()["refused"]) == (413, "内容过长，请删减后再保存。")


def test_a_database_that_is_away_is_said_with_the_text_kept(client, monkeypatch):
    client.force_login(make_user("anna"))
    client.raise_request_exception = False

    def away(*arguments, **named):
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.post(FORM, {"progress": "已开工"})
    assert response.status_code == 503
    assert 'name="carried-progress" value="已开工"' in response.content.decode()
    health = client.get("/healthz")
    assert (health.status_code, health.json()["database"]) == (200, "unavailable")


def test_what_somebody_else_wrote_in_this_moment_is_no_outage(client, monkeypatch):
    client.force_login(make_user("anna"))

    def twin(*arguments, **named):
        raise IntegrityError("duplicate key")

    monkeypatch.setattr(PasswordChangeForm, "is_valid", twin)
    response = client.post(FORM, {"progress": "已开工"})
    assert response.status_code == 409
    assert 'name="carried-progress" value="已开工"' in response.content.decode()


@pytest.mark.parametrize(
    "question", ["role__regex=((((", "role__exact=%00", "unit__id__exact=99999999999999999999", "p=%00"]
)
def test_a_question_that_the_database_cannot_read_is_no_outage(client, question):
    client.force_login(make_user("admin", role="administrator"))
    client.raise_request_exception = False
    assert client.get(f"/admin/projects/user/?{question}").status_code in (200, 302, 400)


@pytest.mark.parametrize("name", ["a\x00b", "\x00", "名" * 5000])
def test_a_name_that_no_account_has_is_a_failed_sign_in(client, name):
    response = client.post("/accounts/login/", {"username": name, "password": PASSWORD})
    assert response.status_code == 200


def test_a_session_ends_half_an_hour_after_the_last_act(client):
    client.force_login(make_user("anna"))
    client.get(FORM)
    session = client.session
    session["seen"] -= 31 * 60
    session.save()
    assert client.get(FORM).status_code == 302


def test_what_a_page_does_by_itself_does_not_extend_the_session(client):
    client.force_login(make_user("anna"))
    client.get(FORM)
    session = client.session
    session["seen"] -= 600
    session.save()
    client.get(FORM, headers={"X-Background": "1"})
    assert client.session["seen"] == session["seen"]


def test_a_new_account_sees_only_the_page_that_sets_its_password(client):
    client.force_login(make_user("anna", must_change_password=True))
    assert client.get("/log/").url == FORM
    assert client.get(FORM).status_code == 200


def test_a_form_that_meets_a_due_password_comes_back_after_the_change(client):
    anna = make_user("anna")
    client.force_login(anna)
    anna.must_change_password = True
    anna.save()
    answer = client.post("/units/", {"progress": "已开工", "password1": "secret"})
    carried = hidden(answer)
    assert (answer.status_code, carried) == (403, {"carried-progress": "已开工"})
    assert 'name="next" value="/units/"' in answer.content.decode()
    chosen = {"old_password": PASSWORD, "new_password1": "Bb-67890", "new_password2": "Bb-67890"}
    wrong = client.post(FORM, {**chosen, "old_password": "wrong", "next": "/units/", **carried})
    assert hidden(wrong) == carried
    changed = client.post(FORM, {**chosen, "next": "/units/", **carried})
    assert (changed.status_code, changed.url) == (307, "/units/")
    back = client.post("/units/", {**chosen, **carried})
    assert back.wsgi_request.restored.dict() == {"progress": "已开工"}


def test_a_form_carried_through_the_sign_in_is_carried_on_through_a_due_password(client):
    make_user("anna", must_change_password=True)
    sign_in(client, "anna")
    assert hidden(client.post("/units/", {"carried-progress": "已开工"})) == {"carried-progress": "已开工"}


def test_a_changed_password_leads_to_no_other_site(client):
    client.force_login(make_user("anna"))
    chosen = {"old_password": PASSWORD, "new_password1": "Bb-67890", "new_password2": "Bb-67890"}
    answer = client.post(FORM, {**chosen, "next": "https://example.com/", "carried-progress": "已开工"})
    assert (answer.status_code, answer.url) == (302, "/")


def test_no_browser_keeps_what_somebody_is_shown(client):
    assert "no-store" not in client.get("/help/").headers.get("Cache-Control", "")
    client.force_login(make_user("anna"))
    for address in ("/units/", "/nowhere/", "/log/"):
        assert client.get(address).headers["Cache-Control"] == "no-store, private"


@override_settings(PASSWORD_DAYS=90)
def test_an_old_password_must_be_changed(client):
    client.force_login(make_user("anna", password_changed_at=NOW))
    assert client.get("/log/").url == FORM


def test_a_refusal_is_said_and_stands_in_the_log(client):
    client.force_login(make_user("anna"))
    response = client.get("/log/", REMOTE_ADDR="10.1.2.3")
    assert response.status_code == 403
    entry = LogEntry.objects.get(act="refused")
    assert (entry.address, entry.object_url, entry.result) == ("10.1.2.3", "/log/", "refused")


def refused():
    return [entry.detail["reason"] for entry in LogEntry.objects.filter(act="refused").order_by("pk")]


def test_what_is_told_on_a_form_stands_in_the_log_too(a_year, client):
    client.force_login(make_user("anna", role="coordinator"))
    for _ in range(2):
        client.post("/extensions/9001/", {"action": "grant", "version": "0"})
    (reason,) = refused()
    assert "批复" in reason


def test_a_save_on_what_somebody_saved_since_stands_in_the_log(a_year, client):
    client.force_login(make_user("anna", unit=Unit.objects.get(code="sjyj")))
    for _ in range(2):
        client.post("/2021/q2/tasks/36/?unit=sjyj", {"version": "0", "text": "已开工。"})
    assert len(refused()) == 1


def test_every_kind_of_refused_decision_stands_in_the_log(a_year, client):
    client.force_login(make_user("anna", role="coordinator"))
    report = Report.objects.first()
    for address, typed in (
        (f"/reports/{report.pk}/accept/", {"version": "99", "shown": "behind"}),
        (f"/reports/{report.pk}/return/", {"version": "99", "reason": "请核实。"}),
        ("/2021/q2/review/accept/", {"report": report.pk, f"version-{report.pk}": "99"}),
        ("/2021/q2/bulletin/issue/", {"seen": "old"}),
    ):
        before = len(refused())
        client.post(address, typed)
        assert len(refused()) == before + 1, address


def test_an_act_on_what_is_not_there_for_one_stands_in_the_log_and_a_look_does_not(a_year, client):
    client.force_login(make_user("anna"))
    client.get("/2021/notices/3/"), client.post("/2021/notices/3/move/")
    assert refused() == ["所办理的对象不存在，或不对该账号开放。"]
    assert LogEntry.objects.get(act="refused").object_url == "/2021/notices/3/move/"


def test_a_form_without_its_token_stands_in_the_log():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("anna"))
    client.post(FORM, {"progress": "已开工"})
    assert "CSRF" in refused()[0]


@override_settings(DEMO=True)
def test_in_the_demo_the_day_is_the_one_chosen_at_this_time_of_day():
    DemoState.objects.create(today=NOW.date())
    request = RequestFactory().get("/")
    Clock(lambda request: HttpResponse())(request)
    assert request.today == NOW.date()
    assert request.now.utcoffset().total_seconds() == 8 * 3600


def test_every_page_says_what_it_may_load(client):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    parts = {part.strip() for part in policy.split(";")}
    assert parts == {
        *("default-src 'self'", "img-src 'self' data:", "object-src 'none'"),
        *("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"),
    }


def test_an_unknown_address_is_a_page_in_chinese(client):
    client.force_login(make_user("anna"))
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "没有" in response.content.decode()
