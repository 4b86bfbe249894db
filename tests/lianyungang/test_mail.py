"""Mail as a server sends it: by the timer's commands and the environment's settings, over TLS."""

import secrets
from urllib.parse import urlsplit

import pytest
from django.db import connection

from progress.models import Reminder
from tests import databases
from tests.factories import make_list, make_report, make_task, make_unit, make_user
from tests.mail_server import CERTIFICATE, HOST, PASSWORD, USER, a_certificate, mail_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owed():
    """A report that nobody files, and two people who are to; the mail server knows one of them."""
    unit = make_unit("sjyj", name="市教育局")
    for name in ("filer", "gone"):
        make_user(name, unit=unit, email=f"{name}@sjyj.example")
    return make_report(make_task(make_list(2021), number=36, lead=unit, text="建设公园。"), unit)


@pytest.fixture(params=["EMAIL_USE_TLS", "EMAIL_USE_SSL"])
def guard(request):
    """By STARTTLS, or by TLS from the first word."""
    return request.param


@pytest.fixture
def server(guard, tmp_path):
    """Not started; it takes mail guarded so, from who says name and password."""
    with mail_server(a_certificate(tmp_path), at_once=guard == "EMAIL_USE_SSL") as found:
        yield found


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not")  # the library means STARTTLS, not TLS
def test_what_could_not_be_sent_goes_out_by_the_next_run_of_the_timer(owed, guard, server, tmp_path):
    url = urlsplit(databases.server())._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    told = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "https://livelihood.example",
        "DATA_DIR": str(tmp_path),
        "EMAIL_HOST": HOST,
        "EMAIL_PORT": str(server.port),
        "EMAIL_HOST_USER": USER,
        "EMAIL_HOST_PASSWORD": PASSWORD,
        guard: "1",
        "EMAIL_TIMEOUT": "60",
        "DEFAULT_FROM_EMAIL": "民生实事 <livelihood@drc.example>",
        "SSL_CERT_FILE": str(tmp_path / CERTIFICATE),
    }
    assert "邮件发出0封，未发出2封" in databases.manage(url, "remind", "--today=2021-07-09", **told)
    assert set(Reminder.objects.values_list("mail_failure", flat=True)) == {"邮件服务器连接不上"}

    server.start()
    assert "邮件发出2封，未发出2封" in databases.manage(
        url, "tend", **told
    )  # those of that day, those of today
    reasons = Reminder.objects.filter(mailed_at=None).values_list("person__username", "mail_failure")
    assert set(reasons) == {("gone", "邮件服务器不接受收件地址")}
    assert server.handler.names == [USER, USER]
    for letter in server.handler.letters:
        assert (letter["From"], letter["To"]) == (told["DEFAULT_FROM_EMAIL"], "filer@sjyj.example")
        assert "https://livelihood.example/2021/q2/tasks/36/?unit=sjyj" in letter.get_content()
