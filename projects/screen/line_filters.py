"""Narrowing lines that were computed from dates and figures: no database holds them as rows."""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from django import forms

from projects.models import Task, Unit
from projects.rules.headings import domain_head, with_loose
from projects.screen.names import LinesSought

ALL = ("", "全部")
Line = TypeVar("Line")


class LineFilter(forms.Form, Generic[Line]):
    """What is asked of the lines of a page; an unknown value narrows nothing.

    The lines are given to `left` and not kept: a form and its bound fields lead to each other, and all that
    a page read would wait with them for Python's collector.
    """

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked."""
        self.is_valid()
        return any(self.cleaned_data.values())

    def left(self, lines: Iterable[Line]) -> list[Line]:
        """The lines that are left, in their order."""
        self.is_valid()
        sought = LinesSought(self.cleaned_data.get("q", ""))
        return [line for line in lines if self.keeps(line, self.cleaned_data) and self.tells(line, sought)]

    def keeps(self, line: Line, asked: dict[str, Any]) -> bool:
        """Whether a line is what was chosen."""
        raise NotImplementedError

    def tells(self, line: Line, sought: LinesSought) -> bool:
        """Whether a line says what is looked for."""
        raise NotImplementedError

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """What may be chosen in a field, 全部 first."""
        self.fields[name].choices = [ALL, *choices]

    def offer_units(self, name: str, units: Iterable[Unit]) -> None:
        """These units, each once, in the official order."""
        self.offer(name, ((each.code, each.name) for each in sorted(set(units), key=lambda each: each.order)))

    def offer_domains(self, tasks: Sequence[Task]) -> None:
        """The domains of these tasks; where none has one nothing is asked."""
        domains = sorted({each.domain for each in tasks if each.domain}, key=lambda each: each.order)
        if not domains:
            del self.fields["domain"]
            return
        named = ((str(each.order), each.name) for each in domains)
        self.offer("domain", with_loose(named, is_any_loose=any(each.domain is None for each in tasks)))
        self.fields["domain"].label = domain_head(is_custom=any(each.is_custom for each in domains))
