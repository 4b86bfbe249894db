"""Units that are registered by hand, one or many of a kind."""

from django import forms

from projects.adoption.upload_actions import LONGEST_NAME, NewParty
from projects.rules.city import City, kind_choices

GROUP = "group"


class NewUnitsForm(forms.Form):
    """Names, one a line, and their kind."""

    names = forms.CharField(
        label="名称",
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="一行一个，按公文中的先后；全称写在名称后面，用空格隔开。",
    )
    kind = forms.ChoiceField(label="类别")

    def __init__(self, *arguments: object, city: City, **named: object) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = [*kind_choices(city), (GROUP, "单位组（代表几个单位，如各县区）")]

    def clean_names(self) -> tuple[tuple[str, str], ...]:
        """Name and full name of each line."""
        pairs = [line.split(maxsplit=1) for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if long := next((pair[0] for pair in pairs if len(pair[0]) > LONGEST_NAME), None):
            raise forms.ValidationError(f"“{long}”超过{LONGEST_NAME}字。")
        if not pairs:
            raise forms.ValidationError("请填写名称。")
        return tuple((pair[0], pair[1] if len(pair) > 1 else "") for pair in pairs)

    @property
    def parties(self) -> dict[str, NewParty]:
        """The units as the action takes them."""
        kind = "" if self.cleaned_data["kind"] == GROUP else self.cleaned_data["kind"]
        return {name: NewParty(name, kind, full[:128]) for name, full in self.cleaned_data["names"]}
