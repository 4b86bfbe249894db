"""The coordinator's forms: accept with a verdict, return with a reason, reopen."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.forms import BoundField

from progress.reports.named_parts import part_words
from progress.reports.sheet import ItemRow, ReportSheet
from progress.rules.states import Completion, VerdictClass
from projects.screen.forms import DayField

STOCK_REASONS = (
    "完成值与进展情况表述不一致，请核实后重报。",
    "进展情况过于笼统，请写明具体数量、进度和时间节点。",
    "进度滞后，请补充滞后原因和赶序时的具体措施。",
    "数据来源不明，请注明统计口径和截至时间。",
)


class ReviewForm(forms.Form):
    """审核通过: the verdict, a reason where it was computed otherwise, and the items as confirmed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label="进度评价", required=False)
    reason = forms.CharField(
        label="评价理由",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="与系统测算不一致时须说明。",
    )

    def __init__(self, *args: object, sheet: ReportSheet, on: date, **named: object) -> None:
        """`sheet` is the report's page as the coordinator sees it on a day."""
        named.setdefault("initial", {"version": sheet.report.version})
        super().__init__(*args, **named)
        self.sheet = sheet
        self.judgement = sheet.ledger.judgement(sheet.report.period.quarter, on, in_review=True)
        offered = [
            code
            for code in dict.fromkeys((self.judgement.code, *self.judgement.choices))
            if code != VerdictClass.UNMEASURED
        ]
        word = VerdictClass(self.judgement.code).word
        self.fields["verdict"].choices = [
            ("", f"按系统测算：{word}"),
            *((code, VerdictClass(code).word) for code in offered if code != self.judgement.code),
        ]
        for row in sheet.items:
            state = row.state.state if row.state else ""
            choices = [(code, label) for code, label in Completion.choices()]
            self.fields[f"item-{row.item.pk}"] = forms.ChoiceField(
                label=row.due.name, required=False, choices=choices, initial=state
            )

    def item_fields(self) -> Iterable[tuple[ItemRow, BoundField]]:
        """The items beside the state to confirm."""
        return ((row, self[f"item-{row.item.pk}"]) for row in self.sheet.items)

    def items(self) -> dict[int, str]:
        """The confirmed states by item key."""
        typed = {row.item.pk: self.cleaned_data[f"item-{row.item.pk}"] for row in self.sheet.items}
        return {key: state for key, state in typed.items() if state}


class ReturnForm(forms.Form):
    """退回: a reason, and the date to refile by (default three working days)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    stock = forms.ChoiceField(
        label="常用理由",
        required=False,
        choices=[("", "选择常用理由（可不选）"), *((text, text) for text in STOCK_REASONS)],
    )
    reason = forms.CharField(label="退回理由", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    parts = forms.MultipleChoiceField(
        label="需修改的部分",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="可不选；勾选的部分在单位表单中排在最前并标明，其他部分也可修改。",
    )
    refile_by = DayField(
        label="重报期限", required=False, help_text="不填为退回后三个工作日，且不早于报送期限。"
    )

    def __init__(self, *args: object, sheet: ReportSheet, **named: object) -> None:
        """`sheet` says which parts the report has."""
        named.setdefault("initial", {"version": sheet.report.version})
        super().__init__(*args, **named)
        self.fields["parts"].choices = list(part_words(sheet).items())

    def clean(self) -> dict:
        """A stock phrase, one's own words, or both: one of them is required."""
        data = super().clean()
        data["reason"] = "".join(
            part for part in (data.get("stock", ""), data.get("reason", "").strip()) if part
        )
        if not data["reason"]:
            self.add_error("reason", "退回需写明理由。")
        return data


class ReasonForm(forms.Form):
    """重开, and whatever else needs only a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "请写明理由。"}
    )
