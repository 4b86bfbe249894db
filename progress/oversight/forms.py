"""What is typed about a vote, an inquiry, a visit, a rating, a survey."""

from datetime import date
from typing import Any

from django import forms

from progress.models import Oversight
from progress.oversight.reads import entry_of, numbers_of
from progress.rules.oversight import BALLOTS, VISITS, DomainScore, OversightEntry, OversightKind, faults
from projects.models import YearlyList
from projects.rules.amounts import typed
from projects.rules.file_kinds import ACCEPT
from projects.screen.forms import (
    LONGEST_REASON,
    DayField,
    HiddenInput,
    PointsField,
    Select,
    Textarea,
    TextInput,
    WholeNumberField,
)

SCORE_LINES = "每行一个领域，名称和得分之间空一格，如：教育惠民 91.5；没有分领域得分的留空。"
MOST_VOTES = 10_000_000


def _count(label: str, unit: str, *, required: bool = True, hint: str = "") -> WholeNumberField:
    named = {"unit": unit, "required": required, "max_value": MOST_VOTES, "help_text": hint}
    return WholeNumberField(label=f"{label}（{unit}）", **named)


def _text(label: str, *, required: bool, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=hint,
        widget=Textarea(attrs={"rows": 4}),
    )


class OversightForm(forms.Form):
    """The fields of one kind; what cannot be stands beside the field that it stands in."""

    title = forms.CharField(label="名称", max_length=128, widget=TextInput({"size": 50}))
    held_on = DayField(label="日期")
    task = WholeNumberField(
        label="任务序号",
        required=False,
        min_value=1,
        help_text="只针对一项任务的填序号；针对整个清单的留空。",
    )

    def __init__(
        self,
        *args: object,
        kind: OversightKind,
        yearly_list: YearlyList,
        today: date,
        row: Oversight | None = None,
        **named: object,
    ) -> None:
        super().__init__(*args, **named)
        self.kind, self.yearly_list, self.today = kind, yearly_list, today
        self.fields["title"].help_text = TITLES[kind]
        matters = [(str(each.number), str(each)) for each in yearly_list.matter_rows.order_by("number")]
        if matters:
            self.fields["matter"] = forms.TypedChoiceField(
                label="件",
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "整个清单或一项任务"), *matters],
                widget=Select,
            )
        self._add_fields()
        source = "文件名称和文号、公报期数或网址。"
        self.fields["source"] = forms.CharField(
            label="来源", max_length=255, help_text=source, widget=TextInput({"size": 50})
        )
        self.fields["file"] = forms.FileField(
            label="来源文件",
            required=False,
            help_text="可不传；再次保存时不选，原来的文件保留。",
            widget=forms.FileInput(attrs={"accept": ACCEPT}),
        )
        self.fields["version"] = forms.IntegerField(min_value=0, widget=HiddenInput)
        self.initial = {**_initial(row), **self.initial}

    def _add_fields(self) -> None:
        """Those of the kind."""
        if self.kind in BALLOTS:
            for name, word in BALLOTS[self.kind]:
                self.fields[name] = _count(word, "票")
            self.fields["ballots"] = _count(
                "有效票", "票", required=False, hint="填写的，与以上各项合计核对。"
            )
        elif self.kind in VISITS:
            self.fields["findings"] = _text("指出的问题和意见", required=True)
            self.fields["answer"] = _text("办理情况", required=False)
            self.fields["is_done"] = forms.BooleanField(label="已办结", required=False)
        else:
            self.fields["title"].label = "组织单位"
            self.fields["held_on"].label = "调查月份"
            self.fields["held_on"].help_text = "选该月任意一天。"
            self.fields["answers"] = _count("收回答卷", "份")
            self.fields["score"] = PointsField(
                label="综合得分", unit="分", max_digits=5, decimal_places=2, help_text="满分100分。"
            )
            self.fields["scores"] = forms.CharField(
                label="分领域得分",
                required=False,
                max_length=2000,
                help_text=SCORE_LINES,
                widget=Textarea(attrs={"rows": 4}),
            )

    def clean_held_on(self) -> date:
        """Of a survey the month alone counts."""
        day = self.cleaned_data["held_on"]
        return day.replace(day=1) if self.kind == OversightKind.SURVEY else day

    def clean_scores(self) -> tuple[DomainScore, ...]:
        """A line per domain."""
        lines = [line.strip() for line in self.cleaned_data["scores"].splitlines() if line.strip()]
        return tuple(_domain_score(line) for line in lines)

    def clean(self) -> dict:
        """Every fault at once, each beside its field."""
        data = super().clean()
        if not self.errors:
            about = numbers_of(self.yearly_list)
            for name, sentence in faults(self.entry, year=self.yearly_list.year, today=self.today, **about):
                self.add_error(name or None, sentence)
        return data

    @property
    def entry(self) -> OversightEntry:
        """What was typed, as a value."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("file", "version")}
        return OversightEntry(kind=self.kind, **typed)


TITLES = {
    OversightKind.VOTE: "在哪次会议上票决，如：市人民代表大会第五次会议。",
    OversightKind.INQUIRY: "在哪次会议上询问、主题。",
    OversightKind.INSPECTION: "谁组织的视察、主题。",
    OversightKind.RATING: "在哪次会议上测评。",
    OversightKind.SURVEY: "谁组织的调查，如：市统计局。",
}


class RemovalForm(forms.Form):
    """Why an entry is removed."""

    word = forms.CharField(label="删除原因", max_length=LONGEST_REASON, widget=Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(min_value=0, widget=HiddenInput)


def _initial(row: Oversight | None) -> dict[str, Any]:
    """The row as the form shows it."""
    if row is None:
        return {"version": 0}
    entry = entry_of(row)
    lines = "\n".join(f"{each.name} {each.score}" for each in entry.scores)
    return {**vars(entry), "scores": lines, "version": row.version}


def _domain_score(line: str) -> DomainScore:
    """教育惠民 91.5; two cells of a sheet alike."""
    name, _, score = " ".join(line.replace("：", " ").split()).rpartition(" ")
    value = typed(score, "分")
    if not name or value is None:
        raise forms.ValidationError(f"“{line}”读不出名称和得分。{SCORE_LINES}")
    return DomainScore(name, value)
