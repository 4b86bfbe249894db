"""The notices found as a workbook."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date

from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.rules.calendar import day_words

DAY = "yyyy-mm-dd"


@dataclass(frozen=True)
class NoticeLine:
    """One notice; a field is a column."""

    reference: str
    level: str
    unit: str
    quarter: str
    tasks: str | int
    grounds: str
    issued_on: date | None
    reply_by: date
    state: str


COLUMNS = (
    Column("文号", 20),
    Column("级别", 10, "center"),
    Column("主送单位", 18),
    Column("季度", 10, "center"),
    Column("任务", 12, "center"),
    Column("事由", 60),
    Column("签发日期", 12, "center", number_format=DAY),
    Column("回复期限", 12, "center", number_format=DAY),
    Column("状态", 16, "center"),
)


def notice_workbook(title: str, lines: Sequence[NoticeLine], *, on: date, narrowing: str = "") -> bytes:
    """One sheet, one row a notice; `narrowing` says what they were searched by."""
    rows = tuple(astuple(line) for line in lines)
    note = "　".join(filter(None, (narrowing, f"{day_words(on)}统计", f"共{len(rows)}件")))
    sheet = Sheet("督办单", COLUMNS, rows, title=title, note=note, frozen_columns=1, filterable=True)
    return workbook_bytes(sheet)
