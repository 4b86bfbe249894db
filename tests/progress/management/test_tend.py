"""`manage.py tend` does what a timer does."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from projects.files.actions import keep
from projects.files.uploads import looked_at
from projects.models import KeptFile
from tests.factories import make_evidence, make_report, make_task, make_unit
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
    with pytest.raises(CommandError, match="1 个文件与存入时不同"):
        told("verify_files")
