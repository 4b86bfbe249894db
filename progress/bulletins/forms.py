"""The forms of a bulletin: one act on one paragraph, issuing, correcting."""

from django import forms

from progress.bulletins.edits import ACTS


class ParagraphForm(forms.Form):
    """One act on one paragraph of the draft; `version` is the draft that was seen."""

    action = forms.ChoiceField(choices=ACTS)
    key = forms.CharField(max_length=128)
    version = forms.IntegerField(min_value=0)
    text = forms.CharField(required=False, strip=False, label="正文")


class IssueForm(forms.Form):
    """印发, knowing what is open; `seen` is the mark of the draft that was read."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    knowingly = forms.BooleanField(label="已知悉上述未了事项，仍要印发", required=False)


class CorrectionForm(IssueForm):
    """更正: another issue, with its reason; `corrects` is the number of the one that was seen."""

    corrects = forms.IntegerField(min_value=1, max_value=9999)
    reason = forms.CharField(
        label="更正原因",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        error_messages={"required": "请写明更正的原因。"},
    )
    field_order = ("reason", "knowingly", "seen")
