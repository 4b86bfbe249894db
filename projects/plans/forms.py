"""The form of one plan: typing is checked here; whether it may be submitted is asked of the rules."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms import BoundField

from projects.models import Plan, Target
from projects.plans.earlier_schedules import EarlierSchedule, start_of
from projects.plans.proposals import ReadTexts, read_texts, sub_project_names, typed_items
from projects.plans.reads import promised, starting_content
from projects.rules.amounts import TEN_THOUSAND, read, read_back, worded
from projects.rules.investments import UNIT as INVESTED_IN
from projects.rules.investments import doubt_about, why_not
from projects.rules.plan_content import (
    LONGEST_STEP,
    MOST_STEPS,
    STEP_LABELS,
    PlanContent,
    PlanStep,
    QuarterPlan,
    Totals,
    from_json,
)
from projects.rules.plan_requirements import PlanLack, amiss_in, excess_words
from projects.rules.quarters import NUMBERS, NUMERALS
from projects.screen.forms import AmountField, HiddenInput, Textarea, TextInput

LONGEST = 2000
SHORT = 255
STEPS = 4  # rows of 路线图 that are always there
SPARE = 2  # empty rows behind those that are filled


@dataclass(frozen=True)
class QuarterFields:
    """One quarter's column of the form, and the items that were read in its text."""

    number: int
    name: str
    text: BoundField
    reason: BoundField
    items: BoundField
    read_items: str  # "" where the field says the same


@dataclass(frozen=True)
class TotalField:
    """One planned total with what the page says beside it, by what stands in the form."""

    field: BoundField
    read: str  # in the texts, where that is another
    words: str  # read back, with its unit
    said: str  # what cannot be, beside the other quarters or the target

    def as_json(self) -> dict[str, str]:
        """For the page's script."""
        why = next(iter(self.field.errors), "")
        return {"why": why, "words": self.words, "sentence": self.said, "doubt": "", "mark": ""}


@dataclass(frozen=True)
class TargetFields:
    """One target's line of the form."""

    target: Target
    totals: tuple[TotalField, ...]


@dataclass(frozen=True)
class InvestmentFields:
    """计划投资 with what the page says beside it, by what stands in the form."""

    field: BoundField
    words: str  # read back, with its unit
    why: str  # what is wrong with it; "" where nothing is
    doubt: str  # what is asked about it
    is_meant: bool  # the filer's 确认无误, of this amount

    def as_json(self) -> dict[str, str]:
        """For the page's script."""
        asked = f"{self.doubt}。" if self.doubt else ""
        return {"why": self.why, "words": self.words, "doubt": asked, "mark": self.doubt}


@dataclass(frozen=True)
class StepFields:
    """One step of 路线图."""

    place: int
    what: BoundField
    by_when: BoundField
    who: BoundField


class PlanForm(forms.Form):
    """All that a plan says; names of fields carry the keys of targets and the numbers of quarters."""

    version = forms.IntegerField(widget=HiddenInput)
    leader = forms.CharField(label="分管负责人", required=False, max_length=64, widget=TextInput)
    office = forms.CharField(label="责任处室", required=False, max_length=64, widget=TextInput)
    contact = forms.CharField(label="联系人", required=False, max_length=64, widget=TextInput)
    telephone = forms.CharField(label="联系电话", required=False, max_length=32, widget=TextInput)
    investment = AmountField(unit=INVESTED_IN, label=f"计划投资（{INVESTED_IN}）", required=False)
    note = forms.CharField(
        label="备注", required=False, strip=False, max_length=LONGEST, widget=Textarea({"rows": 2})
    )
    exceeds_knowingly = forms.CharField(label="确认无误", required=False, max_length=LONGEST)
    invests_knowingly = forms.CharField(label="确认无误", required=False, max_length=LONGEST)

    def __init__(self, data: Mapping[str, str] | None = None, *, plan: Plan, **named: object) -> None:
        """`plan` says which targets there are and what stands now."""
        self.plan = plan
        self.targets = sorted(plan.task.targets.all(), key=lambda row: row.order)
        super().__init__(data, initial=initial_of(plan), **named)
        for number in NUMBERS:
            self._add_quarter(number)
        for target in self.targets:
            self._add_target(target)
        self.places = range(1, self._rows(data) + 1)
        for place in self.places:
            self._add_step(place)

    @property
    def read(self) -> ReadTexts:
        """What the grammar reads in the texts as they stand in the form."""
        if not hasattr(self, "_read"):
            self._read = read_texts(self.plan.task, [self[f"text-{n}"].value() or "" for n in NUMBERS])
        return self._read

    def quarter_fields(self) -> Iterable[QuarterFields]:
        """The four quarters, side by side."""
        for number in NUMBERS:
            read = "\n".join(item.wording for item in self.read.items[number - 1])
            items = self[f"items-{number}"]
            differs = _lines(read) != _lines(items.value() or "")
            yield QuarterFields(
                number,
                f"{NUMERALS[number]}季度",
                self[f"text-{number}"],
                self[f"reason-{number}"],
                items,
                read if differs else "",
            )

    def target_fields(self) -> Iterable[TargetFields]:
        """A line for each target."""
        amiss = amiss_in(self._typed_plan(), promised(self.plan.task))
        for target in self.targets:
            totals = []
            for number, amount in zip(NUMBERS, self.read.totals[target.pk], strict=True):
                field = self[f"total-{target.pk}-{number}"]
                typed = _amount(field, target.unit)
                words = "" if typed is None else f"{read_back(typed)}{target.unit}"
                said = "" if field.errors else amiss.get(field.name, "")
                in_texts = worded(amount) if _differs(field, amount) else ""
                totals.append(TotalField(field, in_texts, words, said))
            yield TargetFields(target, tuple(totals))

    def step_fields(self) -> Iterable[StepFields]:
        """The steps, with some empty ones behind."""
        for place in self.places:
            yield StepFields(place, *(self[f"step-{place}-{part}"] for part in ("what", "by_when", "who")))

    @property
    def excess(self) -> str:
        """What is asked about the planned totals, as the box says it; "" where nothing is."""
        return excess_words(self._typed_plan(), promised(self.plan.task))

    def _typed_plan(self) -> PlanContent:
        """The totals as they stand in the form, and whether a quarter plans anything."""
        data = self._kept_amounts()
        if self.is_bound:
            self.is_valid()
            data |= self.cleaned_data
        totals = {target.pk: _totals(data, target) for target in self.targets}
        quarters = tuple(
            QuarterPlan(self[f"text-{n}"].value() or "", (), self[f"reason-{n}"].value() or "")
            for n in NUMBERS
        )
        return PlanContent(quarters, totals)

    def reckoned(self) -> dict[str, dict[str, str]]:
        """What the page says beside the amounts while one types, by field."""
        totals = [total for row in self.target_fields() for total in row.totals]
        excess = self.excess
        asked = {"why": "", "words": "", "doubt": f"{excess}。" if excess else "", "mark": excess}
        return {
            **{each.field.name: each.as_json() for each in totals},
            "excess": asked,
            "investment": self.invested.as_json(),
        }

    @property
    def excess_is_meant(self) -> bool:
        """Whether the box is ticked: the tick is of these totals, others are asked about anew."""
        return bool(self.excess) and self["exceeds_knowingly"].value() == self.excess

    @property
    def invested(self) -> InvestmentFields:
        """计划投资 by what stands in the form, saved or not."""
        field = self["investment"]
        amount = _amount(field, INVESTED_IN)
        words = "" if amount is None else f"{read_back(amount * TEN_THOUSAND)}元"
        why, doubt = next(iter(self.errors.get("investment", ())), ""), doubt_about(amount)
        return InvestmentFields(field, words, why, doubt, bool(doubt) and self._said_of_it == doubt)

    @property
    def _said_of_it(self) -> str:
        return self["invests_knowingly"].value() or ""

    def clean(self) -> dict:
        """An investment is never below 0."""
        data = super().clean()
        if why := why_not(data.get("investment")):
            self.add_error("investment", why)
        return data

    def content(self) -> PlanContent:
        """What was typed, as the action takes it."""
        data = {**self._kept_amounts(), **self.cleaned_data}
        names = sub_project_names(self.plan.task, self.read)
        quarters = tuple(
            QuarterPlan(
                _plain_lines(data[f"text-{number}"]),
                typed_items(data[f"items-{number}"], names),
                data[f"reason-{number}"].strip(),
            )
            for number in NUMBERS
        )
        steps = (
            PlanStep(*(data[f"step-{place}-{part}"].strip() for part in ("what", "by_when", "who")))
            for place in self.places
        )
        said = ("leader", "office", "contact", "telephone", "investment")
        return PlanContent(
            quarters,
            {target.pk: _totals(data, target) for target in self.targets},
            tuple(step for step in steps if step.what or step.by_when or step.who),
            note=_plain_lines(data["note"]),
            exceeds_knowingly=self.excess_is_meant,
            invests_knowingly=self.invested.is_meant,
            **{name: data[name] for name in said},
        )

    def filled_by_reading(self) -> "PlanForm":
        """The same form, its empty items and totals filled with what was read; nothing typed is replaced."""
        data = self.data.copy()
        for number, items in zip(NUMBERS, self.read.items, strict=True):
            if not (data.get(f"items-{number}") or "").strip():
                data[f"items-{number}"] = "\n".join(item.wording for item in items)
        for target in self.targets:
            for number, amount in zip(NUMBERS, self.read.totals[target.pk], strict=True):
                name = f"total-{target.pk}-{number}"
                if amount is not None and not (data.get(name) or "").strip():
                    data[name] = worded(amount)
        return PlanForm(data, plan=self.plan)

    def filled_from(self, earlier: EarlierSchedule) -> "PlanForm":
        """The same form, what is empty in it begun from an earlier year's schedule (历年对照).

        A quarter, or a target's line, in which anything was typed stays as it is.
        """
        data = self.data.copy()
        started = start_of(self.plan.task, earlier)
        for number, quarter in zip(NUMBERS, started.quarters, strict=True):
            said = {f"text-{number}": quarter.text, f"items-{number}": quarter.items_wording}
            _fill(data, said, unless=(*said, f"reason-{number}"))
        for key, totals in started.totals.items():
            amounts = {
                f"total-{key}-{number}": worded(total) for number, total in zip(NUMBERS, totals, strict=True)
            }
            _fill(data, amounts, unless=tuple(amounts))
        return PlanForm(data, plan=self.plan)

    def show_lacks(self, lacks: Iterable[PlanLack]) -> None:
        """Put each lack beside its field."""
        for lack in lacks:
            self.add_error(lack.field if lack.field in self.fields else None, lack.message)

    def first_error(self) -> str:
        """The first thing that is wrong, after the name of its field; "" where nothing is."""
        if not self.errors:
            return ""
        name, sentences = next(iter(self.errors.items()))
        label = self.fields[name].label if name in self.fields else ""
        return "：".join(part for part in (label, sentences[0]) if part)

    def texts(self) -> list[tuple[str, str]]:
        """What was typed, by label, for showing where the form itself cannot stand."""
        seen = [name for name in self.fields if not self.fields[name].widget.is_hidden]
        typed = ((self.fields[name].label, self.data.get(name, "")) for name in seen)
        return [(str(label), text) for label, text in typed if text.strip()]

    @property
    def has_only_wrong_amounts(self) -> bool:
        """Whether all that is wrong are numbers: a draft keeps everything else."""
        return bool(self.errors) and set(self.errors) <= set(self._kept_amounts())

    def _kept_amounts(self) -> dict[str, object]:
        """The amounts that stand now, for those that were typed wrong."""
        names = [name for name, field in self.fields.items() if isinstance(field, AmountField)]
        return {name: self.initial.get(name) for name in names}

    def _rows(self, data: Mapping[str, str] | None) -> int:
        """How many steps the form has room for: those posted, or those kept and some more."""
        posted = [name for name in data or () if name.startswith("step-") and name.endswith("-what")]
        kept = len(from_json(self.plan.content).steps)
        return min(MOST_STEPS, max(STEPS, kept + SPARE, len(posted)))

    def _add_quarter(self, number: int) -> None:
        name = f"{NUMERALS[number]}季度"
        self.fields[f"text-{number}"] = forms.CharField(
            label=f"{name}安排",
            required=False,
            strip=False,
            max_length=LONGEST,
            widget=Textarea({"rows": 6}),
        )
        self.fields[f"reason-{number}"] = forms.CharField(
            label=f"{name}无安排的原因", required=False, max_length=SHORT, widget=TextInput
        )
        self.fields[f"items-{number}"] = forms.CharField(
            label=f"{name}事项",
            required=False,
            strip=False,
            max_length=LONGEST,
            widget=Textarea({"rows": 4}),
        )

    def _add_target(self, target: Target) -> None:
        for number in NUMBERS:
            label = f"{target.in_print}{NUMERALS[number]}季度计划累计"
            self.fields[f"total-{target.pk}-{number}"] = AmountField(
                label=label, required=False, unit=target.unit
            )

    def _add_step(self, place: int) -> None:
        for (part, longest), label in zip(LONGEST_STEP.items(), STEP_LABELS, strict=True):
            self.fields[f"step-{place}-{part}"] = forms.CharField(
                label=f"第{place}步{label}", required=False, max_length=longest, widget=TextInput
            )


def initial_of(plan: Plan) -> dict[str, object]:
    """What stands now, by field."""
    content = starting_content(plan)
    values: dict[str, object] = {"version": plan.version}
    for number, quarter in zip(NUMBERS, content.quarters, strict=True):
        values[f"text-{number}"] = quarter.text
        values[f"reason-{number}"] = quarter.nothing_reason
        values[f"items-{number}"] = quarter.items_wording
    for key, totals in content.totals.items():
        values |= {f"total-{key}-{number}": total for number, total in zip(NUMBERS, totals, strict=True)}
    for place, step in enumerate(content.steps, 1):
        values |= {f"step-{place}-what": step.what, f"step-{place}-by_when": step.by_when}
        values[f"step-{place}-who"] = step.who
    if content.exceeds_knowingly:
        values["exceeds_knowingly"] = excess_words(content, promised(plan.task))
    if content.invests_knowingly:
        values["invests_knowingly"] = doubt_about(content.investment)
    names = ("leader", "office", "contact", "telephone", "investment", "note")
    return values | {name: getattr(content, name) for name in names}


def _fill(data: MutableMapping[str, str], values: Mapping[str, str], *, unless: Iterable[str]) -> None:
    """Put the values in where all these fields are empty."""
    if not any((data.get(name) or "").strip() for name in unless):
        for name, value in values.items():
            data[name] = value


def _totals(data: Mapping[str, object], target: Target) -> Totals:
    return tuple(data[f"total-{target.pk}-{number}"] for number in NUMBERS)


def _plain_lines(text: str) -> str:
    """The text without what only a browser puts at the end of its lines."""
    return text.replace("\r\n", "\n").strip()


def _amount(field: BoundField, unit: str) -> Decimal | None:
    """What stands in a field, saved or typed; None where that is no number."""
    typed = field.value()
    return typed if isinstance(typed, Decimal) else read(typed or "", unit).amount


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def _differs(field: BoundField, amount: object) -> bool:
    """Whether something was read that the field does not say."""
    return amount is not None and field.field.has_changed(amount, str(field.value() or ""))
