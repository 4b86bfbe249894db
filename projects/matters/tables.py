"""The tasks of a list to be ticked and grouped."""

from collections.abc import Collection, Mapping
from typing import Any

from projects.rules import addresses
from projects.rules.punctuation import full_width
from projects.screen import cells
from projects.screen.tables import FastTable, Row, column


class GroupingTable(FastTable):
    """A line for each task with the matter that it stands under."""

    OWN_ORDER = "任务序号"

    tick = column("勾选", "tick")
    number = column("序号", "num no", "number")
    text = column("目标任务", "main w-task")
    domain__name = column("领域", "hide-s", "domain_order", "number")
    leads = column("牵头单位", "units w-lead", "lead_order", "number")
    matter = column("件", "w-aim", "matter_number", "number")

    class Meta(FastTable.Meta):
        sequence = ("tick", "number", "text", "domain__name", "leads", "matter")

    def __init__(
        self,
        rows: Any,
        *,
        year: int,
        names: Mapping[int, str],
        ticked: Collection[str] = (),
        ticks_all: bool = False,
        **options: Any,
    ) -> None:
        """`names` are the matters by key; `ticked` the tasks, by key, that were ticked before a refusal."""
        self.year, self.names, self.ticked, self.ticks_all = year, names, frozenset(ticked), ticks_all
        super().__init__(rows, **options)

    def cell_tick(self, row: Row) -> str:
        """The box, with where the task is seen to stand."""
        key = str(row["key"])
        is_ticked = self.ticks_all or key in self.ticked
        box = cells.tick("task", key, f"勾选第{row['number']}项", is_ticked=is_ticked)
        return cells.joined((box, cells.hidden(f"stood-{key}", str(row["matter_key"]))))

    def cell_text(self, row: Row) -> str:
        """The task, the way to its page."""
        return cells.link(addresses.task(self.year, row["number"]), full_width(row["text"]))

    def cell_domain__name(self, row: Row) -> str:
        """The domain."""
        return row["domain__name"] or ""

    def cell_matter(self, row: Row) -> str:
        """The matter; none is said."""
        return self.names.get(row["matter_key"]) or cells.hint("未归入")
