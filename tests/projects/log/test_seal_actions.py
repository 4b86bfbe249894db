"""Sealing on a real database: with several connections, by people who may do anything there."""

from contextlib import closing, contextmanager
from datetime import timedelta
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from projects.accounts.actions import SIGNED_IN
from projects.log import seal_actions, seal_reads
from projects.log.actions import record
from projects.log.seal_actions import seal_log
from projects.log.seal_reads import check_log, seal_of_digest, waiting
from projects.log.witness import written_down
from projects.models import LogSeal
from projects.rules.errors import Refused
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def entries(number=1):
    for _ in range(number):
        record(SIGNED_IN, by=None, at=NOW, detail={"序": 1.5})


@pytest.fixture
def two_seals():
    """Five entries under two seals."""
    entries(3)
    seal_log(at=NOW)
    entries(2)
    seal_log(at=NOW + timedelta(minutes=5))


@contextmanager
def past_the_triggers():
    """As the owner of the server could."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


def told(*arguments):
    out = StringIO()
    call_command("verify_log", *arguments, stdout=out)
    return out.getvalue()


def complaint(*arguments):
    out = StringIO()
    with pytest.raises(CommandError, match="操作记录与封存时不同"):
        call_command("verify_log", *arguments, stdout=out)
    return out.getvalue()


def test_a_seal_takes_all_that_is_new_and_names_the_one_before(two_seals):
    first, second = LogSeal.objects.all()
    assert (first.number, first.count, first.previous) == (1, 3, "")
    assert (second.number, second.count, second.previous) == (2, 2, first.digest)
    assert second.first == first.last + 1
    assert waiting() == 0
    assert seal_log(at=NOW) == []
    assert told().startswith("操作记录完整：5条记录，2号封存")


def test_many_entries_come_under_several_seals(monkeypatch):
    monkeypatch.setattr(seal_actions, "MOST", 2)
    entries(5)
    assert [seal.count for seal in seal_log(at=NOW)] == [2, 2, 1]
    assert not check_log().faults


def test_what_is_not_sealed_is_said(two_seals):
    entries()
    assert "另有1条尚未封存" in told()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE projects_logentry SET actor_name = '别人' WHERE id = {entry}", "被改动过"),
        ("UPDATE projects_logentry SET at = at + interval '1 microsecond' WHERE id = {entry}", "被改动过"),
        ("UPDATE projects_logentry SET detail = '{{}}' WHERE id = {entry}", "被改动过"),
        ("DELETE FROM projects_logentry WHERE id = {entry}", "少了1条"),
        ("UPDATE projects_logentry SET id = -id WHERE id = {entry}", "不在任何封存之内"),
        ("DELETE FROM projects_logseal WHERE number = 1", "第1号封存不在了"),
        ("DELETE FROM projects_logseal WHERE number = 2", "尾部被截去"),
        ("UPDATE projects_logseal SET digest = repeat('0', 64) WHERE number = 2", "被重做过"),
    ],
)
def test_what_was_done_past_the_triggers_is_found(two_seals, statement, sentence):
    with past_the_triggers() as cursor:
        cursor.execute(statement.format(entry="(SELECT min(id) + 1 FROM projects_logentry)"))
        assert cursor.rowcount == 1
    assert sentence in complaint()


def test_a_tail_that_was_cut_and_sealed_anew_is_found_by_the_file_outside(two_seals):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM projects_logseal WHERE number = 2")
        cursor.execute("DELETE FROM projects_logentry WHERE id = (SELECT max(id) FROM projects_logentry)")
    seal_log(at=NOW + timedelta(minutes=10))
    assert "被重做过" in complaint()


def test_a_seal_made_while_the_log_is_checked_is_no_fault(two_seals, monkeypatch):
    check = seal_reads.check

    def checked_slowly(seals, lines):
        checked = check(seals, lines)
        entries()
        seal_log(at=NOW + timedelta(minutes=10))
        return checked

    monkeypatch.setattr(seal_reads, "check", checked_slowly)
    assert not check_log().faults
    assert LogSeal.objects.count() == 3


def test_a_digest_written_down_is_known_again_and_a_foreign_one_is_not(two_seals):
    digest = LogSeal.objects.get(number=1).digest
    assert told("--digest", digest[:20].upper())
    assert seal_of_digest(f"{digest[:8]} {digest[8:16]}").number == 1
    assert seal_of_digest(digest[:15]) is None
    assert seal_of_digest("%" * 20) is None
    assert "都不相符" in complaint("--digest", "0" * 64)


def test_the_file_outside_holds_every_seal_and_is_read_by_its_owner_alone(two_seals, settings):
    assert written_down() == dict(LogSeal.objects.values_list("number", "digest"))
    assert settings.LOG_WITNESS.stat().st_mode & 0o777 == 0o600


def test_a_line_that_broke_off_is_written_again(two_seals, settings):
    whole = settings.LOG_WITNESS.read_bytes()
    settings.LOG_WITNESS.write_bytes(whole[: whole.index(b"\n") + 20])
    seal_log(at=NOW)
    assert written_down() == dict(LogSeal.objects.values_list("number", "digest"))
    assert not check_log().faults


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM projects_logseal", "UPDATE projects_logseal SET count = 1", "TRUNCATE projects_logseal"],
)
def test_a_seal_is_never_changed_nor_the_table_emptied(two_seals, statement):
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_the_log_is_not_emptied_at_a_stroke():
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE projects_logentry")


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_written_late_is_neither_missed_nor_flagged(monkeypatch):
    monkeypatch.setattr(seal_actions, "PATIENCE", "200ms")
    insert = (
        "INSERT INTO projects_logentry (at, actor_name, role, act, word, object_label, object_url,"
        " role_words, result, detail) VALUES (now(), '', '', 'late', '', '', '', '{}', 'done', '{}')"
    )
    address = connection.get_connection_params()
    names = {name: address[name] for name in ("dbname", "user", "host", "port") if name in address}
    with closing(psycopg2.connect(**names, password=address.get("password"))) as other:
        other.cursor().execute(insert)  # has its number, is not yet committed
        entries()  # a higher one is
        with pytest.raises(Refused, match="正在写入"):
            seal_log(at=NOW)
        assert not LogSeal.objects.exists()
        other.commit()
        other.cursor().execute(insert)
        other.rollback()  # a number that nobody will ever have
    entries()
    [seal] = seal_log(at=NOW)
    assert seal.count == 3
    assert not check_log().faults
