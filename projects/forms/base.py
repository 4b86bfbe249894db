"""Fields that forms of both apps share."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from projects.amounts import typed, worded

LARGEST = Decimal(10) ** 15


class AmountField(forms.Field):
    """A quantity in base units."""

    def __init__(self, **named: object) -> None:
        attributes = {"class": "num", "size": 10, "maxlength": 32, "inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attributes), **named)

    def prepare_value(self, value: object) -> object:
        """As the office writes it."""
        return worded(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Decimal | None, data: str | None) -> bool:
        """Whether another quantity was typed, however it was written."""
        return typed(data or "") != initial if data else initial is not None

    def to_python(self, value: str | None) -> Decimal | None:
        """The number typed; None where nothing was."""
        if value in self.empty_values or not value.strip():
            return None
        amount = typed(value)
        if amount is None or abs(amount) >= LARGEST or amount != round(amount, 4):
            raise ValidationError("请填写数字，如 22000 或 2.2万，小数不超过四位。")
        return amount
