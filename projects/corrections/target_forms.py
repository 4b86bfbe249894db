"""Targets and planned values, as a person corrects them; quantities may be typed as 22000 or 2.2万."""

from django import forms
from django.core.exceptions import ValidationError

from projects.corrections.target_actions import StageFigure, TargetValues
from projects.models import Target, Task
from projects.rules.amounts import scale_of
from projects.rules.own_entry import why_no_own_entry
from projects.rules.quarters import NUMBERS, NUMERALS
from projects.rules.states import AssignmentRole, Basis, Direction, Nature, Qualifier
from projects.screen.forms import AmountField


class TargetForm(forms.Form):
    """One target."""

    label = forms.CharField(label="目标名称", max_length=128)
    quantity = AmountField(label="目标值", help_text="“6—8个”填 6")
    quantity_max = AmountField(label="目标上限", required=False, help_text="“6—8个”填 8，其余不填")
    unit = forms.CharField(label="计量单位", max_length=16, required=False)
    qualifier = forms.ChoiceField(label="限定", required=False, choices=[("", "—"), *Qualifier.choices()])
    nature = forms.ChoiceField(
        label="性质",
        choices=Nature.choices(),
        initial=Nature.COUNT,
        help_text="数量逐季累加，水平（比率）不累加",
    )
    direction = forms.ChoiceField(label="方向", choices=Direction.choices(), initial=Direction.UP)
    baseline = AmountField(label="基数", required=False, help_text="“由1500元降至750元”填 1500")
    stage = forms.CharField(
        label="环节", max_length=16, required=False, help_text="目标所指的环节，如竣工、投用"
    )
    quote = forms.CharField(
        label="原文", max_length=255, required=False, help_text="目标任务中的原字句，用于在正文中标出"
    )
    reporting_unit_id = forms.TypedChoiceField(
        label="填报单位",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="多个牵头单位时由谁填报完成值；不选即第一牵头单位",
    )
    is_summed_over_leads = forms.BooleanField(
        label="分头完成（各牵头单位分别填报，合计为完成值）", required=False
    )
    is_own_entry = forms.BooleanField(
        label="本季填报（填本季完成数，系统加上截至上季的累计）", required=False
    )
    needs_settling = forms.BooleanField(label="待核对（核对前不参与评价）", required=False)

    def __init__(self, *arguments: object, task: Task, **named: object) -> None:
        super().__init__(*arguments, **named)
        self.text = task.text
        leads = [row.unit for row in task.assignments.all() if row.role == AssignmentRole.LEAD and row.unit]
        self.fields["reporting_unit_id"].choices = [
            ("", "第一牵头单位"),
            *((unit.pk, unit.name) for unit in leads),
        ]
        if len(leads) < 2:
            del self.fields["reporting_unit_id"], self.fields["is_summed_over_leads"]

    def clean_unit(self) -> str:
        """万 and 亿 belong to the quantity: 2.2万 of 人, not 2.2 of 万人, which totals would read twice."""
        unit = self.cleaned_data["unit"].strip()
        if scale := scale_of(unit):
            rest = unit.removeprefix(scale)
            raise ValidationError(f"计量单位请写“{rest}”，“{scale}”写在数量里，如2.2{scale}。")
        return unit

    def clean_quote(self) -> str:
        """A quote stands in the task's text."""
        quote = self.cleaned_data["quote"]
        if quote and quote not in self.text:
            raise ValidationError("目标任务中没有这段文字，请从正文中复制。")
        return quote

    def clean(self) -> dict:
        """A range runs from low to high."""
        cleaned = super().clean()
        low, high = cleaned.get("quantity"), cleaned.get("quantity_max")
        if low is not None and high is not None and high < low:
            self.add_error("quantity_max", "上限不能小于目标值。")
        why = why_no_own_entry(
            cleaned.get("nature", ""), is_summed_over_leads=cleaned.get("is_summed_over_leads", False)
        )
        if cleaned.get("is_own_entry") and why:
            self.add_error("is_own_entry", why)
        return cleaned

    @property
    def values(self) -> TargetValues:
        """The target as the action takes it."""
        return TargetValues(**self.cleaned_data)


class StageRow(forms.Form):
    """The planned values of one stage over the four quarters; a row without any is none."""

    stage = forms.CharField(label="环节", max_length=16, required=False)
    basis = forms.ChoiceField(label="口径", required=False, choices=[("", "不明"), *Basis.choices()])
    q1, q2, q3, q4 = (AmountField(label=f"{NUMERALS[number]}季度", required=False) for number in NUMBERS)

    @property
    def figures(self) -> list[StageFigure]:
        """The row's figures as the action takes them."""
        cleaned = self.cleaned_data
        values = [(number, cleaned.get(f"q{number}")) for number in NUMBERS]
        return [
            StageFigure(cleaned["stage"], number, value, cleaned["basis"])
            for number, value in values
            if value is not None
        ]


class StageRowsBase(forms.BaseFormSet):
    """The planned values of a target, a row for each stage."""

    def clean(self) -> None:
        """A stage stands once."""
        stages = [
            row.cleaned_data["stage"]
            for row in self.forms
            if not any(self.errors) and row.cleaned_data and row.figures
        ]
        twice = next((stage for stage in stages if stages.count(stage) > 1), None)
        if twice is not None:
            raise ValidationError(f"环节“{twice or '（未注明）'}”填了两行，请合为一行。")

    @property
    def figures(self) -> list[StageFigure]:
        """The planned figures of all rows that were filled in."""
        return [figure for row in self.forms if row.cleaned_data for figure in row.figures]


StageRows = forms.formset_factory(StageRow, formset=StageRowsBase, extra=1)


class SettledForm(forms.Form):
    """Whether the target still waits for somebody."""

    needs_settling = forms.BooleanField(label="仍待核对（核对前不参与评价）", required=False)

    @property
    def is_ticked(self) -> bool:
        """Whether it was said to wait still."""
        return self.is_valid() and self.cleaned_data["needs_settling"]


def target_values(target: Target) -> dict:
    """The target as it stands, for the form."""
    return {name: getattr(target, name) for name in TargetForm.base_fields}


def stage_rows(target: Target) -> list[dict]:
    """The planned values as they stand, for the form: the target's own stage first."""
    rows: dict[str, dict] = {target.stage: {"stage": target.stage}}
    for planned in target.planned_values.all():
        row = rows.setdefault(planned.stage, {"stage": planned.stage})
        row |= {"basis": planned.basis, f"q{planned.quarter}": planned.value}
    return list(rows.values())
