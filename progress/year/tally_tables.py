"""How many tasks stand where: one row for each quarter, domain or unit, every figure the way to its tasks."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from progress.rules.standings import COUNTED, YEAR_PARTS, Tally
from progress.rules.states import OpenReason, VerdictClass
from progress.rules.weighing import LAST_QUARTER
from progress.year.charts import bar, drawn_bar
from progress.year.glance import TallyRow
from projects.screen import cells
from projects.screen.tables import FastTable, Row, column

DRAWN = {
    VerdictClass.COMPLETED: "已完成",
    VerdictClass.AHEAD: "超序时",
    VerdictClass.ON_SCHEDULE: "达序时",
    VerdictClass.BEHIND: "滞后",
    VerdictClass.FAR_BEHIND: "严重滞后",
    VerdictClass.UNMEASURED: "待评定",
    VerdictClass.NOT_FILED: "未报",
}

# columns that are shown only where some task is done so, or 待评定 for this reason
OPTIONAL = (*YEAR_PARTS, *(reason for reason in OpenReason if reason != OpenReason.PENDING))
# words for a year under way: where nothing but its end is counted their columns are not shown
UNDER_WAY = (VerdictClass.AHEAD, VerdictClass.ON_SCHEDULE)
_FIGURES = (*COUNTED, *YEAR_PARTS)


class TallyTable(FastTable):
    """The counts of the equation, row by row; behind each the same tasks a quarter earlier."""

    CARDS = False

    name = column("", "nw")
    total = column("总数", "num", "total")
    completed = column("已完成", "num", "completed")
    exceeded = column("其中超额", "num hide-s", "exceeded")
    closed = column("其中销号", "num hide-s", "closed")
    ahead = column("超序时", "num", "ahead")
    on_schedule = column("达序时", "num", "on_schedule")
    behind = column("滞后", "num", "behind")
    far_behind = column("其中严重", "num hide-s", "far_behind")
    unmeasured = column("待评定", "num", "unmeasured")
    pending = column("其中待审核", "num hide-s", "pending")
    unconfirmed = column("其中待确认", "num hide-s", "unconfirmed")
    unplanned = column("其中未备案", "num hide-s", "unplanned")
    unfiled = column("其中待报送", "num hide-s", "unfiled")
    baseless = column("其中无依据", "num hide-s", "baseless")
    inactive = column("其中单位停用", "num hide-s", "inactive")
    not_filed = column("未报", "num", "not_filed")
    before = column("上期滞后", "num hide-s", "before")
    bar = column("分布", "w-bar hide-s")

    class Meta(FastTable.Meta):
        attrs = {"class": "t shares"}

    def __init__(
        self,
        counted: Iterable[TallyRow],
        *,
        base: str,
        of: str,
        query: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        """`base` is the address of the list's tasks, `of` what a row is.

        All rows stand on one page, ordered where `query` is given.
        """
        rows = [_row(each) for each in counted]
        self.base = base
        self.longest = max((row["total"] for row in rows), default=0)
        optional = (*OPTIONAL, *UNDER_WAY) if _tells_the_year(rows) else OPTIONAL
        left_out = [name for name in optional if not any(row[name] for row in rows)]
        if not any(row["counted"].before for row in rows):
            left_out.append("before")
        super().__init__(
            rows,
            query=query or {},
            per_page=max(len(rows), 1),
            orderable=query is not None,
            exclude=tuple(left_out),
            **options,
        )
        self.columns["name"].column.verbose_name = of

    def cell_name(self, row: Row) -> str:
        """What the row counts."""
        counted = row["counted"]
        return cells.link(counted.url, counted.name) if counted.url else counted.name

    def cell_total(self, row: Row) -> str:
        """All of them."""
        return self._figure(row["total"], row["counted"].now_query)

    def cell_before(self, row: Row) -> str:
        """Those behind a quarter earlier."""
        counted = row["counted"]
        return self._figure(row["before"], f"{counted.before_query}&verdict=behind") if counted.before else ""

    def cell_bar(self, row: Row) -> str:
        """The same as a bar, to the scale of the longest row."""
        return drawn_bar(bar(parts_of(row["counted"].now), full=self.longest))

    def _cell(self, name: str) -> Callable[[Row], str]:
        """The counts of the equation are written alike."""
        return partial(self._count, name) if name in _FIGURES else super()._cell(name)

    def _count(self, name: str, row: Row) -> str:
        return self._figure(row[name], f"{row['counted'].now_query}&verdict={name}")

    def _figure(self, number: int, query: str) -> str:
        return cells.figure(number, f"{self.base}?{query}")


def parts_of(counts: Tally) -> list[tuple[str, str, int]]:
    """What a bar of these counts is drawn of; 严重滞后 apart from the rest of 滞后."""
    values = {name: getattr(counts, name) for name in DRAWN} | {
        VerdictClass.BEHIND: counts.behind - counts.far_behind
    }
    return [(label, name, values[name]) for name, label in DRAWN.items()]


def _tells_the_year(rows: list[Row]) -> bool:
    return all(row["counted"].quarter.number >= LAST_QUARTER for row in rows)


def _row(counted: TallyRow) -> dict[str, Any]:
    counts = {name: getattr(counted.now, name) for name in (*_FIGURES, "total")}
    return {
        "counted": counted,
        "name": counted.name,
        "before": counted.before.behind if counted.before else 0,
        "bar": "",
        **counts,
    }
