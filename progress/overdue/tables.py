"""The overdue desk's four tables: one for the reports, one for the tasks behind."""

from collections.abc import Collection, Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import escape

from progress.ledger.deeds import Deed
from progress.ledger.overdue import OverdueRow
from progress.rules.standings import streak_mark
from progress.rules.states import VerdictClass
from projects.models import Unit
from projects.rules.calendar import short_day
from projects.screen.tables import FastTable, Row


def _column(label: str, kind: str, *order: str, orderable: bool = True) -> tables.Column:
    return tables.Column(
        verbose_name=label, orderable=orderable, order_by=order or None, attrs={"td": {"class": kind}}
    )


class OverdueTable(FastTable):
    """Reports that are missing, late or not refiled, the longest overdue first."""

    OWN_ORDER = "逾期最久在前"

    tick = _column("勾选", "tick no-print", orderable=False)
    number = _column("序号", "num no")
    text = _column("目标任务", "main w-task", orderable=False)
    units = _column("单位", "units w-unit", "unit_order", "number")
    due_on = _column("期限", "nw", "due_on", "number")
    measure = _column("逾期", "nw", "size", "number")
    streak = _column("连续", "nw", "streak", "number")
    state = _column("填报情况", "", orderable=False)
    deeds = _column("已采取措施", "w-deeds", "last", "number")
    contact = _column("联络员", "w-contact", orderable=False)

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
        checked = " checked" if self.ticked is None or row["key"] in self.ticked else ""
        return f'<input type="checkbox" name="row" value="{row["key"]}"{checked} aria-label="勾选第{row["number"]}项 {escape(row["unit_names"])}">'

    def cell_text(self, row: Row) -> str:
        """The task's text, the way to the page where it is dealt with."""
        return f'<a href="{escape(row["address"])}">{escape(row["text"])}</a>'

    def cell_units(self, row: Row) -> str:
        """Each unit, the way to all it owes."""
        return "、".join(f'<a href="/units/{unit.code}/">{escape(unit.name)}</a>' for unit in row["units"])

    def cell_due_on(self, row: Row) -> str:
        """The day that has passed, and until when filing later was granted."""
        granted = (
            f'<div class="hint">已准延至{short_day(row["granted_until"])}</div>'
            if row["granted_until"]
            else ""
        )
        return short_day(row["due_on"]) + granted

    def cell_measure(self, row: Row) -> str:
        """How many days."""
        return f'<b class="due">{row["measure"]}</b>'

    def cell_streak(self, row: Row) -> str:
        """连续 n 季, from the second on."""
        return f'<b class="due">{streak_mark(row["streak"])}</b>' if row["streak"] > 1 else ""

    def cell_deeds(self, row: Row) -> str:
        """The last deed; the earlier ones fold out."""
        if not row["deeds"]:
            return '<span class="hint">尚未采取措施</span>'
        last, *earlier = map(_deed, row["deeds"])
        more = (
            f"<details><summary>另{len(earlier)}次</summary>{''.join(earlier)}</details>" if earlier else ""
        )
        return last + more

    def cell_contact(self, row: Row) -> str:
        """Whom to ring up."""
        return "".join(f"<div>{_contact(unit)}</div>" for unit in row["units"])


class BehindTable(OverdueTable):
    """Tasks behind their schedule, the widest gap first."""

    OWN_ORDER = "滞后最多在前"

    units = _column("牵头单位", "units w-unit", "unit_order", "number")
    measure = _column("滞后", "", "size", "number")
    state = _column("滞后情况", "w-plan", orderable=False)

    class Meta(OverdueTable.Meta):
        exclude = ("due_on",)

    def cell_measure(self, row: Row) -> str:
        """The class, and the points where there are any."""
        tone, word = (
            ("far" if row["code"] == VerdictClass.FAR_BEHIND else "behind"),
            VerdictClass(row["code"]).word,
        )
        points = f'<div class="due">{row["measure"]}</div>' if row["points"] else ""
        return f'<span class="v v-{tone}">{word}</span>{points}'

    def cell_state(self, row: Row) -> str:
        """What is behind, in sentences; two lines on the screen, all on paper."""
        return f'<div class="clamp">{escape(row["state"])}</div>'


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


def _deed(deed: Deed) -> str:
    return f'<div><span class="hint">{deed.day}</span> {escape(str(deed))}</div>'


def _contact(unit: Unit) -> str:
    found = " ".join(part for part in (unit.liaison, unit.liaison_telephone) if part)
    return escape(found) if found else '<span class="hint">未登记</span>'
