"""The shapes of reports, and of the draft that is typed into one."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from progress.api.answers import Amount, Page, Stamp, UnitOut, Word


class FilingOut(Schema):
    """Where a report stands."""

    state: Word = Field(description="not_due 未到期、missing 未报、draft 草稿……各不相同")
    is_late: bool
    late_days: int
    due_on: date
    refile_by: date | None
    first_submitted_at: datetime | None


class ReportRow(Schema):
    """A report in the list."""

    number: int
    unit: UnitOut
    version: int
    filing: FilingOut
    link: str


class Reports(Page):
    """One page of the reports that the key may see."""

    items: list[ReportRow]


class ReportedValue(Schema):
    """A target in a report."""

    target: int = Field(description="保存草稿时用的编号")
    label: str
    unit: str
    planned: Amount
    earlier: str | None = Field(None, description="上季累计")
    state: Literal["value", "no_data", "not_filled", "unread"] = Field(
        description="value 有数（0 也是数）；no_data 本季无数据；not_filled 未填；unread 填写没有读懂"
    )
    value: str | None = Field(None, description="截至季末累计")
    own: str | None = Field(None, description="本季完成：与上季累计之差")
    takes_own: bool = Field(False, description="本季填报：保存草稿时可以只写本季完成数（own）")
    no_data_reason: str = ""
    as_typed: str = ""
    expected_at_year_end: str | None = None
    completion: str | None = None


class ReportedItem(Schema):
    """An item in a report; one of a later quarter may be said to be done already."""

    item: int = Field(description="保存草稿时用的编号")
    label: str
    text: str
    is_soft: bool
    quarter: int | None = Field(None, description="以后季度的事项，所属季度")
    state: Literal["done", "partly_done", "not_done"] | None = Field(description="未填的为空")
    confirmed: Literal["done", "partly_done", "not_done"] | None = Field(description="审核确认的情况")
    note: str


class LackOut(Schema):
    """What a report still lacks."""

    field: str
    message: str


class ReportOut(Stamp):
    """One report as it stands."""

    year: int
    quarter: int
    number: int
    unit: UnitOut
    version: int
    filing: FilingOut
    may_write: bool = Field(description="该密钥现在能否保存草稿")
    lock: str = Field(description="不能修改的原因")
    text: str
    problems: str
    next_steps: str
    self_assessment: str
    investment: str | None = Field(description="计划投资，万元；未报计划投资的为空")
    invested: str | None = Field(description="已完成投资，万元，截至季末累计")
    targets: list[ReportedValue]
    items: list[ReportedItem]
    lacks: list[LackOut]


class TypedValue(Schema):
    """The value of a target, or why there is none; null leaves a field as it stands."""

    target: int
    value: str | None = Field(None, max_length=64, description="截至季末累计，可写 2.2万；空文本为清除")
    own: str | None = Field(
        None,
        max_length=64,
        description="本季完成，系统加上截至上季的累计；仅 takes_own 的量化目标，与 value 只写一个",
    )
    no_data_reason: str | None = Field(None, max_length=255)
    expected_at_year_end: str | None = Field(None, max_length=64, description="仅第四季度")


class TypedItem(Schema):
    """The state of an item; null leaves a field as it stands."""

    item: int
    state: Literal["", "done", "partly_done", "not_done"] | None = None
    note: str | None = Field(None, max_length=500)


class Draft(Schema):
    """What a unit's own system types into its report; what is not named stays as it is."""

    version: int = Field(ge=0, description="所依据的版本，取自读到的报告")
    text: str | None = Field(None, max_length=5000)
    problems: str | None = Field(None, max_length=5000)
    next_steps: str | None = Field(None, max_length=5000)
    self_assessment: str | None = None
    invested: str | None = Field(None, max_length=64, description="已完成投资，万元；仅报有计划投资的任务")
    values: list[TypedValue] = []
    items: list[TypedItem] = []
