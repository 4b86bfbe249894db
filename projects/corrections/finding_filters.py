"""Searching the findings of a list."""

import django_filters
from django.db.models import Q, QuerySet

from projects.models import Finding
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.forms import WholeNumberField
from projects.screen.searches import SearchFilter, Word

OPEN = "open"
STATES = [(OPEN, "待处理"), ("decided", "已处理"), ("all", "全部")]


class TaskNumberFilter(django_filters.NumberFilter):
    """The number of a task, as it may be typed."""

    field_class = WholeNumberField


class FindingFilter(FastFilterSet):
    """By state (those that wait, unless asked otherwise), code, task and words."""

    state = FastChoiceFilter(method="in_state", label="状态", choices=STATES, empty_label=None)
    code = FastChoiceFilter(field_name="code", label="类型")
    task = TaskNumberFilter(
        field_name="task__number",
        label="任务序号",
        min_value=1,
        max_value=9999,
        unit="项",
    )
    q = SearchFilter("说明、原文")

    class Meta:
        model = Finding
        fields: list[str] = []

    def in_state(self, findings: QuerySet, name: str, value: str) -> QuerySet:
        """Those that wait, those that are answered, or all."""
        return findings if value == "all" else findings.filter(decision__isnull=value == OPEN)

    def found(self, word: Word) -> Q:
        """What it says, what was printed, the task's number."""
        return word.within("message", "quote") | word.numbers("task__number")
