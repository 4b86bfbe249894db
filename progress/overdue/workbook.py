"""The overdue desk as a workbook: one sheet for each of its tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.paper.sheets import Column, Sheet, Value, workbook_bytes


@dataclass(frozen=True)
class OverdueLine:
    """One line of the desk; `contact` is "" for who may not see it."""

    number: int
    domain: str
    text: str
    units: str
    due_on: date | None
    granted_until: date | None
    days: int
    word: str
    points: Decimal | None
    streak: int
    state: str
    deeds: str
    contact: str


@dataclass(frozen=True)
class OverdueTab:
    """One tab: its name, whether it lists tasks behind instead of reports, its lines."""

    name: str
    is_of_tasks: bool
    lines: Sequence[OverdueLine]


DAY = "yyyy-mm-dd"
TASK = (
    (Column("序号", 6, "center"), "number"),
    (Column("领域", 14), "domain"),
    (Column("目标任务", 38), "text"),
    (Column("牵头单位", 16), "units"),
)
OF_REPORTS = (
    *TASK,
    (Column("期限", 12, "center", number_format=DAY), "due_on"),
    (Column("已准延至", 12, "center", number_format=DAY), "granted_until"),
    (Column("逾期天数", 8, "center"), "days"),
    (Column("连续季数", 8, "center"), "streak"),
    (Column("填报情况", 18), "state"),
    (Column("已采取措施", 34), "deeds"),
    (Column("联络员", 20), "contact"),
)
OF_TASKS = (
    *TASK,
    (Column("进度评价", 12), "word"),
    (Column("滞后百分点", 10, "center", number_format="0.0"), "points"),
    (Column("连续季数", 8, "center"), "streak"),
    (Column("滞后情况", 44), "state"),
    (Column("已采取措施", 34), "deeds"),
    (Column("联络员", 20), "contact"),
)
MAY_BE_EMPTY = ("domain", "granted_until", "contact")  # left out of every sheet where nothing stands in them


def overdue_workbook(title: str, tabs: Sequence[OverdueTab], *, note: str) -> bytes:
    """A sheet for each tab, an empty one too, so that its reader sees that there is nothing."""
    lines = [line for tab in tabs for line in tab.lines]
    empty = {name for name in MAY_BE_EMPTY if not any(getattr(line, name) for line in lines)}
    return workbook_bytes(*(_sheet(title, tab, empty, note) for tab in tabs))


def _sheet(title: str, tab: OverdueTab, empty: set[str], note: str) -> Sheet:
    shown = [
        (column, name) for column, name in (OF_TASKS if tab.is_of_tasks else OF_REPORTS) if name not in empty
    ]
    rows = tuple(tuple(_value(line, name) for _, name in shown) for line in tab.lines)
    told = f"{note}　共{len(rows)}项"
    return Sheet(
        tab.name,
        tuple(column for column, _ in shown),
        rows,
        title=f"{title}（{tab.name}）",
        note=told,
        frozen_columns=1,
        filterable=True,
    )


def _value(line: OverdueLine, name: str) -> Value:
    return getattr(line, name)
