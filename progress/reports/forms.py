"""The form of one report. Typing is checked here; whether it may be submitted is asked of the rules."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property

from progress.reports.actions import ReportContent, Unread
from progress.reports.form_fields import base_field, item_fields, later_field, spending_field, target_fields
from progress.reports.named_parts import to_mend
from progress.reports.reckoned import Reckoned, reckoned
from progress.reports.sheet import ItemRow, ReportSheet, TargetRow
from progress.reports.typed_rows import Value
from progress.rules.judging import Work
from progress.rules.own_entry import total_of, why_total
from progress.rules.plausibility import Confirmer
from progress.rules.requirements import CAUSE_LIMIT, TEXT_LIMIT, Lack, TypedReport, cause_required
from progress.rules.spending import KEY as SPENDING
from progress.rules.spending import UNIT as SPENT_IN
from progress.rules.states import SELF_ASSESSED, Completion
from projects.rules.amounts import LARGEST, read
from projects.rules.states import Nature
from projects.screen.forms import HiddenInput, Select, Textarea

SELF_ASSESSMENTS = [("", "不作自评"), *((code, code.word) for code in SELF_ASSESSED)]
KEPT_AS_TYPED = (
    "value-",
    "reason-",
    "expected-",
    "invested",
)  # a draft keeps what stands there, whatever it is
SECTIONS = {"text": "", "targets": "target-", "items": "item-", "problems": "", "next_steps": ""}
OWN_FIELDS = {f"target-{SPENDING}": "invested"}  # a part of the report that is no target, by its field
LONGEST = 255  # characters that are kept of what cannot be read; the fields take no more
LONGEST_DRAFT = 5000  # characters that a draft keeps; how many may be filed the rule says
CAUSE_AREA = {"rows": 3, "data-limit": CAUSE_LIMIT}


@dataclass(frozen=True)
class TargetFields:
    """One target's row of the form."""

    row: TargetRow
    is_named: bool  # by the return, as to be mended
    value: BoundField
    last: BoundField  # the total that the value is added to, as the page was filled; empty where it is one
    asks_own: bool  # whether the value is the quarter's own
    why_total: str  # of a target of 本季填报, why it is not
    reason: BoundField
    expected: BoundField | None
    reckoned: Reckoned  # by what stands in the form
    is_confirmed: bool  # the filer's 确认无误, of this figure as it stands


@dataclass(frozen=True)
class ItemFields:
    """One item's row of the form."""

    row: ItemRow
    is_named: bool  # by the return, as to be mended
    state: BoundField
    note: BoundField


class ReportForm(forms.Form):
    """A report's texts, values and states; names of fields carry the keys of targets and items."""

    version = forms.IntegerField(widget=HiddenInput)
    text = forms.CharField(
        label="进展情况",
        required=False,
        strip=False,
        max_length=LONGEST_DRAFT,
        widget=Textarea(attrs={"rows": 6, "data-limit": TEXT_LIMIT}),
    )
    problems = forms.CharField(
        label="存在问题",
        required=False,
        strip=False,
        max_length=LONGEST_DRAFT,
        widget=Textarea(attrs=CAUSE_AREA),
    )
    next_steps = forms.CharField(
        label="下一步打算",
        required=False,
        strip=False,
        max_length=LONGEST_DRAFT,
        widget=Textarea(attrs=CAUSE_AREA),
    )
    self_assessment = forms.ChoiceField(
        label="单位自评", required=False, choices=SELF_ASSESSMENTS, widget=Select
    )

    def __init__(
        self, *args: object, sheet: ReportSheet, is_among_many: bool = False, **named: object
    ) -> None:
        """`sheet` says which targets and items this lead reports; `is_among_many`: on a page of many."""
        super().__init__(*args, **named)
        self.sheet = sheet
        self.is_among_many = is_among_many
        asks_year_end = sheet.report.period.quarter == 4
        for row in sheet.targets:
            self._add_target(row, asks_year_end)
        for row in sheet.items:
            self.fields |= item_fields(row)
        for row in sheet.later:
            self.fields[f"item-{row.item.pk}"] = later_field(row)
        if sheet.spent is not None:
            self.fields["invested"] = spending_field(sheet.spent.spending, sheet.report.unread)

    @cached_property
    def to_mend(self) -> frozenset[str]:
        """The parts that the last return named; asked by the page, not by what is only saved."""
        return to_mend(self.sheet.report)

    def add_prefix(self, field_name: str) -> str:
        """已完成投资 bears the report's key on a page of many; targets and items have keys of their own."""
        if self.is_among_many and field_name in OWN_FIELDS.values():
            return f"{field_name}-{self.sheet.report.pk}"
        return field_name

    @property
    def sections(self) -> list[str]:
        """The sections in their order, those that a return named first."""
        return sorted(SECTIONS, key=lambda name: not self._is_named(name))

    @property
    def named(self) -> list[str]:
        """The sections in which something is to be mended."""
        return [name for name in SECTIONS if self._is_named(name)]

    def _is_named(self, section: str) -> bool:
        prefix = SECTIONS[section]
        return any(key == section or (prefix and key.startswith(prefix)) for key in self.to_mend)

    def target_fields(self) -> Iterable[TargetFields]:
        """The rows of the targets."""
        for row in sorted(self.sheet.targets, key=lambda row: not self._mends("target", row.target.pk)):
            key, reckoned = row.target.pk, self.reckoned(row)
            yield TargetFields(
                row,
                self._mends("target", key),
                self[f"value-{key}"],
                self[f"based_on-{key}"],
                self._base(key) is not None,
                self._why_total(row),
                self[f"reason-{key}"],
                self[f"expected-{key}"] if f"expected-{key}" in self.fields else None,
                reckoned,
                reckoned.doubt is not None and self._confirmed.get(key) == reckoned.doubt.mark,
            )

    def reckoned(self, row: TargetRow) -> Reckoned:
        """One target by the figure that stands in the form, saved or not."""
        key, report = row.target.pk, self.sheet.report
        typed = self[f"value-{key}"].value()
        amount = typed if isinstance(typed, Decimal) else read(typed or "", row.target.unit).amount
        return reckoned(
            row,
            self._total(row, amount),
            (self[f"reason-{key}"].value() or "").strip(),
            typed=amount,
            why=next(iter(self.errors.get(f"value-{key}", ())), ""),
            quarter=report.period.quarter,
            rules=self.sheet.ledger.rules,
        )

    def _total(self, row: TargetRow, typed: Decimal | None) -> Decimal | None:
        """The total that a figure in the form means."""
        stood = row.measurement.value if row.measurement else None
        return total_of(typed, self._base(row.target.pk), stood=stood, now=row.base)

    def _base(self, key: int) -> Decimal | None:
        """本季填报: the total that the page had when its figure was typed; None where the total is typed.

        What the page had decides, not what is known now: a figure never changes its meaning on its way.
        """
        return read(self[f"based_on-{key}"].value() or "").amount

    def _why_total(self, row: TargetRow) -> str:
        """Of a target of 本季填报, why the total is asked for; "" where it is not."""
        if not row.target.is_own_entry or self._base(row.target.pk) is not None:
            return ""
        return why_total(self.sheet.report.period.quarter, is_known=row.asks_own)

    @property
    def _confirmed(self) -> dict[int, str]:
        """The marks ticked 确认无误, by target: those posted, else those saved."""
        said = {row.target.pk: row.said for row in self.sheet.targets}
        if self.sheet.spent is not None:
            said[SPENDING] = self.sheet.spent.said
        if self.is_bound:
            return {key: self.data.get(self.confirm_name(key), "") for key in said}
        by_filer = {
            key: [each for each in found if each.by_whom == Confirmer.FILER] for key, found in said.items()
        }
        return {key: found[0].mark for key, found in by_filer.items() if found}

    @property
    def spent_reckoned(self) -> Reckoned | None:
        """已完成投资 by what stands in the form, saved or not; None where it is not asked for."""
        if self.sheet.spent is None:
            return None
        typed = self["invested"].value()
        amount = typed if isinstance(typed, Decimal) else read(typed or "", SPENT_IN).amount
        spending = replace(self.sheet.spent.spending, spent=amount)
        why = next(iter(self.errors.get("invested", ())), "")
        return Reckoned(spending.figure, why, "", spending.doubt, spending.figure.actual)

    def confirm_name(self, key: int) -> str:
        """The name of the tick 确认无误 of a target, or of 已完成投资."""
        if self.is_among_many and key == SPENDING:
            return f"confirm-{self.sheet.spent.report_key}"
        return f"confirm-{key}"

    @property
    def is_spent_named(self) -> bool:
        """Whether the return named 已完成投资."""
        return self._mends("target", SPENDING)

    @property
    def is_spent_confirmed(self) -> bool:
        """Whether the filer says 确认无误 of it as it stands."""
        doubt = self.spent_reckoned.doubt if self.sheet.spent else None
        return doubt is not None and self._confirmed.get(SPENDING) == doubt.mark

    def item_fields(self) -> Iterable[ItemFields]:
        """The rows of the items."""
        for row in sorted(self.sheet.items, key=lambda row: not self._mends("item", row.item.pk)):
            key = row.item.pk
            yield ItemFields(row, self._mends("item", key), self[f"item-{key}"], self[f"note-{key}"])

    def _mends(self, kind: str, key: int) -> bool:
        """Whether the return named this target or item."""
        return f"{kind}-{key}" in self.to_mend

    def later_fields(self) -> list[tuple[ItemRow, BoundField]]:
        """The items of later quarters, each beside whether it is done already."""
        return [(row, self[f"item-{row.item.pk}"]) for row in self.sheet.later]

    @property
    def says_later(self) -> bool:
        """Whether any of them is called done."""
        return any(field.value() for _, field in self.later_fields())

    def clean(self) -> dict:
        """A value and a reason for its absence exclude each other; a count is never below 0."""
        data = super().clean()
        for row in self.sheet.targets:
            data[f"value-{row.target.pk}"] = self._total(row, data.get(f"value-{row.target.pk}"))
            if (
                data.get(f"value-{row.target.pk}") is not None
                and data.get(f"reason-{row.target.pk}", "").strip()
            ):
                self.add_error(f"reason-{row.target.pk}", "已填完成值，不需再填无数据的原因；两者只留其一。")
            if abs(data[f"value-{row.target.pk}"] or 0) >= LARGEST:
                self.add_error(f"value-{row.target.pk}", "加上截至上季的累计后太大，请核对。")
            if row.target.nature == Nature.COUNT and (data.get(f"value-{row.target.pk}") or 0) < 0:
                self.add_error(f"value-{row.target.pk}", "数量的累计值不能是负数。")
        if (data.get("invested") or 0) < 0:
            self.add_error("invested", "已完成投资不能是负数。")
        return data

    def full_clean(self) -> None:
        """As it is; of a draft that is opened again what could not be read is named at once."""
        super().full_clean()
        if not self.is_bound:
            for name, entry in self.sheet.report.unread.items():
                if name in self.fields:
                    named = {"renderer": self.renderer, "field_id": self[name].auto_id}
                    self._errors[name] = self.error_class([entry["why"]], **named)

    @property
    def is_savable(self) -> bool:
        """Whether a draft can be kept of it: what a field of figures holds may be anything."""
        return self.is_bound and all(name.startswith(KEPT_AS_TYPED) for name in self.errors)

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong with which field."""
        return {name: sentences[0] for name, sentences in self.errors.items()}

    def content(self) -> ReportContent:
        """What was typed, as the action takes it; what could not be read goes along as it was typed."""
        data = self.cleaned_data
        keys = [row.target.pk for row in self.sheet.targets]
        items = [row.item.pk for row in self.sheet.items]
        return ReportContent(
            text=data["text"],
            problems=data["problems"],
            next_steps=data["next_steps"],
            self_assessment=data["self_assessment"],
            values={
                key: Value(
                    data.get(f"value-{key}"), data.get(f"reason-{key}", ""), data.get(f"expected-{key}")
                )
                for key in keys
            },
            items={key: data[f"item-{key}"] for key in items} | self._later_states(),
            notes={key: data[f"note-{key}"] for key in items},
            unread={name: Unread(self._posted(name)[:LONGEST], why) for name, why in self.wrong.items()},
            confirmed={key: mark for key, mark in self._confirmed.items() if mark},
            invested=data.get("invested"),
        )

    def _posted(self, name: str) -> str:
        """What was typed into a field."""
        return self.data.get(self.add_prefix(name), "")

    def _later_states(self) -> dict[int, str]:
        """What was said of later quarters' items; nothing of those that nobody ever touched."""
        typed = {row: self.cleaned_data[f"item-{row.item.pk}"] for row in self.sheet.later}
        return {row.item.pk: state for row, state in typed.items() if state or row.is_set}

    def cause(self) -> str:
        """Why 存在问题 and 下一步打算 are required by what is typed here; "" where they are not."""
        content = self.content()
        values = {row.target.pk: content.values[row.target.pk] for row in self.sheet.targets}
        figures = (
            replace(
                row.figure,
                actual=values[row.target.pk].value,
                no_data_reason=values[row.target.pk].no_data_reason,
            )
            for row in self.sheet.targets
        )
        items = (row.due._replace(state=content.items[row.item.pk] or None) for row in self.sheet.items)
        work = Work(self.sheet.report.period.quarter, tuple(figures), tuple(items))
        return cause_required(TypedReport(work), rules=self.sheet.ledger.rules)

    def errors_listed(self) -> str:
        """Everything that is wrong, each after the name of its field."""
        named = (
            (self.fields[name].label if name in self.fields else "", why) for name, why in self.wrong.items()
        )
        return "".join("：".join(part for part in each if part) for each in named)

    def texts(self) -> list[tuple[str, str]]:
        """What was typed, by label, for showing where the form itself cannot stand."""
        typed = (
            (self.fields[name].label, self._posted(name))
            for name in self.fields
            if not self.fields[name].widget.is_hidden
        )
        return [(str(label), text) for label, text in typed if text.strip()]

    def show_lacks(self, lacks: Iterable[Lack]) -> None:
        """Put each lack beside its field."""
        for lack in lacks:
            name = OWN_FIELDS.get(lack.field) or lack.field.replace("target-", "value-")
            if lack.message not in self.errors.get(name, ()):
                self.add_error(name, lack.message)

    def _add_target(self, row: TargetRow, asks_year_end: bool) -> None:
        key = row.target.pk
        self.fields[f"based_on-{key}"] = base_field(row)
        named = {"asks_own": self._base(key) is not None, "asks_year_end": asks_year_end}
        self.fields |= target_fields(row, self.sheet.report.unread, **named)


def initial_of(sheet: ReportSheet) -> dict[str, object]:
    """The saved texts, for an unbound form."""
    report = sheet.report
    names = ("version", "text", "problems", "next_steps", "self_assessment")
    return {name: getattr(report, name) for name in names}


def filled_in(sheet: ReportSheet) -> dict[str, object]:
    """What the page opens with: beside what was saved, proposals, which nobody else saves unseen."""
    rows = (*sheet.items, *sheet.later)
    return initial_of(sheet) | {f"item-{row.item.pk}": Completion.DONE for row in rows if row.proposes_done}
