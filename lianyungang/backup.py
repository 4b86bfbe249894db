"""Everything in one file, and back: the database, the files kept, and the checksum of each.

The file is a zip archive: `manifest.json`, `database.dump` (pg_dump's custom format) and `files/…`. Keys are
not in it: SECRET_KEY is the environment's, and a demo makes a new one.
"""

import hashlib
import json
import os
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.migrations.loader import MigrationLoader

from lianyungang import postgres
from lianyungang.backup_files import Files, put_back
from lianyungang.postgres import Table, Unusable
from lianyungang.version import version
from projects.rules.errors import StoreAway

FORMAT = 1  # of the archive; whoever changes it goes on reading the earlier ones
APPLICATION = "lianyungang-livelihood-tracker"
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files/"
DAMAGED = (  # what zipfile, json and the manifest's own form raise
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(LookupError, RuntimeError, TypeError, ValueError),
)


@dataclass(frozen=True)
class Member:
    """One part of the archive."""

    name: str
    size: int
    sha256: str
    mode: int = 0o600


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and what it was made of; `programs` is the version of pg_dump."""

    format: int
    application: str
    version: str
    at: datetime
    server: str
    programs: int
    migrations: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    tables: tuple[Table, ...]

    @property
    def files(self) -> list[Member]:
        """Those that people handed in, and what else the folder held."""
        return [member for member in self.members if member.name.startswith(FILES)]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables)


def back_up(database: Database, file: Path, *, kept: Files, at: datetime) -> Manifest:
    """Write everything into a new file, which its owner alone reads; broken off, it leaves nothing."""
    if file.exists():
        raise Unusable(f"{file} 已经存在：请换一个文件名。")
    if file.resolve().is_relative_to(kept.folder.resolve()):
        raise Unusable(f"{file} 在 DATA_DIR 之内，会成为下一份备份的一部分：请写到别处。")
    with _complete_or_nothing(file) as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            manifest = _write_all(archive, database, kept, at)
            text = json.dumps(asdict(manifest) | {"at": at.isoformat()}, ensure_ascii=False, indent=1)
            archive.writestr(_entry(MANIFEST, at), text)
        _read_back(stream, file, manifest)
    return manifest


def restore(database: Database, file: Path, *, kept: Files) -> Manifest:
    """Put a backup into an empty database, among no files: all of it, compared with what was, or nothing."""
    with _opened(file) as archive:
        manifest = _checked(archive, file)
        _refuse_newer(manifest)
        _refuse_unless_empty(database, kept)
        programs = postgres.programs_for(max(manifest.programs, database.pg_version // 10000))
        members = [(member.name, member.name.removeprefix(FILES), member.mode) for member in manifest.files]
        with put_back(kept, archive, members), tempfile.TemporaryFile() as dumped:
            with archive.open(DUMP) as stored:
                shutil.copyfileobj(stored, dumped)  # pg_restore reads a real file
            dumped.seek(0)
            postgres.load(database, programs, dumped, manifest.tables)
    return manifest


def pending(manifest: Manifest) -> list[tuple[str, str]]:
    """The migrations of this code that the backup has not seen."""
    return sorted(_known_migrations() - set(manifest.migrations))


@contextmanager
def _complete_or_nothing(file: Path) -> Iterator[BinaryIO]:
    """A stream under a name that says unfinished; renamed when all of it is on the disk, else removed."""
    unfinished = None
    try:
        name = {"prefix": f".{file.name}.", "suffix": ".unfinished"}
        descriptor, unfinished = tempfile.mkstemp(**name, dir=file.parent)  # with mode 0600
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
        if file.exists():
            raise Unusable(f"{file} 在备份期间出现：没有覆盖它，也没有留下备份。")
        os.rename(unfinished, file)
        unfinished = None
        _settle_name(file)
    except StoreAway as away:
        raise Unusable(f"备份没有写成：{away}") from away
    except OSError as error:
        raise Unusable(f"备份不能写成：{error.filename or file}：{error.strerror}。") from error
    finally:
        if unfinished:
            os.unlink(unfinished)


def _settle_name(file: Path) -> None:
    """The new name is on the disk too, before anybody removes an older file."""
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_all(archive: zipfile.ZipFile, database: Database, kept: Files, at: datetime) -> Manifest:
    """The dump, the files, and what the tables hold, all as of one moment."""
    programs = postgres.programs_for(database.pg_version // 10000)
    with postgres.snapshot(database) as (cursor, snapshot_name):
        names = postgres.table_names(cursor)
        if "django_migrations" not in names:
            raise Unusable("这个数据库里没有本系统的数据，没有可备份的内容。")
        with postgres.dump(database, programs, snapshot_name) as stream:
            dumped = _add(archive, DUMP, stream, at)
        tables = [postgres.table_of(cursor, name) for name in names]
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = tuple(cursor.fetchall())
    # After the snapshot: a file is there before a row of the database names it.
    files = [_add(archive, FILES + name, stream, at, mode=mode) for name, stream, mode in kept.all()]
    return Manifest(
        format=FORMAT,
        application=APPLICATION,
        version=version(),
        at=at,
        server=".".join(map(str, divmod(database.pg_version, 10000))),
        programs=programs.version,
        migrations=migrations,
        members=(dumped, *files),
        tables=tuple(tables),
    )


def _read_back(stream: BinaryIO, file: Path, manifest: Manifest) -> None:
    """Every byte of it once more: only a backup that can be restored takes its name."""
    stream.flush()
    os.fsync(stream.fileno())
    with zipfile.ZipFile(stream) as archive:
        try:
            is_same = _checked(archive, file) == manifest
        except Unusable:
            is_same = False
    if not is_same:
        raise Unusable(f"{file} 写成后读出的内容不同，没有留下这一份：请检查磁盘。")


def _add(archive: zipfile.ZipFile, name: str, stream: BinaryIO, at: datetime, *, mode: int = 0o600) -> Member:
    """Copy a stream into the archive, counting and hashing what passes."""
    digest, size = hashlib.sha256(), 0
    with archive.open(_entry(name, at), "w", force_zip64=True) as member:
        while piece := stream.read(1 << 20):
            digest.update(piece)
            size += len(piece)
            member.write(piece)
    return Member(name, size, digest.hexdigest(), mode)


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except OSError as error:
        raise Unusable(f"无法读取文件“{file}”：{error.strerror}。") from error
    except DAMAGED as error:
        raise Unusable(f"{file} 不是备份文件，或已损坏；未改动任何内容。") from error
    with archive:
        yield archive


def _checked(archive: zipfile.ZipFile, file: Path) -> Manifest:
    """The manifest, after every byte that it speaks of was read and found as it says."""
    try:
        manifest = _manifest(json.loads(archive.read(MANIFEST)))
        whole = {MANIFEST, *(member.name for member in manifest.members)} == set(archive.namelist())
        wrong = [member.name for member in manifest.members if not _is_as_listed(archive, member)]
    except (OSError, *DAMAGED) as error:
        raise Unusable(f"{file} 不是备份文件，或已损坏；未改动任何内容。") from error
    if wrong:
        raise Unusable(f"{file} 已损坏（{wrong[0]}）；未改动任何内容。")
    if not whole:
        raise Unusable(f"{file} 已损坏（内容与清单不符）；未改动任何内容。")
    return manifest


def _manifest(fields: dict[str, object]) -> Manifest:
    """From JSON; a ValueError, TypeError or LookupError says that it is none of ours."""
    if fields["application"] != APPLICATION:
        raise ValueError(fields["application"])
    if fields["format"] > FORMAT:
        raise Unusable(f"这份备份出自更新的版本（{fields['version']}）：请用该版本或更新的程序恢复。")
    manifest = Manifest(
        format=fields["format"],
        application=fields["application"],
        version=fields["version"],
        at=datetime.fromisoformat(fields["at"]),
        server=fields["server"],
        programs=fields["programs"],
        migrations=tuple((app, name) for app, name in fields["migrations"]),
        members=tuple(Member(**member) for member in fields["members"]),
        tables=tuple(Table(**table) for table in fields["tables"]),
    )
    for member in manifest.files:
        parts = PurePosixPath(member.name).parts
        if ".." in parts or "//" in member.name or "\\" in member.name:
            raise ValueError(member.name)  # it would land outside DATA_DIR
    return manifest


def _is_as_listed(archive: zipfile.ZipFile, member: Member) -> bool:
    digest, size = hashlib.sha256(), 0
    with archive.open(member.name) as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
            size += len(piece)
    return (size, digest.hexdigest()) == (member.size, member.sha256)


def _known_migrations() -> set[tuple[str, str]]:
    """Those of this code, with those that they replace."""
    loader = MigrationLoader(None)
    replaced = [key for migration in loader.disk_migrations.values() for key in migration.replaces]
    return {*loader.disk_migrations, *replaced}


def _refuse_newer(manifest: Manifest) -> None:
    unknown = sorted(set(manifest.migrations) - _known_migrations())
    if unknown:
        newer = f"{manifest.version}，数据库变更 {'.'.join(unknown[0])}"
        raise Unusable(f"这份备份出自更新的版本（{newer}）：请用该版本或更新的程序恢复。")


def _refuse_unless_empty(database: Database, kept: Files) -> None:
    with database.cursor() as cursor:
        names = postgres.table_names(cursor)
    if names:
        name = database.settings_dict["NAME"]
        raise Unusable(f"数据库“{name}”不是空的（有{len(names)}张表）：请在 DATABASE_URL 中写一个空数据库。")
    kept.refuse_unless_empty()
