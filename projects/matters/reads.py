"""The matters of a list, its tasks as they are grouped, and what its document's headings propose."""

from collections.abc import Iterable

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from projects.lists.task_rows import task_rows
from projects.models import Matter, Task, YearlyList
from projects.rules.matters import Heading, matters_by_headings
from projects.rules.seals import seal_of


def matters_of(yearly_list: YearlyList) -> QuerySet[Matter]:
    """The list's matters with how many tasks each holds, by number."""
    counted = yearly_list.matter_rows.annotate(task_count=Count("tasks"))
    return counted.select_related("lead").order_by("number")


def grouped_rows(tasks: QuerySet[Task]) -> QuerySet:
    """The tasks as rows of a table, each with its matter by key, number and name."""
    return task_rows(tasks).annotate(
        key=F("pk"), matter_key=Coalesce("matter_id", 0), matter_number=F("matter__number")
    )


def seal_of_headings(headings: Iterable[Heading]) -> str:
    """The mark of what a proposal shows: each heading's name and the tasks below it."""
    return seal_of(*((each.name, each.tasks) for each in headings))


def proposed(yearly_list: YearlyList) -> tuple[Heading, ...]:
    """The matters that the document's own headings are; none where the list has matters already."""
    if yearly_list.matters is None or yearly_list.matter_rows.exists():
        return ()
    rows = yearly_list.domains.order_by("order").annotate(
        numbers=ArrayAgg("tasks__number", order_by="tasks__number", default=[])
    )
    headings = [
        Heading(domain.name, tuple(each for each in domain.numbers if each))
        for domain in rows
        if not domain.is_custom
    ]
    return matters_by_headings(yearly_list.matters, headings, tasks=yearly_list.tasks.count())
