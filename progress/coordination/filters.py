"""Narrowing the meetings of a year."""

from django.db.models import Q, QuerySet

from progress.models import Coordination
from progress.rules.states import ConclusionState
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.searches import SearchFilter, Word

OPEN = "open"


class CoordinationFilter(FastFilterSet):
    """By words, by the unit that has something to do, by where the conclusions stand."""

    q = SearchFilter("序号、任务、主持人或内容", size=20)
    unit = FastChoiceFilter(method="for_unit", label="责任单位")
    state = FastChoiceFilter(
        method="by_state",
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

    def found(self, word: Word) -> Q:
        """The task's number or text, who chaired it, what was said and concluded."""
        concluded = Coordination.objects.filter(word.within("conclusions__text")).values("pk")
        said = word.within("task__text", "chaired_by", "text") | Q(pk__in=concluded)
        return said | word.numbers("task__number")

    def for_unit(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Meetings after which this unit has something to do."""
        return rows.filter(pk__in=Coordination.objects.filter(conclusions__unit__code=value).values("pk"))

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
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
