"""What is typed about the end of a year: what becomes of the unfinished; the word that concludes the list."""

from django import forms
from django.http import QueryDict

from progress.rules.states import OutcomeKind
from progress.year_end.actions import Decided
from projects.evidence.forms import EvidenceForm
from projects.screen.forms import LONGEST_REASON, DayField, HiddenInput, Textarea
from projects.screen.posted import seen_version, whole_numbers


class OutcomeForm(forms.Form):
    """去向 of the tasks ticked in the table above it."""

    kind = forms.ChoiceField(
        label="去向",
        choices=[("", "请选择"), *OutcomeKind.choices()],
        error_messages={"required": "请选择去向。"},
    )
    approval = forms.CharField(
        label="批准文号", max_length=64, required=False, help_text="终止的任务必填，如×政办〔2021〕60号。"
    )
    until = DayField(
        label="办理期限",
        required=False,
        help_text="继续办理的任务必填；牵头单位须在该日前报送后续情况。",
    )
    note = forms.CharField(
        label="说明", max_length=LONGEST_REASON, required=False, widget=Textarea(attrs={"rows": 2})
    )

    def decided(self) -> Decided:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        return Decided(data["kind"], data["note"], data["approval"], data["until"])


class ConcludeForm(forms.Form):
    """办结, asked twice: nothing brings a concluded list back."""

    is_certain = forms.BooleanField(
        label="以上各项已核对。办结后清单只供查阅，不能撤回",
        error_messages={"required": "请核对并勾选后再次点击。"},
    )


class FollowUpForm(forms.Form):
    """后续报告: what was done since, and whether it is done."""

    version = forms.IntegerField(widget=HiddenInput)
    text = forms.CharField(
        label="办理情况", max_length=2000, required=False, widget=Textarea(attrs={"rows": 6})
    )
    is_done = forms.BooleanField(label="已办结", required=False)
    next_on = DayField(label="下次报送", required=False, help_text="尚未办结的必填，须在今天以后。")

    def __init__(self, *args: object, evidence: EvidenceForm | None = None, **named: object) -> None:
        """`evidence` is what was typed about the files, where the page showed them."""
        self.evidence = evidence
        super().__init__(*args, **named)

    def clean(self) -> dict:
        """What is wrong about a file stands beside it, and is named above the form."""
        if self.evidence is not None and not self.evidence.is_valid():
            raise forms.ValidationError(self.evidence.errors_listed())
        return super().clean()

    def said(self) -> dict:
        """What was typed, as the action takes it."""
        typed = {name: self.cleaned_data[name] for name in ("text", "is_done", "next_on")}
        files = {"evidence": self.evidence.descriptions()} if self.evidence is not None else {}
        return {**typed, **files}


class ReturnFollowUpForm(forms.Form):
    """退回 with a reason; `version` is the report that was read."""

    version = forms.IntegerField(widget=HiddenInput)
    reason = forms.CharField(
        label="退回理由",
        max_length=LONGEST_REASON,
        widget=Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明退回理由。"},
    )


def seen_in(posted: QueryDict) -> dict[int, int]:
    """The tasks ticked, by number, each with the version that was on the screen."""
    numbers = whole_numbers(posted.getlist("task"))
    return {number: seen_version(posted, f"version-{number}") for number in numbers}
