"""The real installation: what it sets where nobody has, and whom it runs as."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from lianyungang import installation
from lianyungang.installation import web_defaults

TOLD = "import lianyungang.settings as s; print([getattr(s, name) for name in {names!r}])"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An installation of its own, with the environment left as it was."""
    monkeypatch.setattr(installation, "FOLDER", tmp_path / "serve")
    for name in ("SECRET_KEY", "DATA_DIR", "STATIC_ROOT", "SITE_URL", "ALLOWED_HOSTS", "TLS", "DEMO"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@127.0.0.1:9/theirs")
    return tmp_path / "serve"


def test_the_key_is_made_once_and_read_by_nobody_else(folder):
    installation.equip()
    first = os.environ["SECRET_KEY"]
    os.environ["SECRET_KEY"] = ""
    installation.equip()
    assert os.environ["SECRET_KEY"] == first
    assert len(first) > 50
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_key_that_others_can_read_is_not_used(folder):
    installation.equip()
    (folder / "key").chmod(0o644)
    os.environ["SECRET_KEY"] = ""
    with pytest.raises(SystemExit, match="can be read by others"):
        installation.equip()


def test_what_is_set_is_used(folder, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "theirs")
    monkeypatch.setenv("ALLOWED_HOSTS", "their.host")
    installation.equip()
    assert (os.environ["SECRET_KEY"], os.environ["ALLOWED_HOSTS"]) == ("theirs", "their.host")
    assert os.environ["DATABASE_URL"].endswith("/theirs")
    assert not (folder / "key").exists()


def test_an_installation_is_never_a_demo(folder, monkeypatch):
    monkeypatch.setenv("DEMO", "1")
    installation.equip()
    assert os.environ["DEMO"] == "0"


@pytest.mark.parametrize("site", ["", "http://10.0.0.5", "no address"])
def test_without_an_https_address_nothing_asks_for_https(site):
    assert web_defaults(site)["TLS"] == "0"
    assert "127.0.0.1" in web_defaults(site)["ALLOWED_HOSTS"].split(",")


def told_by_settings(environment, *names):
    """What the settings make of it."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD.format(names=names)],
        cwd=settings.BASE_DIR,
        env={"PATH": os.defpath, "SECRET_KEY": "x", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_an_https_address_sets_cookies_proxy_and_hsts_of_this_host_alone():
    site = "https://livelihood.example"
    names = ("SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    names += ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_PROXY_SSL_HEADER")
    told = told_by_settings({"SITE_URL": site, **web_defaults(site)}, *names)
    assert told == "[True, True, 31536000, False, False, ('HTTP_X_FORWARDED_PROTO', 'https')]\n"
    hosts = told_by_settings(
        {"SITE_URL": site, **web_defaults(site)}, "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"
    )
    assert hosts == "[['127.0.0.1', 'localhost', 'livelihood.example'], ['https://livelihood.example']]\n"


def test_the_tools_of_the_tests_are_no_part_of_what_serving_installs():
    makefile = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")
    rule = re.search(r"^\$\(RUNNING\):.*?(?=^\S)", makefile.partition("# What running needs")[2], re.M | re.S)
    assert "-r $(LOCKED)" in rule[0]
    assert "LOCKED_TEST" not in rule[0]
    assert re.search(r"^serve: \$\(RUNNING\)$", makefile, re.M)
