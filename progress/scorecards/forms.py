"""What is typed about scorecards: the table of points, an objection, its answer."""

from decimal import Decimal

from django import forms

from progress.models import Scoring
from progress.scorecards.rules_table import NAMES
from projects.rules.amounts import plain, typed
from projects.screen.forms import LONGEST_REASON, HiddenInput, PointsField, Textarea, number_field

MOST = Decimal(100)
WEIGHT_LINE = "每行一项，序号和权重之间空一格，如：36 2；其余任务权重为1。"


class ScoringForm(forms.ModelForm):
    """Every number of the table; it is not saved here."""

    version = forms.IntegerField(widget=HiddenInput)
    weight_lines = forms.CharField(
        label="任务权重",
        required=False,
        max_length=4000,
        widget=Textarea(attrs={"rows": 3}),
        help_text=WEIGHT_LINE,
    )

    class Meta:
        model = Scoring
        fields = (*NAMES, "objection_days")
        formfield_callback = number_field
        help_texts = {
            "minus_contribution": "一至四季度应报的协同情况，到期未报或到期后才首次报送的；填0不计分。",
            "plus_survey": "调查得分÷100×此数；得分取牵头任务所在领域的平均分，没有的取综合得分；填0不计分。",
        }

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        weights = sorted((int(number), weight) for number, weight in self.instance.weights.items())
        self.initial["weight_lines"] = "\n".join(f"{number} {weight}" for number, weight in weights)
        self.initial["version"] = self.instance.version
        if self.instance.shown_at is not None and not self.is_bound:
            for field in self.fields.values():
                field.disabled = True

    def clean_weight_lines(self) -> dict[str, str]:
        """By number; a task stands once, its weight is above 0."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["weight_lines"].splitlines():
            if line.strip():
                number, weight = _weight(line)
                found[number] = weight
        return found

    def clean(self) -> dict:
        """Points from 0 to 100, days from 1 to 60."""
        data = super().clean()
        for name in NAMES:
            value = data.get(name)
            if value is not None and not 0 <= value <= MOST:
                self.add_error(name, "请填写0—100之间的数。")
        if data.get("objection_days") is not None and not 1 <= data["objection_days"] <= 60:
            self.add_error("objection_days", "请填写1—60之间的数。")
        return data

    def values(self) -> dict:
        """What was typed, as the action takes it."""
        data = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**data, "weights": self.cleaned_data["weight_lines"]}


class ObjectionForm(forms.Form):
    """申诉 against one line; `seen` is the line as it was read."""

    line = forms.CharField(widget=HiddenInput)
    seen = forms.CharField(widget=HiddenInput)
    reason = forms.CharField(
        label="申诉理由",
        max_length=LONGEST_REASON,
        widget=Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明申诉理由。"},
    )


class AnswerForm(forms.Form):
    """答复: upheld with the points that the line is to have, or not; always with a reason."""

    objection = forms.IntegerField(widget=HiddenInput)
    version = forms.IntegerField(widget=HiddenInput)
    upheld = forms.ChoiceField(
        label="答复",
        choices=[("", "请选择"), ("yes", "申诉成立"), ("no", "申诉不成立")],
        error_messages={"required": "请选择是否成立。"},
    )
    points = PointsField(
        label="改定分值",
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text="成立的必填；扣分写负数，不再扣的写0。",
    )
    reason = forms.CharField(
        label="答复理由",
        max_length=LONGEST_REASON,
        widget=Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明答复理由。"},
    )

    def clean(self) -> dict:
        """Who upholds says the points."""
        data = super().clean()
        if data.get("upheld") == "yes" and data.get("points") is None:
            self.add_error("points", "请填写改定分值。")
        return data

    def decided(self) -> Decimal | None:
        """The points, None where it is not upheld."""
        return self.cleaned_data["points"] if self.cleaned_data["upheld"] == "yes" else None


def _weight(line: str) -> tuple[str, str]:
    """36 2; two cells of a sheet alike."""
    parts = [typed(part) for part in line.split()]
    if len(parts) != 2 or None in parts or parts[0] % 1 or parts[0] < 0 or not 0 < parts[1] <= MOST:
        raise forms.ValidationError(f"“{line.strip()}”不是序号和权重。{WEIGHT_LINE}")
    number, weight = parts
    return str(int(number)), plain(weight)
