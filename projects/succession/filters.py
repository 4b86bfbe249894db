"""Searching the pairs of a list."""

from django import forms
from django.db.models import Q, QuerySet

from projects.models import Succession
from projects.rules.succession import SuccessionState
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.searches import SearchFilter, Word

ALL = "all"
STATES = [*SuccessionState.choices(), (ALL, "全部")]


class SuccessionFilter(FastFilterSet):
    """By state (those that wait, unless asked otherwise), the earlier year, words of either text."""

    state = FastChoiceFilter(
        method="in_state", label="状态", choices=STATES, empty_label=None, widget=forms.HiddenInput
    )
    before = FastChoiceFilter(field_name="earlier__yearly_list__year", label="承接年度")
    q = SearchFilter("序号、两项任务的文字")

    class Meta:
        model = Succession
        fields: list[str] = []

    def in_state(self, pairs: QuerySet, name: str, value: str) -> QuerySet:
        """Those in this state, or all."""
        return pairs if value == ALL else pairs.filter(state=value)

    def found(self, word: Word) -> Q:
        """Either text, either number."""
        said = word.within("later__text", "earlier__text")
        return said | word.numbers("later__number") | word.numbers("earlier__number")
