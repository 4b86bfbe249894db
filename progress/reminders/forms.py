"""催办 by hand: what is typed before it is sent."""

from django import forms

from projects.screen.forms import HiddenInput


class RemindForm(forms.Form):
    """催办: a word of one's own, and once more where the same was sent today."""

    word = forms.CharField(
        label="附言",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可不填；随所欠事项清单一并发出。",
    )
    again = forms.BooleanField(
        label="再次催办", required=False, help_text="今天已就同一事项催办过的，勾选后仍再发一次。"
    )
    last = forms.IntegerField(required=False, min_value=0, widget=HiddenInput)

    @property
    def again_after(self) -> int | None:
        """The last message that stood when the page was read, where another one is wanted all the same."""
        return self.cleaned_data["last"] if self.cleaned_data["again"] else None
