"""What is typed beside a report that comes from paper: the day it came in, and its scan."""

from django import forms

from projects.rules.file_kinds import ACCEPT
from projects.screen.forms import DayField


class PaperForm(forms.Form):
    """代填: the scan is required; once refused it must be chosen again."""

    came_on = DayField(
        label="纸质报告收到日期",
        help_text="按这一天计算是否迟报。",
        error_messages={"required": "请填写纸质报告收到日期。"},
    )
    scan = forms.FileField(
        label="盖章纸质报告扫描件",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": "请上传盖章纸质报告的扫描件或照片。",
            "empty": "上传的文件是空的，请重新选择。",
        },
    )

    def __init__(self, *args: object, has_scan: bool, is_draft: bool = False, **named: object) -> None:
        """`has_scan`: it was uploaded with the draft. A draft asks for neither."""
        super().__init__(*args, **named)
        self.fields["came_on"].required = not is_draft
        self.fields["scan"].required = not (is_draft or has_scan)
        if has_scan:
            self.fields["scan"].help_text = "已随草稿上传；需要更换的再选。"
