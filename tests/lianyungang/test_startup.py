import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import override_settings

from lianyungang.models import DemoState
from lianyungang.startup import refusal
from tests.factories import NOW


@pytest.fixture(autouse=True)
def collected(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()


def test_without_a_key_nothing_is_served(monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    assert refusal().startswith("SECRET_KEY is not set")


def test_without_static_files_nothing_is_served(tmp_path):
    (tmp_path / "staticfiles.json").unlink()
    assert "collectstatic" in refusal()


@override_settings(CITY={"mayor": "某某"})
def test_a_word_that_no_city_has_is_named():
    assert refusal().startswith("CITY: mayor is no word of a city")


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"CAS_SERVER": "http://cas.example"}, "CAS_SERVER must be"),
        ({"CAS_SERVER": "https://cas.example", "OIDC_ISSUER": "https://id.example"}, "both name a provider"),
        ({"CAS_SERVER": "https://cas.example", "CAS_PROTOCOL": "1"}, "CAS_PROTOCOL: 1 is no version"),
    ],
)
def test_a_provider_that_nobody_could_come_by_is_said(db, named, words):
    with override_settings(**named):
        assert words in refusal()
    with override_settings(CAS_SERVER="https://cas.example/cas"):
        assert refusal() is None


@override_settings(EMAIL_USE_TLS=True, EMAIL_USE_SSL=True)
def test_mail_that_would_be_guarded_in_two_ways_is_said():
    assert refusal().startswith("EMAIL_USE_TLS and EMAIL_USE_SSL are two ways")


@pytest.mark.parametrize("named", ["localhost", "localhost:", ":3310", "clamd:x", "clamd:99999", "run/clamd"])
def test_a_virus_scanner_that_nobody_could_ask_is_said(db, named):
    with override_settings(VIRUS_SCANNER=named):
        assert refusal().startswith("VIRUS_SCANNER must be")
    for place in ("", "/run/clamav/clamd.ctl", "localhost:3310"):
        with override_settings(VIRUS_SCANNER=place):
            assert refusal() is None


def test_a_demos_database_is_not_served_as_a_real_one(db):
    DemoState.objects.create(today=NOW.date())
    assert refusal().startswith("This database is a demo's")
    with override_settings(DEMO=True):
        assert refusal() is None


@override_settings(DEMO=True)
def test_a_real_database_is_not_served_as_a_demos(db):
    assert refusal().startswith("DEMO=1")


def test_a_fresh_database_is_served(db):
    assert refusal() is None


def run(*arguments, **environment):
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "lianyungang.settings",
        **environment,
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )


def test_the_web_server_says_why_it_does_not_start():
    result = run("-c", "import lianyungang.wsgi")
    assert (result.returncode, result.stderr.count("\n")) == (3, 1)  # 3: gunicorn gives up
    assert result.stderr.startswith("SECRET_KEY is not set")


def test_what_a_worker_has_loaded_is_never_walked_through_again():
    asked = """
import django; django.setup()
import gc, sys
from lianyungang.startup import load_for_good
load_for_good()
print(gc.get_freeze_count(), "progress.tasks.views" in sys.modules, gc.get_threshold()[0])
"""
    frozen, has_pages, made = run("-c", asked, SECRET_KEY="made-up", DEBUG="1").stdout.split()
    assert int(frozen) > 100_000 and has_pages == "True"
    assert int(made) == 50_000  # of a page that is being made nothing either


def test_a_deployment_is_clean():
    key = "k3y" * 10 + "-abcdefghijklmnopqrstuvwxyz-0123456789"
    result = run(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "INFO",
        SECRET_KEY=key,
        ALLOWED_HOSTS="example.gov.cn",
    )
    assert result.returncode == 0, result.stderr


def test_a_document_is_read_without_a_key_and_without_a_database():
    document = str(settings.BASE_DIR / "fixtures" / "documents" / "2019-schedule.txt")
    result = run("manage.py", "read_document", document, DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert result.returncode == 0, result.stderr
