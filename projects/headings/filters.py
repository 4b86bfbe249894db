"""Searching the tasks that are to be grouped."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import QueryDict

from projects.headings.kinds import Heading, Kind
from projects.models import Task, YearlyList
from projects.rules.headings import with_loose
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.searches import SearchFilter, Word


class GroupingFilter(FastFilterSet):
    """By the matter or the domain that tasks stand under (or none), words or numbers."""

    matter = FastChoiceFilter(method="under", label="件")
    domain = FastChoiceFilter(method="under", label="领域")
    q = SearchFilter("序号或任务文字")

    class Meta:
        model = Task
        fields: list[str] = []

    def under(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """Those under the heading of this number, or under none."""
        return tasks.under(name, value)

    def found(self, word: Word) -> Q:
        """The text, the number."""
        return word.within("text") | word.numbers("number")


def grouping_filter(
    kind: Kind, asked: QueryDict, yearly_list: YearlyList, headings: Iterable[Heading]
) -> GroupingFilter:
    """What tasks can be searched by: the headings that they are grouped under, and the others of the list."""
    own = [(str(getattr(each, kind.number)), str(each)) for each in headings]
    choices = {kind.stands: with_loose(own)}
    if kind.stands != "domain":
        domains = yearly_list.domains.values_list("order", "name")
        choices["domain"] = with_loose((str(order), name) for order, name in domains)
    if kind.stands != "matter":
        matters = yearly_list.matter_rows.all()
        choices["matter"] = with_loose((str(each.number), str(each)) for each in matters)
    return GroupingFilter(asked, queryset=yearly_list.tasks.all(), choices=choices)
