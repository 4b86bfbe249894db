"""督办单 as a Word document in the office's form: red head, number, body, signature, receipt (after GB/T
9704-2012). Values in, bytes out.
"""

from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from progress.notices.paper import NoticePaper
from projects.paper.heights import width_of
from projects.paper.word import (
    BODY_FONT,
    HEAD_FONT,
    LINE,
    RED,
    SECOND,
    TITLE_FONT,
    add_run,
    empty_paper,
    line,
    number_pages,
    rule_below,
    saved_document,
)

RECEIPT = (Mm(36), Mm(120))
ROOM = 38  # half characters of a title's line, one less than 二号 takes
SHORT = 120  # characters: a paragraph no longer is not parted by a page


def notice_document(paper: NoticePaper) -> bytes:
    """The document's bytes, the same for the same notice."""
    document = empty_paper(title=f"{paper.head} {paper.reference}".strip(), author=paper.office)
    _write_head(document, paper)
    lines = title_lines(paper.title)
    for place, words in enumerate(lines, 1):
        line(
            document,
            words,
            size=SECOND,
            font=TITLE_FONT,
            align=WD_ALIGN_PARAGRAPH.CENTER,
            before=Pt(14) if place == 1 else 0,
            after=Pt(14) if place == len(lines) else 0,
            spacing=Pt(34),
        )
    line(document, f"{paper.addressee}：")
    for heading, paragraphs in paper.numbered:
        line(document, heading, font=HEAD_FONT, indent=2).paragraph_format.keep_with_next = True
        for words in paragraphs:
            last = line(document, words, indent=2)
            last.paragraph_format.keep_together = len(words) < SHORT
    last.paragraph_format.keep_with_next = True  # a signature never stands alone on a page
    line(
        document, paper.office, align=WD_ALIGN_PARAGRAPH.RIGHT, before=LINE
    ).paragraph_format.keep_with_next = True
    line(document, f"{paper.date_words}　　", align=WD_ALIGN_PARAGRAPH.RIGHT, after=LINE)
    _write_receipt(document, paper)
    number_pages(document)
    return saved_document(document)


def title_lines(title: str) -> tuple[str, ...]:
    """The title on one line, or cut behind 的 before what kind of notice it is: no word is torn."""
    cut = title.rfind("的") + 1
    return (title,) if width_of(title) <= ROOM else (title[:cut], title[cut:])


def _write_head(document: Paper, paper: NoticePaper) -> None:
    """The red head, the number below it, and the red rule."""
    line(
        document,
        paper.head,
        size=Pt(36),
        font=TITLE_FONT,
        align=WD_ALIGN_PARAGRAPH.CENTER,
        spacing=Pt(48),
        after=Pt(12),
        color=RED,
    )
    number = line(document, paper.reference or "（草稿，未编号）", align=WD_ALIGN_PARAGRAPH.CENTER)
    rule_below(number)


def _write_receipt(document: Paper, paper: NoticePaper) -> None:
    """回执: what the unit fills in, all of it on one page."""
    heading = line(document, "回　　执", font=HEAD_FONT, align=WD_ALIGN_PARAGRAPH.CENTER)
    heading.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, RECEIPT, strict=True):
        column.width = width
    for number, (label, value) in enumerate(paper.receipt, 1):
        row = table.add_row()
        row.height, cells = Mm(11), row.cells
        for cell, width in zip(cells, RECEIPT, strict=True):
            cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for cell, words in zip(cells, (label, value), strict=True):
            add_run(cell.paragraphs[0], words, size=Pt(14), font=BODY_FONT)
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(paper.receipt)
