"""The shared filter form: a select that writes its options without a template each, choices given when the
form is made.
"""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from projects.screen.searches import Word, words_sought

Choices = list[tuple[str, Any]]


class FastSelect(forms.Select):
    """Django's select, its options joined: 65 units cost microseconds, not milliseconds."""

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        """The select element; a group of choices is a pair of its name and its choices."""
        chosen = "" if value is None else str(value)
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return mark_safe(f"<select{attributes}>{_options(self.choices, chosen)}</select>")  # noqa: S308 - every part is escaped


class FastChoiceFilter(django_filters.ChoiceFilter):
    """A choice among values, 全部 where none is chosen."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{"empty_label": "全部", "widget": FastSelect, "choices": [], **named})


class FastFilterSet(django_filters.FilterSet):
    """A filter set that takes the choices of its fields from the view's one query, and finds nothing for a
    question it does not understand.
    """

    def __init__(self, *arguments: Any, choices: dict[str, Choices] | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, given in (choices or {}).items():
            self.filters[name].extra["choices"] = given
        for name in [name for name, given in (choices or {}).items() if not given]:
            del self.filters[name]

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Rows in which every word is found."""
        for word in words_sought(value):
            rows = rows.filter(self.found(word))
        return rows

    def found(self, word: Word) -> Q:
        """Where a word is looked for."""
        raise NotImplementedError

    @property
    def rows(self) -> Any:
        """The rows found."""
        return self.qs if self.form.is_valid() else self.queryset.none()


def narrowing_in_words(form: forms.Form) -> str:
    """What a list was narrowed by, for the files that leave it: 筛选条件：牵头单位 市教育局；查找 学校.

    "" where nothing was asked. A field that nobody sees narrows nothing.
    """
    form.is_valid()
    asked = [(field, form.cleaned_data.get(field.name)) for field in form.visible_fields()]
    words = [f"{field.label} {_asked(field, value)}" for field, value in asked if value not in ("", None)]
    return f"筛选条件：{'；'.join(words)}" if words else ""


def _asked(field: forms.BoundField, value: object) -> str:
    """The value in the words of the page: of a choice its label."""
    for code, label in getattr(field.field, "choices", ()):
        choices = label if isinstance(label, list | tuple) else ((code, label),)
        for each, word in choices:
            if str(each) == str(value):
                return str(word)
    return str(value)


def _options(choices: Iterable[tuple[str, Any]], chosen: str) -> str:
    """Options, and groups of them."""
    return "".join(
        _group(value, label, chosen) if isinstance(label, list | tuple) else _option(value, label, chosen)
        for value, label in choices
    )


def _group(name: str, choices: Iterable[tuple[str, Any]], chosen: str) -> str:
    return f'<optgroup label="{escape(name)}">{_options(choices, chosen)}</optgroup>'


def _option(value: str, label: str, chosen: str) -> str:
    selected = " selected" if str(value) == chosen else ""
    return f'<option value="{escape(value)}"{selected}>{escape(label)}</option>'
