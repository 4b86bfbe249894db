"""The bulletin as a Word document after GB/T 9704-2012, its tables attached on landscape pages.

Laid out from `Figures` and the paragraphs that go to print; the same of both give the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from progress.bulletins.columns import (
    BEHIND_COLUMNS,
    CORRECTED_COLUMNS,
    FILING_COLUMNS,
    PAST_COLUMNS,
    BulletinColumn,
    in_use,
    paper_columns,
    progress_columns,
)
from progress.bulletins.imprint import Imprint
from progress.bulletins.lines import (
    continued,
    corrected_rows,
    filing_rows,
    heading,
    laggard_row,
    past_rows,
    progress_row,
    tally_cells,
    tally_columns,
    tally_groups,
)
from progress.rules.figures import Figures
from projects.paper.colophon import add_colophon
from projects.paper.grid import LEADING, PADDING, SIZE, Grid, GridColumn, add_grid, fitted
from projects.paper.heights import GUTTER, UNIT, pieces_fitting, width_of
from projects.paper.paragraphs import BODY, PART, POINT, SECTION, Paragraph, numbered
from projects.paper.word import (
    HEAD_FONT,
    LINE,
    PART_FONT,
    RED,
    SECOND,
    TITLE_FONT,
    add_run,
    empty_paper,
    line,
    mark_pages,
    number_pages,
    rule_below,
    saved_document,
)

LANDSCAPE_MARGINS = {
    "top_margin": Mm(24),
    "bottom_margin": Mm(24),
    "left_margin": Mm(18),
    "right_margin": Mm(18),
}
TABLE_WIDTH = 297 - 2 * 18  # millimetres between them
TALLEST_ROW = 350.0  # points: with the head it fits on a landscape page
HEAD_FONTS = {SECTION: HEAD_FONT, PART: PART_FONT}


@dataclass(frozen=True)
class Attachment:
    """A table behind the text: its title, a note under it, its columns and rows."""

    title: str
    columns: tuple[BulletinColumn, ...]
    rows: Sequence[tuple | str]
    note: str = ""


def bulletin_document(
    figures: Figures,
    paragraphs: Sequence[Paragraph],
    imprint: Imprint | None = None,
) -> bytes:
    """The document's bytes; of the public version from public figures and text."""
    imprint = imprint or Imprint()
    document = empty_paper(title=figures.title, author=imprint.issuer)
    tables = list(attachments(figures))
    _write_head(document, figures, imprint)
    _write_text(document, paragraphs)
    _write_list(document, tables)
    _write_signature(document, figures, imprint)
    _write_attachments(document, tables)
    _write_margins(document, imprint)
    if imprint.has_colophon:
        dated = imprint.dated_on(figures.drawn_on)
        add_colophon(document, issuer=imprint.issuer, dated=dated, copies_to=imprint.copies_to)
    return saved_document(document)


def _write_head(document: Paper, figures: Figures, imprint: Imprint) -> None:
    """The red head with number, issuer and date above the red rule; title and addressees below it."""
    centre = WD_ALIGN_PARAGRAPH.CENTER
    line(
        document,
        imprint.masthead,
        size=Pt(36),
        font=TITLE_FONT,
        align=centre,
        spacing=Pt(50),
        before=Pt(6),
        after=Pt(10),
        color=RED,
    )
    line(document, imprint.label, align=centre, after=Pt(6))
    origin = line(
        document, f"{imprint.issuer}\t{imprint.dated_on(figures.drawn_on)}", align=WD_ALIGN_PARAGRAPH.LEFT
    )
    origin.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_ALIGN_PARAGRAPH.RIGHT)
    rule_below(origin)
    for place, words in enumerate(_title_lines(figures.title)):
        line(
            document,
            words,
            size=SECOND,
            font=TITLE_FONT,
            align=centre,
            spacing=Pt(36),
            before=Pt(28) if place == 0 else 0,
        )
    line(document, f"{imprint.addressees}：", before=LINE)


def _title_lines(title: str) -> tuple[str, ...]:
    """The title on one line, or cut where no word is torn, as evenly as it goes: 二号 takes 20 characters."""
    room = 38  # one less, for the wider figures of a font in its place
    if width_of(title) <= room:
        return (title,)
    ends = [title.index("民生实事") + len("民生实事"), title.find("）") + 1]
    cuts = [end for end in ends if end and width_of(title[:end]) <= room]
    cut = min(cuts, key=lambda end: abs(width_of(title[:end]) - width_of(title[end:])), default=ends[0])
    return title[:cut], title[cut:]


def _write_text(document: Paper, paragraphs: Sequence[Paragraph]) -> None:
    for number, each in numbered(paragraphs):
        for place, text in enumerate(each.text.split("\n") if each.text else [""]):
            lead = f"{number}{each.run_in}" if place == 0 else ""
            _write_paragraph(document, lead, text, each.level)
    if paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True  # the signature never stands alone


def _write_paragraph(document: Paper, lead: str, text: str, level: int) -> None:
    """A paragraph with its head running in; a heading alone stays with what follows."""
    is_point = level == POINT and lead.endswith("：")
    paragraph = line(document, lead, font=HEAD_FONTS.get(level, "仿宋_GB2312"), indent=2, bold=is_point)
    if text:
        add_run(paragraph, text)
    paragraph.paragraph_format.keep_with_next = level != BODY and not text


def _write_list(document: Paper, attachments: Sequence[Attachment]) -> None:
    """附件：1.… below the text."""
    for number, each in enumerate(attachments, 1):
        label = "附件：" if number == 1 else "　　　"
        paragraph = line(
            document,
            f"{label}{number}.{each.title}",
            align=WD_ALIGN_PARAGRAPH.LEFT,
            before=LINE if number == 1 else 0,
        )
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent, form.keep_with_next = Pt(16 * 6.5), Pt(-16 * 4.5), True


def _write_signature(document: Paper, figures: Figures, imprint: Imprint) -> None:
    """Issuer above the date, the date four characters from the right, the issuer centred above it."""
    issuer = line(document, imprint.issuer, align=WD_ALIGN_PARAGRAPH.RIGHT, before=LINE)
    issuer.paragraph_format.keep_with_next, issuer.paragraph_format.right_indent = True, Pt(32)
    dated = line(document, imprint.dated_on(figures.drawn_on), align=WD_ALIGN_PARAGRAPH.RIGHT)
    dated.paragraph_format.right_indent = Pt(64)


def attachments(figures: Figures) -> Iterator[Attachment]:
    """The tables; one that would be empty is left out."""
    if figures.corrected or figures.corrected_filings:
        title = heading(figures, f"更正情况表（更正第{figures.corrects}期）")
        yield Attachment(title, CORRECTED_COLUMNS, corrected_rows(figures))
    yield _counts(figures)
    rows = list(map(progress_row, figures.tasks))
    yield Attachment(heading(figures, "进展情况表"), *in_use(progress_columns(figures), rows))
    if figures.laggards:
        behind = list(map(laggard_row, figures.laggards))
        yield Attachment(heading(figures, "滞后项目表"), *in_use(BEHIND_COLUMNS, behind))
    if figures.unit_filings:
        yield Attachment(heading(figures, "未报迟报单位名单"), *in_use(FILING_COLUMNS, filing_rows(figures)))
    if figures.past_laggards or figures.corrections:
        past = in_use(PAST_COLUMNS, past_rows(figures))
        yield Attachment(heading(figures, "上期滞后项目整改情况表"), *past)


def _counts(figures: Figures) -> Attachment:
    """The counts of all, by domain, by lead unit."""
    rows: list[tuple | str] = []
    for title, found in tally_groups(figures):
        rows += [title, *(tally_cells(figures, each) for each in found)]
    return Attachment(heading(figures, "总体情况表"), tally_columns(figures), rows, figures.equation)


def _write_attachments(document: Paper, attachments: Sequence[Attachment]) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    for name, width in LANDSCAPE_MARGINS.items():
        setattr(section, name, width)
    for number, each in enumerate(attachments, 1):
        _write_attachment(document, number, each)
    line(document, "", size=Pt(1), spacing=Pt(1))  # a document ends with a paragraph, never with a table


def _write_attachment(document: Paper, number: int, attachment: Attachment) -> None:
    """附件1 at the top left, the title in the middle, the table."""
    label = line(document, f"附件{number}", font=HEAD_FONT, align=WD_ALIGN_PARAGRAPH.LEFT)
    label.paragraph_format.page_break_before, label.paragraph_format.keep_with_next = number > 1, True
    title = line(
        document, attachment.title, size=Pt(18), font=TITLE_FONT, align=WD_ALIGN_PARAGRAPH.CENTER, after=Pt(6)
    )
    title.paragraph_format.keep_with_next = True
    if attachment.note:
        line(
            document, attachment.note, size=Pt(10.5), align=WD_ALIGN_PARAGRAPH.CENTER, spacing=Pt(20)
        ).paragraph_format.keep_with_next = True
    columns = fitted(paper_columns(attachment.columns), attachment.rows, TABLE_WIDTH)
    rows = continued(attachment.rows, lambda text, place: _cut(text, columns[place]))
    add_grid(document, Grid(columns, list(rows)))


def _cut(text: str, column: GridColumn) -> list[str]:
    """A text as pieces that each fit on a page in the column."""
    points = (column.width - 2 * PADDING) / 25.4 * 72 + GUTTER
    return pieces_fitting(text, column=points / UNIT, size=SIZE, tallest=TALLEST_ROW * 1.46 * SIZE / LEADING)


def _write_margins(document: Paper, imprint: Imprint) -> None:
    """— 1 — below every page, at the outer side; what kind of issue it is above."""
    number_pages(document)
    document.sections[-1].footer_distance = Mm(14)
    marks = ("草稿" if imprint.number is None else "", "公开版" if imprint.is_public else "", imprint.note)
    mark_pages(document, "　".join(each for each in marks if each))
