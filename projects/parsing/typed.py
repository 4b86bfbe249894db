"""A task that somebody types, read by the grammar that reads a document: figures, items, planned values."""

from collections.abc import Sequence
from dataclasses import replace

from projects.parsing.items import cell_of
from projects.parsing.parsed import ParsedTask
from projects.parsing.printed import Printed
from projects.parsing.printed_list import PrintedTask
from projects.parsing.proofreading import Habits
from projects.parsing.reading import finished, hands, itemised, planned_of

HABITS = Habits(full_width=True, full_stop=True, year=None, narrow=True)


def typed_task(number: int, text: str, *, lead: Sequence[str], co: Sequence[str]) -> ParsedTask:
    """The task of this text, with the targets that the text names."""
    printed = Printed(text, text).tidy()
    task, _ = finished(PrintedTask(number, printed, lead=tuple(lead), co=tuple(co)), HABITS)
    return task


def with_quarters(task: ParsedTask, texts: Sequence[str]) -> ParsedTask:
    """The task with what these four texts plan for it: items, and the planned values of its targets."""
    cells = tuple(cell_of(Printed(text, text)) for text in texts)
    items, _ = itemised(PrintedTask(task.number, Printed(task.text, task.text), cells=cells), HABITS)
    quarters = hands(cells, "text")
    scheduled = replace(task, quarters=quarters, source_quarters=quarters, items=items, planned=())
    planned, _ = planned_of(scheduled)
    return planned
