"""Searching the tasks that are to be grouped."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import QueryDict

from projects.headings.kinds import Heading, Kind
from projects.models import Task, YearlyList
from projects.rules.headings import DOMAIN, domain_head, with_loose
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.searches import SearchFilter, Word


class GroupingFilter(FastFilterSet):
    """By the matter or the domain that tasks stand under (or none), words or numbers."""

    matter = FastChoiceFilter(method="under", label="件")
    domain = FastChoiceFilter(method="under", label="领域")
    q = SearchFilter("序号或任务文字")
    domain_word = DOMAIN  # 领域（自定） where the administrator gave them

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
    domains = list(yearly_list.domains.all())
    if kind.stands != "domain":
        choices["domain"] = with_loose((str(each.order), each.name) for each in domains)
    if kind.stands != "matter":
        matters = yearly_list.matter_rows.all()
        choices["matter"] = with_loose((str(each.number), str(each)) for each in matters)
    found = GroupingFilter(asked, queryset=yearly_list.tasks.all(), choices=choices)
    found.domain_word = domain_head(is_custom=any(each.is_custom for each in domains))
    if "domain" in found.filters:
        found.filters["domain"].label = found.domain_word
    return found
