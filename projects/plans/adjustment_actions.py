"""申请调整: once the list is at work a unit asks to change its recorded plan, and the coordinator answers.

Agreed to, the plan is open again to its unit; the old one goes on planning until the new one is recorded.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from projects.corrections.reads import quarters_to_choose
from projects.evidence.application_actions import attach_to_application
from projects.files.actions import none_left
from projects.files.uploads import LookedAt
from projects.filing.checks import check_in_use, check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Plan, PlanAdjustment, User
from projects.plans.actions import last_round, locked_plan
from projects.rules.calendar import local_day, slip_of_year
from projects.rules.errors import NotYours, Refused
from projects.rules.plan_states import AdjustmentState, PlanState
from projects.rules.quarters import NUMERALS

ASKED = Act("plan_adjustment_asked", "申请调整实施方案")
AGREED = Act("plan_adjustment_agreed", "同意调整实施方案")
REFUSED = Act("plan_adjustment_refused", "不同意调整实施方案")


@dataclass(frozen=True)
class Wish:
    """What is to be changed, why, who approved it (批准文号 or meeting), when, and from which quarter."""

    what: str
    reason: str
    approval: str
    approved_on: date | None
    holds_from: int


def ask_adjustment(
    plan: Plan,
    *,
    wish: Wish,
    files: Sequence[LookedAt] = (),
    based_on: int,
    at: datetime,
    by: User,
) -> PlanAdjustment:
    """申请调整 of a recorded plan; once at a time, and never from a quarter whose due day has passed.

    `files` come with the asking and stay as they are.
    """
    with none_left(files), transaction.atomic():
        return _ask(plan, wish, files, based_on, at=at, by=by)


def _ask(
    plan: Plan, wish: Wish, files: Sequence[LookedAt], based_on: int, *, at: datetime, by: User
) -> PlanAdjustment:
    if by.unit_id != plan.unit_id or not by.has_perm("file_plans"):
        raise NotYours("只有本单位的填报员、审签人可以办理。")
    check_in_use(by)
    locked = locked_plan(plan)
    check_seen(locked, based_on)
    _check_may_be_changed(locked)
    if locked.adjustments.filter(state=AdjustmentState.ASKED).exists():
        raise Refused("已有申请待答复，不能重复申请。")
    _check_wish(locked, wish, local_day(at))
    made = PlanAdjustment.objects.create(plan=locked, asked_at=at, asked_by=by, **_tidy(wish))
    attach_to_application(made, files=files, at=at, by=by)
    detail = {"reason": made.reason, "approval": made.approval, "approved_on": str(made.approved_on)}
    named = {"files": [each.name for each in files]} if files else {}
    record(ASKED, by=by, at=at, obj=locked, url=locked.address, detail={**detail, "new": made.what, **named})
    return made


@transaction.atomic
def agree(adjustment: PlanAdjustment, *, based_on: int, at: datetime, by: User) -> PlanAdjustment:
    """同意: the unit may write in its plan again."""
    plan, locked = _begin(adjustment, based_on, by)
    _check_may_be_changed(plan)
    answered = last_round(plan)
    answered.reopened_at, answered.reopened_by, answered.reopen_reason = at, by, locked.reason
    answered.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    plan.state = PlanState.REOPENED
    plan.save(update_fields=["state", *plan.renew(AGREED.word, at=at, by=by)])
    return _answer(locked, AdjustmentState.AGREED, AGREED, note="", at=at, by=by)


@transaction.atomic
def refuse(adjustment: PlanAdjustment, *, note: str, based_on: int, at: datetime, by: User) -> PlanAdjustment:
    """不同意, with a reason; the plan stays as it is."""
    _, locked = _begin(adjustment, based_on, by)
    if not note.strip():
        raise Refused("不同意的，请写明理由。")
    return _answer(locked, AdjustmentState.REFUSED, REFUSED, note=note.strip(), at=at, by=by)


def _begin(adjustment: PlanAdjustment, based_on: int, by: User) -> tuple[Plan, PlanAdjustment]:
    if not by.has_perm("record_plans"):
        raise NotYours("只有协调员可以答复调整申请。")
    plan = locked_plan(adjustment.plan)
    locked = PlanAdjustment.objects.select_for_update(of=("self",)).get(pk=adjustment.pk)
    locked.plan = plan
    check_seen(locked, based_on)
    if locked.state != AdjustmentState.ASKED:
        raise Refused(f"该申请{locked.stands_as(locked.get_state_display())}，已经答复。")
    return plan, locked


def _check_may_be_changed(plan: Plan) -> None:
    if plan.state != PlanState.ACCEPTED or not plan.task.yearly_list.is_running:
        raise Refused("已备案的方案，在清单执行后才需申请调整。")


def _answer(
    locked: PlanAdjustment, state: AdjustmentState, act: Act, *, note: str, at: datetime, by: User
) -> PlanAdjustment:
    locked.state, locked.decided_at, locked.decided_by, locked.note = state, at, by, note
    locked.save(
        update_fields=["state", "decided_at", "decided_by", "note", *locked.renew(act.word, at=at, by=by)]
    )
    detail = {"reason": locked.reason, "note": note}
    record(act, by=by, at=at, obj=locked.plan, url=locked.plan.address, detail=detail)
    return locked


def _check_wish(plan: Plan, wish: Wish, on: date) -> None:
    words = {"what": "调整内容", "reason": "调整理由", "approval": "批准文号或会议"}
    missing = [word for name, word in words.items() if not getattr(wish, name).strip()]
    if wish.approved_on is None:
        missing.append("批准日期")
    if missing:
        raise Refused(f"请填写{'、'.join(missing)}。")
    if wish.approved_on > on:
        raise Refused("批准日期不能晚于今天。")
    if slip := slip_of_year(wish.approved_on, on, "批准日期", year=plan.task.yearly_list.year):
        raise Refused(slip)
    choices = quarters_to_choose(plan.task, on)
    if wish.holds_from not in choices:
        first = f"最早可自{NUMERALS[choices[0]]}季度起执行" if choices else "各季度的报送期限都已过"
        raise Refused(f"报送期限已过的季度不能调整，{first}。")


def _tidy(wish: Wish) -> dict:
    return {name: each.strip() if isinstance(each, str) else each for name, each in asdict(wish).items()}
