"""征求意见: the draft is sent round to the other units of the task, which may answer with a text."""

from datetime import datetime

from django.db import transaction

from projects.filing.checks import check_in_use, check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Plan, PlanOpinion, Task, User
from projects.plans.actions import locked_plan
from projects.plans.write_locks import why_locked
from projects.rules.errors import NotYours, Refused
from projects.rules.plan_content import from_json
from projects.rules.plan_states import PlanState

SENT_ROUND = Act("plan_sent_round", "实施方案征求意见")
OPINION_SAID = Act("plan_opinion_said", "答复实施方案意见")


@transaction.atomic
def send_round(plan: Plan, *, based_on: int, at: datetime, by: User) -> Plan:
    """征求意见: the other leads and the co-responsible units read the draft from now on."""
    if by.unit_id != plan.unit_id or not by.has_perm("file_plans"):
        raise NotYours("只有本单位的填报员、审签人可以办理。")
    check_in_use(by)
    locked = locked_plan(plan)
    if locked.sent_round_at is not None:
        return locked
    check_seen(locked, based_on)
    lock = why_locked(locked)
    if lock:
        raise Refused(lock)
    if not any(from_json(locked.content).texts):
        raise Refused("方案各季度安排尚未填写，请填写后再征求意见。")
    locked.sent_round_at = at
    locked.save(update_fields=["sent_round_at", *locked.renew(SENT_ROUND.word, at=at, by=by)])
    record(SENT_ROUND, by=by, at=at, obj=locked, url=locked.address)
    return locked


@transaction.atomic
def say_opinion(plan: Plan, *, text: str, based_on: int, at: datetime, by: User) -> PlanOpinion:
    """What a unit of the task says to the draft, until it is recorded; Stale beside a colleague's word."""
    locked = locked_plan(plan)
    is_involved = by.unit_id and Task.objects.involving(by.unit).filter(pk=locked.task_id).exists()
    if not is_involved or by.unit_id == locked.unit_id or not by.has_perm("file_plans"):
        raise NotYours("只有本任务的其他责任单位可以答复意见。")
    check_in_use(by)
    if locked.sent_round_at is None or locked.state == PlanState.ACCEPTED:
        raise Refused("该方案没有在征求意见。")
    if not text.strip():
        raise Refused("请写明意见；没有意见的，写“无意见”。")
    opinion, _ = PlanOpinion.objects.get_or_create(plan=locked, unit=by.unit)
    opinion = PlanOpinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    check_seen(opinion, based_on)
    opinion.text = text.strip()
    opinion.save(update_fields=["text", *opinion.renew(OPINION_SAID.word, at=at, by=by)])
    record(OPINION_SAID, by=by, at=at, obj=locked, url=locked.address, detail={"word": opinion.text})
    return opinion
