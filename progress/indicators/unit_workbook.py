"""A unit's yearly values (规划指标) as a workbook: it goes out, is filled in, and comes back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from progress.indicators.reads import value_before
from progress.models import YearlyValue
from progress.rules.states import LOCKED_STATES
from projects.models import FivePlan, Unit
from projects.paper.sheets import Value
from projects.paper.unit_sheets import (
    FillColumn,
    FillSheet,
    TypedLine,
    number_cell,
    read_back,
    unit_workbook_bytes,
)
from projects.rules.errors import Refused

NOUN = "规划指标年度值"
SHEET = "年度值"
NUMBER, VERSION = "序号", "版本"
FORM = "年度值1"  # the template; another number where its columns change
FIELDS = {  # the form's field under each head
    "年度值": "value",
    "数据来源": "source",
    "现状": "situation",
    "趋势": "trend",
    "原因": "cause",
    "目标调整建议": "adjustment",
    "下一步措施": "measures",
}
OPEN_COLUMNS = tuple(
    FillColumn(head, 14 if name in ("value", "source") else 30, is_open=True) for head, name in FIELDS.items()
)
COLUMNS = (
    FillColumn(NUMBER, 6),
    FillColumn("指标", 34),
    FillColumn("计量单位", 9),
    FillColumn("基期值", 10),
    FillColumn("规划目标", 10),
    FillColumn("上次审核值", 11),
    *OPEN_COLUMNS,
    FillColumn(VERSION, is_hidden=True),
)
HINT = "灰格不改，白格可填；已送审签、报送的行不能填；年度值填数，不填“左右”“以上”"


def values_workbook(plan: FivePlan, year: int, unit: Unit, papers: Sequence[YearlyValue]) -> bytes:
    """The sheet with whose it is, and how it is filled in."""
    return unit_workbook_bytes(
        values_sheet(papers),
        marks={"规划": _plan_mark(plan), "年度": year, "单位": unit.code, "表式": FORM},
        title=f"{year}年规划指标年度值（{unit}）",
        note=HINT,
    )


def values_sheet(papers: Sequence[YearlyValue]) -> FillSheet:
    """A row for each indicator of the unit; keys are hidden, what was filed is locked."""
    locked = frozenset(place for place, each in enumerate(papers) if each.state in LOCKED_STATES)
    return FillSheet(SHEET, COLUMNS, tuple(_row(each) for each in papers), locked)


def read_values(content: bytes, name: str, *, plan: FivePlan, year: int, unit: Unit) -> Sequence[TypedLine]:
    """The rows; refused where it is another plan's, year's or unit's, or of another template."""
    heads = {SHEET: [column.head for column in COLUMNS]}
    check = partial(_check, plan=plan, year=year, unit=unit)
    return read_back(content, name, noun=NOUN, heads=heads, check=check)


def _check(marks: Mapping[str, str], *, plan: FivePlan, year: int, unit: Unit) -> None:
    """First whether it is the right one; nothing of it is read before."""
    if marks.get("表式") != FORM:
        raise Refused(f"这不是{NOUN}工作簿，或版式已经更新，请从本页重新下载后填写。")
    if marks.get("规划") != _plan_mark(plan):
        raise Refused("这是其他规划的工作簿，请从本页重新下载后填写。")
    if marks.get("年度") != str(year):
        raise Refused(f"这是{marks.get('年度') or '其他'}年的工作簿，本页只收{year}年的。")
    if marks.get("单位") != unit.code:
        raise Refused(f"这是其他单位的工作簿，不是{unit}的。")


def _plan_mark(plan: FivePlan) -> str:
    return f"{plan.start_year}-{plan.end_year}"


def _row(paper: YearlyValue) -> tuple[Value, ...]:
    indicator = paper.indicator
    texts = [getattr(paper, name) for name in FIELDS.values() if name != "value"]
    return (
        indicator.number,
        indicator.name,
        indicator.measure,
        indicator.base_words,
        indicator.target_printed or "—",
        _or_dash(value_before(paper)),
        number_cell(paper.value),
        *texts,
        paper.version,
    )


def _or_dash(amount: Decimal | None) -> Value:
    return "—" if amount is None else number_cell(amount)
