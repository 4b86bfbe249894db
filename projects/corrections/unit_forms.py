"""Rows of units and of sub-projects, as a person corrects them."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from projects.corrections.unit_actions import Responsible, SubProjectValues
from projects.models import SubProject, Task, Unit, UnitGroup
from projects.parsing.matching import Register, recognise
from projects.rules.states import AssignmentRole
from projects.screen.forms import place_field

Party = Unit | UnitGroup
LAST = 1000  # a row without a place stands last


class UnitRow(forms.Form):
    """One unit or group; a row without a name is none."""

    order = place_field()
    role = forms.ChoiceField(label="责任", choices=AssignmentRole.choices(), initial=AssignmentRole.CO)
    name = forms.CharField(
        label="单位（登记名）",
        max_length=64,
        widget=forms.TextInput({"list": "register", "autocomplete": "off"}),
    )
    printed_name = forms.CharField(
        label="文件所印名称",
        max_length=64,
        required=False,
        widget=forms.TextInput({"placeholder": "与登记名相同可不填"}),
    )
    remove = forms.BooleanField(label="删除", required=False)

    def __init__(
        self, *arguments: object, register: Register, parties: dict[str, Party], **named: object
    ) -> None:
        super().__init__(*arguments, **named)
        self.register, self.parties = register, parties

    def has_changed(self) -> bool:
        """A role alone fills no row."""
        return bool(set(self.changed_data) - {"role"})

    def clean_name(self) -> Party:
        """The unit or group of this name, alias or full name."""
        typed = self.cleaned_data["name"]
        found = recognise(typed, self.register)
        if found.code is None:
            near = "、".join(self.parties[code].name for code in found.candidates[:3] if code in self.parties)
            raise ValidationError(f"登记册中没有“{typed}”。{f'相近的有：{near}。' if near else ''}")
        return self.parties[found.code]

    @property
    def responsible(self) -> Responsible:
        """The row as the action takes it."""
        values = self.cleaned_data
        return Responsible(values["name"], values["role"], values["printed_name"] or values["name"].name)


class UnitRowsBase(forms.BaseFormSet):
    """All units of a task."""

    @property
    def responsible(self) -> list[Responsible]:
        """The units that stay, in their order."""
        return [row.responsible for row in _in_order(self.forms)]


UnitRows = forms.formset_factory(UnitRow, formset=UnitRowsBase, extra=3)


class SubProjectRow(forms.Form):
    """One sub-project; a row without a name is none."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    order = place_field()
    name = forms.CharField(label="名称", max_length=128)
    aliases = forms.CharField(label="又名（用“、”分开）", required=False, max_length=500)
    into = forms.TypedChoiceField(label="并入", required=False, coerce=int, empty_value=None)
    remove = forms.BooleanField(label="删除", required=False)

    def __init__(self, *arguments: object, present: list[SubProject], **named: object) -> None:
        super().__init__(*arguments, **named)
        own = str(self["pk"].value() or "")
        self.fields["into"].choices = [
            ("", "—"),
            *((row.pk, row.name) for row in present if str(row.pk) != own),
        ]

    def clean_aliases(self) -> tuple[str, ...]:
        """The names between the marks, each once."""
        return names_in(self.cleaned_data["aliases"])

    @property
    def values(self) -> SubProjectValues:
        """The row as the action takes it."""
        cleaned = self.cleaned_data
        return SubProjectValues(cleaned["pk"], cleaned["name"], cleaned["aliases"], cleaned["into"])


class SubProjectRowsBase(forms.BaseFormSet):
    """All sub-projects of a task."""

    @property
    def values(self) -> list[SubProjectValues]:
        """The sub-projects that stay or go into another, in their order."""
        return [row.values for row in _in_order(self.forms)]


SubProjectRows = forms.formset_factory(SubProjectRow, formset=SubProjectRowsBase, extra=1)


def unit_rows(task: Task) -> list[dict]:
    """The units of a task read with them, as they stand, for the form: leads first."""
    present = sorted(task.assignments.all(), key=lambda row: (row.role != AssignmentRole.LEAD, row.order))
    return [
        {
            "order": place,
            "role": row.role,
            "name": row.party.name,
            "printed_name": row.printed_name if row.is_renamed else "",
        }
        for place, row in enumerate(present, start=1)
    ]


def sub_project_rows(present: Iterable[SubProject]) -> list[dict]:
    """The task's sub-projects as they stand, for the form."""
    return [
        {"pk": row.pk, "order": place, "name": row.name, "aliases": "、".join(row.aliases)}
        for place, row in enumerate(present, start=1)
    ]


def names_in(text: str) -> tuple[str, ...]:
    """The names between 、 or commas, each once."""
    parts = text.replace("，", "、").replace(",", "、").replace("；", "、").split("、")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _in_order(rows: Iterable[forms.Form]) -> list[forms.Form]:
    """The filled rows that stay, by the place that was typed."""
    staying = [row for row in rows if row.cleaned_data.get("name") and not row.cleaned_data["remove"]]
    return sorted(staying, key=lambda row: row.cleaned_data["order"] or LAST)
