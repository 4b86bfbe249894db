"""Searching the log."""

import django_filters
from django import forms
from django.db.models import Q

from projects.log.acts import act_choices
from projects.models.log import LogEntry
from projects.rules.states import ActResult
from projects.screen.filters import FastFilterSet
from projects.screen.searches import SearchFilter, Word

DAY = forms.DateInput({"type": "date", "class": "form-control"})


class LogFilter(FastFilterSet):
    """By day, person, act and result."""

    since = django_filters.DateFilter(field_name="at", lookup_expr="date__gte", label="从", widget=DAY)
    until = django_filters.DateFilter(field_name="at", lookup_expr="date__lte", label="到", widget=DAY)
    actor_name = SearchFilter("姓名或用户名", label="操作人", **{"class": "form-control"})
    act = django_filters.ChoiceFilter(
        choices=act_choices, label="操作", empty_label="全部", widget=forms.Select({"class": "form-select"})
    )
    result = django_filters.ChoiceFilter(
        choices=ActResult.choices(),
        label="结果",
        empty_label="全部",
        widget=forms.Select({"class": "form-select"}),
    )

    class Meta:
        model = LogEntry
        fields = ["since", "until", "actor_name", "act", "result"]

    def found(self, word: Word) -> Q:
        """The name as it was then."""
        return word.within("actor_name")
