"""PostgreSQL's own programs, as backup and restore use them, and what a table holds, as one checksum."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.backends.utils import CursorWrapper
from psycopg2.extensions import make_dsn, parse_dsn

from lianyungang import embedded

Running = subprocess.Popen
SESSIONS = "django_session"
NOT_OURS = (
    "--no-owner",  # restored under whatever role DATABASE_URL names
    "--no-privileges",
    "--no-tablespaces",
    "--no-publications",  # how one installation copies itself is no part of what it holds
    "--no-subscriptions",
)
LIKE_EVERYWHERE = (  # a row's text depends on these, and they may be set otherwise on another server
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
PATIENT = ("SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0")
TABLES = """
    SELECT relname FROM pg_catalog.pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
"""
CONTENT = """
    SELECT count(*), encode(sha256(coalesce(string_agg(digest, ''::bytea ORDER BY digest), ''::bytea)), 'hex')
    FROM (
      SELECT sha256(convert_to((held.*)::text, 'UTF8')) AS digest FROM public.{table} AS held{meant}
    ) AS digests
"""
DIFFERS = "restored otherwise than backed up: "
CHECK = """
DO $check$ BEGIN
  IF NOT EXISTS (
    SELECT FROM ({content}) AS found (rows, digest) WHERE rows = {rows} AND digest = '{sha256}'
  ) THEN
    RAISE EXCEPTION '%', '{differs}' || {name};
  END IF;
END $check$;
"""
FIRST_WITH_TRANSACTION_TIMEOUT = 170000
TRANSACTION_TIMEOUT = b"SET transaction_timeout = 0;\n"


class Unusable(Exception):
    """It cannot be backed up or restored; the message is a sentence for the person at the command line."""


@dataclass(frozen=True)
class Programs:
    """A folder with pg_dump, pg_restore and psql, all of one version."""

    folder: Path
    version: int


@dataclass(frozen=True)
class Table:
    """How many rows a table holds, and what: the checksum of its rows' checksums, in their own order."""

    name: str
    rows: int
    sha256: str


def programs_for(version: int) -> Programs:
    """The oldest programs here that serve this version: newer ones say what an old server does not know."""
    found = list(_programs_here())
    able = [programs for programs in found if programs.version >= version]
    if not able:
        newest = max((programs.version for programs in found), default=None)
        needed = f"PostgreSQL {version} 或更新版本的 pg_dump、pg_restore 和 psql"
        here = f"只有 {newest} 版的" if newest else "没有"
        raise Unusable(f"需要 {needed}，本机{here}：请安装 PostgreSQL 客户端。")
    return min(able, key=lambda programs: programs.version)


def _programs_here() -> Iterator[Programs]:
    """Those of the wheel, and those on the PATH."""
    on_path = shutil.which("pg_dump")
    folders = [embedded.wheel() / embedded.BINARIES, *([Path(on_path).parent] if on_path else [])]
    for folder in folders:
        if not all((folder / name).exists() for name in ("pg_dump", "pg_restore", "psql")):
            continue
        asked = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=False)
        if version := re.search(r"\(PostgreSQL\) (\d+)", asked.stdout):
            yield Programs(folder, int(version[1]))


@contextmanager
def snapshot(database: Database) -> Iterator[tuple[CursorWrapper, str]]:
    """The database as it is at one moment, and the name under which pg_dump sees the same."""
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for setting in (*LIKE_EVERYWHERE, *PATIENT):
            cursor.execute(setting)
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor, cursor.fetchone()[0]


def table_names(cursor: CursorWrapper) -> list[str]:
    """The tables of the schema public, which holds everything of ours."""
    cursor.execute(TABLES)
    return [name for (name,) in cursor.fetchall()]


def table_of(cursor: CursorWrapper, name: str) -> Table:
    """What a table holds; of the sessions, which are not backed up, nothing."""
    cursor.execute(_content(name))
    rows, sha256 = cursor.fetchone()
    return Table(name, rows, sha256)


@contextmanager
def dump(database: Database, programs: Programs, snapshot_name: str) -> Iterator[BinaryIO]:
    """A stream of everything that the snapshot holds, in pg_dump's custom format.

    Without the sessions: whoever has the file could go on in somebody's. People sign in again.
    """
    options = ["--format=custom", f"--snapshot={snapshot_name}", *NOT_OURS]
    options.append(f"--exclude-table-data=public.{SESSIONS}")
    command = [programs.folder / "pg_dump", *options, *_connection(database)]
    with tempfile.TemporaryFile() as complaints:
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": complaints}
        with _running(command, _environment(database), **streams) as process:
            yield process.stdout
            process.wait()
        if process.returncode:
            raise Unusable(f"pg_dump 没有完成：{_complaint(complaints)}")


def load(database: Database, programs: Programs, dumped: BinaryIO, tables: Iterable[Table]) -> None:
    """Restore a dump into an empty database and compare every table, in one transaction."""
    reading = [programs.folder / "pg_restore", "--file=-", *NOT_OURS]
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
    writing = [programs.folder / "psql", *options, *_connection(database)]
    environment = _environment(database)
    script, silence = subprocess.PIPE, subprocess.DEVNULL
    with tempfile.TemporaryFile() as unread, tempfile.TemporaryFile() as unwritten:
        with (
            _running(reading, environment, stdin=dumped, stdout=script, stderr=unread) as reader,
            _running(writing, environment, stdin=script, stdout=silence, stderr=unwritten) as writer,
        ):
            try:
                is_old = database.pg_version < FIRST_WITH_TRANSACTION_TIMEOUT
                _write_script(reader, writer, _comparison(list(tables)), is_old=is_old)
            except BrokenPipeError:  # psql has ended at an error, and has said which
                reader.stdout.close()
            writer.wait()
            reader.wait()
        if writer.returncode:
            raise Unusable(_refusal(_complaint(unwritten)))
        if reader.returncode:
            raise Unusable(f"备份中的数据库不能读取：{_complaint(unread)}")


def _write_script(reader: Running, writer: Running, comparison: str, *, is_old: bool) -> None:
    """Hand psql the dump and the comparison. Only the last line saves: a script that breaks off is undone."""
    with writer.stdin as script:
        script.write(b"BEGIN;\n")
        for line in reader.stdout:
            if is_old and line == TRANSACTION_TIMEOUT:
                continue  # pg_restore writes it from 17 on, for servers too that do not know it
            script.write(line)
        if reader.wait():
            return
        script.write(comparison.encode())
        script.write(b"COMMIT;\n")


def _comparison(tables: list[Table]) -> str:
    """SQL that fails where a table is not what it was, or where there are others."""
    lines = [f"{setting};\n" for setting in (*LIKE_EVERYWHERE, *PATIENT)]
    for table in tables:
        content = _content(table.name)
        checked = {"content": content, "rows": int(table.rows), "sha256": f"{int(table.sha256, 16):064x}"}
        lines.append(CHECK.format(**checked, differs=DIFFERS, name=_literal(table.name)))
    number = f"SELECT count(*), '' FROM ({TABLES}) AS names"
    lines.append(CHECK.format(content=number, rows=len(tables), sha256="", differs=DIFFERS, name="'tables'"))
    return "".join(lines)


def _content(table: str) -> str:
    quoted = table.replace('"', '""')
    meant = " WHERE false" if table == SESSIONS else ""
    return CONTENT.format(table=f'"{quoted}"', meant=meant)


def _literal(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'"


@contextmanager
def _running(command: list, environment: dict[str, str], **streams: object) -> Iterator[Running]:
    """A program that does not outlive what it was started for."""
    with subprocess.Popen(command, env=environment, **streams) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _connection(database: Database) -> tuple[str, str]:
    """As Django itself is connected, but for the password: everybody can read a command line."""
    database.ensure_connection()
    given = parse_dsn(
        database.connection.dsn
    )  # only what was given: an older program does not know every default
    return "--no-password", f"--dbname={make_dsn(**given | {'password': None})}"


def _environment(database: Database) -> dict[str, str]:
    """Ours, with the password, and with messages in the language in which they are read here."""
    password = database.connection.info.password
    return os.environ | {"LC_ALL": "C"} | ({"PGPASSWORD": password} if password else {})


def _complaint(stream: BinaryIO) -> str:
    """The first line that a program complained with."""
    stream.seek(0)
    lines = stream.read().decode("utf-8", "replace").splitlines()
    errors = [line.strip() for line in lines if "error:" in line.lower()]
    return errors[0] if errors else "没有说明原因。"


def _refusal(complaint: str) -> str:
    """What psql complained of, as a sentence."""
    if DIFFERS in complaint:
        return f"恢复后核对不一致（{complaint.partition(DIFFERS)[2]}），已全部撤销。"
    return f"数据库不接受这份备份，已全部撤销：{complaint}"
