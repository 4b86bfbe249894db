"""What is typed of a quarter's paper issue beside its workbook, and why a 补录 is refused."""

from django import forms

from projects.rules.file_kinds import ACCEPT
from projects.screen.forms import LONGEST_REASON, DayField, HiddenInput, WholeNumberField

WITH, WITHOUT = "with", "without"


class IssueForm(forms.Form):
    """纸质通报: its number, day and scan, or 无通报."""

    version = forms.IntegerField(widget=HiddenInput)
    issue = forms.ChoiceField(
        label="本季度通报",
        choices=[(WITH, "已印发纸质通报"), (WITHOUT, "无通报")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择有没有印发通报。"},
    )
    number = WholeNumberField(label="期号", unit="期", min_value=1, max_value=999, required=False)
    issued_on = DayField(label="印发日期", required=False)
    scan = forms.FileField(
        label="纸质通报扫描件或文件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "上传的文件是空的，请重新选择。"},
    )

    def __init__(self, *args: object, has_scan: bool = False, **named: object) -> None:
        """`has_scan`: one was uploaded before, and stays unless another is chosen."""
        super().__init__(*args, **named)
        self.has_scan = has_scan
        if has_scan:
            self.fields["scan"].help_text = "已上传的继续使用；需要更换的再选。"

    def clean(self) -> dict:
        """Of an issue all three are asked for; without one nothing of it counts."""
        data = super().clean()
        if data.get("issue") == WITHOUT:
            return {**data, "number": None, "issued_on": None, "scan": None}
        if data.get("issue") == WITH:
            asked = {"number": "请填写期号。", "issued_on": "请填写印发日期。"}
            if not self.has_scan:
                asked["scan"] = "请上传纸质通报的扫描件或文件。"
            for name, words in asked.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return data


class RefusalForm(forms.Form):
    """不同意补录, with a word; `version` is what was read."""

    version = forms.IntegerField(min_value=0, widget=HiddenInput)
    word = forms.CharField(
        label="不同意的理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明不同意补录的理由。"},
    )
