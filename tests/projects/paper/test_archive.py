from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from projects.paper.archive import repacked


def workbook(text):
    book, out = Workbook(), BytesIO()
    book.active["A1"] = text
    book.save(out)
    return out.getvalue()


def test_repacking_keeps_the_content():
    book = load_workbook(BytesIO(repacked(workbook("序号"))))
    assert book.active["A1"].value == "序号"


def test_repacking_sets_the_moment_as_created_and_modified():
    moment = datetime(2021, 7, 14, 9, 30, tzinfo=UTC)
    book = load_workbook(BytesIO(repacked(workbook("序号"), moment=moment)))
    assert book.properties.modified == book.properties.created == moment.replace(tzinfo=None)


def test_no_member_carries_the_day_it_was_saved():
    with ZipFile(BytesIO(repacked(workbook("序号")))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_repacking_twice_changes_nothing():
    once = repacked(workbook("序号"))
    assert repacked(once) == once
