"""The leading units and their tasks, one square each."""

from typing import Any

from progress.rules import addresses
from projects.screen import cells
from projects.screen.tables import FastTable, Row, column


class LeaderTable(FastTable):
    """Who leads how many tasks, and which; every figure and every square is the way to its tasks."""

    CARDS = False

    name = column("单位", "who-leads")
    led = column("牵头", "num")
    measured = column("其中量化", "num hide-s")
    involved = column("含配合", "num")
    tasks = column("任务", "w-chips")

    class Meta(FastTable.Meta):
        attrs = {"class": "t"}

    def __init__(self, rows: Any, *, year: int) -> None:
        """`year` is the list's; all rows stand on one page."""
        self.year = year
        super().__init__(rows, query={}, per_page=max(len(rows), 1))

    def cell_led(self, row: Row) -> str:
        """The tasks that the unit leads."""
        return self._figure(len(row["tasks"]), f"lead={row['code']}")

    def cell_measured(self, row: Row) -> str:
        """Those of them that promise a number."""
        return self._figure(sum(task.is_measured for task in row["tasks"]), f"lead={row['code']}&targets=yes")

    def cell_involved(self, row: Row) -> str:
        """All tasks in which the unit has a part."""
        return self._figure(row["involved"], f"unit={row['code']}")

    def cell_tasks(self, row: Row) -> str:
        """A square for each task that the unit leads, dark where it promises a number."""
        squares = []
        for task in row["tasks"]:
            kind = "strong" if task.is_measured else ""
            squares.append(
                cells.element("li", cells.link(addresses.task(self.year, task.number), task.number, kind))
            )
        return cells.element("ul", *squares, kind="chips")

    def _figure(self, number: int, query: str) -> str:
        return cells.figure(number, f"{addresses.tasks(self.year)}?{query}")
