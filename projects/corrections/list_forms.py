"""A list, a task and four quarters as they are typed."""

import json
from dataclasses import asdict

from django import forms
from django.core.exceptions import ValidationError

from projects.corrections.list_actions import Particulars, TaskValues, particulars_of
from projects.corrections.unit_actions import Responsible
from projects.corrections.unit_forms import Party, names_in
from projects.models import YearlyList
from projects.parsing.matching import Register, recognise
from projects.rules.quarters import NUMBERS, NUMERALS
from projects.rules.states import AssignmentRole
from projects.screen.forms import DayField, WholeNumberField

LONGEST = 4000


class ParticularsForm(forms.Form):
    """Title, number, date, how many matters."""

    based_on = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=255, widget=forms.TextInput({"size": 60}))
    document_number = forms.CharField(
        label="文号", max_length=64, required=False, help_text="如：某政发〔2026〕6号；没有可不填"
    )
    issued_on = DayField(label="成文日期", required=False)
    matters = WholeNumberField(label="件数", unit="件", required=False, min_value=1, max_value=999)

    @property
    def particulars(self) -> Particulars:
        """What was typed."""
        return Particulars(**{name: self.cleaned_data[name] for name in Particulars.__dataclass_fields__})


class NewListForm(ParticularsForm):
    """The particulars of a list that is entered by hand, with its year."""

    year = WholeNumberField(label="年度", unit="年", min_value=2000, max_value=2099)
    field_order = ("year",)


class TaskTextForm(forms.Form):
    """Text and domain of a task."""

    text = forms.CharField(
        label="目标任务",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text="其中的数字按目标读出，保存后可以在任务页上修改",
    )
    domain = forms.CharField(
        label="领域",
        max_length=64,
        required=False,
        widget=forms.TextInput({"list": "domains", "autocomplete": "off"}),
    )


class NewTaskForm(TaskTextForm):
    """A task that is entered by hand: its text, its number in the list, its units."""

    number = WholeNumberField(label="序号", unit="项", min_value=1, max_value=32767)
    lead = forms.CharField(
        label="牵头单位",
        max_length=LONGEST,
        help_text="名录中的名称、简称或别名，几个单位用“、”分开，按先后",
        widget=forms.TextInput({"size": 60, "autocomplete": "off"}),
    )
    co = forms.CharField(
        label="共同责任单位",
        max_length=LONGEST,
        required=False,
        help_text="可不填",
        widget=forms.TextInput({"size": 60, "autocomplete": "off"}),
    )
    field_order = ("number", "text", "domain", "lead", "co")

    def __init__(
        self, *arguments: object, register: Register, parties: dict[str, Party], **named: object
    ) -> None:
        super().__init__(*arguments, **named)
        self.register, self.parties = register, parties

    def clean_lead(self) -> list[Responsible]:
        """The units that lead."""
        return self._named("lead", AssignmentRole.LEAD)

    def clean_co(self) -> list[Responsible]:
        """The units beside them."""
        return self._named("co", AssignmentRole.CO)

    @property
    def values(self) -> TaskValues:
        """The task as the action takes it."""
        cleaned = self.cleaned_data
        responsible = (*cleaned["lead"], *cleaned["co"])
        return TaskValues(cleaned["number"], cleaned["text"], cleaned["domain"], responsible)

    def _named(self, field: str, role: AssignmentRole) -> list[Responsible]:
        found = []
        for name in names_in(self.cleaned_data[field]):
            known = recognise(name, self.register)
            if known.code is None:
                near = "、".join(self.parties[code].name for code in known.candidates)
                raise ValidationError(f"名录中没有“{name}”。{f'相近的有：{near}。' if near else ''}")
            found.append(Responsible(self.parties[known.code], role, name))
        return found


class ScheduleForm(forms.Form):
    """What each quarter plans, as a schedule document would print it."""

    q1, q2, q3, q4 = (
        forms.CharField(
            label=f"{NUMERALS[number]}季度",
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea({"rows": 4}),
        )
        for number in NUMBERS
    )

    @property
    def texts(self) -> list[str]:
        """The four texts."""
        return [self.cleaned_data[f"q{number}"] for number in NUMBERS]


def particulars_values(yearly_list: YearlyList) -> dict:
    """The list as it stands, for the form."""
    values = asdict(particulars_of(yearly_list))
    return {**values, "based_on": json.dumps(values, default=str, ensure_ascii=False)}
