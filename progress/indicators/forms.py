"""What is typed about an indicator's year."""

from django import forms

from progress.models import YearlyValue
from projects.evidence.forms import EvidenceForm
from projects.screen.forms import LONGEST_REASON, AmountField, HiddenInput, Textarea, TextInput

LONGEST_TEXT = 2000
TEXTS = {
    "situation": ("现状", "与上年和规划进度相比，做了什么、到了什么程度。"),
    "trend": ("趋势", "预计到规划期末能否实现目标。"),
    "cause": ("原因", "快于或滞后于预期、数值有需要核对之处的，写明原因。"),
    "adjustment": ("目标调整建议", "不需要调整的不填。"),
    "measures": ("下一步措施", ""),
}


class YearlyValueForm(forms.Form):
    """The value with its source, and the texts."""

    version = forms.IntegerField(widget=HiddenInput)
    value = AmountField(label="年度值", required=False)
    source = forms.CharField(
        label="数据来源",
        max_length=128,
        required=False,
        widget=TextInput,
        help_text="如：市统计局2022年统计公报。",
    )

    def __init__(
        self, *args: object, paper: YearlyValue, evidence: EvidenceForm | None = None, **named: object
    ) -> None:
        """`evidence` is what was typed about the files, where the page showed them."""
        self.evidence = evidence
        content = {name: getattr(paper, name) for name in ("version", "value", "source", *TEXTS)}
        super().__init__(*args, initial=content, **named)
        indicator = paper.indicator
        self.fields["value"].unit = indicator.measure
        self.fields["value"].label = f"{paper.year}年值" + (
            f"（{indicator.measure}）" if indicator.measure else ""
        )
        if indicator.target and indicator.target.is_sum:
            self.fields["value"].help_text = f"填{indicator.plan.start_year}年以来的累计数。"
        for name, (label, helped) in TEXTS.items():
            self.fields[name] = forms.CharField(
                label=label,
                max_length=LONGEST_TEXT,
                required=False,
                widget=Textarea(attrs={"rows": 3}),
                help_text=helped,
            )

    def clean(self) -> dict:
        """What is wrong about a file stands beside it, and is named above the form."""
        if self.evidence is not None and not self.evidence.is_valid():
            raise forms.ValidationError(self.evidence.errors_listed())
        return super().clean()

    def said(self) -> dict:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        content = {name: data[name] for name in ("value", "source", *TEXTS)}
        files = {"evidence": self.evidence.descriptions()} if self.evidence is not None else {}
        return {"content": content, **files}


class ReasonForm(forms.Form):
    """退回 or 重开, with a reason; `version` is the paper that was read."""

    version = forms.IntegerField(widget=HiddenInput)
    reason = forms.CharField(
        label="理由",
        max_length=LONGEST_REASON,
        widget=Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明理由。"},
    )
