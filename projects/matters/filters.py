"""Searching the tasks that are to be grouped."""

from django.db.models import Q, QuerySet

from projects.models import Task
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.searches import SearchFilter, Word

LOOSE = "none"


class GroupingFilter(FastFilterSet):
    """By the matter that tasks stand under (or none), domain, words or numbers."""

    matter = FastChoiceFilter(method="under", label="件")
    domain = FastChoiceFilter(field_name="domain__order", label="领域")
    q = SearchFilter("序号或任务文字")

    class Meta:
        model = Task
        fields: list[str] = []

    def under(self, tasks: QuerySet, name: str, value: str) -> QuerySet:
        """Those under this matter, or under none."""
        return tasks.filter(matter=None) if value == LOOSE else tasks.filter(matter__number=value)

    def found(self, word: Word) -> Q:
        """The text, the number."""
        return word.within("text") | word.numbers("number")
