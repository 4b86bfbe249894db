"""What a plan must say before it is submitted, all of it at once (domain.md, Plans)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.rules.amounts import worded
from projects.rules.investments import doubt_about, why_not
from projects.rules.plan_content import PlanContent, Totals
from projects.rules.quarters import NUMERALS
from projects.rules.states import Direction, Nature
from projects.rules.whole_units import fraction_words

LAST = 4


@dataclass(frozen=True)
class PlanLack:
    """One thing that stands between a plan and 报送: the field it is about, and a sentence."""

    field: str
    message: str


@dataclass(frozen=True)
class PromisedTarget:
    """What a task promises in numbers, as a plan is measured by it."""

    key: int
    label: str
    quantity: Decimal
    quantity_max: Decimal | None = None
    unit: str = ""
    nature: str = Nature.COUNT
    direction: str = Direction.UP

    @property
    def most(self) -> Decimal:
        """The end of what is promised: of 6—8 it is 8."""
        return self.quantity if self.quantity_max is None else self.quantity_max


def lacking(content: PlanContent, targets: Sequence[PromisedTarget]) -> tuple[PlanLack, ...]:
    """Everything that is missing or cannot be, in the order of the form."""
    lacks = [
        *_quarters(content, has_targets=bool(targets)),
        *(lack for target in targets for lack in _totals(content, target)),
        *_people(content),
        *_investment(content),
    ]
    excess = excess_words(content, targets)
    if excess and not content.exceeds_knowingly:
        lacks.append(PlanLack("exceeds_knowingly", f"{excess}。确认无误的，请勾选后再报送。"))
    return tuple(lacks)


def amiss_in(content: PlanContent, targets: Iterable[PromisedTarget]) -> dict[str, str]:
    """What cannot be in the totals that are there, by field; what is still missing is not among it."""
    found: dict[str, str] = {}
    for target in targets:
        for each in (*_impossible(content, target), *_short_of(target, content)):
            found[each.field] = found.get(each.field, "") + each.message
    return found


def ends_above(content: PlanContent, targets: Iterable[PromisedTarget]) -> tuple[str, ...]:
    """Each total that ends above its target, in words: no error, but asked about and shown."""
    found = []
    for target in targets:
        end = content.totals_of(target.key)[LAST - 1]
        if end is not None and target.direction == Direction.UP and end > target.most:
            found.append(
                f"{target.label}年末计划{worded(end)}{target.unit}，"
                f"高于目标{worded(target.most)}{target.unit}"
            )
    return tuple(found)


def fractions(content: PlanContent, targets: Iterable[PromisedTarget]) -> tuple[str, ...]:
    """Each planned total that is a fraction of whole pieces, in words: asked about as a reported one is."""
    found = []
    for target in targets:
        if target.nature != Nature.COUNT:
            continue
        for number, total in enumerate(content.totals_of(target.key), 1):
            why = "" if total is None else fraction_words(total, target.unit)
            if why:
                name = f"{target.label}{NUMERALS[number]}季度计划"
                found.append(f"{name}{worded(total)}{target.unit}，{why}")
    return tuple(found)


def asked_about(content: PlanContent, targets: Sequence[PromisedTarget]) -> tuple[str, ...]:
    """All that is asked about the planned totals."""
    return *ends_above(content, targets), *fractions(content, targets)


def excess_words(content: PlanContent, targets: Sequence[PromisedTarget]) -> str:
    """All of it in one sentence: what a 确认无误 is said of; "" where nothing is asked."""
    return "；".join(asked_about(content, targets))


def _quarters(content: PlanContent, *, has_targets: bool) -> Iterable[PlanLack]:
    for number, quarter in enumerate(content.quarters, 1):
        name = f"{NUMERALS[number]}季度"
        if quarter.text and quarter.nothing_reason:
            yield PlanLack(f"reason-{number}", f"{name}已填安排，不需再填无安排的原因；两者只留其一。")
        elif not quarter.text and not quarter.nothing_reason:
            yield PlanLack(f"text-{number}", f"{name}没有填写；无安排的，请写明原因。")
        if quarter.text and not quarter.items and (number == LAST or not has_targets):
            yield PlanLack(f"items-{number}", f"{name}没有列出事项。")
    if all(quarter.nothing_reason and not quarter.text for quarter in content.quarters):
        yield PlanLack("text-4", "四个季度不能都无安排。")


def _totals(content: PlanContent, target: PromisedTarget) -> Iterable[PlanLack]:
    yield from _impossible(content, target)
    if content.totals_of(target.key)[LAST - 1] is None:
        yield PlanLack(_field(target, LAST), f"{target.label}没有填写四季度的计划累计。")
    yield from _short_of(target, content)


def _impossible(content: PlanContent, target: PromisedTarget) -> Iterable[PlanLack]:
    """What no total may be, by itself or beside the others."""
    totals = content.totals_of(target.key)
    for number, total in enumerate(totals, 1):
        if total is not None and total < 0:
            yield PlanLack(_field(target, number), f"{target.label}的计划累计不能是负数。")
    yield from _falls(target, totals)
    yield from _idle_rises(content, target, totals)


def _short_of(target: PromisedTarget, content: PlanContent) -> Iterable[PlanLack]:
    """A year that does not come to its target."""
    end = content.totals_of(target.key)[LAST - 1]
    if end is not None and _falls_short(target, end):
        worse = "高于" if target.direction == Direction.DOWN else "低于"
        yield PlanLack(
            _field(target, LAST),
            f"{target.label}年末计划{worded(end)}{target.unit}，"
            f"{worse}目标{worded(target.quantity)}{target.unit}。",
        )


def _falls_short(target: PromisedTarget, end: Decimal) -> bool:
    if target.direction == Direction.DOWN:
        return end > target.quantity
    return end < target.quantity


def _falls(target: PromisedTarget, totals: Totals) -> Iterable[PlanLack]:
    """A count never falls from quarter to quarter; a level may."""
    if target.nature != Nature.COUNT:
        return
    last = None
    for number, total in enumerate(totals, 1):
        if total is not None and last is not None and total < last:
            yield PlanLack(
                _field(target, number),
                f"{target.label}{NUMERALS[number]}季度的计划累计{worded(total)}"
                f"低于前一季度的{worded(last)}，累计数不能下降。",
            )
        last = total if total is not None else last


def _idle_rises(content: PlanContent, target: PromisedTarget, totals: Totals) -> Iterable[PlanLack]:
    """Nothing is added in a quarter that plans nothing."""
    if target.nature != Nature.COUNT:
        return
    last = Decimal(0)
    for number, (quarter, total) in enumerate(zip(content.quarters, totals, strict=True), 1):
        is_idle = bool(quarter.nothing_reason) and not quarter.text
        if is_idle and total is not None and total > last:
            yield PlanLack(
                _field(target, number),
                f"{NUMERALS[number]}季度写明无安排，{target.label}的计划累计却有增加。",
            )
        last = total if total is not None else last


def _people(content: PlanContent) -> Iterable[PlanLack]:
    if not content.steps:
        yield PlanLack("step-1-what", "路线图没有填写，至少写明一个步骤。")
    for place, step in enumerate(content.steps, 1):
        if not step.by_when or not step.who:
            yield PlanLack(f"step-{place}-what", f"路线图第{place}步请写明完成时间和责任人。")
    for name, label in (("leader", "分管负责人"), ("contact", "联系人"), ("telephone", "联系电话")):
        if not getattr(content, name):
            yield PlanLack(name, f"没有填写{label}。")


def _investment(content: PlanContent) -> Iterable[PlanLack]:
    doubt = doubt_about(content.investment)
    if why := why_not(content.investment):
        yield PlanLack("investment", why)
    elif doubt and not content.invests_knowingly:
        yield PlanLack("investment", f"{doubt}。确认无误的，请勾选后再报送。")


def _field(target: PromisedTarget, number: int) -> str:
    return f"total-{target.key}-{number}"
