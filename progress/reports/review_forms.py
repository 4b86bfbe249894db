"""The coordinator's forms: accept with a verdict, return with a reason, reopen."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.forms import BoundField

from progress.models import Verdict
from progress.reports.named_parts import part_words
from progress.reports.sheet import ItemRow, ReportSheet
from progress.rules.judging import Judgement
from progress.rules.states import Completion, VerdictClass, verdict_word
from projects.screen.forms import LONGEST_REASON, DayField

STOCK_REASONS = (
    "完成值与进展情况表述不一致，请核实后重报。",
    "进展情况过于笼统，请写明具体数量、进度和时间节点。",
    "进度滞后，请补充滞后原因和赶序时的具体措施。",
    "数据来源不明，请注明统计口径和截至时间。",
)


class ReviewForm(forms.Form):
    """审核通过: the verdict, a reason where it was computed otherwise, and the items as confirmed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)  # the computed class on the screen
    verdict = forms.ChoiceField(label="进度评价", required=False)
    reason = forms.CharField(
        label="评价理由",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="与系统测算不一致时须说明。",
    )

    def __init__(self, *args: object, sheet: ReportSheet, on: date, **named: object) -> None:
        """`sheet` is the report's page as the coordinator sees it on a day."""
        super().__init__(*args, **named)
        self.sheet = sheet
        quarter = sheet.report.period.quarter
        reviewed = sheet.ledger.as_reviewed(sheet.report, dict(self._chosen()))
        self.judgement = reviewed.judged_at(quarter, on).judgement_in_review
        self.initial = {"version": sheet.report.version, "shown": self.judgement.code}
        others = [unit for unit in sheet.ledger.at(quarter, on).awaited if unit != sheet.report.unit]
        self.waits_for = "、".join(unit.name for unit in others)  # with the last of them the verdict is given
        offered = [
            code
            for code in dict.fromkeys((self.judgement.code, *self.judgement.choices))
            if code != VerdictClass.UNMEASURED
        ]
        quarter = sheet.report.period.quarter
        self.word = verdict_word(self.judgement.code, quarter)
        others = ((code, verdict_word(code, quarter)) for code in offered if code != self.judgement.code)
        self.fields["verdict"].choices = [("", f"按系统测算：{self.word}"), *others]
        for row in sheet.said_items:
            state = row.state.state if row.state else ""
            choices = [(code, label) for code, label in Completion.choices()]
            self.fields[f"item-{row.item.pk}"] = forms.ChoiceField(
                label=row.due.name, required=False, choices=choices, initial=state
            )

    def show_anew(self) -> None:
        """Carry the version and the class that the page now shows: the next decision is meant for them."""
        self.data = self.data.dict() | self.initial

    def item_fields(self) -> Iterable[tuple[ItemRow, BoundField]]:
        """The items beside the state to confirm."""
        return ((row, self[f"item-{row.item.pk}"]) for row in self.sheet.said_items)

    def items(self) -> dict[int, str]:
        """The confirmed states by item key."""
        typed = {row.item.pk: self.cleaned_data[f"item-{row.item.pk}"] for row in self.sheet.said_items}
        return {key: state for key, state in typed.items() if state}

    def _chosen(self) -> Iterable[tuple[int, str]]:
        """The states as they stand in the form: those posted, else the filer's."""
        for row in self.sheet.items:
            posted = self.data.get(f"item-{row.item.pk}", "")
            filed = row.state.state if row.state else ""
            yield row.item.pk, posted if posted in set(Completion) else filed


class ReturnForm(forms.Form):
    """退回: a reason, and the date to refile by (default three working days)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    stock = forms.ChoiceField(
        label="常用理由",
        required=False,
        choices=[("", "选择常用理由（可不选）"), *((text, text) for text in STOCK_REASONS)],
    )
    reason = forms.CharField(
        label="退回理由",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
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
        """`sheet` says which parts the report has; it is asked only where some are named or shown."""
        if "initial" not in named:
            named["initial"] = {"version": sheet.report.version}
        super().__init__(*args, **named)
        self.fields["parts"].choices = lambda: part_words(sheet).items()

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
    """A reason and nothing else."""

    reason = forms.CharField(
        label="理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明理由。"},
    )


class SeenReasonForm(ReasonForm):
    """A reason for what is done to a report or a verdict as it was seen: 重开, 不同意."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class GiveVerdictForm(ReasonForm):
    """评定: the class by what was accepted, or another that the figures leave room for, and why."""

    seal = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="评定为", error_messages={"required": "请选择评价。", "invalid_choice": "请选择评价。"}
    )

    field_order = ("seal", "verdict", "reason")

    def __init__(self, *args: object, judgement: Judgement, **named: object) -> None:
        super().__init__(*args, **named)
        offered = dict.fromkeys((judgement.code, *judgement.choices))
        self.fields["verdict"].choices = [
            (code, VerdictClass(code).word) for code in offered if code != VerdictClass.UNMEASURED
        ]


class RejudgeForm(SeenReasonForm):
    """更正评价: the class that is right, and why."""

    verdict = forms.ChoiceField(
        label="更正为", error_messages={"required": "请选择评价。", "invalid_choice": "请选择评价。"}
    )

    field_order = ("version", "verdict", "reason")

    def __init__(self, *args: object, judgement: Judgement, verdict: Verdict, **named: object) -> None:
        """Every class that the figures leave room for; the one that stands only after a 不同意."""
        super().__init__(*args, **named)
        offered = dict.fromkeys((judgement.code, *judgement.choices))
        left_out = () if verdict.is_refused else (verdict.code,)
        self.fields["verdict"].choices = [
            (code, VerdictClass(code).word)
            for code in offered
            if code != VerdictClass.UNMEASURED and code not in left_out
        ]
