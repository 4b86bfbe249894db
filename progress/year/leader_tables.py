"""The leading units and their tasks, one square each."""

from typing import Any

import django_tables2 as tables
from django.utils.html import escape

from projects.screen.tables import FastTable, Row


def _column(label: str, kind: str) -> tables.Column:
    return tables.Column(verbose_name=label, orderable=False, attrs={"td": {"class": kind}})


class LeaderTable(FastTable):
    """Who leads how many tasks, and which; every figure and every square is the way to its tasks."""

    CARDS = False

    name = _column("单位", "who-leads")
    led = _column("牵头", "num")
    measured = _column("其中量化", "num hide-s")
    involved = _column("含配合", "num")
    tasks = _column("任务", "w-chips")

    class Meta(FastTable.Meta):
        attrs = {"class": "t"}

    def __init__(self, rows: Any, *, base: str) -> None:
        """`base` is the address of the list's tasks; all rows stand on one page."""
        self.base = base
        super().__init__(rows, query={}, per_page=max(len(rows), 1))

    def cell_led(self, row: Row) -> str:
        """The tasks that the unit leads."""
        return self._figure(len(row["tasks"]), f"lead={row['code']}")

    def cell_measured(self, row: Row) -> str:
        """Those of them that promise a number."""
        return self._figure(
            sum(task.is_measured for task in row["tasks"]), f"lead={row['code']}&amp;targets=yes"
        )

    def cell_involved(self, row: Row) -> str:
        """All tasks in which the unit has a part."""
        return self._figure(row["involved"], f"unit={row['code']}")

    def cell_tasks(self, row: Row) -> str:
        """A square for each task that the unit leads, dark where it promises a number."""
        squares = (
            f'<li><a href="{self.base}{task.number}/"{" class=strong" if task.is_measured else ""}>{task.number}</a></li>'
            for task in row["tasks"]
        )
        return f'<ul class="chips">{"".join(squares)}</ul>'

    def _figure(self, number: int, query: str) -> str:
        return f'<a href="{escape(self.base)}?{query}">{number}</a>' if number else "0"
