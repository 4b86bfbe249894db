"""What the administrator settles about the indicators of a plan, a row each."""

import re
from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from projects.indicators.actions import Settled
from projects.models import FivePlan, Indicator, Task, Unit
from projects.models.units import bearer_of
from projects.rules.amounts import read
from projects.rules.indicator_aims import Direction
from projects.screen.forms import HiddenInput, Select, TextInput

_YEARLY = re.compile(r"(20\d{2})[:：=\s]+(\S+)")
_TASK = re.compile(r"(20\d{2})[-—－年]+第?(\d{1,3})项?")
MOST_TEXT = 200
LABELS = {
    "domain": "领域",
    "direction": "方向",
    "unit": "责任单位",
    "yearly": "分年目标",
    "tasks": "支撑任务",
}


class IndicatorForm(forms.Form):
    """One indicator; its words are those of its row."""

    version = forms.IntegerField(widget=HiddenInput)
    domain = forms.CharField(label=LABELS["domain"], max_length=64, required=False, widget=TextInput)
    direction = forms.ChoiceField(label=LABELS["direction"], choices=Direction.choices(), widget=Select)
    unit = forms.CharField(
        label=LABELS["unit"], max_length=64, required=False, widget=TextInput(attrs={"list": "units"})
    )
    yearly = forms.CharField(label=LABELS["yearly"], max_length=MOST_TEXT, required=False, widget=TextInput)
    tasks = forms.CharField(label=LABELS["tasks"], max_length=MOST_TEXT, required=False, widget=TextInput)
    is_checked = forms.BooleanField(label="已核对", required=False)

    def __init__(self, *args: object, indicator: Indicator, **named: object) -> None:
        super().__init__(*args, prefix=f"i{indicator.number}", initial=_words_of(indicator), **named)
        self.indicator = indicator
        for field in self.fields.values():  # 36 rows of the same labels: each says whose it is
            field.label = f"{indicator.name} {field.label}"

    def clean_unit(self) -> Unit | None:
        """A unit of the register by any of its names."""
        name = self.cleaned_data["unit"].strip()
        unit = bearer_of(name) if name else None
        if name and not (isinstance(unit, Unit) and unit.is_active):
            raise forms.ValidationError(f"单位库中没有在用的单位“{name}”。")
        return unit

    def clean_yearly(self) -> dict[str, str]:
        """By year, within the plan."""
        text = self.cleaned_data["yearly"]
        found = dict(_YEARLY.findall(text))
        if _YEARLY.sub("", text).strip(" ,，;；、"):
            raise forms.ValidationError("请按“2022:3 2023:3.5”填写。")
        wanted = {}
        for year, value in found.items():
            amount = read(value).amount
            if int(year) not in self.indicator.plan.years or amount is None:
                raise forms.ValidationError(f"“{year}:{value}”不是规划期内的年份和数值。")
            wanted[year] = str(amount)
        return wanted

    def clean_tasks(self) -> tuple[Task, ...]:
        """Tasks of the yearly lists, by year and number."""
        text = self.cleaned_data["tasks"]
        if _TASK.sub("", text).strip(" ,，;；、"):
            raise forms.ValidationError("请按“2021-36 2023-12”填写。")
        found = []
        for year, number in _TASK.findall(text):
            task = Task.objects.filter(yearly_list__year=year, number=number).first()
            if task is None:
                raise forms.ValidationError(f"没有{year}年第{number}项任务。")
            found.append(task)
        return tuple(sorted(set(found), key=lambda task: (task.yearly_list.year, task.number)))

    def settled(self) -> Settled:
        """What was typed, as the action takes it."""
        return Settled(**self.cleaned_data)

    @property
    def theirs(self) -> list[tuple[str, str]]:
        """What stands now where somebody has saved this row since it was shown: words by label."""
        if not self.is_bound or self.data.get(self.add_prefix("seen"), "") in (
            "",
            str(self.indicator.version),
        ):
            return []
        now = self.initial | {"direction": self.indicator.get_direction_display()}
        return [(label, now[name] or "（空）") for name, label in LABELS.items()]


class GroundsForm(forms.Form):
    """Why, for the log."""

    grounds = forms.CharField(label="说明", max_length=MOST_TEXT, required=False, widget=TextInput)


def as_renewed(plan: FivePlan, posted: QueryDict) -> QueryDict:
    """What was typed, on the versions that stand now: who saves again has seen them. Each row keeps, as
    `seen`, the version that it was typed on.
    """
    renewed = posted.copy()
    for number, version in plan.indicators.values_list("number", "version"):
        renewed[f"i{number}-seen"] = posted.get(f"i{number}-version", "")
        renewed[f"i{number}-version"] = version
    return renewed


def forms_of(plan: FivePlan, posted: Mapping[str, str] | None) -> list[IndicatorForm]:
    """A form for each indicator of the plan, in its order."""
    indicators = plan.indicators.select_related("plan", "unit").prefetch_related("tasks__yearly_list")
    return [IndicatorForm(posted, indicator=each) for each in indicators]


def _words_of(indicator: Indicator) -> dict[str, object]:
    tasks = sorted((task.yearly_list.year, task.number) for task in indicator.tasks.all())
    return {
        "version": indicator.version,
        "domain": indicator.domain,
        "direction": indicator.direction,
        "unit": indicator.unit.name if indicator.unit else "",
        "yearly": " ".join(f"{year}:{value}" for year, value in sorted(indicator.yearly.items())),
        "tasks": " ".join(f"{year}-{number}" for year, number in tasks),
    }
