from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import databases, migrated


def test_a_test_begins_with_what_the_migrations_make_and_nothing_else(db):
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert not get_user_model().objects.exists()


def test_a_changed_migration_asks_for_another(monkeypatch, tmp_path):
    (tmp_path / "progress" / "migrations").mkdir(parents=True)
    written = tmp_path / "progress" / "migrations" / "0001_initial.py"
    monkeypatch.setattr(migrated, "BASE_DIR", tmp_path)
    written.write_text("one")
    before = migrated.name()
    written.write_text("another")
    assert migrated.name() != before


def test_what_is_there_is_not_made_again(db, monkeypatch):
    monkeypatch.delattr(databases, "manage")
    migrated.have(migrated.name())
