"""Searching the findings of a list."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from projects.models import Finding
from projects.screen.filters import FastChoiceFilter, FastFilterSet

OPEN = "open"
STATES = [(OPEN, "待处理"), ("decided", "已处理"), ("all", "全部")]
LONGEST_SEARCH = 64


class FindingFilter(FastFilterSet):
    """By state (those that wait, unless asked otherwise), code, task and words."""

    state = FastChoiceFilter(method="in_state", label="状态", choices=STATES, empty_label=None)
    code = FastChoiceFilter(field_name="code", label="类型")
    task = django_filters.NumberFilter(
        field_name="task__number",
        label="任务序号",
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput({"min": 1, "size": 5}),
    )
    q = django_filters.CharFilter(
        method="search",
        label="查找",
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({"type": "search", "placeholder": "说明、原文", "size": 18}),
    )

    class Meta:
        model = Finding
        fields: list[str] = []

    def in_state(self, findings: QuerySet, name: str, value: str) -> QuerySet:
        """Those that wait, those that are answered, or all."""
        return findings if value == "all" else findings.filter(decision__isnull=value == OPEN)

    def search(self, findings: QuerySet, name: str, value: str) -> QuerySet:
        """Findings that hold these words."""
        return findings.filter(Q(message__icontains=value) | Q(quote__icontains=value))
