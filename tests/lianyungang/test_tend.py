"""`manage.py tend` does what a timer does."""

from contextlib import closing
from datetime import timedelta
from io import StringIO
from threading import Event
from types import SimpleNamespace

import psycopg2
import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from lianyungang import chores, health, sealing
from lianyungang.chores import tend
from lianyungang.health import report
from lianyungang.postgres import Unusable
from projects.files.actions import keep
from projects.files.uploads import looked_at
from projects.log.actions import record
from projects.log.acts import REFUSED
from projects.log.seal_actions import SEALING
from projects.models import Chore, KeptFile, LogSeal
from projects.rules.chores import ChoreKind
from projects.rules.roles import Role
from tests.factories import NOW, make_evidence, make_report, make_task, make_unit
from tests.sample_files import pdf, uploaded

pytestmark = pytest.mark.django_db


def told(name):
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


def test_what_is_over_goes_and_what_is_used_stays():
    unit, long_ago = make_unit(), timezone.now() - timedelta(days=2)
    used = make_evidence(make_report(make_task(lead=unit), unit))
    unused = keep(looked_at(uploaded(pdf(), "a.pdf")), at=long_ago)
    KeptFile.objects.filter(pk=unused.pk).update(unused_since=long_ago)
    Session.objects.create(session_key="old", session_data="", expire_date=long_ago)
    assert "不再使用的 1 个" in told("tend")
    assert not Session.objects.exists()
    assert default_storage.exists(used.file.path)
    assert not default_storage.exists(unused.path)
    assert "不再使用的 0 个" in told("tend")


def test_files_are_verified_by_their_checksums():
    unit = make_unit()
    row = make_evidence(make_report(make_task(lead=unit), unit))
    assert "1 个文件均与存入时一致" in told("verify_files")
    with open(default_storage.path(row.file.path), "r+b") as stream:
        stream.write(b"x")
    with pytest.raises(CommandError, match=f"1 个文件与存入时不同：{row.file.path} 内容已变"):
        told("verify_files")
    assert Chore.objects.failing().get().kind == ChoreKind.FILES


def test_every_file_is_verified_once_a_night():
    assert "个文件均与存入时一致" in tended(NOW.replace(hour=2))[1]
    assert "个文件均与存入时一致" not in tended(NOW.replace(hour=3))[1]


@pytest.fixture
def backups(settings, tmp_path, monkeypatch):
    """A folder, and backups that are made at once: what is in them is told elsewhere."""
    settings.BACKUP_DIR, settings.BACKUPS_KEPT = str(tmp_path / "backups"), 2

    def made(database, file, *, kept, at):
        file.write_text("a backup")
        return SimpleNamespace(tables=(), rows=0, files=())

    monkeypatch.setattr(chores, "back_up", made)
    return tmp_path / "backups"


def tended(at, *, only_due=True):
    """Whether all succeeded, and what was said."""
    said = []
    return tend(at=at, only_due=only_due, say=said.append), " ".join(said)


def test_every_run_seals_the_log():
    record(REFUSED, by=None, at=timezone.now())
    assert tended(NOW)[0]
    record(REFUSED, by=None, at=timezone.now())
    assert "已封存操作记录1条" in tended(NOW + timedelta(minutes=5))[1]
    assert LogSeal.objects.count() == 2


def test_a_backup_is_made_once_a_night_and_the_oldest_goes(backups):
    for day in range(3):
        night = NOW.replace(hour=2) + timedelta(days=day)
        assert "已备份" in tended(night)[1]
        assert "已备份" not in tended(night + timedelta(minutes=5))[1]
        assert "已备份" not in tended(night + timedelta(minutes=10), only_due=False)[1]
    assert [file.name[11:19] for file in sorted(backups.iterdir())] == ["20210715", "20210716"]
    assert backups.stat().st_mode & 0o777 == 0o700


def test_the_backup_just_made_stays_where_the_clock_was_set_back(backups):
    for day in (3, 2, 1):
        tended(NOW.replace(hour=2) + timedelta(days=day))
        Chore.objects.filter(kind=ChoreKind.BACKUP).delete()
    assert [file.name[11:19] for file in sorted(backups.iterdir())] == ["20210715", "20210717"]


def test_what_is_not_a_backup_of_ours_stays_and_what_a_killed_one_left_goes(backups):
    backups.mkdir()
    for name in ("2021-07-01.zip", ".livelihood-20210713-020000.zip.x.unfinished"):
        (backups / name).touch()
    for day in range(4):
        tended(NOW.replace(hour=2) + timedelta(days=day))
    assert len(list(backups.glob("livelihood-*"))) == 2
    assert (backups / "2021-07-01.zip").exists()
    assert not list(backups.glob("*.unfinished"))


def test_without_a_folder_no_backup_is_made():
    assert "备份" not in tended(NOW)[1]
    assert not Chore.objects.filter(kind=ChoreKind.BACKUP).exists()


def test_a_backup_that_fails_is_told_where_the_administrator_looks_until_one_succeeds(
    backups, monkeypatch, as_role
):
    def full(*arguments, **named):
        raise Unusable("备份不能写成：/backups：设备上没有空间。")

    night, works = NOW.replace(hour=2), chores.back_up
    monkeypatch.setattr(chores, "back_up", full)
    succeeded, said = tended(night)
    assert not succeeded
    assert "备份没有成功" in said
    administrator = as_role(Role.ADMINISTRATOR)
    for page in ("/", "/start/"):
        assert "设备上没有空间" in administrator.get(page).content.decode()
    assert "设备上没有空间" not in as_role(Role.COORDINATOR).get("/").content.decode()
    assert report(night)["backup"] == "failed"
    monkeypatch.setattr(chores, "back_up", works)
    assert "备份" not in tended(night + timedelta(minutes=5))[1]
    assert tended(night + timedelta(hours=1))[0]
    assert "设备上没有空间" not in administrator.get("/").content.decode()
    assert report(night + timedelta(hours=1))["backup"] == "ok"


def test_the_log_is_sealed_also_while_a_chore_takes_its_time(monkeypatch):
    sealed, came = Event(), []
    monkeypatch.setattr(sealing, "EVERY", 0.01)
    monkeypatch.setattr(sealing, "seal_log", lambda at: sealed.set())
    monkeypatch.setitem(chores.DUTIES, ChoreKind.TIDY, lambda at: str(came.append(sealed.wait(5))))
    tended(NOW)
    assert came == [True]


def test_what_nobody_foresaw_does_not_keep_the_others_from_their_turn(monkeypatch):
    def broken(at):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setitem(chores.DUTIES, ChoreKind.SEAL, broken)
    succeeded, said = tended(NOW)
    assert not succeeded
    assert "封存操作记录没有成功：ZeroDivisionError" in said
    assert "不再使用的" in said


def test_a_changed_log_is_told(as_role):
    record(REFUSED, by=None, at=timezone.now())
    tended(NOW.replace(hour=1))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE projects_logentry SET act = 'nothing'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    tended(NOW.replace(hour=2))
    assert "被改动过" in as_role(Role.ADMINISTRATOR).get("/").content.decode()
    assert report(NOW.replace(hour=2))["log"] == "failed"


def test_who_comes_while_another_tends_does_nothing(backups):
    with closing(psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})) as other:
        other.cursor().execute("SELECT pg_advisory_lock(%s)", [chores.TENDING])
        assert tended(NOW) == (True, "另一次定时维护正在进行，这次不重复办理。")


def test_health_tells_each_part(backups, client):
    assert report(NOW) | {"version": ""} == {
        "status": "ok",
        "database": "ok",
        "disk": "ok",
        "files": "never",
        "timer": "never",
        "seal": "never",
        "log": "never",
        "backup": "never",
        "contents": "never",
        "tidying": "never",
        "reminders": "never",
        "failing": [],
        "timer_at": None,
        "backup_at": None,
        "version": "",
    }
    tended(NOW.replace(hour=2))
    told = report(NOW.replace(hour=3))
    parts = ("status", "files", "timer", "seal", "log", "backup", "contents", "tidying")
    assert {told[each] for each in parts} == {"ok"}
    assert told["timer_at"] == "2021-07-14T02:30:00+08:00"
    assert report(NOW.replace(hour=4))["timer"] == "late"
    assert report(NOW + timedelta(days=2))["status"] == "degraded"
    assert client.get("/healthz").json()["version"]


@pytest.mark.parametrize(
    ("kind", "part", "word", "status"),
    [
        (ChoreKind.TIMER, "timer", "failed", "degraded"),
        (ChoreKind.SEAL, "seal", "failed", "degraded"),
        (ChoreKind.VERIFY, "log", "failed", "degraded"),
        (ChoreKind.BACKUP, "backup", "failed", "degraded"),
        (ChoreKind.STORE, "files", "away", "degraded"),
        (ChoreKind.FILES, "contents", "failed", "degraded"),
        (ChoreKind.TIDY, "tidying", "failed", "ok"),
        (ChoreKind.REMIND, "reminders", "failed", "ok"),
    ],
)
def test_a_chore_that_fails_is_named_and_degrades_where_all_depends_upon_it(
    settings, kind, part, word, status
):
    settings.BACKUP_DIR = "/backups"
    Chore.objects.create(kind=kind, failed_at=NOW, complaint="不成")
    told = report(NOW)
    assert (told[part], told["failing"], told["status"]) == (word, [part], status)
    Chore.objects.filter(kind=kind).update(done_at=NOW)
    assert (report(NOW)["failing"], report(NOW)["status"]) == ([], "ok")
    late = report(NOW + timedelta(hours=31))
    assert (late[part], late["failing"], late["status"]) == ("late", [part], status)


def test_only_the_database_makes_it_unavailable(monkeypatch):
    def away(*arguments):
        raise OperationalError("no connection")

    monkeypatch.setattr(health, "LITTLE", 10**18)
    monkeypatch.setattr(health.Chore.objects, "all", away)
    told = report(NOW)
    assert (told["status"], told["database"]) == ("unavailable", "unavailable")
    assert told["failing"] == ["database", "disk"]
    assert told["version"]


def test_every_chore_has_its_part():
    assert set(health.PARTS) == set(ChoreKind)


def test_without_a_folder_for_backups_none_is_missed():
    Chore.objects.create(kind=ChoreKind.BACKUP, failed_at=NOW, complaint="不成")
    assert (report(NOW)["backup"], report(NOW)["status"]) == ("off", "ok")


def test_a_timer_that_comes_once_a_night_is_late_after_a_day():
    tended(NOW, only_due=False)
    assert report(NOW + timedelta(hours=25))["timer"] == "ok"
    assert report(NOW + timedelta(hours=31))["timer"] == "late"


def test_a_disk_that_is_nearly_full_is_told(monkeypatch):
    monkeypatch.setattr(health, "LITTLE", 10**18)
    told = report(NOW)
    assert (told["disk"], told["failing"], told["status"]) == ("low", ["disk"], "degraded")


def sealed_by_hand():
    out = StringIO()
    call_command("tend", "--seal", stdout=out)
    return out.getvalue().strip()


def test_a_server_that_is_stopped_seals_says_so_and_does_nothing_else():
    for _ in range(2):
        record(REFUSED, by=None, at=NOW)
    assert sealed_by_hand() == "已封存操作记录2条。"
    assert sealed_by_hand() == "操作记录没有新增。"
    assert LogSeal.objects.get().count == 2
    assert not Chore.objects.exists()


def test_what_cannot_be_sealed_now_is_told(settings, tmp_path):
    record(REFUSED, by=None, at=NOW)
    settings.LOG_WITNESS = tmp_path / "missing"
    settings.LOG_WITNESS.mkdir()
    with pytest.raises(CommandError, match="库外封存簿不能写入.*missing"):
        sealed_by_hand()


def test_another_that_seals_at_this_moment_is_told():
    record(REFUSED, by=None, at=NOW)
    with closing(psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})) as other:
        other.cursor().execute("SELECT pg_advisory_lock(%s)", [SEALING])
        assert sealed_by_hand() == "另一个进程正在封存操作记录，这次没有重复封存。"
    assert not LogSeal.objects.exists()
