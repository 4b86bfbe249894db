"""The task table as a workbook: what was found on the screen, all pages of it."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from projects.exports.sheets import Column, Sheet, workbook_bytes
from projects.quarters import Quarter


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
    findings: int


COLUMNS = (
    Column("序号", 6, "center"),
    Column("领域", 14),
    Column("年度目标任务", 40),
    Column("牵头单位", 16),
    Column("共同责任单位", 30),
    Column("量化目标", 28),
    Column("序时进度", 44),
    Column("未处理疑点", 8, "center"),
)


def task_workbook(title: str, lines: Sequence[TaskLine], *, quarter: Quarter | None = None) -> bytes:
    """A sheet of the tasks; a column that no task fills is left out, as is the plan where no quarter was chosen."""
    rows = [astuple(line) for line in lines]
    filled = [place for place, column in enumerate(COLUMNS) if place == 0 or any(row[place] for row in rows)]
    columns = tuple(_headed(COLUMNS[place], quarter) for place in filled)
    sheet = Sheet("任务表", columns, tuple(tuple(row[place] for place in filled) for row in rows), title=title, frozen_columns=1, filterable=True)
    return workbook_bytes(sheet)


def _headed(column: Column, quarter: Quarter | None) -> Column:
    """The plan's column says of which quarter it is."""
    if column.head != "序时进度" or quarter is None:
        return column
    return Column(f"{quarter.label}序时进度", column.width)
