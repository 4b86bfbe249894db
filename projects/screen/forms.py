"""Fields and widgets that forms of both apps share.

The widgets write their element at once: Django renders each through a template of its own, a third of what a
report's form takes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from projects.rules.amounts import plain, read, scale_of, typed, worded
from projects.rules.errors import NotYours, Refused, Stale

LONGEST_REASON = 500  # characters of a reason, a word sent back, an opinion
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


@contextmanager
def refusals_to(tell: Callable[[str], object]) -> Iterator[None]:
    """Tell the person why a rule forbids what is tried within; the block ends there.

    What is somebody else's act goes on to the page that says so: no field of a form mends that.
    """
    try:
        yield
    except NotYours:
        raise
    except Refused as refusal:
        tell(str(refusal))


@contextmanager
def refusals_on(form: forms.Form, *, stands: int | None = None) -> Iterator[None]:
    """The same, told above the form.

    `stands` is the version of the row that the page shows beside the refusal: whoever posts the form again
    has seen that row, and is not refused for the old one for ever: where somebody else saved meanwhile,
    `form.overtaken` says what stands in each field that was typed otherwise.
    """
    try:
        yield
    except NotYours:
        raise
    except Refused as refusal:
        if stands is not None and isinstance(refusal, Stale):
            form.overtaken = saved_beside(form)
        form.add_error(None, str(refusal))
        if stands is not None:
            form.data = form.data.copy()
            form.data[form.add_prefix("version")] = stands


def saved_beside(form: forms.Form) -> list[tuple[str, str]]:
    """The fields in which something else was typed than what the form was filled from: label, what stands."""
    known = [form[name] for name in form.changed_data if name in form.initial]
    return [(field.label, _as_read(field)) for field in known if not field.is_hidden]


def _as_read(field: BoundField) -> str:
    """What stands in a field, as people read it."""
    if isinstance(field.initial, bool):
        return "是" if field.initial else "否"
    words = {str(value): word for value, word in getattr(field.field, "choices", ())}
    shown = words.get(str(field.initial), field.field.prepare_value(field.initial))
    return "未填" if shown in (None, "") else str(shown)


class TextInput(forms.TextInput):
    """<input type="text">."""

    def _render(self, template_name: str, context: dict, renderer: object = None) -> SafeString:
        return _input(context["widget"])


class HiddenInput(forms.HiddenInput):
    """<input type="hidden">."""

    def _render(self, template_name: str, context: dict, renderer: object = None) -> SafeString:
        return _input(context["widget"])


class Textarea(forms.Textarea):
    """<textarea>; the line break before the text is the one that browsers leave out."""

    def _render(self, template_name: str, context: dict, renderer: object = None) -> SafeString:
        widget = context["widget"]
        return format_html(
            '<textarea name="{}"{}>\n{}</textarea>',
            widget["name"],
            flatatt(widget["attrs"]),
            widget["value"] or "",
        )


class Select(forms.Select):
    """<select> without groups."""

    def _render(self, template_name: str, context: dict, renderer: object = None) -> SafeString:
        widget = context["widget"]
        options = [option for _, group, _ in widget["optgroups"] for option in group]
        rows = (
            (each["value"], flatatt({name: on for name, on in each["attrs"].items() if on}), each["label"])
            for each in options
        )
        return format_html(
            '<select name="{}"{}>{}</select>',
            widget["name"],
            flatatt(widget["attrs"]),
            format_html_join("", '<option value="{}"{}>{}</option>', rows),
        )


def _input(widget: dict) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, flatatt(widget["attrs"])
    )


class DayField(forms.DateField):
    """A day, picked or typed; one of another century is a slip of the hand."""

    default_validators = [
        MinValueValidator(FIRST_DAY, "请核对年份。"),
        MaxValueValidator(LAST_DAY, "请核对年份。"),
    ]

    def __init__(self, **named: object) -> None:
        attributes = {"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs=attributes), **named)


class AmountField(forms.Field):
    """A quantity in base units; `unit` may stand behind the number."""

    def __init__(self, *, unit: str = "", **named: object) -> None:
        self.unit = unit
        attributes = {
            "class": "num",
            "size": 10,
            "maxlength": 64,
            "inputmode": "decimal",
            "autocomplete": "off",
        }
        super().__init__(widget=TextInput(attributes), **named)

    def prepare_value(self, value: object) -> object:
        """The stored quantity as the office writes it (`worded`); what was typed stays as it is.

        In digits where the unit has a scale of its own: beside 万元 nobody reads 2.75万 as 27500.
        """
        if not isinstance(value, Decimal):
            return value
        return plain(value) if scale_of(self.unit) else worded(value)

    def has_changed(self, initial: Decimal | None, data: str | None) -> bool:
        """Whether another quantity was typed, however it was written."""
        return typed(data or "", self.unit) != initial if data else initial is not None

    def to_python(self, value: str | None) -> Decimal | None:
        """The number typed; None where nothing was."""
        reading = read(value or "", self.unit)
        if reading.why:
            raise ValidationError(reading.why)
        return reading.amount


class _TypedNumber(forms.Field):
    """A number read as a quantity is: by the server, from the text that was typed or pasted.

    A browser's own box of numbers drops what it does not know: of two cells pasted from a sheet it makes one
    number, of 1.1万 it makes 1.1, and nobody is told.
    """

    def __init__(self, *, unit: str = "", attrs: dict | None = None, **named: object) -> None:
        """`unit` may stand behind the number."""
        self.unit = unit
        attributes = {"class": "num", "size": 6, "maxlength": 32, "autocomplete": "off"}
        super().__init__(widget=TextInput({**attributes, "inputmode": self.KEYS, **(attrs or {})}), **named)

    def to_python(self, value: object) -> object:
        """The number; None where nothing was typed."""
        if isinstance(value, str):
            reading = read(value, self.unit)
            if reading.why:
                raise ValidationError(reading.why)
            value = plain(reading.amount)
        return super().to_python(value)


class WholeNumberField(_TypedNumber, forms.IntegerField):
    """A whole number that is no quantity of a target: votes, a place in an order, a year, days."""

    KEYS = "numeric"
    default_error_messages = {"invalid": "请填写整数。"}


def place_field() -> WholeNumberField:
    """Where a row stands among its like."""
    return WholeNumberField(
        label="顺序", required=False, min_value=1, max_value=999, attrs={"class": "order", "size": 3}
    )


class PointsField(_TypedNumber, forms.DecimalField):
    """A number with decimals that is no quantity of a target: points, a score."""

    KEYS = "decimal"


def number_field(column: models.Field, **named: object) -> forms.Field | None:
    """A column of numbers is typed as text, any other field is as Django gives it (`formfield_callback`)."""
    if isinstance(column, models.DecimalField):
        return column.formfield(form_class=PointsField, **named)
    if isinstance(column, models.IntegerField) and not column.choices:
        return column.formfield(form_class=WholeNumberField, **named)
    return column.formfield(**named)
