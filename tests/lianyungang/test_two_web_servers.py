"""Two web servers of one installation: what one takes in goes out by the other, and a worker may die.

They are processes with the project's own settings, told to them by the environment as on a server, behind one
name; the store of files, the virus scanner and the two providers of sign-ins listen on ports of this machine.
"""

import secrets
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from types import SimpleNamespace
from urllib.parse import urlsplit

import psutil
import pytest
import requests
from django.db import connection

from lianyungang.settings import BASE_DIR
from progress.models import Evidence
from projects.accounts import outside_actions
from projects.accounts.outside_reads import Subject
from projects.models import KeptFile
from tests import clamd, databases, s3
from tests.bench.server import TOKEN, served
from tests.bench.writes import VERSION
from tests.factories import NOW, make_unit, make_user
from tests.progress.conftest import PAGE, owed
from tests.projects.accounts.cas_server import CasServer
from tests.projects.accounts.outside_provider import CLIENT, SECRET, Provider
from tests.sample_files import pdf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.early(15)]

NAME = "livelihood.example"
LEAVE, BACK = "/accounts/outside/", "/accounts/outside/back/"
PATIENCE = 300  # seconds; on an idle machine nothing waits


@pytest.fixture(scope="module")
def around():
    """What the web servers lean on."""
    with ExitStack() as stack:
        bucket = stack.enter_context(s3.store())
        scanner = stack.enter_context(clamd.running(clamd.OnPort(("127.0.0.1", 0))))
        found = SimpleNamespace(bucket=bucket, scanner=scanner, openid=Provider(), cas=CasServer())
        stack.callback(found.openid.close)
        stack.callback(found.cas.close)
        yield found


@pytest.fixture(scope="module")
def environment(around, django_db_setup, tmp_path_factory):
    """The settings that all web servers share, the database of the test among them."""
    host, port = around.scanner.server_address
    url = urlsplit(databases.server())._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    told = databases.environment(
        url,
        SECRET_KEY=secrets.token_urlsafe(50),
        ALLOWED_HOSTS=f"{NAME},127.0.0.1",
        TLS="0",
        STATIC_ROOT=str(tmp_path_factory.mktemp("static")),
        VIRUS_SCANNER=f"{host}:{port}",
        S3_BUCKET=s3.BUCKET,
        S3_ENDPOINT=around.bucket.endpoint,
        S3_ACCESS_KEY=s3.KEYS["access_key"],
        S3_SECRET_KEY=s3.KEYS["secret_key"],
        S3_FOLDER=s3.FOLDER,
    )
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=BASE_DIR, env=told, check=True)
    return told


@pytest.fixture(scope="module")
def two(environment, around, tmp_path_factory):
    """Both with one worker, and each with a folder that the other one does not see."""
    openid = {"OIDC_ISSUER": around.openid.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}
    with ExitStack() as stack:
        found = []
        for number in (1, 2):
            folder = tmp_path_factory.mktemp(f"files-{number}")
            own = environment | openid | {"DATA_DIR": str(folder)}
            port, process = stack.enter_context(served(own, workers=1))
            found.append(SimpleNamespace(port=port, process=process, folder=folder))
        yield found


@pytest.fixture
def filer(db):
    return make_user("sjyj", unit=make_unit("sjyj", name="市教育局"))


@pytest.fixture
def report(filer):
    return owed(filer.unit, 36)


class Browser:
    """One that reaches each server by the installation's one name, and so brings its cookies to all."""

    def __init__(self):
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Host"] = NAME
        self.whole = {"timeout": PATIENCE, "allow_redirects": False}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.session.close()

    def get(self, port, path, **asked):
        return self.session.get(f"http://127.0.0.1:{port}{path}", params=asked, **self.whole)

    def come_in(self, provider, *, by, back_by):
        """As somebody who is zhang-3 there; what the last page answers."""
        away = self.get(by, LEAVE, next="/units/")
        return self.get(back_by, BACK, **provider.sign_in(away.headers["Location"], "zhang-3"))

    def send(self, port, content):
        """One file with the report, as the page's script sends it."""
        page = self.get(port, PAGE).text
        fields = {"csrfmiddlewaretoken": TOKEN.search(page)[1], "version": VERSION.search(page)[1]}
        sent = {"data": fields, "files": {"files": ("验收.pdf", content)}, "headers": {"X-Background": "1"}}
        return self.session.post(f"http://127.0.0.1:{port}{PAGE}evidence/", **sent, **self.whole)


@pytest.fixture
def browser(two, around, filer):
    """The filer's, who came in by the first server and back by the second."""
    outside_actions.bind(filer, to=Subject(around.openid.issuer, "zhang-3"), at=NOW)
    first, second = two
    with Browser() as browser:
        answer = browser.come_in(around.openid, by=first.port, back_by=second.port)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/units/"), answer.text
        yield browser
    around.scanner.answers.set()
    around.bucket.clear()


def test_who_came_in_is_in_at_both(browser, two, filer):
    with Browser() as another:
        for server in two:
            assert filer.display_name in browser.get(server.port, "/units/").text
            assert another.get(server.port, "/units/").status_code == 302


def test_who_is_bound_by_cas_comes_in(environment, around, filer, tmp_path):
    outside_actions.bind(filer, to=Subject(around.cas.issuer, "zhang-3"), at=NOW)
    named = {"CAS_SERVER": around.cas.address, "CAS_ATTRIBUTE": "number", "DATA_DIR": str(tmp_path)}
    with served(environment | named, workers=1) as (port, _), Browser() as browser:
        answer = browser.come_in(around.cas, by=port, back_by=port)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/units/"), answer.text
        assert filer.display_name in browser.get(port, "/units/").text


def test_a_file_that_one_takes_in_goes_out_by_the_other(browser, two, around, report):
    content = pdf()
    first, second = two
    assert browser.send(second.port, content).status_code == 200
    row = report.evidence.get()
    assert around.bucket.names() == [f"{s3.FOLDER}/{row.file.path}"]
    assert around.scanner.told[-1] == content
    for server in two:
        answer = browser.get(server.port, row.address)
        assert (answer.status_code, answer.content) == (200, content)
        assert not (server.folder / "kept").exists()
    around.bucket.put(row.file.path, pdf("other"))
    assert browser.get(first.port, row.address).status_code == 410


def test_what_the_scanner_finds_is_taken_by_neither(browser, two, around, report):
    for server in two:
        answer = browser.send(server.port, pdf() + clamd.THREAT)
        assert "查出病毒（Made-Up-Threat）" in answer.json()["refused"]
    assert not KeptFile.objects.exists()
    assert around.bucket.names() == []


def test_a_worker_killed_amid_an_upload_leaves_nothing_and_the_next_one_goes_on(browser, two, around, report):
    first, second = two
    asked, raised = len(around.scanner.told), []

    def send():
        try:
            browser.send(first.port, pdf("broken off"))
        except requests.ConnectionError as error:
            raised.append(error)

    around.scanner.answers.clear()
    sending = threading.Thread(target=send, daemon=True)
    sending.start()
    until = time.monotonic() + PATIENCE
    while len(around.scanner.told) == asked:
        assert sending.is_alive() and time.monotonic() < until
        time.sleep(0.05)
    [worker] = psutil.Process(first.process.pid).children()
    worker.kill()
    sending.join()
    around.scanner.answers.set()
    assert len(raised) == 1
    assert (Evidence.objects.count(), around.bucket.names()) == (0, [])
    assert browser.send(first.port, pdf("again")).status_code == 200
    assert browser.get(second.port, report.evidence.get().address).content == pdf("again")
