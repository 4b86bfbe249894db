"""The shapes of tasks, their verdicts, and what is overdue."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from progress.api.answers import Amount, Page, Stamp, UnitOut, Word


class VerdictOut(Schema):
    """Where a task stands in a quarter, as far as the key may see it."""

    quarter: int
    state: Literal["judged", "not_open", "not_told"] = Field(
        description="judged 已有评价；not_open 该季度未开启；not_told 尚未通报，对该密钥不开放"
    )
    code: str | None = None
    word: str = ""
    note: str = Field("", description="待评定的原因，或本季未报")
    told_by: Literal["issue", "today"] | None = Field(
        None, description="issue 按最近一期通报；today 按目前情况"
    )
    points_behind: str | None = Field(None, description="滞后百分点；不滞后或不以百分点计的为空")
    marks: list[str] = []
    has_newer: bool = Field(False, description="通报之后又有更新")


class TargetShort(Schema):
    """A target of the year."""

    label: str
    quantity: str
    quantity_max: str | None
    unit: str
    qualifier: str


class TaskRow(Schema):
    """A task in the list."""

    number: int
    text: str
    domain: str
    domain_is_custom: bool = Field(description="领域是否自定，即不是文件划分的")
    lead: list[str] = Field(description="牵头单位，按印发的名称和次序")
    co: list[str] = Field(description="共同责任单位")
    targets: list[TargetShort]
    milestone: str | None = Field(None, description="所问季度的序时进度；没有安排或未问季度的为空")
    verdict: VerdictOut | None = Field(None, description="没有任何季度可看的为空")


class Tasks(Page):
    """One page of the tasks found."""

    items: list[TaskRow]


class TargetOut(TargetShort):
    """A target with what is planned and what was accepted, year to date."""

    nature: Word
    direction: Word
    baseline: str | None
    stage: str
    needs_settling: bool
    planned: list[Amount]
    actual: list[Amount]
    completion: str | None = Field(None, description="完成率，百分数")


class PlannedItem(Schema):
    """One item of a milestone."""

    label: str
    text: str
    is_soft: bool


class MilestoneOut(Schema):
    """What is planned in a quarter."""

    quarter: int
    state: Literal["planned", "empty", "none"] = Field(description="empty 空格；none 没有序时进度")
    text: str
    items: list[PlannedItem]


class PartyOut(Schema):
    """A unit or group that answers for a task."""

    role: str
    printed: str
    name: str
    code: str
    is_group: bool
    members: list[UnitOut]


class TaskOut(Stamp):
    """One task: text, units, targets, milestones, verdicts."""

    year: int
    number: int
    text: str
    domain: str
    domain_is_custom: bool = Field(description="领域是否自定，即不是文件划分的")
    units: list[PartyOut]
    targets: list[TargetOut]
    milestones: list[MilestoneOut]
    verdicts: list[VerdictOut]


class TaskVerdict(VerdictOut):
    """One task's verdict in the quarter."""

    number: int
    text: str
    leads: list[UnitOut]
    streak: int = Field(description="连续滞后季数")
    has_caught_up: bool = Field(description="已赶上序时")


class Verdicts(Page):
    """Where every task stands in a quarter, and how many stand where."""

    counts: dict[str, int] = Field(description="与页面同一算式；滞后含严重滞后，待评定含各种原因")
    items: list[TaskVerdict]


class OverdueRow(Schema):
    """One line of 逾期与滞后."""

    kind: Word
    number: int
    text: str
    units: list[UnitOut]
    due_on: date | None
    days: int
    points_behind: str | None
    streak: int
    code: str
    why: str


class Overdue(Page):
    """One page of what is missing, late, not refiled or behind."""

    items: list[OverdueRow]
