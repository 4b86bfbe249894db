"""规划指标监测评估 as a Word document (after GB/T 9704-2012): counts, prose, the table."""

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from progress.indicators.reads import Evaluation, JudgedIndicator
from progress.indicators.sayings import paragraphs
from projects.paper.grid import Grid, GridColumn, add_grid, fitted
from projects.paper.word import (
    LINE,
    SECOND,
    TITLE_FONT,
    empty_paper,
    line,
    number_pages,
    saved_document,
)
from projects.rules.amounts import plain
from projects.rules.calendar import day_words

WIDTH = 210 - 28 - 26  # millimetres between the margins


def evaluation_document(of: Evaluation, office: str) -> bytes:
    """The document's bytes; after the plan's last year it is the final evaluation (终期评估)."""
    plan, found, year = of.plan, of.found, of.year
    kind = "终期评估" if year == plan.end_year else "监测评估"
    title = f"{plan.start_year}—{plan.end_year}年规划指标{year}年{kind}情况{of.whose}"
    document = empty_paper(title=title, author=office)
    centre, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    line(document, title, size=SECOND, font=TITLE_FONT, align=centre, after=Pt(14), spacing=Pt(34))
    for text in paragraphs(of):
        line(document, text, indent=2)
    heads = (
        ("指标", 58, False),
        (f"{plan.base_year}年", 20, True),
        (f"{year}年", 20, True),
        (f"{plan.end_year}年目标", 22, True),
        ("评估", 22, True),
    )
    rows = [_row(each) for each in found]
    add_grid(document, Grid(fitted([GridColumn(*head) for head in heads], rows, WIDTH), rows))
    line(document, office, align=right, before=LINE)
    line(document, f"{day_words(of.dated)}　　", align=right)
    number_pages(document)
    return saved_document(document)


def _row(each: JudgedIndicator) -> tuple[str, ...]:
    indicator = each.indicator
    value = "—" if each.value is None else plain(each.value)
    return (
        indicator.full_name,
        indicator.base_words,
        value,
        indicator.target_printed or "—",
        each.word,
    )
