"""The columns of the overdue desk, one list for the table on the screen and the sheet on paper."""

from collections.abc import Callable
from dataclasses import dataclass

from progress.ledger.overdue import OverdueRow
from progress.rules.states import VerdictClass
from projects.models import Unit
from projects.paper.sheets import Column, Value

DAY = "yyyy-mm-dd"


@dataclass(frozen=True)
class Head:
    """A column on the screen: its head, the class of its cells, what it is sorted by."""

    words: str
    kind: str = ""
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class OverdueColumn:
    """What a line says in one column.

    Where it has no head it is not on the screen, without `paper` not in the workbook.
    """

    name: str
    value: Callable[[OverdueRow], Value]
    head: Head | None = None
    paper: Column | None = None
    may_be_empty: bool = False  # left out of every sheet where nothing stands in it


def contact_of(unit: Unit) -> str:
    """Whom to ring up; "" where nobody is registered."""
    return " ".join(part for part in (unit.liaison, unit.liaison_telephone) if part)


def _domain(row: OverdueRow) -> str:
    return row.task.domain.name if row.task.domain else ""


def _unit_names(row: OverdueRow) -> str:
    return "、".join(unit.name for unit in row.units)


def _deeds(row: OverdueRow) -> str:
    return "\n".join(f"{deed.day} {deed}" for deed in row.deeds)


def _contacts(row: OverdueRow) -> str:
    return "、".join(filter(None, map(contact_of, row.units)))


def _class(row: OverdueRow) -> str:
    return VerdictClass.word_of(row.code)


BY_UNIT, BY_SIZE = ("unit_order", "task__number"), ("size", "task__number")
TICK = OverdueColumn("tick", lambda row: row.key, Head("勾选", "tick no-print"))
NUMBER = OverdueColumn(
    "number",
    lambda row: row.task.number,
    Head("序号", "num no", ("task__number",)),
    Column("序号", 6, "center"),
)
DOMAIN = OverdueColumn("domain", _domain, paper=Column("领域", 14), may_be_empty=True)
TEXT = OverdueColumn(
    "text", lambda row: row.task.in_print, Head("目标任务", "main w-task"), Column("目标任务", 38)
)
UNITS = OverdueColumn("units", _unit_names, Head("单位", "units w-unit", BY_UNIT), Column("牵头单位", 16))
LEADS = OverdueColumn("units", _unit_names, Head("牵头单位", "units w-unit", BY_UNIT), Column("牵头单位", 16))
DUE_ON = OverdueColumn(
    "due_on",
    lambda row: row.due_on,
    Head("期限", "nw", ("due_on", "task__number")),
    Column("期限", 12, "center", number_format=DAY),
)
GRANTED = OverdueColumn(
    "granted_until",
    lambda row: row.granted_until,
    paper=Column("已准延至", 12, "center", number_format=DAY),
    may_be_empty=True,
)
DAYS = OverdueColumn(
    "measure", lambda row: row.days, Head("逾期", "nw", BY_SIZE), Column("逾期天数", 8, "center")
)
CLASS = OverdueColumn("measure", _class, Head("滞后", "", BY_SIZE), Column("进度评价", 12))
POINTS = OverdueColumn(
    "points", lambda row: row.points, paper=Column("滞后百分点", 10, "center", number_format="0.0")
)
STREAK = OverdueColumn(
    "streak",
    lambda row: row.streak,
    Head("连续", "nw", ("streak", "task__number")),
    Column("连续季数", 8, "center"),
)
STATE = OverdueColumn("state", lambda row: row.state, Head("填报情况"), Column("填报情况", 18))
LAG = OverdueColumn("state", lambda row: row.state, Head("滞后情况", "w-plan"), Column("滞后情况", 44))
DEEDS = OverdueColumn(
    "deeds",
    _deeds,
    Head("已采取措施", "w-deeds", ("last_deed_at", "task__number")),
    Column("已采取措施", 34),
)
CONTACT = OverdueColumn("contact", _contacts, Head("联络员", "w-contact"), Column("联络员", 20))

OF_REPORTS = (
    *(TICK, NUMBER, DOMAIN, TEXT, UNITS, DUE_ON, GRANTED, DAYS),
    *(STREAK, STATE, DEEDS, CONTACT),
)
OF_TASKS = (TICK, NUMBER, DOMAIN, TEXT, LEADS, CLASS, POINTS, STREAK, LAG, DEEDS, CONTACT)
