"""版记: who gets a copy, who printed it and when, at the foot of the last page (GB/T 9704-2012, 7.4)."""

from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.text.paragraph import CT_P
from docx.shared import Emu, Mm, Pt

from projects.paper.heights import lines_of
from projects.paper.word import FOURTH, LINE, MARGINS, line

WIDTH, HEIGHT = Mm(156), Mm(225)  # of the type area
ROOM = 50  # half characters of a line of copies
SLACK = Pt(8)  # for the lines around
THICK, THIN = 8, 6  # eighths of a point
AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_colophon(document: Paper, *, issuer: str, dated: str, copies_to: str = "") -> None:
    """On an upright page of its own, for the annexes before it lie; such a page bears no number (7.5)."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, width)
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False
    copied = f"抄送：{copies_to}。" if copies_to else ""
    rows = 1 + (lines_of(copied, ROOM) if copied else 0)
    line(document, "", spacing=Emu(HEIGHT - rows * LINE - SLACK))  # down to the foot
    if copied:
        copies = line(document, copied, size=FOURTH, align=WD_ALIGN_PARAGRAPH.LEFT)
        form = copies.paragraph_format
        form.left_indent, form.first_line_indent, form.right_indent = 4 * FOURTH, -3 * FOURTH, FOURTH
        _lined(copies._p, top=THICK, bottom=THIN)
    printed = line(document, f"{issuer}\t{dated}印发", size=FOURTH, align=WD_ALIGN_PARAGRAPH.LEFT)
    form = printed.paragraph_format
    form.left_indent = form.right_indent = FOURTH
    form.tab_stops.add_tab_stop(WIDTH - FOURTH, WD_ALIGN_PARAGRAPH.RIGHT)
    _lined(printed._p, top=0 if copies_to else THICK, bottom=THICK)


def _lined(paragraph: CT_P, *, top: int, bottom: int) -> None:
    """Lines above and below a paragraph, from margin to margin."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="000000"/>'
        for side, size in (("top", top), ("bottom", bottom))
        if size
    )
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    paragraph.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)
