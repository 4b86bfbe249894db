"""Files in an S3-compatible store that runs on this machine: as on the disk, and what happens without it."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from lianyungang.chores import tend
from lianyungang.health import report as health
from projects.adoption.actions import receive_document
from projects.files.actions import keep, nothing_left, sweep
from projects.files.s3_store import S3Store
from projects.files.uploads import looked_at
from projects.models import KeptFile, SourceDocument
from projects.rules.errors import Refused, StoreAway
from tests import s3
from tests.progress.conftest import PAGE, typed
from tests.sample_files import a_photograph, bytes_at, pdf, picture, uploaded

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1, minutes=1)


@pytest.fixture(scope="module")
def running():
    with s3.store() as bucket:
        yield bucket


@pytest.fixture
def bucket(running, settings):
    settings.STORAGES = s3.storages(running.endpoint)
    yield running
    running.clear()


@pytest.fixture
def away(settings):
    settings.STORAGES = s3.storages(s3.NOBODY)


def kept():
    with transaction.atomic():
        return keep(a_photograph(), at=timezone.now())


def test_a_file_goes_in_by_the_page_and_comes_out_through_it(bucket, report, filer, enter):
    client = enter(filer)
    client.post(PAGE, typed(report, action="attach", files=[uploaded()]))
    row = report.evidence.get()
    path = f"city/{row.file.path}"
    assert bucket.names() == [path, f"{path}.small.jpg"]
    page = client.get(PAGE).text
    assert bucket.endpoint not in page
    answer = client.get(row.address)
    assert b"".join(answer.streaming_content) == picture()
    assert answer["Content-Type"] == "image/jpeg"
    small = client.get(f"{row.address}small.jpg")
    assert b"".join(small.streaming_content)[:2] == b"\xff\xd8"


def test_a_document_lies_there_and_comes_out(bucket, as_role):
    content = "连云港市2031年民生实事\n1.新建公园3个。".encode()
    document = receive_document(content, name="清单.txt", at=timezone.now(), by=None)
    SourceDocument.objects.update(content=None)
    assert bucket.names() == [f"city/{document.file.path}"]
    assert b"".join(as_role("administrator").get(f"/documents/{document.pk}/file/")) == content


def test_no_address_of_the_store_is_given_out(bucket):
    with pytest.raises(NotImplementedError):
        default_storage.url(kept().path)


def test_what_fails_leaves_nothing_there(bucket):
    file = a_photograph()
    with pytest.raises(RuntimeError), nothing_left(file.sha256), transaction.atomic():
        keep(file, at=timezone.now())
        assert bucket.names() != []
        raise RuntimeError
    assert bucket.names() == []


def test_the_sweep_takes_what_nobody_names_and_strays(bucket):
    row = kept()
    bucket.put(f"kept/ab/{'ab' * 32}", b"broken off")
    sweep(timezone.now())
    swept = sweep(timezone.now() + DAY)
    assert (swept.rows, swept.strays, bucket.names()) == (1, 1, [])
    assert not KeptFile.objects.filter(pk=row.pk).exists()


def test_changed_bytes_are_not_handed_out(bucket, report, filer, enter):
    client = enter(filer)
    client.post(PAGE, typed(report, action="attach", files=[uploaded(pdf(), "验收.pdf")]))
    row = report.evidence.get()
    bucket.put(row.file.path, pdf("other"))
    answer = client.get(row.address)
    assert (answer.status_code, "不一致" in answer.text) == (410, True)
    with pytest.raises(CommandError, match="1 个文件"):
        call_command("verify_files")
    assert bytes_at(row.file.path) == pdf("other")


def test_a_store_that_is_away_is_one_sentence_and_loses_nothing_typed(away, report, filer, enter):
    page = enter(filer).post(PAGE, typed(report, action="attach", files=[uploaded()]), follow=True)
    assert "“现场.jpg”没有保存：文件存储暂时连接不上" in page.text
    report.refresh_from_db()
    assert report.text == "已建成2个公园。"
    assert not KeptFile.objects.exists()


def test_a_file_that_cannot_be_fetched_now_says_so(bucket, settings, report, filer, enter):
    client = enter(filer)
    client.post(PAGE, typed(report, action="attach", files=[uploaded()]))
    row = report.evidence.get()
    settings.STORAGES = s3.storages(s3.NOBODY)
    assert client.get(row.address).status_code == 503
    assert client.get(f"{row.address}small.jpg").status_code == 503


PAGES_ABOUT_THE_STORE = ("/start/", "/security/")


def test_the_timer_finds_that_the_store_is_away_and_health_and_the_pages_tell_it(away, as_role):
    call = {"at": timezone.now(), "only_due": True, "say": str}
    assert not tend(**call)
    told = health(timezone.now())
    assert (told["files"], told["status"]) == ("away", "degraded")
    for page in PAGES_ABOUT_THE_STORE:
        assert "文件存储暂时连接不上" in as_role("administrator").get(page).text


def test_no_page_and_no_probe_asks_the_store_itself(away, as_role, client, monkeypatch):
    """One that is away would hold a worker for many seconds, each time that a load balancer asks."""
    asked = []
    monkeypatch.setattr(S3Store, "check", lambda store: asked.append(store))
    assert client.get("/healthz").json()["files"] == "never"
    for page in PAGES_ABOUT_THE_STORE:
        assert as_role("administrator").get(page).status_code == 200
    assert asked == []


def test_a_store_without_the_bucket_is_away_and_nothing_is_forgotten(bucket, settings):
    row, names = kept(), bucket.names()
    storages = s3.storages(bucket.endpoint)
    storages["default"]["OPTIONS"]["bucket_name"] = "another"
    settings.STORAGES = storages
    with pytest.raises(StoreAway):
        default_storage.check()
    with pytest.raises(StoreAway):
        sweep(timezone.now() + DAY)
    other = looked_at(uploaded(pdf(), "a.pdf"))
    with pytest.raises(Refused, match="“a.pdf”没有保存"), transaction.atomic():
        keep(other, at=timezone.now())
    assert list(KeptFile.objects.all()) == [row]
    assert bucket.names() == names != []
