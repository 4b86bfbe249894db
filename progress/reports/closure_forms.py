"""销号: the lead's application, and the answer to it."""

from collections.abc import Iterable

from django import forms

from progress.rules.items import PlanItem
from projects.evidence.forms import FilesField


class ClosureForm(forms.Form):
    """申请销号: on what grounds, and which open items are waived."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    grounds = forms.CharField(
        label="申请理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写申请销号的理由。"},
    )
    waived = forms.TypedMultipleChoiceField(
        label="免于完成的事项",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="未完成的事项须逐项勾选，经同意后不再要求。",
    )

    files = FilesField()

    def __init__(self, *args: object, items: Iterable[PlanItem], **named: object) -> None:
        """`items` are the items of the year that are not done."""
        super().__init__(*args, **named)
        self.fields["waived"].choices = [
            (each.key, f"第{each.quarter}季度：{each.text.rstrip('。；')}") for each in items
        ]
        if not self.fields["waived"].choices:
            del self.fields["waived"]


class ClosureDecisionForm(forms.Form):
    """同意销号, 不同意, 撤销销号, with a note."""

    action = forms.ChoiceField(
        choices=[("agree", "同意销号"), ("refuse", "不同意"), ("take_back", "撤销销号")]
    )
    note = forms.CharField(label="决定意见", max_length=500, required=False)
