"""What every paper asks of its signer."""

from django import forms

from projects.screen.forms import LONGEST_REASON, HiddenInput, Textarea


class SignerWordForm(forms.Form):
    """退回填报人: the signer's word; `version` is the paper that was read."""

    version = forms.IntegerField(widget=HiddenInput)
    word = forms.CharField(
        label="退回意见",
        max_length=LONGEST_REASON,
        widget=Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明退回填报人的意见。"},
    )

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, auto_id="send_back-%s", **named)
