"""The matters that a document's own headings propose."""

from collections.abc import Iterable

from django.contrib.postgres.aggregates import ArrayAgg

from projects.models import YearlyList
from projects.rules.matters import Heading, matters_by_headings
from projects.rules.seals import seal_of


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
