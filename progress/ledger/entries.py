"""One row of what the ledgers hold: a tuple with names, which costs a tenth of an instance."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from progress.rules.states import Completion
from projects.rules.punctuation import full_width


class Planned(NamedTuple):
    """One planned value, as a target's plans are made of it."""

    target_id: int
    stage: str
    quarter: int
    value: Decimal
    basis: str


class MilestoneRow(NamedTuple):
    """What is planned for one task in one quarter, in words."""

    id: int
    task_id: int
    quarter: int
    text: str

    @property
    def in_print(self) -> str:
        """As `Milestone.in_print`."""
        return full_width(self.text)


class MilestoneItemRow(NamedTuple):
    """One item of a milestone."""

    id: int
    milestone_id: int
    order: int
    label: str
    text: str
    sub_project_id: int | None
    is_soft: bool

    @property
    def pk(self) -> int:
        """The key, by the name that models use."""
        return self.id


class PlannedInvestment(NamedTuple):
    """计划投资 of one task, in 万元, by the unit whose recorded plan says it."""

    task_id: int
    unit_id: int
    amount: Decimal | None  # None where the plan says none

    @classmethod
    def read(cls, row: list) -> "PlannedInvestment":
        """From what the plan keeps, where an amount is text; None where it says none."""
        task, unit, amount = row
        return cls(task, unit, None if amount is None else Decimal(amount))


class Measured(NamedTuple):
    """The value of one target in one report."""

    id: int
    report_id: int
    target_id: int
    value: Decimal | None
    no_data_reason: str
    expected_at_year_end: Decimal | None
    needs_settling: bool


class Stated(NamedTuple):
    """The state of one item in one report, as the filer set it and as the review confirmed it."""

    id: int
    report_id: int
    item_id: int
    state: str
    confirmed: str
    note: str

    @property
    def state_word(self) -> str:
        """As the filer set it, in words; "" where not set."""
        return Completion.word_of(self.state)

    @property
    def confirmed_word(self) -> str:
        """As the review confirmed it, in words; "" where it has not."""
        return Completion.word_of(self.confirmed)


class ExtensionRow(NamedTuple):
    """What was asked for or granted about filing later; `task_ids` is empty where it is for all tasks."""

    id: int
    period_id: int
    unit_id: int
    state: str
    until: date
    asked_at: datetime
    task_ids: list[int]
