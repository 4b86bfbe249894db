"""Rows of items, as a person corrects them: merged, split, edited, taken away."""

from django import forms

from projects.corrections.item_actions import ItemValues
from projects.models import Milestone, SubProject
from projects.rules.item_edits import KEEP, TREATMENTS, ItemEdit, arrange
from projects.screen.forms import place_field

LAST = 1000  # a row without a place stands last


class ItemRow(forms.Form):
    """One item; a row without text is none."""

    order = place_field()
    label = forms.CharField(label="编号", max_length=128, required=False, widget=forms.TextInput({"size": 4}))
    text = forms.CharField(label="内容", max_length=4000, widget=forms.Textarea({"rows": 2}))
    sub_project = forms.TypedChoiceField(label="子项目", required=False, coerce=int, empty_value=None)
    is_soft = forms.BooleanField(label="软", required=False)
    treatment = forms.ChoiceField(label="处理", choices=TREATMENTS, initial=KEEP)

    def __init__(self, *arguments: object, sub_projects: dict[int, SubProject], **named: object) -> None:
        super().__init__(*arguments, **named)
        self.sub_projects = sub_projects
        self.fields["sub_project"].choices = [
            ("", "—"),
            *((pk, row.name) for pk, row in sub_projects.items()),
        ]
        if not sub_projects:
            del self.fields["sub_project"]

    @property
    def row(self) -> ItemEdit:
        """The row as the rule of arranging takes it."""
        cleaned = self.cleaned_data
        return ItemEdit(
            cleaned["text"],
            cleaned["label"],
            cleaned.get("sub_project"),
            cleaned["is_soft"],
            cleaned["treatment"],
        )


class ItemRowsBase(forms.BaseFormSet):
    """All items of a milestone."""

    @property
    def items(self) -> list[ItemValues]:
        """The items after merging, splitting and taking away."""
        filled = [row for row in self.forms if row.cleaned_data.get("text")]
        rows = [row.row for row in sorted(filled, key=lambda row: row.cleaned_data["order"] or LAST)]
        known = self.form_kwargs["sub_projects"]
        return [
            ItemValues(row.text, row.label, known.get(row.sub_project), row.is_soft) for row in arrange(rows)
        ]


ItemRows = forms.formset_factory(ItemRow, formset=ItemRowsBase, extra=2)


def item_rows(milestone: Milestone) -> list[dict]:
    """The items as they stand, for the form."""
    return [
        {
            "order": place,
            "label": item.label,
            "text": item.text,
            "sub_project": item.sub_project_id,
            "is_soft": item.is_soft,
        }
        for place, item in enumerate(milestone.items.all(), start=1)
    ]
