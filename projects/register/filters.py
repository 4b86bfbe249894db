"""Searching the register."""

from django.db.models import Q

from projects.models import Unit
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.names import units_called
from projects.screen.searches import SearchFilter, Word


class UnitFilter(FastFilterSet):
    """By name, alias or initials, and by kind."""

    q = SearchFilter("名称、别名、拼音首字母", size=22)
    kind = FastChoiceFilter(field_name="kind", label="类别")

    class Meta:
        model = Unit
        fields: list[str] = []

    def found(self, word: Word) -> Q:
        """Units that go by this name, or whose initials or code hold these letters."""
        return Q(pk__in=units_called(word))
