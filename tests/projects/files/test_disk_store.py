"""The folder of files answers what the S3-compatible store answers: tests/progress/evidence/test_in_s3.py."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from projects.files.disk_store import DiskStore
from projects.rules.errors import StoreAway


def test_every_file_below_a_folder_is_listed_with_its_time(tmp_path):
    store = DiskStore(location=tmp_path)
    for name in ("kept/aa/one", "kept/two", "elsewhere"):
        store.save(name, ContentFile(b"bytes"))
    listed = dict(store.listed("kept"))
    assert set(listed) == {"kept/aa/one", "kept/two"}
    assert all(timezone.now() - written < timedelta(minutes=1) for written in listed.values())


def test_where_nothing_was_kept_nothing_is_listed(tmp_path):
    assert list(DiskStore(location=tmp_path / "not yet").listed("kept")) == []


def test_a_folder_that_is_none_is_told(tmp_path):
    DiskStore(location=tmp_path / "not" / "yet").check()
    (tmp_path / "a file").touch()
    with pytest.raises(StoreAway, match="存放文件的目录不能写入"):
        DiskStore(location=tmp_path / "a file" / "kept").check()
