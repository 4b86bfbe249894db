"""The tasks of a list to be ticked and grouped."""

from collections.abc import Collection
from typing import Any

from projects.headings.kinds import Kind
from projects.rules import addresses
from projects.rules.headings import DOMAIN
from projects.rules.matters import label_of
from projects.rules.punctuation import full_width
from projects.screen import cells
from projects.screen.tables import FastTable, Row, column


class GroupingTable(FastTable):
    """A line for each task with the heading that it stands under, and with the other kind's."""

    OWN_ORDER = "任务序号"

    tick = column("勾选", "tick")
    number = column("序号", "num no", "number")
    text = column("目标任务", "main w-task")
    leads = column("牵头单位", "units w-lead", "lead_order", "number")
    domain__name = column("领域", "w-aim", "domain_order", "number")
    matter = column("件", "w-aim", "matter_order", "number")

    class Meta(FastTable.Meta):
        sequence = ("tick", "number", "text", "...")

    def __init__(
        self,
        rows: Any,
        *,
        kind: Kind,
        year: int,
        has_others: bool,
        may_tick: bool,
        ticked: Collection[str] = (),
        ticks_all: bool = False,
        domain_word: str = DOMAIN,
        **options: Any,
    ) -> None:
        """`has_others` says whether the list has headings of the other kind, `may_tick` whether anything can
        be done with the tasks; `ticked` are those, by key, that were ticked before a refusal.
        """
        own, other = ("matter", "domain__name") if kind.stands == "matter" else ("domain__name", "matter")
        self.year, self.own, self.ticked, self.ticks_all = year, own, frozenset(ticked), ticks_all
        sequence = ("tick", "number", "text", other, "leads", own)
        left_out = (*(() if has_others else (other,)), *(() if may_tick else ("tick",)))
        super().__init__(rows, exclude=left_out, sequence=sequence, **options)
        if "domain__name" in self.columns:
            self.columns["domain__name"].column.verbose_name = domain_word

    def cell_tick(self, row: Row) -> str:
        """The box, with where the task is seen to stand."""
        key = str(row["key"])
        is_ticked = self.ticks_all or key in self.ticked
        box = cells.tick("task", key, f"勾选第{row['number']}项", is_ticked=is_ticked)
        return cells.joined((box, cells.hidden(f"stood-{key}", str(row["heading_key"]))))

    def cell_text(self, row: Row) -> str:
        """The task, the way to its page."""
        return cells.link(addresses.task(self.year, row["number"]), full_width(row["text"]))

    def cell_domain__name(self, row: Row) -> str:
        """The domain."""
        return row["domain__name"] or self._none("domain__name")

    def cell_matter(self, row: Row) -> str:
        """The matter, by number and name."""
        number = row["matter__number"]
        return label_of(number, row["matter__name"]) if number else self._none("matter")

    def _none(self, name: str) -> str:
        """That a task stands under none is said where it could."""
        return cells.hint("未归入") if name == self.own else ""
