"""Every workbook and Word document of the demo, read with the eyes of the officer who is to sign it."""

import re
from io import BytesIO

import pytest
from django.db import transaction
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from lianyungang.demo import load_demo
from projects.models import User
from tests.factories import NOW

pytestmark = pytest.mark.django_db

ADDRESSES = [  # who, where
    ("drc", "/2021/bulletins/1/bulletin.xlsx"),
    ("drc", "/2021/bulletins/1/bulletin.docx"),
    ("drc", "/2021/bulletins/1/public.docx"),
    ("drc", "/2021/q2/bulletin/bulletin.xlsx"),
    ("drc", "/2021/q2/bulletin/bulletin.docx"),
    ("drc", "/2021/q2/overdue/overdue.xlsx"),
    ("drc", "/2021/notices.xlsx"),
    ("office", "/2021/notices/1/notice.docx"),
    ("office", "/2021/notices/2/notice.docx"),
    ("drc", "/2021/tasks.xlsx"),
    ("drc", "/2023/tasks.xlsx"),
    ("drc", "/2021/schedule.xlsx"),
    ("drc", "/2023/schedule.xlsx"),
    ("sjyj", "/2021/q2/filing/quarter.xlsx"),
    ("sjyj", "/2021/q2/filing/quarter.docx"),
    ("auditor", "/log/log.xlsx"),
    ("admin", "/accounts/import/template.xlsx"),
]
FONTS = {"方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312", "宋体"}
CODE = re.compile(r"None|null|True|False|nan|\{\w*\}|[a-z]+_[a-z_]+|not_filed|unmeasured|submitted|accepted")
HALF_WIDTH = re.compile(r"[一-鿿）”][,;:?!()][一-鿿（“]")
SENTENCE = re.compile(r"[^。；\n]+[。；]")
PLAIN = ("log.xlsx",)  # what people did, in whatever words and addresses
AS_PRINTED = ("schedule.xlsx",)  # the quarters keep the punctuation of the printed document


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo, loaded once for this module and put away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture(params=ADDRESSES, ids=lambda each: each[1])
def paper(request, demo, client, settings):
    """A file's address and bytes, fetched by who may."""
    settings.PASSWORD_DAYS = 0
    username, address = request.param
    client.force_login(User.objects.get(username=username))
    answer = client.get(address)
    assert answer.status_code == 200
    return address, answer.content if not answer.streaming else b"".join(answer.streaming_content)


def test_a_paper_may_be_signed(paper):
    address, content = paper
    if address.endswith(".xlsx"):
        book = load_workbook(BytesIO(content))
        for sheet in book:
            assert_printable(sheet)
        texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    else:
        document = Document(BytesIO(content))
        assert_in_form(document)
        texts = [words(each) for each in document.element.body.iter(qn("w:p"))]
    for text in texts:
        if not address.endswith(PLAIN):
            assert not CODE.search(text), text
        if not address.endswith((*PLAIN, *AS_PRINTED)):
            assert not HALF_WIDTH.search(text), text
        sentences = SENTENCE.findall(text)
        twice = [one for one, other in zip(sentences, sentences[1:], strict=False) if one == other]
        assert not twice, text


def assert_printable(sheet):
    """A4 landscape, one page wide, heads on every page, pages numbered, fonts named, nothing cut."""
    setup = sheet.page_setup
    assert (setup.orientation, str(setup.paperSize), setup.fitToHeight) == ("landscape", "9", 0)
    assert setup.fitToWidth == 1 or sheet.title == "数据"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (
        sheet.print_title_rows and "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text
    )
    fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert fonts <= FONTS
    assert all((each.height or 0) <= 409 for each in sheet.row_dimensions.values())


def assert_in_form(document):
    """A4, pages numbered, fonts named, no table row parted, no heading alone at a page's foot."""
    for section in document.sections:
        assert sorted((round(section.page_width.mm), round(section.page_height.mm))) == [210, 297]
    assert " PAGE " in document.sections[0].footer._element.xml
    fonts = {each.get(qn("w:eastAsia")) for each in document.element.body.iter(qn("w:rFonts"))}
    assert fonts - {None} <= FONTS
    for paragraph in document.element.body.iter(qn("w:p")):
        if re.fullmatch(r"[一二三四五六七八九十]+、[^。]+", words(paragraph)):
            assert paragraph.pPr.find(qn("w:keepNext")) is not None, words(paragraph)


def words(paragraph):
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
