"""Narrowing the meetings of a year."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from progress.models import Coordination
from progress.rules.states import ConclusionState
from projects.screen.filters import FastChoiceFilter, FastFilterSet

OPEN = "open"


class CoordinationFilter(FastFilterSet):
    """By words, by the unit that has something to do, by where the conclusions stand."""

    q = django_filters.CharFilter(
        method="search",
        label="查找",
        max_length=64,
        widget=forms.TextInput({"type": "search", "placeholder": "序号、任务、主持人或内容", "size": 20}),
    )
    unit = FastChoiceFilter(method="for_unit", label="责任单位")
    state = FastChoiceFilter(
        method="standing",
        label="会办事项",
        choices=[
            (OPEN, "未全部办结"),
            (ConclusionState.OVERDUE, ConclusionState.OVERDUE.word),
            (ConclusionState.REPORTED, ConclusionState.REPORTED.word),
            (ConclusionState.CONCLUDED, "全部办结"),
        ],
    )

    class Meta:
        model = Coordination
        fields: list[str] = []

    def search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The task's number or text, who chaired it, what was said and concluded."""
        said = Coordination.objects.filter(conclusions__text__icontains=value).values("pk")
        found = (
            Q(task__text__icontains=value)
            | Q(chaired_by__icontains=value)
            | Q(text__icontains=value)
            | Q(pk__in=said)
        )
        return rows.filter(
            found | Q(task__number=int(value)) if value.isdecimal() and len(value) <= 4 else found
        )

    def for_unit(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Meetings after which this unit has something to do."""
        return rows.filter(pk__in=Coordination.objects.filter(conclusions__unit__code=value).values("pk"))

    def standing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By the counts of their conclusions."""
        if value == ConclusionState.CONCLUDED:
            return rows.filter(open=0)
        return rows.filter(
            **{
                {
                    OPEN: "open__gt",
                    ConclusionState.OVERDUE: "late__gt",
                    ConclusionState.REPORTED: "to_confirm__gt",
                }[value]: 0
            }
        )
