"""What the grammar that reads a schedule reads in the four texts of a plan: proposed, never written over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.adoption.conversion import bare_task
from projects.models import Target, Task
from projects.parsing.parsed import ParsedItem, ParsedPlan, ParsedTask
from projects.parsing.printed import Printed
from projects.parsing.subprojects import is_name
from projects.parsing.typed import with_quarters
from projects.rules.plan_content import NO_TOTALS, PlanContent, QuarterItem, Totals
from projects.rules.planning import PlannedFigure, year_to_date
from projects.rules.states import Basis

LONGEST_NAME = 20  # characters of a sub-project before its colon


@dataclass(frozen=True)
class ReadTexts:
    """Items of each quarter, and the totals of each target, as they were read."""

    items: tuple[tuple[QuarterItem, ...], ...]
    totals: dict[int, Totals]


def read_texts(task: Task, texts: Sequence[str]) -> ReadTexts:
    """What these four texts say of items and figures."""
    targets = sorted(task.targets.all(), key=lambda row: row.order)
    read = with_quarters(bare_task(task), [text.strip() for text in texts])
    totals = {
        target.pk: _totals(target, [plan for plan in read.planned if plan.target == place])
        for place, target in enumerate(targets)
    }
    items = tuple(tuple(_item(each) for each in quarter) for quarter in read.items or ((),) * 4)
    return ReadTexts(items, totals)


def typed_items(text: str, names: Iterable[str]) -> tuple[QuarterItem, ...]:
    """Items as they are typed, one a line; what stands before a colon is a sub-project where it names one."""
    known = set(names)
    return tuple(_typed(line.strip(), known) for line in text.splitlines() if line.strip())


def sub_project_names(task: Task, read: ReadTexts) -> set[str]:
    """The names of the task's parts: those that stand already, and those that the texts tell."""
    present = {name for row in task.sub_projects.all() for name in (row.name, *row.aliases)}
    return present | {item.label for quarter in read.items for item in quarter if item.label}


def as_parsed(task: Task, content: PlanContent) -> ParsedTask:
    """The task as a schedule that says what the plan says would be read."""
    targets = sorted(task.targets.all(), key=lambda row: row.order)
    quarters = tuple(Printed(text, text).tidy().text for text in content.texts)
    items = tuple(
        tuple(ParsedItem(item.label, item.text) for item in quarter.items) for quarter in content.quarters
    )
    planned = tuple(
        plan
        for place, target in enumerate(targets)
        if (plan := _plan(place, target, content.totals_of(target.pk)))
    )
    return replace(bare_task(task), quarters=quarters, source_quarters=quarters, items=items, planned=planned)


def _plan(place: int, target: Target, totals: Totals) -> ParsedPlan | None:
    if totals == NO_TOTALS:
        return None
    values = tuple(None if total is None else str(total) for total in totals)
    return ParsedPlan(place, target.stage or None, Basis.YTD, values, is_own=True)


def _totals(target: Target, plans: Sequence[ParsedPlan]) -> Totals:
    """The totals of the stage that plans the target; none where it is not known what a figure means."""
    own = next((plan for plan in plans if plan.is_own), None)
    if own is None:
        return NO_TOTALS
    figures = [
        PlannedFigure(quarter, Decimal(value), own.basis or "")
        for quarter, value in enumerate(own.values, 1)
        if value is not None
    ]
    planned = year_to_date(figures, target=target.quantity, nature=target.nature)
    return tuple(each.ytd if each.is_figure or each.is_default else None for each in planned)


def _item(read: ParsedItem) -> QuarterItem:
    return QuarterItem(read.label if is_name(read.label) else "", read.text)


def _typed(line: str, names: set[str]) -> QuarterItem:
    head, colon, rest = line.replace(":", "：", 1).partition("：")
    if colon and rest.strip() and len(head) <= LONGEST_NAME and head.strip() in names:
        return QuarterItem(head.strip(), rest.strip())
    return QuarterItem("", line)
