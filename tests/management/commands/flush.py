"""Empties the database after a test that commits, in place of Django's own command of this name.

Django's truncates every table, which makes the files of each anew, and writes content types and permissions
again:
a quarter of a second for each test, more on a busy machine. To delete the rows that a test left takes a
tenth of it.
"""

from contextlib import contextmanager

from django.core.management.commands import flush
from django.db import connections, transaction

# The same in every database of these models: what migrations write (no committing test changes the city's
# row).
KEPT = {"auth_permission", "django_content_type", "django_migrations", "projects_cityrecord"}


class Command(flush.Command):
    def handle(self, **options):
        connection = connections[options["database"]]
        with transaction.atomic(using=options["database"]), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('is_superuser')::boolean")
            (may_pass_triggers,) = cursor.fetchone()
            if may_pass_triggers:
                delete_all(cursor, connection.introspection.table_names(cursor))
        if not may_pass_triggers:  # on a named server
            with triggers_off(connection):
                super().handle(**options)


@contextmanager
def triggers_off(connection):
    """The log refuses to be emptied, whoever asks; its owner may say otherwise for a moment."""
    for switch in ("DISABLE", "ENABLE"):
        with connection.cursor() as cursor:
            for table in ("projects_logentry", "projects_logseal"):
                cursor.execute(f"ALTER TABLE {table} {switch} TRIGGER USER")
        if switch == "DISABLE":
            yield


def delete_all(cursor, tables):
    """Delete what the tables hold, past the triggers that refuse it and in any order of their keys."""
    looks = [
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables if table not in KEPT
    ]
    cursor.execute(" UNION ALL ".join(looks))
    filled = [table for (table,) in cursor.fetchall()]
    cursor.execute("SET LOCAL session_replication_role = replica")
    for table in filled:
        cursor.execute(f'DELETE FROM "{table}"')
