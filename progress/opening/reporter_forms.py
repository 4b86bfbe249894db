"""Which lead reports what: a choice for each target and sub-project of the tasks that several lead."""

from collections.abc import Iterator, Sequence

from django import forms
from django.forms import BoundField

from progress.opening.reporters import ReportedPart, SharedTask
from projects.lists.reporter_actions import Naming, Part


class ReportersForm(forms.Form):
    """`unit-` holds the choice, `seen-` what was named when the page was read."""

    def __init__(self, *args: object, tasks: Sequence[SharedTask], **named: object) -> None:
        super().__init__(*args, **named)
        self.tasks = tasks
        for task in tasks:
            for each in task.parts:
                self._add(each, f"第{task.task.number}项{each.name}的填报单位")

    def rows(self) -> Iterator[tuple[SharedTask, list[tuple[ReportedPart, BoundField, BoundField]]]]:
        """Each task with its parts, each with its fields."""
        for task in self.tasks:
            fields = [(each, self[f"unit-{each.key}"], self[f"seen-{each.key}"]) for each in task.parts]
            yield task, fields

    def named(self) -> dict[Part, Naming]:
        """What was chosen, as the action takes it."""
        data = self.cleaned_data
        return {
            each.part: Naming(data[f"unit-{each.key}"], data[f"seen-{each.key}"])
            for task in self.tasks
            for each in task.parts
        }

    def _add(self, part: ReportedPart, label: str) -> None:
        choices = [(unit.pk, unit.name) for unit in part.leads]
        self.fields[f"unit-{part.key}"] = forms.TypedChoiceField(
            label=label, choices=choices, coerce=int, initial=part.unit.pk
        )
        self.fields[f"seen-{part.key}"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=part.part.reporting_unit_id
        )
