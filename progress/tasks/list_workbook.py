"""The task table as a workbook: what was found on the screen, all pages of it."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace

from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.rules.quarters import Quarter


@dataclass(frozen=True)
class TaskLine:
    """One task; a field is a column."""

    number: int
    domain: str
    text: str
    leads: str
    co: str
    targets: str
    milestone: str
    verdict: str
    findings: int


COLUMNS = (
    Column("序号", 6, "center"),
    Column("领域", 14),
    Column("年度目标任务", 40),
    Column("牵头单位", 16),
    Column("共同责任单位", 30),
    Column("量化目标", 28),
    Column("序时进度", 44),
    Column("进度评价", 12, "center"),
    Column("未处理疑点", 8, "center"),
)


def task_workbook(
    title: str, lines: Sequence[TaskLine], *, quarter: Quarter | None = None, judged: Quarter | None = None
) -> bytes:
    """A sheet of the tasks; a column that no task fills is left out, as is the plan where no quarter was chosen.

    `quarter` is the one of the plan, `judged` the one of the verdicts.
    """
    rows = [astuple(line) for line in lines]
    filled = [place for place, column in enumerate(COLUMNS) if place == 0 or any(row[place] for row in rows)]
    columns = tuple(_headed(COLUMNS[place], {"序时进度": quarter, "进度评价": judged}) for place in filled)
    sheet = Sheet(
        "任务表",
        columns,
        tuple(tuple(row[place] for place in filled) for row in rows),
        title=title,
        frozen_columns=1,
        filterable=True,
    )
    return workbook_bytes(sheet)


def _headed(column: Column, quarters: Mapping[str, Quarter | None]) -> Column:
    """The columns of the plan and of the verdict say of which quarter they are."""
    quarter = quarters.get(column.head)
    return replace(column, head=f"{quarter.label}{column.head}") if quarter else column
