"""What the coordinator types about a plan, and the wish of a unit to change a recorded one."""

from collections.abc import Iterable

from django import forms

from projects.evidence.forms import FilesField
from projects.models import Unit
from projects.plans.adjustment_actions import Wish
from projects.rules.quarters import NUMERALS
from projects.screen.forms import DayField, HiddenInput, Select, Textarea, TextInput

PARTS = (
    *((f"quarter-{number}", f"{NUMERALS[number]}季度安排") for number in (1, 2, 3, 4)),
    ("totals", "计划数"),
    ("steps", "路线图"),
    ("people", "责任人"),
    ("evidence", "佐证材料"),
)


class RecordForm(forms.Form):
    """备案; once the list is at work, from which quarter on the plan holds."""

    version = forms.IntegerField(widget=HiddenInput)
    holds_from = forms.TypedChoiceField(
        label="自何季度起执行", required=False, coerce=int, empty_value=None, widget=Select
    )

    def __init__(self, *args: object, quarters: Iterable[int] = (), **named: object) -> None:
        """`quarters` are those that may be chosen; none where the list is not at work yet."""
        super().__init__(*args, auto_id="record-%s", **named)
        choices = [(number, f"{NUMERALS[number]}季度") for number in quarters]
        if choices:
            self.fields["holds_from"].choices = choices
        else:
            del self.fields["holds_from"]


class PlanReturnForm(forms.Form):
    """退回 with a reason, the parts to be mended, a new date."""

    version = forms.IntegerField(widget=HiddenInput)
    reason = forms.CharField(
        label="退回理由",
        max_length=1000,
        widget=Textarea({"rows": 3}),
        error_messages={"required": "请写明退回理由。"},
    )
    parts = forms.MultipleChoiceField(
        label="需修改的部分", required=False, choices=PARTS, widget=forms.CheckboxSelectMultiple
    )
    refile_on = DayField(label="重报期限", required=False, help_text="不填的，为三个工作日，且不早于报备期限")

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, auto_id="return-%s", **named)


class PlanReopenForm(forms.Form):
    """重开 with a reason."""

    version = forms.IntegerField(widget=HiddenInput)
    reason = forms.CharField(
        label="重开理由",
        max_length=1000,
        widget=Textarea({"rows": 2}),
        error_messages={"required": "请写明重开理由。"},
    )

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, auto_id="reopen-%s", **named)


class WishForm(forms.Form):
    """申请调整: what, why, by whose word, from when."""

    version = forms.IntegerField(widget=HiddenInput)
    what = forms.CharField(label="调整内容", max_length=1000, widget=Textarea({"rows": 2}))
    reason = forms.CharField(label="调整理由", max_length=1000, widget=Textarea({"rows": 2}))
    approval = forms.CharField(label="批准文号或会议", max_length=128, widget=TextInput)
    approved_on = DayField(label="批准日期")
    holds_from = forms.TypedChoiceField(label="自何季度起执行", coerce=int, widget=Select)
    files = FilesField()

    def __init__(self, *args: object, quarters: Iterable[int], **named: object) -> None:
        """`quarters` are those that a change may reach."""
        super().__init__(*args, auto_id="wish-%s", **named)
        self.fields["holds_from"].choices = [(number, f"{NUMERALS[number]}季度") for number in quarters]

    def wish(self) -> Wish:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        return Wish(**{name: data[name] for name in Wish.__dataclass_fields__})


class AnswerForm(forms.Form):
    """The coordinator's answer to a request to change a plan."""

    version = forms.IntegerField(widget=HiddenInput)
    note = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=Textarea({"rows": 2}),
        help_text="不同意的须写明理由",
    )

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, auto_id="answer-%s", **named)


class OpinionForm(forms.Form):
    """What another unit of the task says to the draft."""

    version = forms.IntegerField(widget=HiddenInput)
    text = forms.CharField(
        label="本单位意见",
        max_length=1000,
        widget=Textarea({"rows": 3}),
        error_messages={"required": "请写明意见；没有意见的，写“无意见”。"},
    )

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, auto_id="opinion-%s", **named)


class LeadForm(forms.Form):
    """Which of several leads files the plan."""

    version = forms.IntegerField(widget=HiddenInput)
    unit = forms.ChoiceField(label="报备单位", widget=Select)

    def __init__(self, *args: object, leads: Iterable[Unit], **named: object) -> None:
        """`leads` are the leads of the task."""
        super().__init__(*args, auto_id="lead-%s", **named)
        self.fields["unit"].choices = [(unit.code, unit.name) for unit in leads]


class FilingForm(forms.Form):
    """The day by which plans are due."""

    version = forms.IntegerField(widget=HiddenInput)
    due_on = DayField(label="报备期限", help_text="当天报送仍算按时")


def part_words(parts: Iterable[str]) -> list[str]:
    """The parts that a return named, in words."""
    words = dict(PARTS)
    return [words[part] for part in parts if part in words]
