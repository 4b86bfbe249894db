"""考核结果 as a Word document (after GB/T 9704-2012): how it is reckoned, and a table of all units."""

from collections.abc import Sequence
from datetime import date

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from progress.models import Scoring
from progress.scorecards.reads import UnitCard, formula_of
from progress.scorecards.rules_table import rule_rows, score_words, weight_rows
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
from projects.rules.calendar import day_words

WIDTH = 210 - 28 - 26  # millimetres between the margins
HEADS = (
    ("单位", 60, False),
    ("任务得分", 24, True),
    ("扣分", 20, True),
    ("加分", 20, True),
    ("得分", 24, True),
)


def scorecard_document(scoring: Scoring, cards: Sequence[UnitCard], *, office: str, dated: date) -> bytes:
    """The document's bytes, the same for the same cards."""
    year = scoring.yearly_list.year
    title = f"关于{year}年民生实事考核结果的通报"
    document = empty_paper(title=title, author=office)
    centre, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    line(document, title, size=SECOND, font=TITLE_FONT, align=centre, after=Pt(14), spacing=Pt(34))
    if scoring.issued_at is None:
        line(document, "（草稿）", align=centre, after=Pt(14))
    leading = sum(each.card.led > 0 for each in cards)
    helping = len(cards) - leading
    whom = f"{year}年民生实事考核涉及{leading}个牵头单位" + (f"和{helping}个配合单位" if helping else "")
    line(document, f"{whom}。{formula_of(scoring, cards)}。", indent=2)
    rules = "；".join(f"{label}{points}分" for label, points in rule_rows(scoring))
    line(document, f"计分办法：{rules}。", indent=2)
    weights = "；".join(f"{label}{weight}" for label, weight in weight_rows(scoring))
    if weights:
        line(document, f"任务权重：{weights}；其余任务权重为1。", indent=2)
    line(document, "各单位得分如下：", indent=2)
    rows = [_row(each) for each in cards]
    add_grid(document, Grid(fitted([GridColumn(*head) for head in HEADS], rows, WIDTH), rows))
    line(document, office, align=right, before=LINE)
    line(document, f"{day_words(dated)}　　", align=right)
    number_pages(document)
    return saved_document(document)


def _row(each: UnitCard) -> tuple[str, ...]:
    card = each.card
    return each.unit.name, *map(score_words, (card.base, card.minus, card.plus, card.total))
