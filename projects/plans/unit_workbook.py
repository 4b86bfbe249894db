"""A unit's plans as a workbook: it goes out, is filled in, and comes back."""

from collections.abc import Iterable, Mapping, Sequence

from projects.models import Plan, Unit
from projects.paper.unit_sheets import (
    FillColumn,
    FillSheet,
    TypedLine,
    number_cell,
    read_back,
    unit_workbook_bytes,
)
from projects.plans.reads import starting_content
from projects.plans.unit_rows import (
    INVESTMENT,
    KEY,
    NOTE,
    NUMBER,
    PEOPLE,
    PLANS,
    QUARTER_HEADS,
    ROAD_MAP,
    TOTAL_HEADS,
    TOTALS,
    VERSION,
    step_words,
)
from projects.rules.errors import Refused
from projects.rules.filing import LOCKED
from projects.rules.plan_content import from_json

LOCKED_HEADS = (NUMBER, "目标任务", VERSION)
WIDTHS = {"目标任务": 40, ROAD_MAP: 34, NOTE: 20, NUMBER: 6}
PLAN_HEADS = (NUMBER, "目标任务", *QUARTER_HEADS, ROAD_MAP, *PEOPLE, INVESTMENT, NOTE, VERSION)
PLAN_COLUMNS = tuple(
    FillColumn(
        head,
        WIDTHS.get(head, 26 if "季度" in head else 12),
        is_open=head not in LOCKED_HEADS,
        is_hidden=head == VERSION,
    )
    for head in PLAN_HEADS
)
TOTAL_COLUMNS = (
    FillColumn(NUMBER, 6),
    FillColumn("指标", 40),
    FillColumn("全年目标", 14),
    *(FillColumn(head, 14, is_open=True) for head in TOTAL_HEADS),
    FillColumn(KEY, is_hidden=True),
)
HINT = "灰格以外可填；事项一行一项；路线图一行一步：步骤｜完成时间｜责任人；计划数填截至季末累计"


def unit_workbook(unit: Unit, year: int, plans: Sequence[Plan]) -> bytes:
    """The sheets with whose they are, and how they are filled in."""
    return unit_workbook_bytes(
        *plan_sheets(plans),
        marks={"年度": year, "单位": unit.code},
        title=f"{year}年实施方案（{unit}）",
        note=HINT,
    )


def plan_sheets(plans: Sequence[Plan]) -> tuple[FillSheet, ...]:
    """One row a task, one row a target on the second sheet; keys and versions are hidden, the rest locked."""
    totals = tuple((plan, row) for plan in plans for row in _total_rows(plan))
    return (
        FillSheet(PLANS, PLAN_COLUMNS, tuple(_plan_row(plan) for plan in plans), _locked(plans)),
        FillSheet(
            TOTALS, TOTAL_COLUMNS, tuple(row for _, row in totals), _locked(plan for plan, _ in totals)
        ),
    )


def read_plans(content: bytes, name: str, *, year: int, unit: Unit) -> Sequence[TypedLine]:
    """The rows of both sheets; refused where it is no such workbook, or another year's or unit's."""
    heads = {PLANS: PLAN_HEADS, TOTALS: [column.head for column in TOTAL_COLUMNS]}
    return read_back(
        content, name, noun="实施方案", heads=heads, check=lambda marks: _check(marks, year, unit)
    )


def _check(marks: Mapping[str, str], year: int, unit: Unit) -> None:
    """Whether it is this year's and this unit's."""
    if marks.get("年度") != str(year):
        raise Refused(f"这是{marks.get('年度') or '其他'}年的工作簿，本页只收{year}年的。")
    if marks.get("单位") != unit.code:
        raise Refused(f"这是其他单位的工作簿，不是{unit}的。")


def _locked(plans: Iterable[Plan]) -> frozenset[int]:
    """The places of those in which nothing can be filled in."""
    return frozenset(place for place, plan in enumerate(plans) if plan.state in LOCKED)


def _plan_row(plan: Plan) -> tuple:
    content = starting_content(plan)
    people = [getattr(content, name) for name in PEOPLE.values()]
    quarters = [
        words
        for quarter in content.quarters
        for words in (quarter.text, quarter.items_wording, quarter.nothing_reason)
    ]
    investment = number_cell(content.investment)
    steps = step_words(content.steps)
    task = plan.task
    return (
        task.number,
        task.in_print,
        *quarters,
        steps,
        *people,
        investment,
        content.note,
        plan.version,
    )


def _total_rows(plan: Plan) -> Iterable[tuple]:
    content = from_json(plan.content)
    for target in sorted(plan.task.targets.all(), key=lambda row: row.order):
        totals = map(number_cell, content.totals_of(target.pk))
        yield (plan.task.number, target.in_print, target.amount, *totals, target.pk)
