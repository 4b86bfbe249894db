"""Files are kept once, whole or not at all; what nobody names is swept after a day, and nothing else."""

import errno
import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from progress.models import Evidence
from projects.files.actions import keep, nothing_left, sweep
from projects.files.disk_store import DiskStore
from projects.files.reads import damaged
from projects.files.uploads import looked_at
from projects.models import KeptFile
from projects.rules.errors import Refused
from tests.at_once import at_once
from tests.factories import make_report, make_task, make_unit, make_user
from tests.sample_files import bytes_at, pdf, picture, uploaded

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1, minutes=1)


def kept(content=None, name="现场.jpg", at=None):
    with transaction.atomic():
        return keep(looked_at(uploaded(content, name)), at=at or timezone.now())


def named(row):
    """Make somebody name the file."""
    unit = make_unit()
    report = make_report(make_task(lead=unit), unit)
    return Evidence.objects.create(
        report=report, file=row, name="a", added_at=timezone.now(), added_by=make_user(unit=unit)
    )


def stored():
    return sorted(name for _, _, names in os.walk(default_storage.location) for name in names)


def test_the_same_bytes_are_one_row_and_one_file():
    first, second = kept(), kept(name="又.jpg")
    assert first == second
    assert stored() == [first.sha256, f"{first.sha256}.small.jpg"]


def test_what_changed_in_the_store_at_the_same_length_is_written_anew_when_it_comes_again():
    row = kept(pdf(), "表.pdf")
    named(row)
    with open(default_storage.path(row.path), "r+b") as stream:
        stream.write(b"x")
    assert [words for _, words in damaged()] == ["内容已变"]
    assert kept(pdf(), "表.pdf") == row
    assert list(damaged()) == [] and bytes_at(row.path) == pdf()


def test_only_its_owner_reads_the_file_store():
    assert os.stat(default_storage.path(kept().path)).st_mode & 0o077 == 0


def test_what_fails_leaves_nothing():
    file = looked_at(uploaded())
    with pytest.raises(RuntimeError), nothing_left(file.sha256), transaction.atomic():
        keep(file, at=timezone.now())
        raise RuntimeError
    assert stored() == []


def test_what_fails_leaves_alone_what_somebody_else_kept():
    row = kept()
    with pytest.raises(RuntimeError), nothing_left(row.sha256), transaction.atomic():
        keep(looked_at(uploaded()), at=timezone.now())
        raise RuntimeError
    assert default_storage.exists(row.path)


def test_a_full_disk_is_said_and_leaves_nothing(monkeypatch):
    file = looked_at(uploaded())
    real = DiskStore._save

    def full(store, name, content):
        saved = real(store, name, content)
        if name.endswith(".small.jpg"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return saved

    monkeypatch.setattr(DiskStore, "_save", full)
    with pytest.raises(Refused, match="存储空间已满"), nothing_left(file.sha256), transaction.atomic():
        keep(file, at=timezone.now())
    assert stored() == []


def test_a_file_cut_off_by_a_crash_is_written_anew():
    file = looked_at(uploaded())
    path = default_storage.path(f"kept/{file.sha256[:2]}/{file.sha256}")
    os.makedirs(os.path.dirname(path))
    with open(path, "wb") as half:
        half.write(picture()[:100])
    row = kept()
    assert bytes_at(row.path) == picture()


def test_what_nobody_names_goes_after_a_day():
    kept()
    at = timezone.now()
    assert sweep(at).rows == 0
    assert sweep(at + timedelta(hours=23)).rows == 0
    assert sweep(at + DAY).rows == 1
    assert stored() == []


def test_what_somebody_names_stays():
    row = named(kept())
    for days in range(4):
        assert sweep(timezone.now() + days * DAY).rows == 0
    assert default_storage.exists(row.file.path)


def test_what_is_named_again_in_time_stays():
    row, at = kept(), timezone.now()
    sweep(at)
    kept()
    row.refresh_from_db()
    assert row.unused_since is None
    sweep(at)
    named(row)
    assert sweep(at + DAY).rows == 0
    row.refresh_from_db()
    assert row.unused_since is None


def test_bytes_without_a_row_go_after_a_day():
    row = kept()
    KeptFile.objects.all().delete()
    assert sweep(timezone.now()).strays == 0
    assert sweep(timezone.now() + DAY).strays == 1
    assert stored() == []
    assert row.sha256


def test_bytes_that_changed_or_went_are_found():
    whole, changed, gone = kept(), kept(pdf("1"), "a.pdf"), kept(pdf("2"), "b.pdf")
    with open(default_storage.path(changed.path), "r+b") as stream:
        stream.write(b"x")
    default_storage.delete(gone.path)
    assert [(row, words) for row, words in damaged()] == [(changed, "内容已变"), (gone, "缺失")]
    assert whole.sha256


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_the_same_file_at_once_keep_one():
    files = [looked_at(uploaded()) for _ in range(2)]

    def one(file):
        with transaction.atomic():
            keep(file, at=timezone.now())

    assert at_once(*[lambda file=file: one(file) for file in files]) == []
    assert KeptFile.objects.count() == 1


def test_what_is_none_of_ours_stays_where_it_lies():
    path = default_storage.save("kept/read-me.txt", ContentFile(b"somebody's"))
    sweep(timezone.now() + timedelta(days=2))
    assert default_storage.exists(path)
    default_storage.delete(path)
