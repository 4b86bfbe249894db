"""Backup and restore on a real PostgreSQL, with a release's whole database."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import psutil
import psycopg2
import pytest
from django.core.files.storage import default_storage
from django.db import connections

from lianyungang import backup, postgres
from lianyungang.backup import back_up, pending, restore
from lianyungang.backup_files import Files, put_back
from lianyungang.postgres import Unusable
from lianyungang.settings import BASE_DIR
from projects.files.disk_store import DiskStore
from tests import s3
from tests.databases import empty_database, environment, execute, rows

AT = datetime(2021, 7, 14, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
RELEASE = BASE_DIR / "tests" / "releases" / "v0.1.0" / "backup.zip"
PASSWORD = "not-for-everybody"
SECONDS = 30
WAITING = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = '{program}' AND wait_event_type = 'Lock'
"""
CONNECTED = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'psql'"


def on_disk(folder):
    """Everything in one folder."""
    return Files(folder, DiskStore(location=folder, file_permissions_mode=0o600))


class Place:
    """A database with the folder of its files."""

    def __init__(self, url, folder, alias):
        self.url, self.folder = url, folder
        connections.databases[alias] = connections["default"].settings_dict | {
            "NAME": url.rpartition("/")[2],
            "PASSWORD": PASSWORD,  # the server beside the checkout asks for none
        }
        self.database = connections[alias]

    def back_up(self, file):
        return self.to(file)(self.database)

    def restore(self, file):
        return self.out_of(file)(self.database)

    def to(self, file):
        return lambda database: back_up(database, file, kept=on_disk(self.folder), at=AT)

    def out_of(self, file):
        return lambda database: restore(database, file, kept=on_disk(self.folder))

    def is_empty(self):
        return rows(self.url, postgres.TABLES) == [] and not any(self.folder.glob("**/*"))


@contextmanager
def place(purpose, folder):
    with empty_database(purpose) as url:
        try:
            yield Place(url, folder, purpose)
        finally:
            connections[purpose].close()
            del connections[purpose]
            del connections.databases[purpose]


@pytest.fixture(scope="module")
def source(tmp_path_factory, django_db_blocker):
    """A release's database, a person who is signed in, and some files."""
    folder = tmp_path_factory.mktemp("source")
    with django_db_blocker.unblock(), place("source", folder) as source:
        source.restore(RELEASE)
        execute(source.url, "INSERT INTO django_session VALUES ('somebody', 'signed in', now())")
        (folder / "ab" / "cd").mkdir(parents=True)
        (folder / "ab" / "cd" / "01").write_bytes(os.urandom(5000))
        (folder / "ab" / "表.txt").write_text("一份材料", encoding="utf-8")
        (folder / "ab" / "表.txt").chmod(0o640)
        (folder / "empty").touch()
        (folder / "demo-key").write_text("secret")
        yield source


@pytest.fixture(scope="module")
def restored(backed_up, tmp_path_factory):
    """What came back, for whoever only looks at it."""
    with place("restored", tmp_path_factory.mktemp("restored")) as restored:
        restored.manifest = restored.restore(backed_up)
        yield restored


@pytest.fixture
def target(source, tmp_path):
    """An empty database and an empty folder."""
    folder = tmp_path / "target"
    folder.mkdir()
    with place("target", folder) as target:
        yield target


@pytest.fixture(scope="module")
def untouched(source, tmp_path_factory):
    """The same for what is refused: it stays empty, so one serves all."""
    with place("untouched", tmp_path_factory.mktemp("untouched")) as untouched:
        yield untouched


@pytest.fixture(scope="module")
def backed_up(source, tmp_path_factory):
    file = tmp_path_factory.mktemp("backed-up") / "backup.zip"
    source.back_up(file)
    return file


def content(url):
    """Every table's rows, as text."""
    names = [name for (name,) in rows(url, postgres.TABLES)]
    return {name: sorted(rows(url, f'SELECT held::text FROM public."{name}" AS held')) for name in names}


def files(folder):
    return {
        path.relative_to(folder): (path.read_bytes(), path.stat().st_mode & 0o777)
        for path in folder.glob("**/*") if path.is_file()
    }  # fmt: skip


def rewritten(file, told, *, to):
    """A backup whose manifest says something else."""
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(to, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "manifest.json":
                content = json.dumps(told(json.loads(content)))
            changed.writestr(name, content)
    return to


class Attempt(threading.Thread):
    """Something done to a database meanwhile; in a thread Django has a connection of its own."""

    def __init__(self, what, alias):
        super().__init__()
        self.what, self.alias, self.refusal = what, alias, ""
        self.start()

    def run(self):
        try:
            self.what(connections[self.alias])
        except Unusable as refusal:
            self.refusal = str(refusal)
        finally:
            connections[self.alias].close()


def programs_running():
    """The command lines of what this test has started, by program."""
    return {child.name(): " ".join(child.cmdline()) for child in psutil.Process().children(recursive=True)}


def until(found):
    """Wait for something to be there."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.02)
    raise AssertionError("it did not come")


@contextmanager
def held_up(url):
    """A table locked: pg_dump waits for it."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("LOCK TABLE projects_task IN ACCESS EXCLUSIVE MODE")
        yield


def test_everything_comes_back_row_by_row(source, restored):
    there, here = content(source.url), content(restored.url)
    assert there.pop("django_session") and here.pop("django_session") == []
    assert {name for name in there if there[name] != here.get(name)} == set()
    assert here.keys() == there.keys()
    assert restored.manifest.rows == sum(len(rows) for rows in here.values()) > 8000
    assert {app for app, _ in pending(restored.manifest)} <= {"projects", "progress"}  # ours, made since


def test_the_files_come_back_but_for_the_key(source, restored):
    kept = files(source.folder)
    assert kept.pop(next(path for path in kept if path.name == "demo-key"))
    assert files(restored.folder) == kept


@pytest.mark.parametrize("table", ["projects_logentry", "progress_bulletin", "progress_bulletinfile"])
def test_what_may_never_change_may_not_after_a_restore(restored, table):
    with pytest.raises(psycopg2.errors.RestrictViolation):
        execute(restored.url, f"DELETE FROM {table}")


def test_the_next_row_gets_the_next_number(source, restored):
    numbers = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
    assert rows(restored.url, numbers) == rows(source.url, numbers)


def test_only_its_owner_reads_a_backup(backed_up):
    assert backed_up.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_not_overwritten(source, tmp_path):
    file = tmp_path / "there"
    file.write_text("kept")
    with pytest.raises(Unusable, match="已经存在"):
        source.back_up(file)
    assert file.read_text() == "kept"


def test_a_backup_is_not_written_among_what_it_backs_up(source):
    with pytest.raises(Unusable, match="DATA_DIR"):
        source.back_up(source.folder / "ab" / "backup.zip")


def test_a_folder_that_is_not_there_is_said(source, tmp_path):
    with pytest.raises(Unusable, match="不能写成"):
        source.back_up(tmp_path / "nowhere" / "backup.zip")


def test_a_backup_brings_files_into_a_store_and_back(backed_up, target, settings, tmp_path):
    """The disk's into a store that is S3-compatible, from there into an archive, and never among others."""
    kept = f"kept/aa/{'aa' * 32}"
    with_file = tmp_path / "with-file.zip"
    shutil.copyfile(backed_up, with_file)
    _add_member(with_file, f"files/{kept}", b"handed in")
    with s3.store() as bucket:
        settings.STORAGES = s3.storages(bucket.endpoint)
        in_store = Files(target.folder, default_storage)
        bucket.put("kept/bb/another", b"in the way")
        with pytest.raises(Unusable, match="S3_BUCKET"):
            restore(target.database, with_file, kept=in_store)
        bucket.clear()
        restore(target.database, with_file, kept=in_store)
        assert bucket.names() == [f"city/{kept}"]
        assert not (target.folder / "kept").exists()
        left = target.folder / kept  # by a time before the store
        left.parent.mkdir(parents=True)
        left.write_bytes(b"of then")
        alone = left.with_name("ab" * 32)  # and never brought into it
        alone.write_bytes(b"the only copy")
        back_up(target.database, tmp_path / "again.zip", kept=in_store, at=AT)
    with zipfile.ZipFile(tmp_path / "again.zip") as archive:
        assert archive.namelist().count(f"files/{kept}") == 1
        assert archive.read(f"files/{kept}") == b"handed in"
        assert archive.read(f"files/kept/aa/{alone.name}") == b"the only copy"


def test_what_cannot_all_be_put_into_a_store_is_taken_out_again(settings, tmp_path):
    with s3.store() as bucket, zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        settings.STORAGES = s3.storages(bucket.endpoint)
        archive.writestr("one", "a file")
        members = [("one", "kept/aa/one", 0o600), ("two", "kept/aa/two", 0o600)]
        with pytest.raises(KeyError), put_back(Files(tmp_path, default_storage), archive, members):
            pass
        assert bucket.names() == []


@pytest.fixture
def with_files(backed_up, tmp_path):
    """A backup in which people's files lie."""
    file = tmp_path / "with-files.zip"
    shutil.copyfile(backed_up, file)
    for letters in ("aa", "bb", "cc"):
        _add_member(file, f"files/kept/{letters}/{letters * 32}", b"handed in")
    return file


def test_files_that_people_handed_in_come_back_to_the_folder(target, with_files):
    target.restore(with_files)
    kept = [path for path in (target.folder / "kept").glob("*/*") if path.read_bytes() == b"handed in"]
    assert len(kept) == 3
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_files_of_a_restore_that_fails_go_from_the_folder(target, with_files):
    execute(target.url, "CREATE FUNCTION log_is_append_only() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    with pytest.raises(Unusable, match="log_is_append_only"):
        target.restore(with_files)
    assert target.is_empty()


def test_nothing_is_restored_while_the_store_is_away(target, with_files, settings):
    settings.STORAGES = s3.storages(s3.NOBODY)
    with pytest.raises(Unusable, match="没有恢复，未改动任何内容：文件存储暂时连接不上"):
        restore(target.database, with_files, kept=Files(target.folder, default_storage))
    assert target.is_empty()


def test_nothing_is_restored_into_a_store_that_refuses(target, with_files, settings):
    with s3.refusing(after=1) as store:
        settings.STORAGES = s3.storages(store.endpoint)
        with pytest.raises(Unusable, match="没有恢复，已全部撤销：文件存储暂时连接不上"):
            restore(target.database, with_files, kept=Files(target.folder, default_storage))
        assert (len(store.written), store.kept) == (1, set())
    assert target.is_empty()


def test_what_the_store_does_not_give_back_is_counted(settings, tmp_path):
    """It took two files and is away when they should go."""
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("one", "a file")
        members = [("one", "kept/aa/one", 0o600), ("one", "kept/aa/two", 0o600)]
        told = pytest.raises(Unusable, match="psql 不接受。存储里还留有恢复时写入的 2 个文件")
        with s3.refusing(after=2) as store, told:
            settings.STORAGES = s3.storages(store.endpoint)
            with put_back(Files(tmp_path, default_storage), archive, members):
                settings.STORAGES = s3.storages(s3.NOBODY)
                raise Unusable("psql 不接受。")


def test_a_backup_needs_the_store(source, settings, tmp_path):
    settings.STORAGES = s3.storages(s3.NOBODY)
    with pytest.raises(Unusable, match="备份没有写成：文件存储暂时连接不上"):
        back_up(source.database, tmp_path / "a.zip", kept=Files(source.folder, default_storage), at=AT)
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_a_store_that_is_none_is_one_sentence(settings, tmp_path):
    settings.STORAGES = s3.storages("livelihood.example:9000")
    with pytest.raises(Unusable, match="S3_ENDPOINT 不是可用的地址"):
        Files(tmp_path, default_storage).refuse_unless_empty()


class Twice(Files):
    """Two files of one name: what no archive can give back."""

    def all(self):
        for content in (b"one", b"two"):
            yield "ab/one", BytesIO(content), 0o600


def test_a_backup_that_cannot_be_read_back_is_none(source, tmp_path):
    kept = Twice(source.folder, on_disk(source.folder).store)
    with pytest.raises(Unusable, match="读出的内容不同"), pytest.warns(UserWarning, match="Duplicate name"):
        back_up(source.database, tmp_path / "backup.zip", kept=kept, at=AT)
    assert list(tmp_path.iterdir()) == []


def _add_member(file, name, content):
    """One more file in a backup, as its manifest tells it."""
    with zipfile.ZipFile(file) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    told = json.loads(parts.pop("manifest.json"))
    sha256 = hashlib.sha256(content).hexdigest()
    told["members"].append({"name": name, "size": len(content), "sha256": sha256, "mode": 0o600})
    with zipfile.ZipFile(file, "w") as archive:
        for each, part in {**parts, name: content, "manifest.json": json.dumps(told)}.items():
            archive.writestr(each, part)


def test_an_empty_database_is_no_backup(untouched, tmp_path):
    with pytest.raises(Unusable, match="没有本系统的数据"):
        untouched.back_up(tmp_path / "backup.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_holds_anything_is_refused(target, backed_up):
    execute(target.url, "CREATE TABLE somebodys (id int)")
    with pytest.raises(Unusable, match="不是空的"):
        target.restore(backed_up)
    assert rows(target.url, postgres.TABLES) == [("somebodys",)]


def test_a_folder_that_holds_anything_is_refused(target, backed_up):
    (target.folder / "somebodys").touch()
    with pytest.raises(Unusable, match="已有文件"):
        target.restore(backed_up)
    assert rows(target.url, postgres.TABLES) == []


@pytest.mark.parametrize("member", ["manifest.json", "database.dump", "files/ab/表.txt", "files/ab/cd/01"])
@pytest.mark.parametrize("part", [0, 0.5, 1])
def test_one_damaged_byte_is_refused(untouched, backed_up, tmp_path, member, part):
    with zipfile.ZipFile(backed_up) as archive:
        entry = archive.getinfo(member)
        with archive.open(member) as stream:
            stream.read(1)
            start = archive.fp.tell() - min(entry.file_size, 4096)  # zipfile has read that much ahead
    content = bytearray(backed_up.read_bytes())
    assert content[start : start + 10] == zipfile.ZipFile(backed_up).read(member)[:10]
    content[start + int(part * (entry.file_size - 1))] ^= 1
    damaged = tmp_path / "damaged"
    damaged.write_bytes(content)
    with pytest.raises(Unusable, match="损坏"):
        untouched.restore(damaged)
    assert untouched.is_empty()


@pytest.mark.parametrize("length", [0, 100, 100_000, -1])
def test_a_backup_that_breaks_off_is_refused(untouched, backed_up, tmp_path, length):
    part = tmp_path / "part"
    part.write_bytes(backed_up.read_bytes()[:length])
    with pytest.raises(Unusable, match="损坏"):
        untouched.restore(part)
    assert untouched.is_empty()


def test_another_archive_is_refused(untouched, tmp_path):
    with zipfile.ZipFile(tmp_path / "foreign.zip", "w") as archive:
        archive.writestr("manifest.json", '{"name": "something else"}')
    with pytest.raises(Unusable, match="不是备份文件"):
        untouched.restore(tmp_path / "foreign.zip")
    assert untouched.is_empty()


def test_no_file_at_all_is_said(untouched, tmp_path):
    with pytest.raises(Unusable, match="无法读取"):
        untouched.restore(tmp_path / "nothing")
    assert untouched.is_empty()


def test_a_name_that_leads_out_of_the_folder_is_refused(untouched, backed_up, tmp_path):
    def outside(told):
        told["members"][-1]["name"] = "files/../outside"
        return told

    with pytest.raises(Unusable, match="损坏"):
        untouched.restore(rewritten(backed_up, outside, to=tmp_path / "outside"))
    assert untouched.is_empty()


def test_a_table_that_came_back_otherwise_undoes_everything(untouched, backed_up, tmp_path):
    def otherwise(told):
        next(table for table in told["tables"] if table["name"] == "projects_unit")["sha256"] = "0" * 64
        return told

    with pytest.raises(Unusable, match="核对不一致（projects_unit）"):
        untouched.restore(rewritten(backed_up, otherwise, to=tmp_path / "otherwise"))
    assert untouched.is_empty()


def test_a_table_too_many_undoes_everything(untouched, backed_up, tmp_path):
    def without(told):
        told["tables"] = [table for table in told["tables"] if table["name"] != "projects_unit"]
        return told

    with pytest.raises(Unusable, match="核对不一致"):
        untouched.restore(rewritten(backed_up, without, to=tmp_path / "without"))
    assert untouched.is_empty()


def test_a_database_that_refuses_undoes_everything(target, backed_up):
    execute(target.url, "CREATE FUNCTION log_is_append_only() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    with pytest.raises(Unusable, match="log_is_append_only.* already exists"):
        target.restore(backed_up)
    assert target.is_empty()


def test_a_backup_of_later_code_is_refused(untouched, backed_up, tmp_path):
    def later(told):
        told["migrations"].append(["progress", "9999_of_tomorrow"])
        return told

    with pytest.raises(Unusable, match="9999_of_tomorrow"):
        untouched.restore(rewritten(backed_up, later, to=tmp_path / "later"))
    assert untouched.is_empty()


def test_a_later_form_of_backup_is_refused(untouched, backed_up, tmp_path):
    later = rewritten(backed_up, lambda told: told | {"format": backup.FORMAT + 1}, to=tmp_path / "later")
    with pytest.raises(Unusable, match="更新的版本"):
        untouched.restore(later)
    assert untouched.is_empty()


def test_code_that_is_newer_than_the_backup_is_named(source, tmp_path):
    manifest = source.back_up(tmp_path / "backup.zip")
    older = replace(manifest, migrations=tuple(each for each in manifest.migrations if each[0] != "axes"))
    newer = set(pending(older)) - set(pending(manifest))
    assert {app for app, _ in newer} == {"axes"}


def test_a_backup_beside_people_who_work_is_of_one_moment(source, target, tmp_path):
    execute(source.url, "CREATE TABLE asked (id serial)", "CREATE TABLE answered (id serial)")
    enough = threading.Event()

    def work():
        with closing(psycopg2.connect(source.url)) as connection, connection.cursor() as cursor:
            while not enough.is_set():
                cursor.execute("INSERT INTO asked DEFAULT VALUES")
                cursor.execute("INSERT INTO answered DEFAULT VALUES")
                connection.commit()

    def written():
        return rows(source.url, "SELECT count(*) FROM asked")[0][0]

    worker = threading.Thread(target=work)
    worker.start()
    try:
        before = until(written)
        source.back_up(tmp_path / "backup.zip")
        after = written()
    finally:
        enough.set()
        worker.join()
    target.restore(tmp_path / "backup.zip")
    execute(source.url, "DROP TABLE asked, answered")
    asked, answered = content(target.url)["asked"], content(target.url)["answered"]
    assert before <= len(asked) == len(answered) < after


def test_a_backup_that_is_ended_leaves_nothing(source, tmp_path):
    with held_up(source.url):
        command = [sys.executable, "manage.py", "backup", str(tmp_path / "backup.zip")]
        settings = environment(source.url, DATA_DIR=str(source.folder))
        running = subprocess.Popen(command, cwd=BASE_DIR, env=settings, stderr=subprocess.DEVNULL)
        until(lambda: rows(source.url, WAITING.format(program="pg_dump")))
        assert [path.suffix for path in tmp_path.iterdir()] == [".unfinished"]
        running.terminate()
        assert running.wait(SECONDS) != 0
    assert list(tmp_path.iterdir()) == []
    until(lambda: not rows(source.url, WAITING.format(program="pg_dump")))


def test_a_dump_that_breaks_off_leaves_nothing(source, tmp_path):
    with held_up(source.url):
        attempt = Attempt(source.to(tmp_path / "backup.zip"), "source")
        [(pid,)] = until(lambda: rows(source.url, WAITING.format(program="pg_dump")))
        execute(source.url, f"SELECT pg_terminate_backend({pid})")
        attempt.join(SECONDS)
    assert "pg_dump 没有完成" in attempt.refusal
    assert list(tmp_path.iterdir()) == []


def test_the_password_stands_in_no_command_line(source, target, backed_up, tmp_path):
    with held_up(source.url):
        attempt = Attempt(source.to(tmp_path / "backup.zip"), "source")
        until(lambda: rows(source.url, WAITING.format(program="pg_dump")))
        dumping = programs_running()
    attempt.join(SECONDS)
    with closing(psycopg2.connect(target.url)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE projects_unit ()")  # not committed: nobody sees it, psql waits for it
        attempt = Attempt(target.out_of(backed_up), "target")
        until(lambda: rows(target.url, WAITING.format(program="psql")))
        loading = programs_running()
        connection.rollback()
    attempt.join(SECONDS)
    assert attempt.refusal == ""
    assert dumping.keys() == {"pg_dump"} and "psql" in loading
    assert not [line for line in (*dumping.values(), *loading.values()) if PASSWORD in line]


def test_a_restore_that_is_killed_saves_no_row(target, backed_up):
    command = [sys.executable, "manage.py", "restore", str(backed_up)]
    settings = environment(target.url, DATA_DIR=str(target.folder))
    with closing(psycopg2.connect(target.url)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE projects_unit ()")
        running = subprocess.Popen(command, cwd=BASE_DIR, env=settings, stderr=subprocess.DEVNULL)
        until(lambda: rows(target.url, WAITING.format(program="psql")))
        running.kill()
        running.wait(SECONDS)
        connection.rollback()  # psql goes on with what it was given, and comes to no COMMIT
    until(lambda: not rows(target.url, CONNECTED))
    assert rows(target.url, postgres.TABLES) == []


def test_a_server_newer_than_every_program_here_is_said():
    with pytest.raises(Unusable, match="需要 PostgreSQL 99"):
        postgres.programs_for(99)
