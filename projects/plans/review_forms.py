"""What the coordinator types about a plan, and the wish of a unit to change a recorded one."""

from collections.abc import Iterable
from typing import ClassVar

from django import forms

from projects.evidence.forms import FilesField
from projects.files.uploads import looked_at
from projects.models import Unit
from projects.plans.adjustment_actions import Wish
from projects.rules.plan_content import PART_WORDS
from projects.rules.quarters import NUMERALS
from projects.screen.forms import DayField, HiddenInput, Select, Textarea, TextInput


class DecisionForm(forms.Form):
    """What is typed about a plan at an address of its own; `version` is that of the row that was read."""

    version = forms.IntegerField(widget=HiddenInput)
    prefix_of_ids: ClassVar[str]  # several of them stand on one page

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, auto_id=f"{self.prefix_of_ids}-%s", **named)

    def said(self) -> dict:
        """What was typed, as the action takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RecordForm(DecisionForm):
    """备案; once the list is at work, from which quarter on the plan holds."""

    prefix_of_ids = "record"
    holds_from = forms.TypedChoiceField(
        label="自何季度起执行", required=False, coerce=int, empty_value=None, widget=Select
    )

    def __init__(self, *args: object, quarters: Iterable[int] = (), **named: object) -> None:
        """`quarters` are those that may be chosen; none where the list is not at work yet."""
        super().__init__(*args, **named)
        choices = [(number, f"{NUMERALS[number]}季度") for number in quarters]
        if choices:
            self.fields["holds_from"].choices = choices
        else:
            del self.fields["holds_from"]


class PlanReturnForm(DecisionForm):
    """退回 with a reason, the parts to be mended, a new date."""

    prefix_of_ids = "return"
    reason = forms.CharField(
        label="退回理由",
        max_length=1000,
        widget=Textarea({"rows": 3}),
        error_messages={"required": "请写明退回理由。"},
    )
    parts = forms.MultipleChoiceField(
        label="需修改的部分",
        required=False,
        choices=tuple(PART_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    refile_on = DayField(label="重报期限", required=False, help_text="不填的，为三个工作日，且不早于报备期限")


class PlanReopenForm(DecisionForm):
    """重开 with a reason."""

    prefix_of_ids = "reopen"
    reason = forms.CharField(
        label="重开理由",
        max_length=1000,
        widget=Textarea({"rows": 2}),
        error_messages={"required": "请写明重开理由。"},
    )


class WishForm(DecisionForm):
    """申请调整: what, why, by whose word, from when."""

    prefix_of_ids = "wish"
    what = forms.CharField(label="调整内容", max_length=1000, widget=Textarea({"rows": 2}))
    reason = forms.CharField(label="调整理由", max_length=1000, widget=Textarea({"rows": 2}))
    approval = forms.CharField(label="批准文号或会议", max_length=128, widget=TextInput)
    approved_on = DayField(label="批准日期")
    holds_from = forms.TypedChoiceField(label="自何季度起执行", coerce=int, widget=Select)
    files = FilesField()

    def __init__(self, *args: object, quarters: Iterable[int], **named: object) -> None:
        """`quarters` are those that a change may reach."""
        super().__init__(*args, **named)
        self.fields["holds_from"].choices = [(number, f"{NUMERALS[number]}季度") for number in quarters]

    def said(self) -> dict:
        """The wish, and the files looked at: Refused where one is none."""
        data = self.cleaned_data
        wish = Wish(**{name: data[name] for name in Wish.__dataclass_fields__})
        return {"wish": wish, "files": [looked_at(each) for each in data["files"]]}


class AnswerForm(DecisionForm):
    """The coordinator's answer to a request to change a plan."""

    prefix_of_ids = "answer"
    note = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=Textarea({"rows": 2}),
        help_text="不同意的须写明理由",
    )

    def said(self) -> dict:
        """The answer is the button."""
        return {**super().said(), "agrees": self.data.get("action") == "agree"}


class OpinionForm(DecisionForm):
    """What another unit of the task says to the draft."""

    prefix_of_ids = "opinion"
    text = forms.CharField(
        label="本单位意见",
        max_length=1000,
        widget=Textarea({"rows": 3}),
        error_messages={"required": "请写明意见；没有意见的，写“无意见”。"},
    )


class LeadForm(DecisionForm):
    """Which of several leads files the plan."""

    prefix_of_ids = "lead"
    unit = forms.ChoiceField(label="报备单位", widget=Select)

    def __init__(self, *args: object, leads: Iterable[Unit], **named: object) -> None:
        """`leads` are the leads of the task."""
        super().__init__(*args, **named)
        self.leads = {unit.code: unit for unit in leads}
        self.fields["unit"].choices = [(unit.code, unit.name) for unit in self.leads.values()]

    def said(self) -> dict:
        """The unit itself."""
        return {"unit": self.leads[self.cleaned_data["unit"]]}


class FilingForm(forms.Form):
    """The day by which plans are due."""

    version = forms.IntegerField(widget=HiddenInput)
    due_on = DayField(label="报备期限", help_text="当天报送仍算按时")


def part_words(parts: Iterable[str]) -> list[str]:
    """The parts that a return named, in words."""
    return [PART_WORDS[part] for part in parts if part in PART_WORDS]
