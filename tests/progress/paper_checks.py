"""What every workbook and Word document is asked before it may be signed."""

import re
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

FONTS = {"方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312", "宋体"}
CODE = re.compile(r"None|null|True|False|nan|\{\w*\}|[a-z]+_[a-z_]+|not_filed|unmeasured|submitted|accepted")
HALF_WIDTH = re.compile(r"[一-鿿）”][,;:?!()][一-鿿（“]")
SENTENCE = re.compile(r"[^。；\n]+[。；]")
PLAIN = ("log.xlsx",)  # what people did, in whatever words and addresses
AS_PRINTED = ("schedule.xlsx",)  # the quarters keep the punctuation of the printed document


def assert_signable(address, content):
    """In form, in words, and no sentence twice; `content` are the bytes that the address answered."""
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
