"""What is typed about filing later: the unit's request, and the answer to it."""

from collections.abc import Iterable

from django import forms
from django.utils.text import Truncator

from projects.evidence.forms import FilesField
from projects.models import Task
from projects.screen.forms import DayField


class UntilForm(forms.Form):
    """Until when a report may come later, and why: asked for by the unit, or granted unasked."""

    until = DayField(label="延至", error_messages={"required": "请填写延至日期。"})
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写延期理由。"},
    )


class ExtensionForm(UntilForm):
    """申请延期: until when, why, for which tasks (none ticked: all)."""

    tasks = forms.MultipleChoiceField(
        label="任务",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不勾选即本单位全部任务。",
    )

    files = FilesField()

    def __init__(self, *args: object, tasks: Iterable[Task], **named: object) -> None:
        """`tasks` are those that the unit reports on in the quarter."""
        super().__init__(*args, **named)
        self.fields["tasks"].choices = [
            (str(task.pk), f"第{task.number}项　{Truncator(task.in_print).chars(40)}") for task in tasks
        ]


class ExtensionDecisionForm(forms.Form):
    """同意 or not, with a note."""

    note = forms.CharField(label="批复意见", max_length=500, required=False, widget=forms.TextInput)
