"""The overdue desk's four tables: one for the reports, one for the tasks behind."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.utils.safestring import SafeString

from progress.ledger.deeds import Deed
from progress.ledger.overdue import OverdueRow
from progress.overdue.columns import OF_REPORTS, OF_TASKS, contact_of
from progress.rules import addresses
from progress.rules.standings import streak_mark
from progress.rules.states import VerdictClass
from projects.rules.calendar import short_day
from projects.screen import cells
from projects.screen.tables import FastTable, column


class OverdueTable(FastTable):
    """Reports that are missing, late or not refiled, the longest overdue first."""

    OWN_ORDER = "逾期最久在前"
    COLUMNS = OF_REPORTS

    class Meta(FastTable.Meta):
        pass

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
        shown = [each for each in self.COLUMNS if each.head]
        heads = [(each.name, column(each.head.words, each.head.kind, *each.head.order)) for each in shown]
        self.values = {each.name: each.value for each in shown}
        left_out = () if sees_contacts else ("contact",)
        super().__init__(rows, extra_columns=heads, exclude=left_out, **options)

    def cell_tick(self, row: OverdueRow) -> str:
        """The box that carries the line's key."""
        is_ticked = self.ticked is None or row.key in self.ticked
        label = f"勾选第{row.task.number}项 {self.values['units'](row)}"
        return cells.tick("row", row.key, label, is_ticked=is_ticked)

    def cell_text(self, row: OverdueRow) -> str:
        """The task's text, the way to the page where it is dealt with."""
        return cells.link(row.address, row.task.in_print)

    def cell_units(self, row: OverdueRow) -> str:
        """Each unit, the way to all it owes."""
        return cells.joined([cells.link(addresses.unit(unit.code), unit.name) for unit in row.units], "、")

    def cell_due_on(self, row: OverdueRow) -> str:
        """The day that has passed, and until when filing later was granted."""
        day = short_day(row.due_on)
        if not row.granted_until:
            return day
        return cells.joined((day, cells.line(f"已准延至{short_day(row.granted_until)}", kind="hint")))

    def cell_measure(self, row: OverdueRow) -> str:
        """How many days."""
        return cells.due(row.measure)

    def cell_streak(self, row: OverdueRow) -> str:
        """连续 n 季, from the second on."""
        return cells.due(streak_mark(row.streak)) if row.streak > 1 else ""

    def cell_deeds(self, row: OverdueRow) -> str:
        """The last deed; the earlier ones fold out."""
        if not row.deeds:
            return cells.hint("尚未采取措施")
        last, *earlier = map(_deed, row.deeds)
        if not earlier:
            return last
        summary = cells.element("summary", f"另{len(earlier)}次")
        return cells.joined((last, cells.element("details", summary, *earlier)))

    def cell_contact(self, row: OverdueRow) -> str:
        """Whom to ring up."""
        people = [contact_of(unit) or cells.hint("未登记") for unit in row.units]
        return cells.joined([cells.line(person) for person in people])

    def _cell(self, name: str) -> Callable[[OverdueRow], object]:
        """Where nothing else is written the value stands as on paper."""
        return getattr(self, f"cell_{name}", None) or self.values[name]


class BehindTable(OverdueTable):
    """Tasks behind their schedule, the widest gap first."""

    OWN_ORDER = "滞后最多在前"
    COLUMNS = OF_TASKS

    class Meta(FastTable.Meta):
        pass

    def cell_measure(self, row: OverdueRow) -> str:
        """The class, and the points where there are any."""
        code = VerdictClass(row.code)
        badge = cells.badge(code.tone, code.word)
        if not row.points:
            return badge
        return cells.joined((badge, cells.line(row.measure, kind="due")))

    def cell_state(self, row: OverdueRow) -> str:
        """What is behind, in sentences; two lines on the screen, all on paper."""
        return cells.clamp(row.state)


def _deed(deed: Deed) -> SafeString:
    return cells.line(cells.hint(deed.day), " ", str(deed))
