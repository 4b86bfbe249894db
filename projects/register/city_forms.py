"""The words of the city, as the administrator writes them."""

import json
from dataclasses import asdict

from django import forms

from projects.models import CityRecord
from projects.rules.city import WORDS, City, city_from


class CityForm(forms.ModelForm):
    """All words of the city, with what they were based on."""

    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = CityRecord
        fields = WORDS

    @property
    def city(self) -> City:
        """What was typed."""
        return City(**{word: self.cleaned_data[word] for word in WORDS})

    @property
    def seen(self) -> City | None:
        """What stood there when the page was opened; None where that was lost."""
        try:
            return city_from(json.loads(self.cleaned_data["based_on"]))
        except (ValueError, AttributeError, RecursionError):
            return None


def city_values(city: City) -> dict[str, str]:
    """The words as they stand, for the form."""
    return {**asdict(city), "based_on": based_on(city)}


def based_on(city: City) -> str:
    """The words as the form carries them."""
    return json.dumps(asdict(city), ensure_ascii=False)
