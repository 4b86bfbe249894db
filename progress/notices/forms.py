"""The forms of a notice: drafting and writing it, the unit's reply, and the word that goes with a step."""

import re
from collections.abc import Iterable, Sequence

from django import forms

from progress.models import Notice, NoticeReply, ReportingPeriod
from progress.notices.checks import Answer, Content
from progress.rules.states import NoticeLevel
from projects.models import Task, Unit
from projects.rules.seals import seal_of
from projects.screen.filters import FastSelect
from projects.screen.forms import DayField

LONGEST = 4000


def _day(label: str, *, required: bool = True) -> DayField:
    return DayField(label=label, required=required, error_messages={"required": f"请填写{label}。"})


def _text(label: str, rows: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    missing = {"required": f"请填写{label}。"}
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=widget,
        help_text=help_text,
        error_messages=missing,
    )


class NoticeForm(forms.Form):
    """What a notice says; the version that was open goes with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    level = forms.ChoiceField(label="级别", choices=list(NoticeLevel.choices()))
    reply_by = _day("回复期限")
    grounds = _text("事由", 6)
    demands = _text("办理要求", 3)
    urgency = _text("紧急事由", 2, required=False, help_text="上一级尚未逾期，或越级使用时，须写明紧急事由。")
    is_certain = forms.BooleanField(label="已核对，仍要签发", required=False)

    def __init__(self, *args: object, doubts: Sequence[str] = (), **named: object) -> None:
        """`doubts`: why it may not hold any more; then signing is asked twice, and the tick is of these."""
        super().__init__(*args, **named)
        self.doubts, seal = doubts, seal_of(*doubts)
        if self.is_bound and self.data.get("is_certain", seal) != seal:
            self.data = self.data.copy()
            self.data.pop("is_certain")  # meant for what was read then
        if not doubts:
            del self.fields["is_certain"]
            return
        self.fields["is_certain"].widget.attrs["value"] = seal

    def content(self) -> Content:
        """What was typed, as the action takes it."""
        return Content(
            **{
                name: self.cleaned_data[name]
                for name in ("level", "grounds", "demands", "reply_by", "urgency")
            }
        )

    @property
    def certain_of(self) -> str:
        """The mark of the doubts beside which the tick was set."""
        return self.data.get("is_certain", "")

    def texts(self) -> list[tuple[str, str]]:
        """Label and text of what was typed, for a page that could not save it."""
        return [(self[name].label, self[name].value() or "") for name in ("grounds", "demands", "urgency")]


def initial_of(notice: Notice) -> dict:
    """A draft as its form shows it."""
    return {
        name: getattr(notice, name)
        for name in ("version", "level", "reply_by", "grounds", "demands", "urgency")
    }


class NewNoticeForm(NoticeForm):
    """A notice that is not there yet: to whom, about which tasks of which quarter."""

    previous = forms.IntegerField(widget=forms.HiddenInput, required=False)
    quarter = forms.ChoiceField(label="季度")
    unit = forms.ChoiceField(
        label="主送单位", widget=FastSelect, error_messages={"required": "请选择主送单位。"}
    )
    numbers = forms.CharField(
        label="任务序号",
        max_length=400,
        help_text="一项或多项，如 36、37。",
        error_messages={"required": "请填写任务序号。"},
    )
    field_order = (
        "previous",
        "version",
        "unit",
        "numbers",
        "quarter",
        "level",
        "reply_by",
        "grounds",
        "demands",
        "urgency",
    )

    def __init__(
        self, *args: object, periods: Sequence[ReportingPeriod], units: Iterable, **named: object
    ) -> None:
        """`periods` are the opened quarters of the list, `units` the choices of the select."""
        super().__init__(*args, **named)
        self.periods = {f"q{each.quarter}": each for each in periods}
        self.fields["quarter"].choices = [(slug, each.when.label) for slug, each in self.periods.items()]
        self.fields["unit"].choices = [("", "请选择"), *units]

    def clean_quarter(self) -> ReportingPeriod:
        """The opened quarter."""
        return self.periods[self.cleaned_data["quarter"]]

    def clean_unit(self) -> Unit:
        """The unit with this code."""
        return Unit.objects.get(code=self.cleaned_data["unit"])

    def clean_numbers(self) -> list[Task]:
        """The tasks with these numbers; one that the list does not have is named."""
        asked = {int(number) for number in re.findall(r"\d{1,4}", self.cleaned_data["numbers"])}
        period = next(iter(self.periods.values()))
        found = list(
            Task.objects.filter(yearly_list=period.yearly_list_id, number__in=asked).order_by("number")
        )
        unknown = asked - {task.number for task in found}
        if unknown or not found:
            raise forms.ValidationError(
                f"清单中没有第{'、'.join(map(str, sorted(unknown)))}项任务。"
                if unknown
                else "请填写任务序号，如 36、37。"
            )
        return found


class ReplyForm(forms.Form):
    """回复: cause, measures, by when or that it is done; what is missing is asked for when it is sent."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    cause = _text("原因", 3, required=False)
    measures = _text("措施", 3, required=False)
    finish_by = _day("完成时限", required=False)
    is_done = forms.BooleanField(
        label="已办结", required=False, help_text="已经办完的勾选，完成时限填办完的那一天。"
    )
    text = _text("办理情况", 3, required=False, help_text="已经做了什么，可不填。")

    def answer(self) -> Answer:
        """What was typed, as the action takes it."""
        return Answer(**{name: value for name, value in self.cleaned_data.items() if name != "version"})

    def first_error(self) -> str:
        """The first thing that is wrong, after the name of its field."""
        name, sentences = next(iter(self.errors.items()))
        label = self.fields[name].label if name in self.fields else ""
        return "：".join(part for part in (label, sentences[0]) if part)


def initial_of_reply(reply: NoticeReply) -> dict:
    """A reply as its form shows it."""
    names = ("version", "cause", "measures", "finish_by", "is_done", "text")
    return {name: getattr(reply, name) for name in names}


class StepForm(forms.Form):
    """What goes with a step: the version on the screen, a word, and the new date of a better reply."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    word = _text("意见", 2, required=False)
    reply_by = _day("新的回复期限", required=False)

    def __init__(self, *args: object, label: str = "意见", with_day: bool = False, **named: object) -> None:
        """`label` names the word; the date stands only where it is asked for."""
        super().__init__(*args, **named)
        self.fields["word"].label = label
        if not with_day:
            del self.fields["reply_by"]
