"""The fields of a report's form: of a target, an item, 已完成投资; what could not be read stands in them."""

from collections.abc import Mapping

from django import forms

from progress.reports.sheet import ItemRow, TargetRow
from progress.rules.own_entry import OWN, TOTAL
from progress.rules.spending import UNIT as SPENT_IN
from progress.rules.spending import Spending
from progress.rules.states import Completion
from projects.rules.amounts import plain
from projects.screen.forms import LONGEST_REASON, AmountField, HiddenInput, Select, Textarea, TextInput


def base_field(row: TargetRow) -> forms.Field:
    """The last total that the page was filled from: what a quarter's own is added to."""
    initial = "" if row.base is None else plain(row.base)
    return forms.CharField(required=False, max_length=32, initial=initial, widget=HiddenInput())


def target_fields(
    row: TargetRow, unread: Mapping[str, Mapping[str, str]], *, asks_own: bool, asks_year_end: bool
) -> dict[str, forms.Field]:
    """The value of a target, why there is none, and in the fourth quarter 预计年底."""
    key, known = row.target.pk, row.measurement
    label = f"{row.target.in_print}（{row.target.unit}）" if row.target.unit else row.target.in_print
    found: dict[str, forms.Field] = {
        f"value-{key}": AmountField(
            unit=row.target.unit,
            label=f"{label}{OWN if asks_own else TOTAL}",
            required=False,
            initial=_typed(unread, f"value-{key}") or row.field_value,
        ),
        f"reason-{key}": forms.CharField(
            label=f"{label}无数据的原因",
            required=False,
            max_length=255,
            initial=_typed(unread, f"reason-{key}") or (known.no_data_reason if known else ""),
            widget=TextInput,
        ),
    }
    if asks_year_end:
        found[f"expected-{key}"] = AmountField(
            unit=row.target.unit,
            label=f"{label}预计年底",
            required=False,
            initial=_typed(unread, f"expected-{key}") or (known.expected_at_year_end if known else None),
        )
    return found


def item_fields(row: ItemRow) -> dict[str, forms.Field]:
    """The state of a due item with its note, which is typed of sub-projects alone."""
    key, name = row.item.pk, row.due.name
    asked = Textarea(attrs={"rows": 2, "placeholder": "写明本子项目进展"})
    return {
        f"item-{key}": forms.ChoiceField(
            label=f"{name}：完成情况",
            required=False,
            choices=[("", "请选择"), *Completion.choices()],
            initial=row.due.state or "",
            widget=Select(attrs={} if row.due.is_soft else {"data-hard": "1"}),
        ),
        f"note-{key}": forms.CharField(
            label=f"{name}：说明",
            required=False,
            max_length=LONGEST_REASON,
            widget=asked if row.due.sub_project else HiddenInput(),
            initial=row.state.note if row.state else "",
        ),
    }


def later_field(row: ItemRow) -> forms.Field:
    """Whether an item of a later quarter is done already."""
    return forms.ChoiceField(
        label=f"{row.due.name}：是否已提前完成",
        required=False,
        choices=[("", "尚未完成"), (Completion.DONE, Completion.DONE.word)],
        initial=Completion.DONE if row.is_set else "",
        widget=Select,
    )


def spending_field(spending: Spending, unread: Mapping[str, Mapping[str, str]]) -> forms.Field:
    """已完成投资, which may be left out."""
    return AmountField(
        unit=SPENT_IN,
        label=f"已完成投资（{SPENT_IN}）",
        required=False,
        initial=_typed(unread, "invested") or spending.spent,
    )


def _typed(unread: Mapping[str, Mapping[str, str]], name: str) -> str:
    """What stands in a field of the draft that nobody could read; "" where there is no such thing."""
    return unread.get(name, {}).get("typed", "")
