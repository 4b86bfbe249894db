"""The role that the application runs as: it does its work, and cannot touch what is written in the log."""

import os
from contextlib import contextmanager
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from lianyungang import embedded, installation
from lianyungang.database_role import grant, statements
from projects.accounts.actions import SIGNED_IN
from projects.log.actions import record
from projects.log.seal_actions import seal_log
from projects.log.seal_reads import check_log, may_change_the_log
from projects.models import LogEntry, Task
from projects.rules.roles import Role
from tests import databases, leftovers, migrated
from tests.factories import NOW

SET = ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "DATA_DIR", "STATIC_ROOT")
SET += ("SITE_URL", "ALLOWED_HOSTS", "TLS", "DEMO")  # by the installation, where nobody has
SETTINGS = "/2021/settings/"
PAGES = (
    "/",
    "/2021/",
    "/2021/tasks/36/",
    "/2021/q2/review/",
    "/2021/q2/bulletin/",
    "/2021/notices/",
    "/units/",
)
ROLE = f"{leftovers.NAME}_app"  # a role is the whole server's; this one goes with the test's transaction


@contextmanager
def as_application():
    """What follows is done by the role."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{ROLE}"')
        yield
        cursor.execute("RESET ROLE")


@pytest.fixture
def role(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("the server's role may make no other")
        cursor.execute(f'CREATE ROLE "{ROLE}" LOGIN')
    grant(connection, ROLE)
    return ROLE


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projects_logentry SET act = 'nothing'",
        "DELETE FROM projects_logentry",
        "TRUNCATE projects_logentry",
        "ALTER TABLE projects_logentry DISABLE TRIGGER ALL",
        "DROP TRIGGER log_is_append_only ON projects_logentry",
        "DROP TABLE projects_logentry CASCADE",
        "UPDATE projects_logseal SET count = 1",
        "DELETE FROM projects_logseal",
        "TRUNCATE projects_logseal",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
        "SELECT setval('projects_logentry_id_seq', 1)",
        "DELETE FROM django_migrations",
        "CREATE TABLE somebodys (id int)",
    ],
)
def test_what_the_role_may_not_do(role, statement):
    record(SIGNED_IN, by=None, at=NOW)
    seal_log(at=NOW)
    with as_application(), pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(statement)
    assert "permission denied" in str(refused.value) or "must be owner" in str(refused.value)


def test_the_role_writes_seals_and_checks_the_log(role):
    with as_application():
        record(SIGNED_IN, by=None, at=NOW)
        seal_log(at=NOW)
        assert not check_log().faults
        assert not may_change_the_log()
    assert LogEntry.objects.count() == 1


def test_the_role_reads_every_page_and_acts(role, a_year, as_role):
    coordinator = as_role(Role.COORDINATOR)
    form = coordinator.get(SETTINGS).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"version": 0, "grace_days": 5}
    with as_application():
        answers = [coordinator.get(page) for page in PAGES]
        saved = coordinator.post(SETTINGS, typed)
    assert {answer.status_code for answer in answers} == {200}
    assert saved.status_code == 302
    assert LogEntry.objects.filter(act="settings_changed").exists()


def test_what_a_later_migration_makes_is_the_roles_too(role):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_tomorrow (id serial)")
        with as_application():
            cursor.execute("INSERT INTO of_tomorrow DEFAULT VALUES")
            cursor.execute("DELETE FROM of_tomorrow")


def test_to_grant_twice_changes_nothing(role):
    grant(connection, role)
    with as_application():
        assert not Task.objects.exists()


def test_the_statements_are_printed_for_whoever_runs_them_by_hand(db):
    out = StringIO()
    call_command("grant_role", "livelihood", "--print", stdout=out)
    assert out.getvalue().splitlines() == [f"{each};" for each in statements(connection, "livelihood")]
    assert (
        'GRANT SELECT, INSERT ON "projects_logentry", "projects_logseal" TO "livelihood";' in out.getvalue()
    )


def test_a_role_that_is_not_there_is_said(db):
    with pytest.raises(CommandError, match="没有角色“nobody-there”"):
        call_command("grant_role", "nobody-there")


def test_the_owner_is_not_taken_for_the_application(db):
    with pytest.raises(CommandError, match="请另建一个"):
        call_command("grant_role", connection.get_connection_params()["user"])


def test_the_installation_beside_the_checkout_has_both(tmp_path, monkeypatch):
    """Migrated by the owner; whatever else runs is the application."""
    if databases.server() != embedded.URL:
        pytest.skip("only beside the checkout are both made by themselves")
    with databases.empty_database("both") as owner:
        name = owner.rpartition("/")[2]
        databases.execute(embedded.URL, f"DROP DATABASE {name}")
        databases.execute(embedded.URL, f"CREATE DATABASE {name} TEMPLATE {migrated.name()}")
        with monkeypatch.context() as patched:
            patched.setattr(installation, "DATABASE", name)
            patched.setattr(installation, "FOLDER", tmp_path / "serve")
            for each in SET:
                patched.setenv(each, "")
            installation.equip()
            application, told = os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"]
        assert (told, application) == (owner, embedded.make_role(installation.ROLE, name))
        databases.manage(application, "migrate", "--verbosity=0", DATABASE_OWNER_URL=owner)
        assert databases.rows(application, "SELECT count(*) FROM projects_logentry") == [(0,)]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            databases.execute(application, "DELETE FROM projects_logentry")
