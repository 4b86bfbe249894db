"""What is shipped for a server fits the program: its limits, commands, settings."""

import re
import subprocess

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import connection

from lianyungang.settings import BASE_DIR

FOLDER = BASE_DIR / "lianyungang" / "deploy"
SOURCE = (BASE_DIR / "lianyungang" / "settings.py").read_text(encoding="utf-8")


def shipped(name):
    return (FOLDER / name).read_text(encoding="utf-8")


def test_nginx_lets_through_what_a_paper_may_hold():
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", shipped("nginx.conf"))[1])
    assert megabytes * 1_000_000 > settings.FILE_MOST_BYTES * settings.FILES_A_PAPER


def test_nginx_says_what_the_settings_expect_of_a_proxy():
    site, environment = shipped("nginx.conf"), shipped("environment.example")
    assert site.count("proxy_set_header X-Forwarded-Proto https;") == site.count("proxy_pass")
    assert "X-Forwarded-For $remote_addr;" in site
    assert {"PROXIES=1", "TRUST_FORWARDED_PROTO=1", "TLS=1"} <= set(environment.splitlines())


@pytest.mark.parametrize("name", ["environment.example", "owner.example"])
def test_every_setting_named_is_one(name):
    for variable in re.findall(r"^([A-Z_]+)=", shipped(name), re.M):
        assert f'"{variable}"' in SOURCE


def test_the_socket_is_the_same_on_both_sides():
    assert "unix:/run/livelihood/web.sock" in shipped("nginx.conf")
    assert "unix:/run/livelihood/web.sock" in shipped("livelihood-web.service")


@pytest.mark.parametrize(
    "name", ["README.md", "livelihood-seal.service", "livelihood-tend.service", "livelihood-manage"]
)
def test_every_command_named_is_there(name):
    named = re.findall(r"(?:manage\.py|livelihood-manage) ([a-z_]+)", shipped(name))
    assert set(named) <= set(get_commands())


def test_the_timer_asks_for_what_the_command_knows():
    parser = load_command_class("lianyungang", "tend").create_parser("manage.py", "tend")
    assert "manage.py tend --due" in shipped("livelihood-tend.service")
    assert parser.parse_args(["--due"]).due


@pytest.mark.parametrize("end", ["\n", ""])
def test_settings_are_taken_as_they_stand(tmp_path, end):
    """The address of two databases has a `&` in it, of which a shell would make two commands."""
    address = "postgresql://a:b@/c?host=10.0.0.11,10.0.0.12&port=5432,5432&target_session_attrs=read-write"
    settings = tmp_path / "environment"
    quoted = "DEFAULT_FROM_EMAIL=\"民生实事 <a@b.cn>\"\nSITE_URL='https://a.b'\n"
    settings.write_text(f"# as it stands\n\nSECRET_KEY=a$b`c`#d e\n{quoted}DATABASE_URL={address}{end}")
    take = shipped("livelihood-manage").partition("take() {")[2].partition("\n}\n")[0]
    script = f'take() {{{take}\n}}\ntake "$1"\nprintenv SECRET_KEY DEFAULT_FROM_EMAIL SITE_URL DATABASE_URL'
    taken = subprocess.run(["sh", "-euc", script, "sh", settings], check=True, capture_output=True, text=True)
    assert taken.stdout.splitlines() == ["a$b`c`#d e", "民生实事 <a@b.cn>", "https://a.b", address]


def test_the_log_is_sealed_at_the_end_without_holding_up_a_restart():
    """A web server that was killed is back at once; what it left is sealed when the machine goes down."""
    seal, web = shipped("livelihood-seal.service"), shipped("livelihood-web.service")
    assert re.findall(r"^ExecStop=.*(manage\.py .*)$", seal, re.M) == ["manage.py tend --seal"]
    assert "Before=livelihood-web.service" in seal
    assert "ExecStopPost" not in web
    assert "livelihood-seal.service" in re.search(r"^Wants=(.*)$", web, re.M)[1].split()


def test_every_file_is_told_of():
    page = shipped("README.md")
    for file in FOLDER.iterdir():
        assert file.name == "README.md" or file.name in page


def test_a_replica_that_is_away_does_not_fill_the_disk():
    """The slot that the page has people make keeps changes up to a limit, and the page knows the same one."""
    page, limit = (
        shipped("README.md"),
        re.search(r"^max_slot_wal_keep_size = (\d+GB)", shipped("postgresql.conf"), re.M),
    )
    assert "-C -S replica" in page
    assert f"max_slot_wal_keep_size = {limit[1]}" in page
    assert "pg_drop_replication_slot('replica')" in page


def test_postgresql_knows_every_setting_that_is_shipped(db):
    named = dict(re.findall(r"^([a-z_]+) = '?([^'#\n]*?)'?\s*(?:#.*)?$", shipped("postgresql.conf"), re.M))
    assert len(named) > 15
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(name) FROM pg_settings WHERE lower(name) = ANY(%s)", [list(named)])
        assert {name for (name,) in cursor.fetchall()} == set(named)


def test_the_owner_is_in_no_environment_of_a_web_server():
    for name in ("environment.example", *(file.name for file in FOLDER.glob("*.service"))):
        assert "OWNER" not in shipped(name)
