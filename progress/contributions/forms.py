"""What is typed about shares and contributions: a table of shares, a unit's part, the lead's word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms import BoundField

from progress.contributions.actions import TEXT_LIMIT, ContributionContent, Given
from progress.contributions.doubts import doubt_of, said_marks
from progress.ledger.owed_contributions import SharedTask
from progress.ledger.shares import SharedLine
from progress.models import Allocation, Contribution
from progress.rules.plausibility import Doubted
from progress.rules.shares import Share, why_impossible
from projects.models import Target, Unit
from projects.rules.amounts import read, worded
from projects.rules.quarters import NUMBERS
from projects.screen.forms import LONGEST_REASON, AmountField, HiddenInput, Textarea, TextInput

COLUMNS = ("year", *(f"q{number}" for number in NUMBERS))
HEADS = ("全年份额", "一季度累计", "二季度累计", "三季度累计", "四季度累计")
LONGEST = 255  # characters that are kept of what cannot be read


@dataclass(frozen=True)
class ShareRow:
    """One unit's row of the table."""

    unit: Unit
    cells: Sequence[tuple[str, BoundField]]  # each with the head of its column
    is_gone: bool  # answers for the task no more, but has a share

    @property
    def errors(self) -> list[str]:
        """What is wrong in the row."""
        return [error for _, cell in self.cells for error in cell.errors]


class SharesForm(forms.Form):
    """One target's shares; an empty row is no share. It saves nothing."""

    version = forms.IntegerField(widget=HiddenInput)
    target = forms.IntegerField(widget=HiddenInput)

    def __init__(
        self,
        *args: object,
        shared: Target,
        partners: Sequence[Unit],
        allocations: Mapping[int, Allocation],
        version: int,
        **named: object,
    ) -> None:
        """`allocations` are those that stand, by unit."""
        initial = {"version": version, "target": shared.pk}
        super().__init__(*args, initial=initial, auto_id=f"t{shared.pk}-%s", **named)
        self.shared = shared
        known = {unit.pk for unit in partners}
        self.allocated = [(row.unit, _lines(row)) for row in allocations.values()]
        self.gone = [row.unit for key, row in allocations.items() if key not in known]
        self.units = [*partners, *self.gone]
        for unit in self.units:
            self._add(unit, allocations.get(unit.pk))

    def _add(self, unit: Unit, row: Allocation | None) -> None:
        figures = (row.quantity, *row.share.planned) if row else (None,) * len(COLUMNS)
        for column, head, figure in zip(COLUMNS, HEADS, figures, strict=True):
            self.fields[f"{column}-{unit.pk}"] = AmountField(
                unit=self.shared.unit, label=f"{unit}{head}", required=False
            )
            self.initial[f"{column}-{unit.pk}"] = figure

    def rows(self) -> Iterable[ShareRow]:
        """The rows of the table."""
        for unit in self.units:
            cells = [(head, self[f"{column}-{unit.pk}"]) for column, head in zip(COLUMNS, HEADS, strict=True)]
            yield ShareRow(unit, cells, unit in self.gone)

    def clean(self) -> dict:
        """A share has a year's figure, and its quarters lead up to it."""
        data = super().clean()
        for unit in self.units:
            figures = [data.get(f"{column}-{unit.pk}") for column in COLUMNS]
            if any(f"{column}-{unit.pk}" in self.errors for column in COLUMNS):
                continue
            if figures[0] is None:
                if any(figure is not None for figure in figures):
                    self.add_error(f"year-{unit.pk}", "请填写全年份额；不分解给该单位的，整行留空。")
                continue
            wrong = why_impossible(Share(figures[0], tuple(figures[1:])))
            if wrong:
                self.add_error(f"{COLUMNS[wrong[0]]}-{unit.pk}", wrong[1])
        return data

    def shares(self) -> dict[int, Share]:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        found = {}
        for unit in self.units:
            quantity, *planned = (data.get(f"{column}-{unit.pk}") for column in COLUMNS)
            if quantity is not None:
                found[unit.pk] = Share(quantity, tuple(planned))
        return found


def _lines(row: Allocation) -> list[tuple[str, str]]:
    """The figures of a share for reading, by the heads of their columns; the last one is the year's."""
    figures = (row.quantity, *row.share.planned[:-1])
    return [(head, worded(figure) or "—") for head, figure in zip(HEADS, figures, strict=False)]


@dataclass(frozen=True)
class ShareFields:
    """One target of a contribution's form: the share, what was sent last, and what is typed."""

    target: Target
    line: SharedLine
    last_words: str
    value: BoundField
    reason: BoundField
    doubt: Doubted | None  # what is asked about the figure as it stands in the form
    is_confirmed: bool


class ContributionForm(forms.Form):
    """协同情况: a value for each share, and a text; a draft keeps whatever was typed."""

    version = forms.IntegerField(widget=HiddenInput)
    shown = forms.CharField(widget=HiddenInput, required=False)
    text = forms.CharField(
        label="协同情况",
        required=False,
        strip=False,
        max_length=5000,
        widget=Textarea(attrs={"rows": 5, "data-limit": TEXT_LIMIT}),
    )

    def __init__(
        self,
        *args: object,
        contribution: Contribution,
        owed: SharedTask | None,
        last: Mapping[int, Decimal] | None = None,
        **named: object,
    ) -> None:
        """`owed` are the shares, `last` what was sent in an earlier quarter, by target."""
        super().__init__(*args, **named)
        self.contribution, self.owed, self.last = contribution, owed, last or {}
        known = {each.target_id: each for each in contribution.values.all()} if contribution.pk else {}
        for target, _ in owed.lines if owed else ():
            self._add(target, known)

    def _add(self, target: Target, known: Mapping[int, object]) -> None:
        key, said, unread = target.pk, known.get(target.pk), self.contribution.unread
        label = f"{target.in_print}（{target.unit}）" if target.unit else target.in_print
        typed = unread.get(f"value-{key}", {}).get("typed", "")
        self.fields[f"value-{key}"] = AmountField(
            unit=target.unit,
            label=f"{label}本次累计",
            required=False,
            initial=typed or (said.value if said else None),
        )
        self.fields[f"reason-{key}"] = forms.CharField(
            label=f"{label}本季无数据的原因",
            required=False,
            max_length=LONGEST,
            initial=said.no_data_reason if said else "",
            widget=TextInput,
        )

    def full_clean(self) -> None:
        """As it is; of a draft that is opened again what could not be read is named at once."""
        super().full_clean()
        if not self.is_bound:
            for name, wrong in self.contribution.unread.items():
                if name in self.fields:
                    self._errors[name] = self.error_class([wrong["why"]])

    def clean(self) -> dict:
        """A count is never below 0; a value needs no reason for its absence."""
        data = super().clean()
        for target, _ in self.owed.lines if self.owed else ():
            value = data.get(f"value-{target.pk}")
            if value is not None and value < 0:
                self.add_error(f"value-{target.pk}", "累计值不能是负数。")
            elif value is not None and data.get(f"reason-{target.pk}", "").strip():
                self.add_error(f"value-{target.pk}", "已填完成值，不需再填无数据的原因；两者只留其一。")
        return data

    @property
    def is_savable(self) -> bool:
        """Whether a draft can be kept of it: what a field of figures holds may be anything."""
        return self.is_bound and all(name.startswith("value-") for name in self.errors)

    def target_fields(self) -> Iterable[ShareFields]:
        """The rows of the targets."""
        for target, line in self.owed.lines if self.owed else ():
            key = target.pk
            last = worded(self.last.get(key)) or "—"
            doubt = doubt_of(target, line, self._amount(target), self.last.get(key))
            is_confirmed = doubt is not None and self._confirmed.get(key) == doubt.mark
            fields = self[f"value-{key}"], self[f"reason-{key}"]
            yield ShareFields(target, line, last, *fields, doubt, is_confirmed)

    def _amount(self, target: Target) -> Decimal | None:
        """The figure that stands in the form, saved or not."""
        typed = self[f"value-{target.pk}"].value()
        return typed if isinstance(typed, Decimal) else read(typed or "", target.unit).amount

    @property
    def _confirmed(self) -> dict[int, str]:
        """The marks ticked 确认无误, by target: those posted, else those saved."""
        keys = [target.pk for target, _ in self.owed.lines] if self.owed else []
        if self.is_bound:
            return {key: self.data.get(f"confirm-{key}", "") for key in keys}
        said = said_marks(self.contribution)
        return {key: said.get(f"target-{key}", "") for key in keys}

    def content(self) -> ContributionContent:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        keys = [target.pk for target, _ in self.owed.lines] if self.owed else []
        return ContributionContent(
            text=data["text"],
            values={
                key: Given(data.get(f"value-{key}"), data.get(f"reason-{key}", "").strip()) for key in keys
            },
            unread={
                name: {"typed": self.data.get(name, "")[:LONGEST], "why": errors[0]}
                for name, errors in self.errors.items()
            },
            confirmed={key: mark for key, mark in self._confirmed.items() if mark},
        )


class ReturnContributionForm(forms.Form):
    """退回 with a word; `version` is the contribution that was read."""

    version = forms.IntegerField(widget=HiddenInput)
    reason = forms.CharField(
        label="退回理由",
        max_length=LONGEST_REASON,
        widget=Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明退回理由。"},
    )
