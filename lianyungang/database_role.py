"""Two roles of the database: the owner, who migrates, and the one that the application runs as.

The latter owns no table: it may read and write all of them, but of the log and its seals it may only read and
add, and it can neither empty them nor take a trigger away.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

from projects.models import LogEntry, LogSeal

ADD_ONLY = (LogEntry, LogSeal)
NUMBERS = f"{LogEntry._meta.db_table}_id_seq"  # of the entries: never set back
STATEMENTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",  # UPDATE: loaddata sets them
    "REVOKE ALL ON {add_only} FROM {role}",
    "GRANT SELECT, INSERT ON {add_only} TO {role}",
    "REVOKE UPDATE ON SEQUENCE {numbers} FROM {role}",
    "REVOKE ALL ON django_migrations FROM {role}",
    "GRANT SELECT ON django_migrations TO {role}",
    # What a later migration makes; it grants once more all the same, for what is only added to.
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role}",
)
IS_OWNER = (
    "SELECT pg_has_role(%s, relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('projects_logentry')"
)


class NotGranted(Exception):
    """The role cannot be the application's; the message is a sentence."""


def grant(database: Database, role: str) -> None:
    """Give the application's role what it needs and no more; all of it or nothing."""
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        _refuse_unfit(cursor, role)
        for statement in statements(database, role):
            cursor.execute(statement)


def statements(database: Database, role: str) -> Iterator[str]:
    """What the owner runs, in this order, after every migration."""
    names = {
        "role": sql.Identifier(role),
        "numbers": sql.Identifier(NUMBERS),
        "add_only": sql.SQL(", ").join(sql.Identifier(model._meta.db_table) for model in ADD_ONLY),
    }
    database.ensure_connection()
    for statement in STATEMENTS:
        yield sql.SQL(statement).format(**names).as_string(database.connection)


def _refuse_unfit(cursor: CursorWrapper, role: str) -> None:
    """A role that is not there, that may do everything, or that owns the tables after all."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
    found = cursor.fetchone()
    if found is None:
        raise NotGranted(
            f"数据库里没有角色“{role}”：请先由数据库管理员建立（CREATE ROLE … LOGIN PASSWORD …）。"
        )
    cursor.execute(IS_OWNER, [role])
    owner = cursor.fetchone()
    if owner is None:
        raise NotGranted("数据库里还没有本系统的表：请先运行 manage.py migrate。")
    if found[0] or owner[0]:
        raise NotGranted(f"角色“{role}”是超级用户或表的所有者，不能只作应用程序的账号：请另建一个。")
