"""考核结果 as a workbook: the results, the working of every line, the table of points."""

from collections.abc import Sequence
from datetime import date

from progress.models import Scoring
from progress.scorecards.reads import UnitCard, formula_of
from progress.scorecards.rules_table import point_rows
from projects.paper.house import HOUSE
from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.rules.calendar import day_words

RESULTS = (
    Column("单位", 24),
    Column("牵头任务", 10, "center"),
    Column("任务得分", 12, "center"),
    Column("扣分", 10, "center"),
    Column("加分", 10, "center"),
    Column("得分", 12, "center"),
)
WORKING = (
    Column("单位", 20),
    Column("类别", 12, "center"),
    Column("计分内容", 44),
    Column("权重", 8, "center"),
    Column("分值", 10, "center"),
    Column("说明", 36),
)
RULES = (Column("项目", 36), Column("分值", 12, "center"))


def scorecard_workbook(scoring: Scoring, cards: Sequence[UnitCard], *, dated: date) -> bytes:
    """Three sheets; a draft says so."""
    draft = "" if scoring.issued_at else "（草稿）"
    title = f"{scoring.yearly_list.year}年民生实事考核结果{draft}"
    note = "　".join(filter(None, (day_words(dated), f"共{len(cards)}个单位", HOUSE.mark)))
    results = tuple(_result(each) for each in cards)
    working = tuple(row for each in cards for row in _working(each))
    return workbook_bytes(
        Sheet("考核结果", RESULTS, results, title=title, note=note, frozen_columns=1),
        Sheet("计分明细", WORKING, working, title=title, note=note, frozen_columns=1, filterable=True),
        Sheet("计分办法", RULES, point_rows(scoring), title=title, note=formula_of(scoring, cards)),
    )


def _result(each: UnitCard) -> tuple:
    card = each.card
    return each.unit.name, card.led, _points(card.base), card.minus, card.plus, _points(card.total)


def _working(each: UnitCard) -> list[tuple]:
    return [
        (each.unit.name, line.kind_word, line.words, line.weight, _points(line.points), line.note)
        for line in each.card.lines
    ]


def _points(points: object) -> object:
    return "不计分" if points is None else points
