"""A matter as it is typed."""

from django import forms
from django.core.exceptions import ValidationError

from projects.matters.actions import MatterValues
from projects.models import Unit
from projects.models.units import bearer_of
from projects.screen.forms import HiddenInput, WholeNumberField


class MatterForm(forms.Form):
    """Number, name, and the unit that answers for it where one does."""

    version = forms.IntegerField(required=False, widget=HiddenInput)
    number = WholeNumberField(label="序号", min_value=1, max_value=999, attrs={"size": 3})
    name = forms.CharField(label="名称", max_length=128, widget=forms.TextInput({"size": 26}))
    lead = forms.CharField(
        label="责任单位",
        max_length=64,
        required=False,
        help_text="可不填；名录中的名称",
        widget=forms.TextInput({"size": 20, "list": "units", "autocomplete": "off"}),
    )

    def clean_lead(self) -> Unit | None:
        """The unit of this name, by any name of the register."""
        name = self.cleaned_data["lead"].strip()
        if not name:
            return None
        unit = bearer_of(name)
        if not isinstance(unit, Unit):
            raise ValidationError(f"名录中没有“{name}”。")
        return unit

    @property
    def values(self) -> MatterValues:
        """What was typed."""
        cleaned = self.cleaned_data
        return MatterValues(cleaned["number"], cleaned["name"].strip(), cleaned["lead"])
