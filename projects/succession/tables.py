"""The pairs of a list as a table, both texts side by side."""

from collections.abc import Collection
from typing import Any

from django.utils.timezone import localtime

from projects.models import Succession
from projects.rules import addresses
from projects.rules.punctuation import full_width
from projects.rules.succession import SuccessionState
from projects.screen import cells
from projects.screen.tables import FastTable, Row, column


class SuccessionTable(FastTable):
    """A line for each pair."""

    UNIT = "对"
    OWN_ORDER = "任务序号"

    tick = column("勾选", "tick")
    number = column("序号", "num no", "number")
    text = column("本年任务", "main w-task")
    before = column("承接", "nw", "before_order", "number")
    before_text = column("以前年度的任务", "w-task", short="原任务")
    likeness = column("相似度", "num", "likeness", "number")
    reason = column("依据", "w-aim")
    state = column("状态", "w-aim", "state_order", "number")

    class Meta(FastTable.Meta):
        sequence = ("tick", "number", "text", "before", "before_text", "likeness", "reason", "state")

    def __init__(
        self,
        pairs: list[Succession],
        *,
        year: int,
        ticked: Collection[str] = (),
        ticks_all: bool = False,
        **options: Any,
    ) -> None:
        """`ticked` are the pairs, by key, whose box is ticked; `ticks_all`: every one's."""
        self.year, self.ticked, self.ticks_all = year, frozenset(ticked), ticks_all
        super().__init__([_row(pair) for pair in pairs], **options)

    def cell_tick(self, row: Row) -> str:
        """The box, with the version that is shown."""
        label = f"勾选：第{row['number']}项承接{row['before']}"
        is_ticked = self.ticks_all or str(row["key"]) in self.ticked
        box = cells.tick("pair", str(row["key"]), label, is_ticked=is_ticked)
        return cells.joined((box, cells.hidden(f"version-{row['key']}", str(row["version"]))))

    def cell_text(self, row: Row) -> str:
        """This year's task, the way to its page."""
        return cells.link(addresses.task(self.year, row["number"]), full_width(row["text"]))

    def cell_before(self, row: Row) -> str:
        """The earlier task, the way to its page."""
        return cells.link(addresses.task(row["before_year"], row["before_number"]), row["before"])

    def cell_before_text(self, row: Row) -> str:
        """What the earlier task promised."""
        return full_width(row["before_text"])

    def cell_likeness(self, row: Row) -> str:
        """In per cent; none of those made by hand."""
        return f"{row['likeness']}%" if row["likeness"] else "—"

    def cell_state(self, row: Row) -> str:
        """Where it stands, and who said so."""
        state = SuccessionState(row["state"])
        said = cells.hint(row["said"]) if row["said"] else ""
        return cells.joined((cells.badge(state.tone, state.word), said), " ")


def _row(pair: Succession) -> dict[str, object]:
    year = pair.earlier.yearly_list.year
    is_decided = pair.state != SuccessionState.PROPOSED and pair.changed_by
    said = f"{pair.changed_by} {localtime(pair.changed_at):%Y-%m-%d %H:%M}" if is_decided else ""
    return {
        "key": pair.pk,
        "version": pair.version,
        "number": pair.later.number,
        "text": pair.later.text,
        "before": f"{year}年第{pair.earlier.number}项",
        "before_year": year,
        "before_number": pair.earlier.number,
        "before_order": year * 10_000 + pair.earlier.number,
        "before_text": pair.earlier.text,
        "likeness": pair.likeness or 0,
        "reason": pair.reason,
        "state": pair.state,
        "state_order": list(SuccessionState).index(pair.state),
        "said": said,
    }
