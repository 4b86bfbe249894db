"""Documents of before the store go into it, one after the other: none is lost, wherever it is broken off."""

import os
import time
from datetime import timedelta
from threading import Event

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from projects.adoption.actions import receive_document
from projects.adoption.store_actions import move_to_store
from projects.files.actions import keep, sweep
from projects.files.disk_store import DiskStore
from projects.files.uploads import by_bytes
from projects.models import Chore, KeptFile, SourceDocument
from projects.rules.chores import ChoreKind
from projects.rules.errors import Refused
from tests import s3
from tests.at_once import at_once
from tests.factories import NOW
from tests.projects.adoption.test_kept_documents import full, stored
from tests.projects.files.test_actions import named
from tests.sample_files import bytes_at

pytestmark = pytest.mark.django_db
NIGHT = timedelta(days=1)
TEXTS = (b"one", b"two", b"three")


@pytest.fixture
def old():
    """Documents as an installation of v0.2 holds them."""
    for text in TEXTS:
        receive_document(text, name=f"{text.decode()}.txt", at=NOW - 9 * NIGHT, by=None)
    SourceDocument.objects.update(file=None)
    KeptFile.objects.all().delete()
    for name in stored():
        os.unlink(default_storage.path(f"kept/{name[:2]}/{name}"))
    return SourceDocument.objects.order_by("pk")


def held(documents):
    """Where the bytes of each are: by the row, by the store."""
    return [
        (bytes(each.content) if each.content is not None else None, each.file and bytes_at(each.file.path))
        for each in documents.all()
    ]


def test_first_the_file_is_written_and_the_next_night_the_row_lets_go(old):
    moved = move_to_store(NOW)
    assert (moved.written, moved.let_go, moved.complaints) == (3, 0, ())
    assert held(old) == [(text, text) for text in TEXTS]
    assert move_to_store(NOW + timedelta(hours=1)).let_go == 0
    assert move_to_store(NOW + NIGHT).let_go == 3
    assert held(old) == [(None, text) for text in TEXTS]
    moved = move_to_store(NOW + 2 * NIGHT)
    assert (moved.written, moved.let_go) == (0, 0)


def kept_as_evidence(text):
    """The same bytes as they were handed in with a report, nine nights ago."""
    with transaction.atomic():
        row = keep(by_bytes(text, "a.txt"), at=NOW - 9 * NIGHT)
    named(row)
    return row


def spoil(row):
    """Other bytes of the same length."""
    with open(default_storage.path(row.path), "r+b") as stream:
        stream.write(b"O")


HOURS = (timedelta(hours=1), timedelta(hours=11))


@pytest.mark.parametrize("after", HOURS)
def test_an_old_one_whose_bytes_were_evidence_before_stays_in_both_as_long(old, after):
    kept_as_evidence(b"one")
    assert move_to_store(NOW).written == 3
    assert move_to_store(NOW + after).let_go == 0
    assert move_to_store(NOW + NIGHT).let_go == 3


@pytest.mark.parametrize("after", HOURS)
def test_a_new_one_whose_bytes_were_kept_before_stays_in_both_as_long(db, after):
    first = receive_document(b"new", name="a.txt", at=NOW - 2 * NIGHT, by=None)
    first.delete()  # discarded; the file waits for the sweep
    kept_as_evidence(b"evidence")
    for text in (b"new", b"evidence"):
        receive_document(text, name="b.txt", at=NOW, by=None)
    assert move_to_store(NOW + after).let_go == 0
    assert move_to_store(NOW + NIGHT).let_go == 2


@pytest.mark.parametrize("is_evidence", [False, True])
def test_what_changed_in_the_store_at_the_same_length_is_written_anew_and_told_once(old, is_evidence):
    move_to_store(NOW)
    if is_evidence:
        kept_as_evidence(b"two")
    spoil(old[1].file)
    moved = move_to_store(NOW + NIGHT)
    assert (moved.let_go, moved.written, len(moved.complaints)) == (2, 1, 1)
    assert held(old) == [(None, b"one"), (b"two", b"two"), (None, b"three")]
    assert move_to_store(NOW + NIGHT + HOURS[0]).let_go == 0
    moved = move_to_store(NOW + 2 * NIGHT)
    assert (moved.let_go, moved.complaints) == (1, ())


def test_what_the_store_spoils_again_is_told_once_a_night(old, monkeypatch):
    move_to_store(NOW)
    spoil(old[1].file)
    real = DiskStore._save

    def spoilt(store, name, content):
        saved = real(store, name, content)
        with open(store.path(name), "r+b") as stream:
            stream.write(b"O")
        return saved

    monkeypatch.setattr(DiskStore, "_save", spoilt)
    assert len(move_to_store(NOW + NIGHT).complaints) == 1
    assert held(old)[1] == (b"two", None)


WAITS = """
    SELECT FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database =
    (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def until_somebody_waits_for_a_checksum():
    """The other act has come as far as it comes."""
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(WAITS)
            if cursor.fetchone() is not None:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits for the checksum")


@pytest.mark.django_db(transaction=True)
def test_who_brings_the_same_bytes_and_who_moves_them_wait_for_each_other(old):
    one, held_it = old[0], Event()

    def bring():
        with transaction.atomic():
            keep(by_bytes(b"one", "one.txt"), at=NOW)
            held_it.set()
            until_somebody_waits_for_a_checksum()
            SourceDocument.objects.filter(pk=one.pk).update(title="清单")  # as an upload does

    def move():
        held_it.wait(10)
        told.append(move_to_store(NOW).written)

    told = []
    assert at_once(bring, move) == []
    one.refresh_from_db()
    assert (told, one.title) == ([3], "清单")


def test_a_new_one_takes_the_same_way(db):
    document = receive_document(b"new", name="a.txt", at=NOW, by=None)
    assert move_to_store(NOW + NIGHT).let_go == 1
    document.refresh_from_db()
    assert (document.content, bytes_at(document.file.path)) == (None, b"new")


def test_what_a_worker_of_before_brings_meanwhile_goes_the_same_way(old):
    move_to_store(NOW)
    values = {"name": "c.txt", "content": b"x", "received_at": NOW}
    sha256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    SourceDocument.objects.create(sha256=sha256, **values)
    assert move_to_store(NOW).written == 1


def test_killed_between_the_file_and_the_row_it_goes_on(old):
    first = old[0]
    path = f"kept/{first.sha256[:2]}/{first.sha256}"
    os.makedirs(os.path.dirname(default_storage.path(path)), exist_ok=True)
    with open(default_storage.path(path), "wb") as half:
        half.write(b"on")
    assert move_to_store(NOW).written == 3
    assert held(old)[0] == (b"one", b"one")


def test_a_disk_that_gets_full_stops_it_and_it_goes_on_with_the_next_call(old, monkeypatch):
    real, written = DiskStore._save, []

    def two(store, name, content):
        written.append(name)
        return real(store, name, content) if len(written) < 3 else full(store, name, content)

    monkeypatch.setattr(DiskStore, "_save", two)
    with pytest.raises(Refused, match="存储空间已满，“three.txt”没有保存"):
        move_to_store(NOW)
    assert held(old) == [(b"one", b"one"), (b"two", b"two"), (b"three", None)]
    assert len(stored()) == 2
    monkeypatch.setattr(DiskStore, "_save", real)
    assert move_to_store(NOW).written == 1
    assert held(old) == [(text, text) for text in TEXTS]


def test_a_store_that_gives_other_bytes_back_is_not_trusted(old, monkeypatch):
    real = DiskStore._save

    def spoilt(store, name, content):
        saved = real(store, name, content)
        with open(store.path(name), "r+b") as stream:
            stream.write(b"O")
        return saved

    monkeypatch.setattr(DiskStore, "_save", spoilt)
    moved = move_to_store(NOW)
    assert (moved.written, len(moved.complaints)) == (0, 3)
    assert held(old) == [(text, None) for text in TEXTS]
    assert stored() == []


def test_what_the_store_lost_before_the_row_let_go_is_read_from_the_row_and_written_anew(old):
    move_to_store(NOW)
    os.unlink(default_storage.path(old[1].file.path))
    moved = move_to_store(NOW + NIGHT)
    assert (moved.let_go, moved.written) == (2, 1)
    assert "“two.txt”在文件存储中缺失或内容已变" in moved.complaints[0]
    assert held(old) == [(None, b"one"), (b"two", b"two"), (None, b"three")]


def test_bytes_that_are_not_those_that_came_stay_where_they_are_and_are_told(old):
    SourceDocument.objects.filter(pk=old[0].pk).update(content=b"other")
    moved = move_to_store(NOW)
    assert (moved.written, len(moved.complaints)) == (2, 1)
    assert held(old)[0] == (b"other", None)


@pytest.mark.django_db(transaction=True)
def test_two_who_move_at_once_move_each_once(old):
    told = []
    assert at_once(lambda: told.append(move_to_store(NOW)), lambda: told.append(move_to_store(NOW))) == []
    assert sum(each.written for each in told) == 3
    assert held(old) == [(text, text) for text in TEXTS]
    told.clear()
    night = NOW + NIGHT
    at_once(lambda: told.append(move_to_store(night)), lambda: told.append(move_to_store(night)))
    assert sum(each.let_go for each in told) == 3
    assert held(old) == [(None, text) for text in TEXTS]


def test_no_document_is_without_its_bytes(old):
    with pytest.raises(IntegrityError, match="a_document_has_its_bytes"), transaction.atomic():
        SourceDocument.objects.update(content=None)


def test_the_timer_moves_them_and_the_sweep_takes_none(old):
    call_command("tend")
    assert "公文移入文件存储：写入 3 份" in Chore.objects.get(kind=ChoreKind.TIDY).said
    for days in range(1, 4):
        assert sweep(NOW + days * NIGHT).rows == 0
    assert [in_store for _, in_store in held(old)] == list(TEXTS)


def test_the_timer_names_a_document_that_stays_and_sweeps_all_the_same(old):
    SourceDocument.objects.filter(pk=old[0].pk).update(content=b"other")
    stray = default_storage.save(f"kept/ab/{'ab' * 32}", ContentFile(b"broken off"))
    os.utime(default_storage.path(stray), (0, 0))
    with pytest.raises(CommandError):
        call_command("tend")
    assert "公文“one.txt”在数据库中的内容与校验值不符" in Chore.objects.get(kind=ChoreKind.TIDY).complaint
    assert not default_storage.exists(stray)


def test_the_timer_tells_that_the_store_is_away(old, settings):
    settings.STORAGES = s3.storages(s3.NOBODY)
    with pytest.raises(CommandError):
        call_command("tend")
    assert "文件存储暂时连接不上" in Chore.objects.get(kind=ChoreKind.TIDY).complaint
    assert [in_row for in_row, _ in held(old)] == list(TEXTS)
