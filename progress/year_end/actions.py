"""年底: what becomes of the unfinished, many at once; the conclusion of the list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from progress.models import FollowUp, Outcome, YearEnd
from progress.opening.actions import close_with_year
from progress.opening.reads import year_quarter
from progress.rules.checklist import unread
from progress.rules.states import OutcomeKind
from progress.year_end.reads import (
    UnfinishedTask,
    conclusion_points,
    named_with_reasons,
    to_be_judged,
    unfinished_tasks,
    without_outcome,
)
from projects.filing.checks import check_seen, refuse
from projects.lists import actions as list_actions
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User, YearlyList
from projects.rules.calendar import local_day, slip_of_year
from projects.rules.errors import NotYours, Refused, Stale

OUTCOME_SET = Act("outcome_set", "明确未完成任务去向")


@dataclass(frozen=True)
class Decided:
    """What becomes of a task: by which approval it ends, until when it goes on."""

    kind: str
    note: str = ""
    approval: str = ""
    until: date | None = None


@transaction.atomic
def set_outcomes(
    yearly_list: YearlyList, *, seen: Mapping[int, int], decided: Decided, at: datetime, by: User
) -> list[Outcome]:
    """去向 of one or many unfinished tasks; `seen` is the version on the screen by the task's number.

    All or none: Stale where one was decided otherwise since, or is finished by now.
    """
    locked = _begin(yearly_list, by)
    if not seen:
        raise Refused("请先勾选任务。")
    _check_decided(decided, on=local_day(at))
    open_ones = {each.task.number: each for each in unfinished_tasks(locked, local_day(at))}
    chosen = []
    for number, version in sorted(seen.items()):
        chosen.append(_as_seen(open_ones.get(number), number, version))
    return [_set(each, decided, at=at, by=by) for each in chosen]


@transaction.atomic
def conclude(yearly_list: YearlyList, *, known: Collection[str], at: datetime, by: User) -> YearEnd:
    """办结: the list is read only from here on; `known` are the keys of the open points that were read.

    Refused where a verdict can be given and is not, and where it is not said of every unfinished task what
    becomes of it. A second click changes nothing.
    """
    done = YearEnd.objects.filter(yearly_list=yearly_list).first()
    if done is not None:
        return done
    locked = _begin(yearly_list, by)
    if year_quarter(locked) is None:
        raise Refused(f"{locked}四季度尚未开启填报，不能办结。")
    close_with_year(locked, at=at, by=by)  # from here on nobody moves in it
    unfinished = unfinished_tasks(locked, local_day(at))
    points = conclusion_points(locked, unfinished)
    _check_points(unfinished, unread(points, known))
    words = [each.words for each in points if not each.is_in_order]
    year_end = YearEnd.objects.create(yearly_list=locked, concluded_at=at, concluded_by=by, points=words)
    for each in unfinished:
        _owe_follow_up(each)
    list_actions.conclude(locked, points=words, at=at, by=by)
    return year_end


def _begin(yearly_list: YearlyList, by: User) -> YearlyList:
    """The list, with nobody else deciding on its end; a bulletin locks it before its quarter too."""
    if not by.has_perm("conclude_lists"):
        raise NotYours("未完成任务的去向和年度办结由协调员办理。")
    locked = YearlyList.objects.select_for_update(no_key=True).get(pk=yearly_list.pk)
    if not locked.is_running:
        raise Refused(f"{locked}为“{locked.get_stage_display()}”，不能办理。")
    return locked


def _check_decided(decided: Decided, *, on: date) -> None:
    if decided.kind not in tuple(OutcomeKind):
        raise Refused("请选择去向。")
    if decided.kind == OutcomeKind.ENDED and not decided.approval.strip():
        raise Refused("终止的任务请填写批准文号。")
    if decided.kind == OutcomeKind.GOING_ON and (decided.until is None or decided.until <= on):
        raise Refused("继续办理的任务请填写今天以后的办理期限。")
    if decided.kind == OutcomeKind.GOING_ON:
        refuse(slip_of_year(decided.until, on, "办理期限", years=5))


def _as_seen(found: UnfinishedTask | None, number: int, version: int) -> UnfinishedTask:
    """The unfinished task as it was on the screen."""
    if found is None:
        raise Stale(f"您打开之后，第{number}项已不在未完成任务中，没有保存；请重新查看后再办理。")
    if found.outcome is not None:
        check_seen(found.outcome, version)
    return found


def _check_points(unfinished: Sequence[UnfinishedTask], words: str) -> None:
    must_be_judged = to_be_judged(unfinished)
    if must_be_judged:
        raise Refused(f"以下任务的全年评价须先评定：{named_with_reasons(must_be_judged)}。")
    open_ones = without_outcome(unfinished)
    if open_ones:
        named = "、".join(f"第{number}项" for number in open_ones)
        raise Refused(f"未完成任务须先明确去向：{named}。")
    if words:
        raise Refused(f"办结前请先核对：{words}")


def _set(chosen: UnfinishedTask, decided: Decided, *, at: datetime, by: User) -> Outcome:
    """Number and date are kept only with the kind that they belong to."""
    outcome = chosen.outcome or Outcome(task=chosen.task)
    outcome.kind, outcome.note = decided.kind, decided.note.strip()
    outcome.approval = decided.approval.strip() if decided.kind == OutcomeKind.ENDED else ""
    outcome.until = decided.until if decided.kind == OutcomeKind.GOING_ON else None
    outcome.renew(OUTCOME_SET.word, at=at, by=by)
    outcome.save()
    detail = {"kind": OutcomeKind(outcome.kind).word, "note": outcome.note, "approval": outcome.approval}
    if outcome.until:
        detail["until"] = outcome.until.isoformat()
    record(OUTCOME_SET, by=by, at=at, obj=outcome, url=outcome.address, detail=detail)
    return outcome


def _owe_follow_up(each: UnfinishedTask) -> None:
    """继续办理: every active lead reports by the day that was set."""
    if each.outcome.kind == OutcomeKind.GOING_ON:
        FollowUp.objects.bulk_create(
            FollowUp(outcome=each.outcome, unit=unit, due_on=each.outcome.until)
            for unit in each.leads
            if unit.is_active
        )
