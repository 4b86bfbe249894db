"""The shapes of what the API answers and takes; its description is made from them.

A quantity is a text of digits, so that none is lost. What has no value says in `state` why: not due is not
missing, and neither is 0.
"""

from datetime import date
from typing import Literal

from ninja import Field, Schema


class Stamp(Schema):
    """What an answer rests on."""

    as_of: date | None = Field(None, description="截至日期；不属于某一季度的为空")
    issue: int | None = Field(None, description="该季度（或该年度）最近一期通报的期号；未印发的为空")
    plan_version: int = Field(description="计划版本：每次更正、调整、备案加一")


class Page(Stamp):
    """One page of many."""

    page: int
    per_page: int
    total: int


class Word(Schema):
    """A code, and its word on the pages."""

    code: str
    word: str


class UnitOut(Schema):
    """A unit of the register."""

    code: str
    name: str


class Amount(Schema):
    """A total at the end of a quarter, or why there is none."""

    quarter: int
    state: Literal["value", "not_planned", "unclear", "not_open", "not_told", "not_filed", "none"]
    value: str | None = None
    source: str = Field("", description="计划数的来历：figure、standing（沿用）、default（默认）")


class KeyOut(Schema):
    """Whose key was sent, what it may do and until when."""

    name: str
    unit: UnitOut | None = Field(description="部门的密钥为空")
    office: str = Field(description="部门的称谓；单位的密钥为空")
    scope: Word
    ends_on: date
    per_minute: int
    links: dict[str, str]


class PeriodOut(Schema):
    """One quarter of a list."""

    quarter: int = Field(description="1 至 4；5 为年底核定")
    as_of: date
    opens_on: date
    due_on: date
    state: Literal["not_open", "open", "closed"]
    issue: int | None


class ListOut(Stamp):
    """A yearly list."""

    year: int
    title: str
    document_number: str
    stage: Word
    matters: int | None
    tasks: int
    quarters: list[PeriodOut]


class Lists(Schema):
    """The yearly lists, the last first."""

    items: list[ListOut]
