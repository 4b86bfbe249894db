"""Searching the notices of a year."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from progress.models import Notice
from progress.rules.states import OVERDUE_WORD, UNISSUED, NoticeLevel, NoticeState
from projects.models import Task
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.names import units_called
from projects.screen.searches import SearchFilter, Word

OVERDUE = "overdue"
ISSUED_STATES = [
    *((code, word) for code, word in NoticeState.choices() if code not in UNISSUED),
    (OVERDUE, OVERDUE_WORD),
]
STATES = [*((code, word) for code, word in NoticeState.choices() if code in UNISSUED), *ISSUED_STATES]


class NoticeFilter(FastFilterSet):
    """By number, unit or words; level, state, unit, quarter."""

    q = SearchFilter("文号、单位、任务序号或事由", size=20)
    level = FastChoiceFilter(label="级别", choices=list(NoticeLevel.choices()))
    state = FastChoiceFilter(method="in_state", label="状态")
    unit = FastChoiceFilter(field_name="unit__code", label="主送单位")
    quarter = FastChoiceFilter(field_name="period__quarter", label="季度")

    class Meta:
        model = Notice
        fields: list[str] = []

    def __init__(self, *arguments: Any, on: date, **named: Any) -> None:
        """`on` is the day by which something is unanswered."""
        self.on = on
        super().__init__(*arguments, **named)

    def found(self, word: Word) -> Q:
        """Number, grounds, unit by any name or initials, a task's number."""
        said = word.within("reference", "grounds") | Q(unit__in=units_called(word))
        if word.number is None:
            return said
        tasks = Task.objects.filter(notices=OuterRef("pk"), number=word.number)
        return said | word.numbers("number") | Exists(tasks)

    def in_state(self, notices: QuerySet, name: str, value: str) -> QuerySet:
        """A state, or past the deadline without a reply."""
        return notices.unanswered(self.on) if value == OVERDUE else notices.filter(state=value)
