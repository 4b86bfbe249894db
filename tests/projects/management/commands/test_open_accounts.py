"""`manage.py open_accounts`: by the same actions as the page, the passwords in a workbook of their own."""

from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from projects.accounts.import_checks import HEADS
from projects.models import User
from tests.factories import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(tmp_path):
    return tmp_path / "passwords.xlsx"


def run(*arguments, sheet):
    out = StringIO()
    call_command("open_accounts", *map(str, arguments), sheet=sheet, stdout=out)
    return out.getvalue()


def people(folder, *rows):
    book, out = Workbook(), folder / "people.xlsx"
    for row in (HEADS, *rows):
        book.active.append(row)
    book.save(out)
    return out


def test_every_unit_gets_its_people_and_their_passwords_stand_on_the_sheet(sheet):
    make_unit("aaa")
    assert "已开立2个账号" in run(sheet=sheet)
    rows = list(load_workbook(BytesIO(sheet.read_bytes())).active.iter_rows(min_row=3, values_only=True))
    passwords = {row[3]: row[4] for row in rows}
    assert set(passwords) == {"aaa", "aaa-signer"}
    assert User.objects.get(username="aaa").check_password(passwords["aaa"])
    assert sheet.stat().st_mode & 0o077 == 0


def test_where_nobody_is_lacking_no_sheet_is_written(sheet):
    assert "没有需要开立的账号" in run(sheet=sheet)
    assert not sheet.exists()


def test_the_people_of_a_workbook_get_accounts(tmp_path, sheet):
    make_unit("aaa", name="市甲局")
    run(people(tmp_path, ("安某", "市甲局", "填报员")), sheet=sheet)
    assert User.objects.get().display_name == "安某"


def test_every_fault_of_a_workbook_is_told_and_nothing_saved(tmp_path, sheet):
    make_unit("aaa", name="市甲局")
    with pytest.raises(CommandError, match=r"B2：[^\n]*\nC3："):
        run(people(tmp_path, ("安某", "无此单位", "填报员"), ("白某", "市甲局", "审计员")), sheet=sheet)
    assert not User.objects.exists() and not sheet.exists()


def test_a_sheet_that_cannot_be_written_opens_nobody(sheet):
    make_unit("aaa")
    sheet.write_bytes(b"there")
    with pytest.raises(CommandError, match="无法写入"):
        run(sheet=sheet)
    assert not User.objects.exists() and sheet.read_bytes() == b"there"


def test_a_file_that_is_not_there_is_told(tmp_path, sheet):
    with pytest.raises(CommandError, match="无法读取"):
        run(tmp_path / "nothing.xlsx", sheet=sheet)
