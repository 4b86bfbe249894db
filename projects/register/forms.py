"""A unit's contacts and other names; a further member of a group."""

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet

from projects.models import Unit
from projects.register.actions import Contacts

TELEPHONE = RegexValidator(r"^[0-9+\-()（） 转,，、]*$", "请填写电话号码，如 0518-85801234。")


class ContactsForm(forms.Form):
    """Who of a unit is to be called, as its own people keep it."""

    based_on = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    liaison = forms.CharField(label="联络员", max_length=32, required=False)
    liaison_telephone = forms.CharField(
        label="联络员电话", max_length=32, required=False, validators=[TELEPHONE]
    )
    leader = forms.CharField(label="分管负责人", max_length=32, required=False)
    leader_telephone = forms.CharField(
        label="分管负责人电话", max_length=32, required=False, validators=[TELEPHONE]
    )

    @property
    def contacts(self) -> Contacts:
        """What was filled in, as the action takes it."""
        return Contacts(**{name: self.cleaned_data[name] for name in Contacts.__dataclass_fields__})


class UnitForm(ContactsForm):
    """What the administrator keeps of a unit on the page."""

    aliases = forms.CharField(
        label="别名",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="曾用名、简称、误印的名称，一行一个。文件中印这些名称时，系统认作本单位。",
    )

    def clean_aliases(self) -> tuple[str, ...]:
        """One name a line, each once."""
        names = tuple(
            dict.fromkeys(line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip())
        )
        if too_long := next((name for name in names if len(name) > 64), None):
            raise forms.ValidationError(f"“{too_long}”超过64字。")
        return names

    @property
    def said(self) -> dict:
        """What was filled in, as the action takes it."""
        return {
            "contacts": self.contacts,
            "aliases": self.cleaned_data["aliases"],
            "based_on": self.cleaned_data["based_on"],
        }


class MemberForm(forms.Form):
    """A unit to be added to a group."""

    unit = forms.ModelChoiceField(label="增加成员", queryset=Unit.objects.none(), empty_label="请选择单位")

    def __init__(self, *arguments: object, offered: QuerySet[Unit], **named: object) -> None:
        super().__init__(*arguments, **named)
        self.fields["unit"].queryset = offered


def unit_values(unit: Unit) -> dict:
    """The unit as it stands, for the form."""
    contacts = {name: getattr(unit, name) for name in Contacts.__dataclass_fields__}
    return {
        **contacts,
        "aliases": "\n".join(alias.name for alias in unit.aliases.all()),
        "based_on": unit.editable_wording,
    }
