"""What is done to a request before anybody reads it."""

import errno

import pytest
from django.conf.global_settings import DATA_UPLOAD_MAX_MEMORY_SIZE
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from lianyungang.incoming import Seen
from projects.models import LogEntry
from tests.factories import PASSWORD, make_user

FORM = "/accounts/password_change/"  # any address that asks for the sign-in
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "role", "answer"),
    [
        ("/accounts/login/", None, 413),
        ("/documents/", None, 413),
        ("/documents/", "administrator", 200),
        ("/accounts/password_change/", "administrator", 413),
    ],
)
def test_a_long_body_is_taken_where_files_are_and_from_who_is_signed_in(client, address, role, answer):
    if role:
        client.force_login(make_user("anna", role=role))
    else:
        client.cookies.load({"sessionid": "nobodys"})
    file = SimpleUploadedFile("a.txt", b"1" * (DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    response = client.post(address, {"other": file}, follow=True)
    assert response.status_code == answer


@override_settings(PROXIES=1)
def test_behind_a_proxy_the_log_keeps_the_address_that_the_proxy_saw(client):
    make_user("anna")
    client.post(
        "/accounts/login/",
        {"username": "anna", "password": PASSWORD},
        headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"},
    )
    assert LogEntry.objects.get(act="signed_in").address == "10.1.2.3"


@override_settings(PROXIES=1)
@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("10.9.0.4:5544", "10.9.0.4"),
        ("[2001:db8::1]:80", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown", None),
        ("_hidden", None),
    ],
)
def test_an_address_is_read_as_proxies_write_it_and_is_none_where_it_is_none(client, told, kept):
    make_user("anna")
    for password in ("wrong", PASSWORD):
        client.post(
            "/accounts/login/",
            {"username": "anna", "password": password},
            headers={"X-Forwarded-For": told},
        )
    assert LogEntry.objects.get(act="signed_in").address == kept


def test_what_nobody_sees_is_not_taken_from_outside(client):
    file = SimpleUploadedFile("a\u202eb.pdf", b"")
    request = RequestFactory().post(
        "/?q=%00a%E2%80%8B", {"te\u200bxt": ["\uf0b7一", "二\ufeff"], "file": file}
    )
    taken = {}

    def answer(request):
        taken.update(get=request.GET.dict(), post=dict(request.POST.lists()), file=request.FILES["file"].name)
        return HttpResponse()

    Seen(answer)(request)
    assert taken == {"get": {"q": "a"}, "post": {"text": ["一", "二"]}, "file": "ab.pdf"}


@pytest.mark.parametrize("address", ["/units/a%00b/", "/units/a%E2%80%8B/"])
def test_an_address_of_unseen_characters_is_a_bad_request(client, address):
    client.force_login(make_user("anna"))
    assert client.get(address).status_code == 400


def test_a_cookie_of_odd_characters_is_nobodys_session(client):
    client.cookies.load({"sessionid": "abcdefgh\x00ijkl"})
    assert client.get(FORM).status_code == 302


def test_a_full_disk_is_said_before_any_form_is_read(monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(WSGIRequest, "_load_post_and_files", full)
    request = RequestFactory().post("/", {"text": "一"})
    answer = Seen(lambda request: pytest.fail("read"))(request)
    assert (answer.status_code, "存储空间已满" in answer.content.decode()) == (507, True)


def test_half_an_upload_does_not_stay_on_a_full_disk(monkeypatch, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

    def full(handler, piece, start):
        handler.file.write(piece)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    request = RequestFactory().post("/", {"files": SimpleUploadedFile("a.pdf", b"half")})
    assert Seen(lambda request: pytest.fail("read"))(request).status_code == 507
    assert list(tmp_path.iterdir()) == []  # while the request is still held
