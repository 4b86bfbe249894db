"""The overdue desk's four tables: one for the reports, one for the tasks behind."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.safestring import SafeString

from progress.ledger.deeds import Deed
from progress.ledger.overdue import OverdueRow
from progress.rules import addresses
from progress.rules.standings import streak_mark
from progress.rules.states import VerdictClass
from projects.models import Unit
from projects.rules.calendar import short_day
from projects.screen import cells
from projects.screen.tables import FastTable, Row, column


class OverdueTable(FastTable):
    """Reports that are missing, late or not refiled, the longest overdue first."""

    OWN_ORDER = "逾期最久在前"

    tick = column("勾选", "tick no-print")
    number = column("序号", "num no", "number")
    text = column("目标任务", "main w-task")
    units = column("单位", "units w-unit", "unit_order", "number")
    due_on = column("期限", "nw", "due_on", "number")
    measure = column("逾期", "nw", "size", "number")
    streak = column("连续", "nw", "streak", "number")
    state = column("填报情况", "")
    deeds = column("已采取措施", "w-deeds", "last", "number")
    contact = column("联络员", "w-contact")

    class Meta(FastTable.Meta):
        sequence = (
            "tick",
            "number",
            "text",
            "units",
            "due_on",
            "measure",
            "streak",
            "state",
            "deeds",
            "contact",
        )

    def __init__(
        self,
        rows: Sequence[OverdueRow],
        *,
        ticked: Collection[str] | None,
        sees_contacts: bool,
        **options: Any,
    ) -> None:
        """`ticked` are the keys that come ticked, None for all of them."""
        self.ticked = ticked
        super().__init__(
            [_told(row) for row in rows], exclude=() if sees_contacts else ("contact",), **options
        )

    def cell_tick(self, row: Row) -> str:
        """The box that carries the line's key."""
        is_ticked = self.ticked is None or row["key"] in self.ticked
        label = f"勾选第{row['number']}项 {row['unit_names']}"
        return cells.tick("row", row["key"], label, is_ticked=is_ticked)

    def cell_text(self, row: Row) -> str:
        """The task's text, the way to the page where it is dealt with."""
        return cells.link(row["address"], row["text"])

    def cell_units(self, row: Row) -> str:
        """Each unit, the way to all it owes."""
        return cells.joined([cells.link(addresses.unit(unit.code), unit.name) for unit in row["units"]], "、")

    def cell_due_on(self, row: Row) -> str:
        """The day that has passed, and until when filing later was granted."""
        day = short_day(row["due_on"])
        if not row["granted_until"]:
            return day
        return cells.joined((day, cells.line(f"已准延至{short_day(row['granted_until'])}", kind="hint")))

    def cell_measure(self, row: Row) -> str:
        """How many days."""
        return cells.due(row["measure"])

    def cell_streak(self, row: Row) -> str:
        """连续 n 季, from the second on."""
        return cells.due(streak_mark(row["streak"])) if row["streak"] > 1 else ""

    def cell_deeds(self, row: Row) -> str:
        """The last deed; the earlier ones fold out."""
        if not row["deeds"]:
            return cells.hint("尚未采取措施")
        last, *earlier = map(_deed, row["deeds"])
        if not earlier:
            return last
        summary = cells.element("summary", f"另{len(earlier)}次")
        return cells.joined((last, cells.element("details", summary, *earlier)))

    def cell_contact(self, row: Row) -> str:
        """Whom to ring up."""
        return cells.joined([cells.line(_contact(unit)) for unit in row["units"]])


class BehindTable(OverdueTable):
    """Tasks behind their schedule, the widest gap first."""

    OWN_ORDER = "滞后最多在前"

    units = column("牵头单位", "units w-unit", "unit_order", "number")
    measure = column("滞后", "", "size", "number")
    state = column("滞后情况", "w-plan")

    class Meta(OverdueTable.Meta):
        exclude = ("due_on",)

    def cell_measure(self, row: Row) -> str:
        """The class, and the points where there are any."""
        code = VerdictClass(row["code"])
        badge = cells.badge(code.tone, code.word)
        if not row["points"]:
            return badge
        return cells.joined((badge, cells.line(row["measure"], kind="due")))

    def cell_state(self, row: Row) -> str:
        """What is behind, in sentences; two lines on the screen, all on paper."""
        return cells.clamp(row["state"])


def _told(row: OverdueRow) -> dict[str, Any]:
    """A line as the columns want it, with what it is sorted by."""
    return {
        "key": row.key,
        "number": row.task.number,
        "text": row.task.text,
        "address": row.address,
        "units": row.units,
        "unit_names": "、".join(unit.name for unit in row.units),
        "unit_order": min((unit.order for unit in row.units), default=0),
        "due_on": row.due_on,
        "granted_until": row.granted_until,
        "measure": row.measure,
        "size": row.size,
        "points": row.points,
        "code": row.code,
        "streak": row.streak,
        "state": row.state,
        "deeds": row.deeds,
        "last": row.deeds[0].at.timestamp() if row.deeds else 0,
    }


def _deed(deed: Deed) -> SafeString:
    return cells.line(cells.hint(deed.day), " ", str(deed))


def _contact(unit: Unit) -> str:
    found = " ".join(part for part in (unit.liaison, unit.liaison_telephone) if part)
    return found or cells.hint("未登记")
