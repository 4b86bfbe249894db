"""Searching the notices of a year."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from progress.models import Notice
from progress.rules.states import OVERDUE_WORD, UNISSUED, NoticeLevel, NoticeState
from projects.models import Task
from projects.screen.filters import FastChoiceFilter, FastFilterSet

OVERDUE = "overdue"
ISSUED_STATES = [
    *((code, word) for code, word in NoticeState.choices() if code not in UNISSUED),
    (OVERDUE, OVERDUE_WORD),
]
STATES = [*((code, word) for code, word in NoticeState.choices() if code in UNISSUED), *ISSUED_STATES]
QUARTERS = [(str(number), word) for number, word in enumerate("一二三四", 1)]
LONGEST_SEARCH = 64


class NoticeFilter(FastFilterSet):
    """By number, unit or words; level, state, unit, quarter."""

    q = django_filters.CharFilter(
        method="search",
        label="查找",
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(
            {"type": "search", "placeholder": "文号、单位、任务序号或事由", "autocomplete": "off"}
        ),
    )
    level = FastChoiceFilter(label="级别", choices=list(NoticeLevel.choices()))
    state = FastChoiceFilter(method="in_state", label="状态")
    unit = FastChoiceFilter(field_name="unit__code", label="主送单位")
    quarter = FastChoiceFilter(
        field_name="period__quarter",
        label="季度",
        choices=[(number, f"{word}季度") for number, word in QUARTERS],
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def __init__(self, *arguments: Any, on: date, **named: Any) -> None:
        """`on` is the day by which something is unanswered."""
        self.on = on
        super().__init__(*arguments, **named)

    def search(self, notices: QuerySet, name: str, value: str) -> QuerySet:
        """Notices in which every word is found."""
        for term in value.split():
            notices = notices.filter(_found(term))
        return notices

    def in_state(self, notices: QuerySet, name: str, value: str) -> QuerySet:
        """A state, or past the deadline without a reply."""
        return notices.unanswered(self.on) if value == OVERDUE else notices.filter(state=value)


def _found(term: str) -> Q:
    words = Q(reference__icontains=term) | Q(grounds__icontains=term) | Q(unit__name__icontains=term)
    if term.isascii():
        words |= Q(unit__pinyin__icontains=term)
    if term.isdecimal() and len(term) < 5:
        words |= Q(number=int(term)) | Exists(Task.objects.filter(notices=OuterRef("pk"), number=int(term)))
    return words
