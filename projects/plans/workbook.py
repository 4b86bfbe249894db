"""The plans of a list as they stand, as a workbook."""

from collections.abc import Sequence
from datetime import date

from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.plans.reads import PlanLine
from projects.rules.calendar import local_day
from projects.rules.plan_states import LATE_MARK

DAY = "yyyy-mm-dd"
COLUMNS = (
    Column("序号", 8, "center"),
    Column("目标任务", 60),
    Column("报备单位", 18),
    Column("状态", 12, "center"),
    Column("迟报备", 10, "center"),
    Column("逾期（天）", 12, "center"),
    Column("报送日期", 12, "center", number_format=DAY),
)


def plans_workbook(title: str, lines: Sequence[PlanLine], *, note: str, on: date) -> bytes:
    """One sheet, one row a plan."""
    rows = tuple(_row(line) for line in lines)
    hint = "　".join(filter(None, (note, f"{on:%Y-%m-%d} 统计", f"共{len(rows)}项")))
    sheet = Sheet("实施方案", COLUMNS, rows, title=title, note=hint, frozen_columns=1, filterable=True)
    return workbook_bytes(sheet)


def _row(line: PlanLine) -> tuple:
    plan = line.plan
    return (
        plan.task.number,
        plan.task.in_print,
        plan.unit.name,
        line.filing_state.word,
        LATE_MARK if line.is_late else "",
        line.days_over or "",
        local_day(plan.submitted_at) if plan.submitted_at else None,
    )
