"""记录会办: the meeting, a row for each conclusion; and a word on a conclusion."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from progress.coordination.actions import MEETING_FIELDS, Agreed, Meeting, fingerprint_of
from progress.models import Coordination
from projects.models import Unit
from projects.screen.filters import FastSelect
from projects.screen.forms import DayField

ROWS = 5  # conclusions that one form takes
REPORT, CONFIRM, SEND_BACK = "report", "confirm", "send_back"


class CoordinationForm(forms.Form):
    """When, where, chaired by whom, who took part, what was said; `based_on` is the record that was seen."""

    based_on = forms.CharField(required=False, widget=forms.HiddenInput)
    held_on = DayField(label="会办日期", error_messages={"required": "请填写会办日期。"})
    place = forms.CharField(
        label="地点", max_length=128, required=False, widget=forms.TextInput({"size": 40})
    )
    chaired_by = forms.CharField(
        label="主持人",
        max_length=128,
        error_messages={"required": "请填写主持人。"},
        help_text="姓名和职务",
        widget=forms.TextInput({"size": 40}),
    )
    text = forms.CharField(
        label="会办情况",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请填写会办情况。"},
    )
    units = forms.MultipleChoiceField(
        label="参加单位（本任务责任单位）", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.MultipleChoiceField(
        label="其他参加单位",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="按住 Ctrl 可选多个",
    )

    def __init__(self, *args: object, near: Iterable[Unit], others: Iterable[Unit], **named: object) -> None:
        """`near` are the task's units."""
        super().__init__(*args, **named)
        self.fields["units"].choices = [(unit.code, unit.name) for unit in near]
        self.fields["others"].choices = [(unit.code, unit.name) for unit in others]
        if not self.fields["units"].choices:
            del self.fields["units"]

    def meeting(self, units: dict[str, Unit], agreed: Iterable[Agreed]) -> Meeting:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        present = tuple(units[code] for code in (*data.get("units", ()), *data["others"]))
        return Meeting(
            data["held_on"], data["chaired_by"], data["text"], data["place"], present, tuple(agreed)
        )


def meeting_as_typed(meeting: Coordination) -> dict:
    """A meeting as it stands, for the form."""
    codes = [unit.code for unit in meeting.units.all()]
    return {
        **{name: getattr(meeting, name) for name in MEETING_FIELDS},
        "units": codes,
        "others": codes,
        "based_on": fingerprint_of(meeting),
    }


class ConclusionRow(forms.Form):
    """Who does what by when; a row without a word is none."""

    text = forms.CharField(
        label="事项", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    unit = forms.ChoiceField(label="责任单位", required=False, widget=FastSelect)
    due_on = DayField(label="完成时限", required=False)

    def __init__(self, *args: object, units: list, **named: object) -> None:
        """`units` are grouped choices."""
        super().__init__(*args, **named)
        self.fields["unit"].choices = [("", "请选择"), *units]

    def clean(self) -> dict:
        """A conclusion names its unit and its day."""
        data = super().clean()
        if any(data.get(name) for name in self.fields):
            for name, sentence in (
                ("text", "请写明事项。"),
                ("unit", "请选择责任单位。"),
                ("due_on", "请填写完成时限。"),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(sentence))
        return data


class ConclusionRowsBase(forms.BaseFormSet):
    """The conclusions of a meeting."""

    def agreed(self, units: dict[str, Unit]) -> list[Agreed]:
        """The rows that say something, as the action takes them."""
        rows = (row.cleaned_data for row in self.forms if row.cleaned_data.get("text"))
        return [Agreed(row["text"], units[row["unit"]], row["due_on"]) for row in rows]


ConclusionRows = forms.formset_factory(
    ConclusionRow, formset=ConclusionRowsBase, extra=ROWS, max_num=ROWS, absolute_max=ROWS
)


class ConclusionForm(forms.Form):
    """报告办结, 确认办结, 退回, with a word."""

    action = forms.ChoiceField(choices=[(REPORT, "报告办结"), (CONFIRM, "确认办结"), (SEND_BACK, "退回")])
    word = forms.CharField(label="办理情况", max_length=1000, required=False)
