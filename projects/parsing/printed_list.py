"""What the readers of breakdown and schedule hand on: tasks in both hands, before targets are looked for."""

from dataclasses import dataclass, field

from projects.parsing.items import Cell
from projects.parsing.parsed import Finding
from projects.parsing.printed import Printed


@dataclass(frozen=True)
class PrintedTask:
    """One task as read: text, clause and the four cells, in both hands."""

    number: int
    text: Printed
    domain: str | None = None
    lead: tuple[str, ...] = ()
    co: tuple[str, ...] = ()
    clause: str = ""
    cells: tuple[Cell, ...] | None = None
    row: tuple[str, ...] = ()  # a table's row cell by cell, without the marks that the reader puts between


@dataclass(frozen=True)
class PrintedList:
    """A document's tasks, with the lines around them."""

    tasks: tuple[PrintedTask, ...] = ()
    domains: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    before: tuple[Printed, ...] = field(
        default=()
    )  # the lines before the first task, domain headings taken out
    after: tuple[Printed, ...] = field(default=())  # the lines behind the last task
