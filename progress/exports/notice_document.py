"""督办单 as a Word document in the office's form: red head, number, body, signature, receipt (after GB/T 9704-2012). Values in, bytes out."""

from dataclasses import dataclass
from datetime import date

from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from progress.paragraphs import chinese
from projects.paper.letters import printable
from projects.paper.word import BODY_FONT, HEAD_FONT, LINE, RED, SECOND, TITLE_FONT, add_run, empty_paper, line, rule_below, saved
from projects.rules.calendar import day_words

RECEIPT = (Mm(36), Mm(120))


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
        return tuple((f"{chinese(number)}、{heading}", words) for number, (heading, words) in enumerate(self.sections, 1))

    @property
    def date_words(self) -> str:
        """2021年7月14日; a draft leaves the place."""
        return day_words(self.issued_on) if self.issued_on else "　　　　年　　月　　日"


def notice_document(paper: NoticePaper) -> bytes:
    """The document's bytes, the same for the same notice."""
    document = empty_paper()
    _write_head(document, paper)
    line(document, paper.title, size=SECOND, font=TITLE_FONT, align=WD_ALIGN_PARAGRAPH.CENTER, before=Pt(14), after=Pt(14), spacing=Pt(34))
    line(document, f"{paper.addressee}：")
    for heading, paragraphs in paper.numbered:
        line(document, heading, font=HEAD_FONT, indent=2).paragraph_format.keep_with_next = True
        for words in paragraphs:
            last = line(document, words, indent=2)
    last.paragraph_format.keep_with_next = True  # a signature never stands alone on a page
    line(document, paper.office, align=WD_ALIGN_PARAGRAPH.RIGHT, before=LINE).paragraph_format.keep_with_next = True
    line(document, f"{paper.date_words}　　", align=WD_ALIGN_PARAGRAPH.RIGHT, after=LINE)
    _write_receipt(document, paper)
    return saved(document)


def _write_head(document: Paper, paper: NoticePaper) -> None:
    """The red head, the number below it, and the red rule."""
    document.core_properties.title = printable(f"{paper.head} {paper.reference}".strip())
    line(document, paper.head, size=Pt(36), font=TITLE_FONT, align=WD_ALIGN_PARAGRAPH.CENTER, spacing=Pt(48), after=Pt(12), color=RED)
    number = line(document, paper.reference or "（草稿，未编号）", align=WD_ALIGN_PARAGRAPH.CENTER)
    rule_below(number)


def _write_receipt(document: Paper, paper: NoticePaper) -> None:
    """回执: what the unit fills in."""
    heading = line(document, "回　　执", font=HEAD_FONT, align=WD_ALIGN_PARAGRAPH.CENTER)
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
            add_run(cell.paragraphs[0], words, size=Pt(14), font=BODY_FONT)
