"""督办单 as a Word document in the office's form: red head, number, body, signature, receipt (after GB/T 9704-2012). Values in, bytes out."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from projects.exports.archive import repacked

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RED = RGBColor(0xC0, 0x00, 0x00)
TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
THIRD, SECOND = Pt(16), Pt(22)  # 三号, 二号
LINE = Pt(28)
MARGINS = {"top_margin": Mm(37), "bottom_margin": Mm(35), "left_margin": Mm(28), "right_margin": Mm(26)}
RECEIPT = (Mm(36), Mm(120))
NUMERALS = "一二三四五"


@dataclass(frozen=True)
class NoticePaper:
    """One notice as it is printed; without a number it is a draft."""

    head: str
    office: str
    reference: str
    title: str
    addressee: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]  # heading, paragraphs
    issued_on: date | None
    receipt: tuple[tuple[str, str], ...]  # what the unit fills in, with what is known

    @property
    def numbered(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sections with their headings numbered 一、二、三、."""
        return tuple((f"{NUMERALS[place]}、{heading}", words) for place, (heading, words) in enumerate(self.sections))

    @property
    def date_words(self) -> str:
        """2021年7月14日; a draft leaves the place."""
        day = self.issued_on
        return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def notice_document(paper: NoticePaper) -> bytes:
    """The document's bytes, the same for the same notice."""
    document = _empty()
    _write_head(document, paper)
    _line(document, paper.title, size=SECOND, font=TITLE_FONT, align=WD_ALIGN_PARAGRAPH.CENTER, before=Pt(14), after=Pt(14), spacing=Pt(34))
    _line(document, f"{paper.addressee}：")
    for heading, paragraphs in paper.numbered:
        _line(document, heading, font=HEAD_FONT, indent=2).paragraph_format.keep_with_next = True
        for words in paragraphs:
            last = _line(document, words, indent=2)
    last.paragraph_format.keep_with_next = True  # a signature never stands alone on a page
    _line(document, paper.office, align=WD_ALIGN_PARAGRAPH.RIGHT, before=LINE).paragraph_format.keep_with_next = True
    _line(document, f"{paper.date_words}　　", align=WD_ALIGN_PARAGRAPH.RIGHT, after=LINE)
    _write_receipt(document, paper)
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def _empty() -> Paper:
    """An A4 sheet with the margins of the standard and 三号仿宋 throughout."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, width)
    document.styles["Normal"].font.size = THIRD
    document.core_properties.author = document.core_properties.comments = ""
    return document


def _write_head(document: Paper, paper: NoticePaper) -> None:
    """The red head, the number below it, and the red rule."""
    document.core_properties.title = f"{paper.head} {paper.reference}".strip()
    _line(document, paper.head, size=Pt(36), font=TITLE_FONT, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=Pt(48), after=Pt(12), color=RED)
    number = _line(document, paper.reference or "（草稿，未编号）", align=WD_ALIGN_PARAGRAPH.CENTER)
    _rule_below(number)


def _write_receipt(document: Paper, paper: NoticePaper) -> None:
    """回执: what the unit fills in."""
    heading = _line(document, "回　　执", font=HEAD_FONT, align=WD_ALIGN_PARAGRAPH.CENTER)
    heading.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, RECEIPT, strict=True):
        column.width = width
    for label, value in paper.receipt:
        row = table.add_row()
        row.height, cells = Mm(11), row.cells
        for cell, width in zip(cells, RECEIPT, strict=True):
            cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for cell, words in zip(cells, (label, value), strict=True):
            _set(cell.paragraphs[0], words, size=Pt(14), font=BODY_FONT)


def _line(
    document: Paper,
    words: str,
    *,
    size: Pt = THIRD,
    font: str = BODY_FONT,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    spacing: Pt = LINE,
    indent: int = 0,
    before: Pt | int = 0,
    after: Pt | int = 0,
    color: RGBColor | None = None,
) -> Paragraph:
    """A paragraph; `indent` in characters of the first line."""
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment, form.line_spacing_rule, form.line_spacing = align, WD_LINE_SPACING.EXACTLY, spacing
    form.space_before, form.space_after, form.first_line_indent = before, after, indent * size
    _set(paragraph, words, size=size, font=font, color=color)
    return paragraph


def _set(paragraph: Paragraph, words: str, *, size: Pt, font: str, color: RGBColor | None = None) -> None:
    """One run in one font, Chinese characters included."""
    run = paragraph.add_run(_printable(words))
    run.font.size, run.font.name = size, font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if color is not None:
        run.font.color.rgb = color


def _printable(words: str) -> str:
    """The text without the control characters that a document may not hold."""
    return "".join(each for each in words if each >= " " or each in "\t\n")


def _rule_below(paragraph: Paragraph) -> None:
    """The red rule under the number."""
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "18", "space": "8", "color": str(RED)}.items():
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
