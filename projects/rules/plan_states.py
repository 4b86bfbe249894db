"""The states of a plan (实施方案), and what it is on a given day (domain.md, Plans)."""

from datetime import date

from projects.rules.filing import PaperState
from projects.rules.words import Worded


class PlanState(Worded):
    """Where a plan stands in its life, which is a report's; laid out when the filing opens, not begun."""

    NOT_BEGUN = "", "未填报"
    DRAFT = "draft", "草稿"
    AWAITING = "awaiting", "待审签"
    SUBMITTED = "submitted", "待备案"
    ACCEPTED = "accepted", "已备案"
    RETURNED = "returned", "已退回"
    REOPENED = "reopened", "重开"


class PlanFilingState(Worded):
    """What a plan is on a given day, the first that fits in this order."""

    RECORDED = "recorded", "已备案", "on"
    PENDING = "pending", "待备案", "ahead"
    NOT_REFILED = "not_refiled", "退回未重报", "far"
    RETURNED = "returned", "已退回", "behind"
    REOPENED = "reopened", "重开", "behind"
    MISSING = "missing", "未报备", "far"
    AWAITING = "awaiting", "待审签", "behind"
    DRAFT = "draft", "草稿"
    NOT_DUE = "not_due", "未到期"


class PlanDecision(Worded):
    """What the office answered to one submission."""

    RECORDED = "recorded", "备案"
    RETURNED = "returned", "退回"


class AdjustmentState(Worded):
    """Where the request stands by which a unit asks to change a recorded plan (申请调整)."""

    ASKED = "asked", "待答复"
    AGREED = "agreed", "同意，待重报"
    REFUSED = "refused", "不同意"
    DONE = "done", "已调整"


class PlanOccasion(Worded):
    """On which occasion a reminder of plans goes out by itself (domain.md, Chasing)."""

    OPENED = "opened", "报备开启"
    BEFORE_DUE = "before_due", "即将到期"
    PAST_DUE = "past_due", "逾期未报备"
    PAST_REFILING = "past_refiling", "逾期未重报"


IN_WRITING = (
    PlanFilingState.NOT_DUE,
    PlanFilingState.DRAFT,
    PlanFilingState.AWAITING,
)  # with the unit, in time
LATE_MARK = "迟报备"


def filing_state(
    state: str, *, due_on: date, submitted_on: date | None, refile_by: date | None, on: date
) -> PlanFilingState:
    """What the plan is; `submitted_on` is the day of the first submission that was not recalled."""
    if state == PaperState.ACCEPTED:
        return PlanFilingState.RECORDED
    if state == PaperState.SUBMITTED:
        return PlanFilingState.PENDING
    if refile_by is not None and on > refile_by:
        return PlanFilingState.NOT_REFILED
    if state == PaperState.RETURNED:
        return PlanFilingState.RETURNED
    if state == PaperState.REOPENED:
        return PlanFilingState.REOPENED
    if submitted_on is None and on > due_on:
        return PlanFilingState.MISSING
    if state == PaperState.AWAITING:
        return PlanFilingState.AWAITING
    return PlanFilingState.DRAFT if state == PaperState.DRAFT else PlanFilingState.NOT_DUE


def is_late(submitted_on: date | None, due_on: date) -> bool:
    """迟报备: first submitted after the due day, which is itself in time."""
    return submitted_on is not None and submitted_on > due_on


def days_over(where: PlanFilingState, *, due_on: date, refile_by: date | None, on: date) -> int:
    """How many days a missing plan, or one that was not filed again, is past its day; 0 for all others."""
    if where == PlanFilingState.NOT_REFILED and refile_by is not None:
        return (on - refile_by).days
    return (on - due_on).days if where == PlanFilingState.MISSING else 0


def file_by(
    where: PlanFilingState, *, due_on: date, submitted_on: date | None, refile_by: date | None
) -> date | None:
    """By when the unit is to file it: the new day of a return, else the due day until it was filed once."""
    if where in (PlanFilingState.RECORDED, PlanFilingState.PENDING):
        return None
    if refile_by is not None:
        return refile_by
    return due_on if submitted_on is None else None
