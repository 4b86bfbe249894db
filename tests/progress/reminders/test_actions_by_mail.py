"""Mails against a real mail server on this machine; what it does not take is kept and tried again."""

from datetime import datetime
from threading import Thread

import pytest
from django.db import connection

from progress.models import Reminder
from progress.reminders.actions import deliver, remind, send_due
from progress.rules.states import ReportState
from projects.rules.roles import Role
from tests.factories import NOW, SHANGHAI, make_list, make_report, make_task, make_unit, make_user
from tests.mail_server import HOST, PASSWORD, USER, a_certificate, mail_server

pytestmark = pytest.mark.django_db

NIGHT = datetime(2021, 7, 9, 7, 30, tzinfo=SHANGHAI)


@pytest.fixture
def server(settings):
    """A mail server that the settings name, started when a test says so."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SITE_URL = "https://livelihood.example"
    with mail_server() as found:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, found.port, 60
        yield found


@pytest.fixture
def guarded(settings, tmp_path, monkeypatch):
    """One that wants STARTTLS, name and password, all of which the settings know; it runs."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    certificate = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate) as found:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, found.port, 60
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, USER, PASSWORD
        found.start()
        yield found


@pytest.fixture
def report():
    unit = make_unit("sjyj", name="市教育局")
    make_user("filer", unit=unit, email="filer@sjyj.example")
    return make_report(make_task(make_list(2021), number=36, lead=unit, text="建设公园。"), unit)


def test_a_reminder_is_mailed_with_the_way_to_what_is_owed(report, server):
    server.start()
    send_due(at=NIGHT)
    assert (deliver(at=NIGHT).sent, Reminder.objects.get().mailed_at) == (1, NIGHT)
    letter = server.handler.letters[0]
    assert (letter["To"], letter["Subject"].strip()) == (
        "filer@sjyj.example",
        "民生实事催办：1项进展报告待报送",
    )
    assert "https://livelihood.example/2021/q2/tasks/36/?unit=sjyj" in letter.get_content()


def test_a_second_run_mails_nothing(report, server):
    server.start()
    for _ in range(2):
        send_due(at=NIGHT)
        deliver(at=NIGHT)
    assert len(server.handler.letters) == 1


def test_while_the_server_is_down_the_message_stands_on_the_page_and_the_mail_waits(report, server):
    send_due(at=NIGHT)
    assert deliver(at=NIGHT).failed == 1
    reminder = Reminder.objects.get()
    assert (reminder.mail_failure, reminder.mail_word) == ("邮件服务器连接不上", "邮件未发出，待重发")
    assert Reminder.objects.waiting_for(reminder.person).exists()


def test_the_next_run_mails_what_failed(report, server):
    send_due(at=NIGHT), deliver(at=NIGHT)
    server.start()
    assert deliver(at=NIGHT).sent == 1
    assert (Reminder.objects.get().mail_failure, len(server.handler.letters)) == ("", 1)


def test_what_was_filed_meanwhile_is_not_mailed(report, server):
    send_due(at=NIGHT), deliver(at=NIGHT)
    type(report).objects.update(state=ReportState.SUBMITTED, submitted_at=NOW)
    server.start()
    assert (deliver(at=NIGHT).sent, server.handler.letters) == (0, [])


def test_one_address_that_is_refused_does_not_hold_up_the_others(report, server):
    make_user("another", unit=report.unit, email="gone@sjyj.example")
    server.start()
    send_due(at=NIGHT)
    result = deliver(at=NIGHT)
    assert (result.sent, result.failed) == (1, 1)
    assert Reminder.objects.get(person__username="another").mail_failure == "邮件服务器不接受收件地址"


def test_a_server_that_wants_encryption_and_a_password_gets_them(report, guarded):
    send_due(at=NIGHT)
    assert deliver(at=NIGHT).sent == 1
    assert guarded.handler.names == [USER]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"EMAIL_HOST_PASSWORD": "another"}, "邮件服务器不接受用户名或密码"),
        ({"EMAIL_HOST_PASSWORD": "密码"}, "邮件服务器的用户名或密码写法有误"),
        ({"EMAIL_HOST_USER": ""}, "邮件服务器答复 530"),
        ({"EMAIL_USE_TLS": False}, "邮件服务器不支持所设的加密或登录方式"),
        ({"EMAIL_HOST": "localhost"}, "邮件服务器的证书不可信"),
    ],
    ids=["password", "no ascii", "nobody", "not encrypted", "another name"],
)
def test_what_keeps_a_server_from_taking_mail_is_said(wrong, words, report, guarded, settings):
    for name, value in wrong.items():
        setattr(settings, name, value)
    send_due(at=NIGHT)
    assert (deliver(at=NIGHT).failed, Reminder.objects.get().mail_failure) == (1, words)
    assert guarded.handler.letters == []


def test_a_server_whose_certificate_nobody_knows_is_told_no_password(report, guarded, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    send_due(at=NIGHT)
    assert (deliver(at=NIGHT).failed, Reminder.objects.get().mail_failure) == (1, "邮件服务器的证书不可信")


def test_a_server_that_knows_no_encryption_is_told_no_password(report, server, settings):
    settings.EMAIL_USE_TLS = True
    server.start()
    send_due(at=NIGHT)
    assert deliver(at=NIGHT).failed == 1
    assert Reminder.objects.get().mail_failure == "邮件服务器不支持所设的加密或登录方式"


def test_an_address_that_is_none_is_said_to_be(report, server):
    report.unit.people.update(email="nobody\n@sjyj")
    server.start()
    send_due(at=NIGHT)
    assert (deliver(at=NIGHT).failed, Reminder.objects.get().mail_failure) == (1, "收件地址写法有误")


def test_who_has_no_address_is_told_on_the_page_alone(report, server):
    report.unit.people.update(email="")
    server.start()
    send_due(at=NIGHT)
    assert (deliver(at=NIGHT).sent, Reminder.objects.get().mail_word) == (0, "未发邮件")


def test_without_a_mail_server_nothing_is_mailed(report, settings):
    settings.EMAIL_HOST = ""
    send_due(at=NIGHT)
    assert (deliver(at=NIGHT).sent, Reminder.objects.get().to_mail) == (0, False)


def test_by_hand_the_mail_goes_out_after_the_commit(report, server, django_capture_on_commit_callbacks):
    server.start()
    with django_capture_on_commit_callbacks(execute=True):
        remind(
            report.period, reports=[report], word="请抓紧。", at=NIGHT, by=make_user(role=Role.COORDINATOR)
        )
        assert server.handler.letters == []
    assert "附言：请抓紧。" in server.handler.letters[0].get_content()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_mail_once(report, server):
    def run():
        send_due(at=NIGHT)
        deliver(at=NIGHT)
        connection.close()

    server.start()
    runs = [Thread(target=run) for _ in range(2)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    assert len(server.handler.letters) == 1
