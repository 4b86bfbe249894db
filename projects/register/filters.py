"""Searching the register."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from projects.models import Unit, UnitAlias
from projects.screen.filters import FastChoiceFilter, FastFilterSet

LONGEST_SEARCH = 64


class UnitFilter(FastFilterSet):
    """By name, alias or initials, and by kind."""

    q = django_filters.CharFilter(
        method="search",
        label="查找",
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(
            {"type": "search", "placeholder": "名称、别名、拼音首字母", "size": 22, "autocomplete": "off"}
        ),
    )
    kind = FastChoiceFilter(field_name="kind", label="类别")

    class Meta:
        model = Unit
        fields: list[str] = []

    def search(self, units: QuerySet, name: str, value: str) -> QuerySet:
        """Units that go by this name, or whose initials hold these letters."""
        alias = UnitAlias.objects.filter(unit=OuterRef("pk"), name__icontains=value)
        found = Q(name__icontains=value) | Q(full_name__icontains=value) | Exists(alias)
        if value.isascii():
            found |= Q(pinyin__icontains=value) | Q(code__istartswith=value)
        return units.filter(found)
