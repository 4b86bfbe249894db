"""Every workbook and document of the house: each column holds its type, and nothing tells of a template."""

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from progress.models import Notice
from projects.rules.roles import Role
from tests.test_access import ACCESS

pytestmark = pytest.mark.django_db

NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?( \d{1,2}:\d{2}(:\d{2})?)?")
TEXT_ALL_THE_SAME = {"来源地址", "对象", "详情", "手机", "电话", "用户名", "一次性密码"}
HEADS = range(1, 5)  # the rows in which heads stand
SHOWN_TO = {"log": Role.AUDITOR, "accounts": Role.ADMINISTRATOR}
WORKBOOKS = sorted({each.path for each in ACCESS.values() if each.path.endswith(".xlsx")})
DOCUMENTS = sorted({each.path for each in ACCESS.values() if each.path.endswith(".docx")})


def fetched(as_role, path):
    answer = as_role(SHOWN_TO.get(path.split("/")[1], Role.COORDINATOR)).get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content if answer.status_code == 200 and content[:2] == b"PK" else None


def heads_of(sheet):
    """The last text of each column above the first row of values."""
    found = {}
    for row in sheet.iter_rows(min_row=1, max_row=min(HEADS.stop - 1, sheet.max_row)):
        for cell in row:
            if isinstance(cell.value, str) and cell.font.b is not None and "head" in cell.style:
                found[cell.column] = cell.value
    return found


def test_there_are_workbooks_and_documents():
    assert len(WORKBOOKS) > 5 and len(DOCUMENTS) > 2


@pytest.mark.parametrize("path", WORKBOOKS)
def test_no_number_and_no_day_is_written_as_a_text(path, as_role, a_year):
    content = fetched(as_role, path)
    if content is None:
        pytest.skip("an issue's file of the factory is no workbook")
    wrong = []
    for sheet in load_workbook(BytesIO(content)).worksheets:
        heads = heads_of(sheet)
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            is_typed = NUMBER.fullmatch(cell.value.strip()) or DAY.fullmatch(cell.value.strip())
            if is_typed and heads.get(cell.column) not in TEXT_ALL_THE_SAME:
                wrong.append((sheet.title, cell.coordinate, cell.value))
    assert wrong == []


@pytest.mark.parametrize("path", WORKBOOKS)
def test_a_day_looks_like_one(path, as_role, a_year):
    content = fetched(as_role, path)
    if content is None:
        pytest.skip("an issue's file of the factory is no workbook")
    cells = [cell for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    days = [cell for cell in cells if isinstance(cell.value, date | datetime)]
    assert [cell.coordinate for cell in days if "yy" not in cell.number_format] == []


def test_the_one_task_of_a_notice_is_a_number_and_several_are_words(as_role, a_year):
    sheet = load_workbook(BytesIO(as_role(Role.COORDINATOR).get("/2021/notices.xlsx").content)).active
    assert Notice.objects.exists()
    assert {type(cell.value) for row in sheet.iter_rows() for cell in row if cell.value == 36} == {int}


@pytest.mark.parametrize("path", [*WORKBOOKS, *DOCUMENTS])
def test_nothing_tells_of_a_template(path, as_role, a_year):
    content = fetched(as_role, path)
    if content is None:
        pytest.skip("an issue's file of the factory is no file")
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        told = b"".join(archive.read(name) for name in names if name.startswith(("docProps/", "_rels/")))
    assert not any("thumbnail" in name for name in names) and b"thumbnail" not in told
    assert not any(word in told for word in (b"Microsoft", b"openpyxl", b"Normal.dotm", b"python-docx"))


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_is_laid_out_as_today_and_says_what_it_is(path, as_role, a_year):
    content = fetched(as_role, path)
    if content is None:
        pytest.skip("an issue's file of the factory is no document")
    document = Document(BytesIO(content))
    modes = [
        each.get(each.nsmap and f"{{{each.nsmap['w']}}}val")
        for each in document.settings.element.iter()
        if each.tag.endswith("compatSetting") and "compatibilityMode" in each.values()
    ]
    properties = document.core_properties
    assert (modes, bool(properties.title), bool(properties.author)) == (["15"], True, True)
