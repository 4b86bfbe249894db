"""An answer to one finding or to many at once."""

from django import forms
from django.db.models import QuerySet

from projects.models import Finding
from projects.screen.posted import whole_numbers

ANSWERS = (
    "核对无误，按原文执行。",
    "确为原文笔误，系统按更正后的内容执行。",
    "已更正，见更正记录。",
    "以印发的分解方案为准。",
    "待请示后确定。",
)


class AnswerForm(forms.Form):
    """The ticked findings and a sentence."""

    findings = forms.ModelMultipleChoiceField(
        queryset=Finding.objects.none(),
        error_messages={
            "required": "请至少勾选一条疑点。",
            "invalid_choice": "有疑点已不在本清单中，请刷新后重新勾选。",
        },
    )
    answer = forms.CharField(
        label="处理意见",
        max_length=500,
        error_messages={"required": "请写明处理意见。"},
        widget=forms.TextInput(
            {"list": "answers", "placeholder": "一句话写明如何处理", "autocomplete": "off"}
        ),
    )

    def __init__(self, *arguments: object, offered: QuerySet[Finding], **named: object) -> None:
        super().__init__(*arguments, **named)
        self.fields["findings"].queryset = offered

    @property
    def ticked(self) -> set[int]:
        """Which findings are ticked, after a refusal too."""
        return set(whole_numbers(self["findings"].value() or ()))
