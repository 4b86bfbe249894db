"""What the auditor types: a digest that was written down, the days of an archive."""

from datetime import date

from django import forms

from projects.rules.log_seals import DIGITS, as_typed

DAY = forms.DateInput({"type": "date", "class": "form-control"})
HEXADECIMAL = set("0123456789abcdef")


class DigestForm(forms.Form):
    """One digest, or its first letters."""

    digest = forms.CharField(
        label="抄录的摘要",
        max_length=200,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_digest(self) -> str:
        """Enough of it, and nothing that no digest holds."""
        typed = as_typed(self.cleaned_data["digest"])
        if not set(typed) <= HEXADECIMAL:
            raise forms.ValidationError("摘要只含数字0—9和字母a—f，请对照抄件核对。")
        if len(typed) < DIGITS:
            raise forms.ValidationError(f"至少输入前{DIGITS}位，现有{len(typed)}位。")
        return typed


class ArchiveForm(forms.Form):
    """From which day to which; neither is all."""

    since = forms.DateField(label="封存日期从", required=False, widget=DAY)
    until = forms.DateField(label="到", required=False, widget=DAY)

    def clean_until(self) -> date | None:
        """Not before the first day: of no days there is no archive."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data["until"]
        if since and until and until < since:
            raise forms.ValidationError("结束日期早于开始日期。")
        return until
