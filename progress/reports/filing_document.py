"""A unit's whole quarter as a Word document, to be signed and stamped."""

from collections.abc import Sequence

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from progress.reports.filing_lines import HEADS, FilingLine, QuarterPaper
from projects.paper.grid import Grid, GridColumn, add_grid, fitted
from projects.paper.word import TITLE_FONT, empty_paper, line, number_pages, saved_document

MARGIN, FOOT = 18, 14  # millimetres left and right, and below the page number
SMALL = Pt(12)


def filing_document(paper: QuarterPaper, lines: Sequence[FilingLine]) -> bytes:
    """One row a task on landscape pages, the place for the signatures below."""
    document = empty_paper(title=paper.title, author=paper.unit)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(24)
    number_pages(document)
    section.footer_distance = Mm(FOOT)
    centre = WD_ALIGN_PARAGRAPH.CENTER
    title = line(document, paper.title, size=Pt(18), font=TITLE_FONT, align=centre, after=Pt(6))
    note = line(document, paper.note, size=SMALL, spacing=Pt(22))
    title.paragraph_format.keep_with_next = note.paragraph_format.keep_with_next = True
    rows = [each.values for each in lines]
    columns = fitted([GridColumn(*head) for head in HEADS], rows, 297 - 2 * MARGIN)
    add_grid(document, Grid(columns, rows))
    line(document, paper.signatures, size=SMALL, before=Pt(12))
    return saved_document(document)
