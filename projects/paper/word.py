"""An official paper as GB/T 9704-2012 has it (page, fonts, lines), for every Word document of the house."""

from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import _Footer
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from projects.paper.archive import repacked
from projects.paper.house import HOUSE
from projects.paper.letters import printable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RED = RGBColor(0xC0, 0x00, 0x00)
TITLE_FONT, HEAD_FONT, PART_FONT, BODY_FONT = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
THIRD, SECOND, FOURTH = Pt(16), Pt(22), Pt(14)  # 三号, 二号, 四号
LINE = Pt(28)
WORD_2013 = "15"  # with an older mode Word says 兼容模式 in its title bar
MARGINS = {"top_margin": Mm(37), "bottom_margin": Mm(35), "left_margin": Mm(28), "right_margin": Mm(26)}


def empty_paper(*, title: str = "", author: str = "") -> Paper:
    """An A4 sheet with the margins of the standard and 三号仿宋 throughout, laid out as since Word 2013."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, width)
    document.styles["Normal"].font.size = THIRD
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # lines break by Chinese rules
    properties = document.core_properties
    properties.title, properties.author = printable(title), printable(author)
    properties.last_modified_by = properties.author
    properties.language, properties.comments, properties.keywords = "zh-CN", "", ""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_2013)
    return document


def saved_document(document: Paper) -> bytes:
    """A document's bytes, the same for the same content; a demo's are marked."""
    mark = HOUSE.mark
    if mark and mark not in document.sections[0].header.paragraphs[0].text:
        mark_pages(document, mark)
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def line(
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
    bold: bool = False,
) -> Paragraph:
    """A paragraph; `indent` in characters of the first line."""
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment, form.line_spacing_rule, form.line_spacing = align, WD_LINE_SPACING.EXACTLY, spacing
    form.space_before, form.space_after, form.first_line_indent = before, after, indent * size
    add_run(paragraph, words, size=size, font=font, color=color, bold=bold)
    return paragraph


def add_run(
    paragraph: Paragraph,
    words: str,
    *,
    size: Pt = THIRD,
    font: str = BODY_FONT,
    color: RGBColor | None = None,
    bold: bool = False,
) -> None:
    """One run in one font, Chinese characters included."""
    run = paragraph.add_run(printable(words))
    run.font.size, run.font.name = size, font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    run.font.bold = bold or None
    if color is not None:
        run.font.color.rgb = color


def rule_below(paragraph: Paragraph) -> None:
    """The red rule under the number."""
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "18", "space": "8", "color": str(RED)}.items():
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def number_pages(document: Paper) -> None:
    """— 1 — below every page, at the outer side (GB/T 9704-2012, 7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    first = document.sections[0]
    first.footer_distance = Mm(26)
    _write_page_number(first.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _write_page_number(first.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def mark_pages(document: Paper, words: str) -> None:
    """草稿, 公开版, 演示数据: at the upper right of every page; without words no page has a header."""
    if not words:
        return
    first = document.sections[0]
    for header in (first.header, first.even_page_header):
        header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        add_run(header.paragraphs[0], words, size=Pt(12), font=HEAD_FONT)


def _write_page_number(footer: _Footer, align: WD_ALIGN_PARAGRAPH) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    add_run(paragraph, "　— " if align == WD_ALIGN_PARAGRAPH.LEFT else "— ", size=FOURTH, font="宋体")
    look = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>'
    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>')
    )
    add_run(paragraph, " —" if align == WD_ALIGN_PARAGRAPH.LEFT else " —　", size=FOURTH, font="宋体")
