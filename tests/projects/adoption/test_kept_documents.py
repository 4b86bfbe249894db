"""The bytes of a document lie in the file store: there before its row is, once, and gone where it is not."""

import errno
import os
import time
from datetime import timedelta
from threading import Event

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from projects.adoption.actions import receive_document
from projects.adoption.readings import read_document
from projects.adoption.upload_actions import discard, upload
from projects.files.actions import keep, sweep
from projects.files.disk_store import DiskStore
from projects.files.uploads import by_bytes, looked_at
from projects.models import DocumentReading, KeptFile, LogEntry, SourceDocument
from projects.rules.errors import Refused
from projects.rules.roles import Role
from tests import s3
from tests.at_once import at_once
from tests.factories import NOW, make_user
from tests.projects.adoption.test_actions import FIRST, FIXTURES, SECOND, a_document
from tests.projects.adoption.test_views import sent
from tests.sample_files import bytes_at, docx, uploaded

pytestmark = pytest.mark.django_db
LIST = a_document(FIRST, SECOND).encode()
DAY = timedelta(days=1, minutes=1)


@pytest.fixture
def admin(db):
    return make_user(role=Role.ADMINISTRATOR)


@pytest.fixture
def client(as_role):
    return as_role(Role.ADMINISTRATOR)


def received(by=None, content=LIST, name="清单.txt"):
    return receive_document(content, name=name, at=NOW, by=by)


def without_own_bytes(document):
    """As it is once the store alone holds them."""
    SourceDocument.objects.filter(pk=document.pk).update(content=None)
    return SourceDocument.objects.get(pk=document.pk)


def stored():
    return sorted(name for _, _, names in os.walk(default_storage.location) for name in names)


def downloaded(client, document):
    answer = client.get(f"/documents/{document.pk}/file/")
    return answer.status_code, b"".join(answer)


def full(store, name, content):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_document_lies_in_the_store_under_its_checksum():
    document = received()
    assert document.file.sha256 == document.sha256
    assert bytes_at(document.file.path) == LIST
    assert stored() == [document.sha256]


def test_the_same_file_twice_is_kept_once():
    assert received() == received(name="又.txt")
    assert KeptFile.objects.count() == 1 == len(stored())


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_the_same_file_at_once_bring_one():
    assert at_once(lambda: received(), lambda: received()) == []
    assert SourceDocument.objects.count() == 1 == KeptFile.objects.count()
    assert LogEntry.objects.filter(act="document_received").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_document_that_another_takes_away_in_this_moment_is_no_fault(client):
    document, is_taken = received(), Event()

    def take_away():
        with transaction.atomic():
            SourceDocument.objects.filter(pk=document.pk).delete()
            is_taken.set()
            time.sleep(0.5)  # the other one has read the row and waits for it

    def press():
        is_taken.wait()
        answers.append(client.post(f"/documents/{document.pk}/discard/"))

    answers = []
    assert at_once(take_away, press) == []
    assert answers[0].status_code == 409 and "刚刚被删除" in answers[0].content.decode()
    assert LogEntry.objects.filter(result="refused", object_url=f"/documents/{document.pk}/discard/").exists()


def test_it_goes_out_from_the_store_as_it_came(client):
    document = without_own_bytes(received())
    assert downloaded(client, document) == (200, LIST)


def test_it_is_read_again_from_the_store():
    document = without_own_bytes(received())
    DocumentReading.objects.all().delete()
    assert len(read_document(document).parsed.tasks) == 2


def test_bytes_that_changed_go_nowhere(client):
    document = without_own_bytes(received())
    DocumentReading.objects.all().delete()
    with open(default_storage.path(document.file.path), "r+b") as stream:
        stream.write(b"x")
    assert downloaded(client, document)[0] == 410
    with pytest.raises(Refused, match="与存入时不一致"):
        read_document(document)
    os.unlink(default_storage.path(document.file.path))
    with pytest.raises(Refused, match="缺失"):
        read_document(SourceDocument.objects.get())


def test_one_that_came_before_the_store_goes_out_from_its_row(client):
    document = received()
    SourceDocument.objects.update(file=None)
    os.unlink(default_storage.path(document.file.path))
    answer = client.get(f"/documents/{document.pk}/file/")
    assert b"".join(answer) == LIST
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    DocumentReading.objects.all().delete()
    assert len(read_document(SourceDocument.objects.get()).parsed.tasks) == 2


def test_a_full_disk_is_one_sentence_and_leaves_nothing(client, monkeypatch):
    monkeypatch.setattr(DiskStore, "_save", full)
    told = sent(client, LIST, headers={"accept": "application/json"}).json()
    assert told["refused"] == ["服务器存储空间已满，“清单.txt”没有保存，请联系系统管理员。"]
    assert not SourceDocument.objects.exists() and not KeptFile.objects.exists()
    assert stored() == []


def test_a_store_that_is_away_is_one_sentence_and_leaves_nothing(client, settings):
    settings.STORAGES = s3.storages(s3.NOBODY)
    told = sent(client, LIST, headers={"accept": "application/json"}).json()
    assert len(told["refused"]) == 1
    assert "“清单.txt”没有保存：文件存储暂时连接不上" in told["refused"][0]
    assert not SourceDocument.objects.exists()


def test_a_row_that_is_not_written_leaves_no_bytes(admin):
    with pytest.raises(IntegrityError):
        upload(LIST, name="清单.txt", at=None, by=admin)
    assert stored() == [] and not KeptFile.objects.exists()


def test_the_sweep_leaves_what_a_document_names_and_takes_it_with_the_document(admin):
    document = received()
    for days in range(3):
        assert sweep(NOW + days * DAY).rows == 0
    discard(document, at=NOW, by=admin)
    sweep(NOW)
    assert bytes_at(document.file.path) == LIST  # a backup under way may still name it
    assert sweep(NOW + DAY).rows == 1
    assert stored() == []


def test_every_table_that_names_a_kept_file_keeps_it_from_the_sweep():
    naming = [each for each in KeptFile._meta.get_fields(include_hidden=True) if each.is_relation]
    assert "documents" in {each.get_accessor_name() for each in naming}
    assert [each.name for each in naming if each.hidden] == []


def test_the_same_bytes_as_evidence_are_known_by_their_kind():
    content = docx()
    with transaction.atomic():
        first = keep(by_bytes(content, "a.docx"), at=NOW)
    assert (first.kind, first.media_type) == ("", "application/octet-stream")
    with transaction.atomic():
        again = keep(looked_at(uploaded(content, "a.docx")), at=NOW)
    first.refresh_from_db()
    assert first == again
    assert first.media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize("options", [[], ["--dry-run"]], ids=["an open question", "a dry run"])
def test_an_import_that_saves_nothing_leaves_no_file(options, tmp_path):
    call_command("loaddata", FIXTURES / "units.json", verbosity=0)
    text = a_document(FIRST) if options else a_document(FIRST.replace("市财政局", "市园林局"))
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    try:
        call_command("import_list", tmp_path / "list.txt", *options)
    except CommandError as stopped:
        assert not options and "市园林局" in str(stopped)
    assert stored() == [] and not SourceDocument.objects.exists()


def test_an_import_without_a_store_says_so_and_saves_nothing(settings, tmp_path):
    settings.STORAGES = s3.storages(s3.NOBODY)
    (tmp_path / "list.txt").write_bytes(LIST)
    with pytest.raises(CommandError, match="“list.txt”没有保存：文件存储暂时连接不上"):
        call_command("import_list", tmp_path / "list.txt")
    assert not SourceDocument.objects.exists()


def test_verifying_the_files_names_a_document_that_changed():
    document = received()
    with open(default_storage.path(document.file.path), "r+b") as stream:
        stream.write(b"x")
    with pytest.raises(CommandError, match=f"{document.file.path} 内容已变"):
        call_command("verify_files")
