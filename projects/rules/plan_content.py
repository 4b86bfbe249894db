"""What a plan says (domain.md, Plans), as one value: kept as JSON with the number of its format.

A quarter's text and items, the planned year-to-date of each target, 路线图, 责任人, investment, note. Every
format that was ever written is read.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from projects.rules.amounts import money, plain
from projects.rules.quarters import NUMBERS, NUMERALS

FORMAT = 1
MOST_STEPS = 30
LONGEST_STEP = {"what": 255, "by_when": 64, "who": 64}  # characters of each part of a step
STEP_LABELS = ("步骤", "完成时间", "责任人")

PEOPLE = ("leader", "office", "contact", "telephone")
PART_WORDS = {  # what a return may name
    **{f"quarter-{number}": f"{NUMERALS[number]}季度安排" for number in NUMBERS},
    "totals": "计划数",
    "steps": "路线图",
    "people": "责任人",
    "evidence": "佐证材料",
}

Totals = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]
NO_TOTALS: Totals = (None, None, None, None)


@dataclass(frozen=True)
class QuarterItem:
    """事项 of a quarter; the label is the sub-project that it belongs to, "" where it belongs to none."""

    label: str
    text: str

    @property
    def wording(self) -> str:
        """As it is typed, one a line."""
        return f"{self.label}：{self.text}" if self.label else self.text


@dataclass(frozen=True)
class QuarterPlan:
    """One quarter: its text and items, or why nothing is planned in it (无安排)."""

    text: str = ""
    items: tuple[QuarterItem, ...] = ()
    nothing_reason: str = ""

    @property
    def items_wording(self) -> str:
        """The items, one a line."""
        return "\n".join(item.wording for item in self.items)


@dataclass(frozen=True)
class PlanStep:
    """路线图: what, by when, who."""

    what: str
    by_when: str = ""
    who: str = ""


@dataclass(frozen=True)
class PlanContent:
    """All that a plan says; `totals` by the key of the target, year-to-date, in base units."""

    quarters: tuple[QuarterPlan, QuarterPlan, QuarterPlan, QuarterPlan] = (QuarterPlan(),) * 4
    totals: Mapping[int, Totals] = field(default_factory=dict)
    steps: tuple[PlanStep, ...] = ()
    leader: str = ""
    office: str = ""
    contact: str = ""
    telephone: str = ""
    investment: Decimal | None = None  # 万元
    note: str = ""
    exceeds_knowingly: bool = False  # that a total ends above its target was asked about, and is meant
    invests_knowingly: bool = False  # the same of 计划投资 that can hardly be

    @property
    def investment_words(self) -> str:
        """计划投资 for reading; "" where none is said."""
        return money(self.investment)

    @property
    def investment_told(self) -> str:
        """The same on paper: where it could hardly be, that it was asked about."""
        said = "（金额经核对，报备单位已确认无误）" if self.invests_knowingly else ""
        return f"{self.investment_words}{said}"

    @property
    def texts(self) -> tuple[str, ...]:
        """The four texts."""
        return tuple(each.text for each in self.quarters)

    def totals_of(self, target: int) -> Totals:
        """The four totals of a target; none typed where it is not known here."""
        return self.totals.get(target, NO_TOTALS)


def to_json(content: PlanContent) -> dict:
    """The content for a JSON column, amounts as text."""
    kept = asdict(content)
    kept["totals"] = {str(key): [_text(each) for each in four] for key, four in content.totals.items()}
    kept["investment"] = _text(content.investment)
    return {"format": FORMAT, **kept}


def parts_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A kept content by the parts that a return may name (`PART_WORDS`), and what else it says."""
    quarters = {f"quarter-{number}": each for number, each in enumerate(kept.get("quarters", ()), 1)}
    people = {name: kept.get(name) for name in PEOPLE}
    rest = {name: each for name, each in kept.items() if name not in (*PEOPLE, "quarters")}
    return {**rest, **quarters, "people": people}


def from_json(kept: Mapping[str, Any]) -> PlanContent:
    """The content that was kept; nothing typed where nothing was. A format from the future is an error."""
    if not kept:
        return PlanContent()
    if kept["format"] != FORMAT:
        raise ValueError(f"a plan of format {kept['format']}")
    values = {name: each for name, each in kept.items() if name != "format"}
    values["quarters"] = tuple(_quarter(each) for each in kept["quarters"])
    values["totals"] = {
        int(key): tuple(_amount(each) for each in four) for key, four in kept["totals"].items()
    }
    values["steps"] = tuple(PlanStep(**each) for each in kept["steps"])
    values["investment"] = _amount(kept["investment"])
    return PlanContent(**values)


def _quarter(kept: Mapping[str, Any]) -> QuarterPlan:
    return QuarterPlan(
        kept["text"], tuple(QuarterItem(**each) for each in kept["items"]), kept["nothing_reason"]
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
