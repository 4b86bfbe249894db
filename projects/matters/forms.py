"""A matter as it is typed."""

from django import forms
from django.core.exceptions import ValidationError

from projects.headings.forms import HeadingForm
from projects.models import Unit
from projects.models.units import bearer_of


class MatterForm(HeadingForm):
    """Number, name, and the unit that answers for it where one does."""

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
