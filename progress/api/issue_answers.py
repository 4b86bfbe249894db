"""The shapes of what was issued, and of the five-year plan."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from progress.api.answers import Stamp, UnitOut


class IssueRow(Schema):
    """An issue in the list."""

    number: int
    label: str
    title: str
    quarter: int
    as_of: date
    issued_at: datetime
    corrects: int | None
    is_latest: bool = Field(description="该季度最近的一期")
    link: str


class Issues(Stamp):
    """The issues of a year, the last first."""

    items: list[IssueRow]


class IssueTarget(Schema):
    """A target as the issue tells it."""

    label: str
    unit: str
    quantity: str | None
    planned: str | None = Field(description="空：不考核数量")
    actual: str | None
    completion: str | None


class IssueTask(Schema):
    """A task as the issue tells it."""

    number: int
    text: str
    code: str
    word: str
    progress: str
    problems: str
    next_steps: str
    leads: list[str]
    remarks: list[str]
    points_behind: str | None
    targets: list[IssueTarget]


class IssueOut(Stamp, IssueRow):
    """One issue: counts, text, tasks."""

    correction_reason: str
    equation: str
    counts: dict[str, int]
    text: list[str]
    tasks: list[IssueTask]


class IndicatorOut(Schema):
    """An indicator of the five-year plan in one year."""

    number: int
    name: str
    domain: str
    measure: str
    attribute: str
    base: str = Field(description="基期值，按印发的写法")
    target: str = Field(description="目标值，按印发的写法")
    unit: UnitOut | None
    state: Literal["value", "not_accepted"]
    value: str | None
    expected: str | None
    word: str


class Indicators(Schema):
    """The indicators of a plan as a year sees them."""

    title: str
    start: int
    end: int
    year: int
    as_of: date
    items: list[IndicatorOut]


class PlanRow(Schema):
    """A five-year plan."""

    title: str
    start: int
    end: int
    link: str


class Plans(Schema):
    """The five-year plans."""

    items: list[PlanRow]
