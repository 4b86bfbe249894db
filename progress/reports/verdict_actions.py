"""A verdict: given with the last report that is accepted or by itself, confirmed, refused, put right."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from progress.ledger.ledgers import ledger_of
from progress.ledger.locks import hold_open, lock_task
from progress.ledger.task_ledger import TaskLedger
from progress.models import Report, ReportingPeriod, Verdict
from progress.reports.round_actions import keep_decision
from progress.rules.judging import Judgement, needs_reason
from progress.rules.states import ReportState, ReviewDecision, VerdictClass
from projects.filing.checks import check_shown
from projects.log.actions import record
from projects.log.acts import Act
from projects.log.concluded import refuse_concluded
from projects.models import Task, User
from projects.rules.calendar import local_day, short_moment
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.seals import seal_of

VERDICT_CONFIRMED = Act("verdict_confirmed", "确认进度评价")
VERDICT_REFUSED = Act("verdict_refused", "不同意进度评价")
VERDICT_GIVEN = Act("verdict_given", "评定")
VERDICT_CHANGED = Act("verdict_changed", "更正评价")


@transaction.atomic
def confirm_verdict(verdict: Verdict, *, based_on: int, at: datetime, by: User) -> Verdict:
    """The supervisor confirms a verdict on the coordinator's own task; Stale where it was given anew.

    Refused while the report of another lead is under review.
    """
    if not by.has_perm("confirm_verdicts"):
        raise NotYours("只有督查员可以确认协调员所在单位牵头任务的评价。")
    locked = _lock_verdict(verdict, based_on)
    if locked.is_refused:
        raise Refused("该评价已答复不同意，请等待协调员重新评定。")
    if not locked.awaits_confirmation or locked.confirmed_at is not None:
        return locked
    _check_none_under_review(ledger_of(locked.task), locked.period.quarter, local_day(at))
    locked.confirmed_at, locked.confirmed_by = at, by
    locked.save(update_fields=["confirmed_at", "confirmed_by"])
    record(VERDICT_CONFIRMED, by=by, at=at, obj=locked, detail={"code": VerdictClass(locked.code).word})
    return locked


@transaction.atomic
def disagree(verdict: Verdict, *, based_on: int, reason: str, at: datetime, by: User) -> Verdict:
    """不同意 by the supervisor, with a reason: back to the coordinator's desk; it still does not count.

    A second click changes nothing.
    """
    if not by.has_perm("confirm_verdicts"):
        raise NotYours("只有督查员可以答复协调员所在单位牵头任务的评价。")
    locked = _lock_verdict(verdict, based_on)
    if locked.is_refused:
        if locked.refused_by_id != by.pk:
            who, when = locked.refused_by.display_name, short_moment(locked.refused_at)
            raise Refused(f"{who}已于{when}答复不同意，没有办理。")
        return locked
    if not locked.awaits_confirmation or locked.confirmed_at is not None:
        raise Refused("该评价不待确认，不能答复不同意。")
    if not reason.strip():
        raise Refused("不同意评价，请说明理由。")
    locked.refused_at, locked.refused_by, locked.refusal_reason = at, by, reason.strip()
    locked.save(update_fields=["refused_at", "refused_by", "refusal_reason"])
    _decide_on_verdict(locked, ReviewDecision.DISAGREE, reason.strip(), at=at, by=by)
    detail = {"code": VerdictClass(locked.code).word, "reason": reason.strip()}
    record(VERDICT_REFUSED, by=by, at=at, obj=locked, detail=detail)
    return locked


@transaction.atomic
def give_verdict(
    task: Task, *, period: ReportingPeriod, shown: str, code: str, reason: str, at: datetime, by: User
) -> Verdict:
    """评定 by itself, with a reason, where no report comes with which a verdict would be given.

    `shown` is the seal of the filings and the class on the screen: Stale where they say otherwise now.
    """
    if not by.has_perm("review_reports"):
        raise NotYours("只有协调员可以评定。")
    hold_open(period.pk)
    lock_task(task.pk)
    now = ReportingPeriod.objects.select_related("yearly_list").get(pk=period.pk)
    _check_not_own(now.pk, task.pk, by)
    if Verdict.objects.filter(period=now, task=task).exists():
        raise Stale("您打开之后，该任务已评定，没有办理；请重新查看。")
    ledger, on = ledger_of(task), local_day(at)
    judgement = ledger.at(now.quarter, on).left_to_word(is_over=now.closed_at is not None)
    if judgement is None:
        raise Refused("该任务现在不能单独评定：尚有报告待报送或待审核，或已列为未报。")
    seal = word_seal(ledger, judgement=judgement, quarter=now.quarter, on=on)
    check_shown(seal, shown, what="报送情况或系统测算")
    if not reason.strip():
        raise Refused("请写明评定的理由。")
    _check_given(judgement, code)
    _write_verdict(now, ledger, judgement, code, reason, at=at, by=by)
    given = Verdict.objects.select_related("period__yearly_list", "task").get(period=now, task=task)
    _decide_on_verdict(given, ReviewDecision.JUDGE, reason.strip(), verdict_code=code, at=at, by=by)
    detail = {"code": VerdictClass.word_of(code), "reason": reason.strip()}
    record(VERDICT_GIVEN, by=by, at=at, obj=given, detail=detail)
    return given


def word_seal(ledger: TaskLedger, *, judgement: Judgement, quarter: int, on: date) -> str:
    """A mark of what the form showed: where each lead stands, and what it comes to."""
    days = [(day.report.pk, day.report.version, day.state) for day in ledger.at(quarter, on).days]
    return seal_of(days, judgement.code)


@transaction.atomic
def rejudge(verdict: Verdict, *, based_on: int, code: str, reason: str, at: datetime, by: User) -> Verdict:
    """更正评价: another class for what was found wrong, with a reason; the reports stay accepted.

    Also the answer to the supervisor's 不同意, then perhaps with the same class and more reason.
    """
    if not by.has_perm("review_reports"):
        raise NotYours("只有协调员可以更正评价。")
    locked = _lock_verdict(verdict, based_on)
    _check_not_own(locked.period_id, locked.task_id, by)
    if not reason.strip():
        raise Refused("更正评价需写明理由。")
    before, refused = locked.code, locked.is_refused
    if code == before and not refused:
        raise Refused(f"评价已是“{VerdictClass.word_of(code)}”，没有更正。")
    ledger = ledger_of(locked.task)
    _check_none_under_review(ledger, locked.period.quarter, local_day(at))
    judgement = ledger.judged_at(locked.period.quarter, local_day(at)).judgement
    _check_given(judgement, code)
    _write_verdict(locked.period, ledger, judgement, code, reason, at=at, by=by)
    given = Verdict.objects.select_related("period__yearly_list", "task").get(pk=locked.pk)
    _decide_on_verdict(given, ReviewDecision.REJUDGE, reason.strip(), verdict_code=code, at=at, by=by)
    detail = {
        "from": VerdictClass.word_of(before),
        "to": VerdictClass.word_of(code),
        "reason": reason.strip(),
    }
    record(VERDICT_CHANGED, by=by, at=at, obj=given, detail=detail)
    return given


def give_with_report(
    report: Report, *, ledger: TaskLedger, code: str, reason: str, at: datetime, by: User
) -> str:
    """Write the verdict once no lead's report is waited for, "" before.

    A missing lead is waited for where it reports something due. Later acceptances judge anew.
    """
    quarter, on = report.period.quarter, local_day(at)
    if ledger.at(quarter, on).awaited:
        return ""
    judgement = ledger.judged_at(quarter, on).judgement
    given = code or judgement.code
    _check_given(judgement, given)
    if needs_reason(judgement, given) and not reason.strip():
        raise Refused("评价与系统测算不一致，请说明理由。")
    _write_verdict(report.period, ledger, judgement, given, reason, at=at, by=by)
    return given


def drop_verdict(report: Report) -> str:
    """Take the verdict away until the report is accepted again; the review that gave it keeps the class."""
    verdict = Verdict.objects.filter(period=report.period_id, task=report.task_id).first()
    if verdict is not None:
        verdict.delete()
    return verdict.code if verdict else ""


def _check_not_own(period: int, task: int, by: User) -> None:
    """Nobody judges what they filed or signed."""
    reports = Report.objects.filter(period=period, task=task)
    if reports.filter(Q(saved_by=by) | Q(rounds__submitted_by=by) | Q(rounds__filed_by=by)).exists():
        raise NotYours("本人填报或审签的报告，不能由本人评价。")


def _check_none_under_review(ledger: TaskLedger, quarter: int, on: date) -> None:
    """With several leads a verdict is given, or confirmed, only when none of them is under review."""
    waiting = ledger.at(quarter, on).under_review
    if waiting:
        names = "、".join(unit.name for unit in waiting)
        raise Refused(f"本任务还有待审核的报告（{names}），审核办结后才能评价、确认。")


def _check_given(judgement: Judgement, given: str) -> None:
    """Refused where the figures leave no room for this class."""
    if not VerdictClass.of(given) or (
        judgement.choices and given not in (*judgement.choices, judgement.code)
    ):
        raise Refused(f"按填报数据，本任务不能评为“{VerdictClass.word_of(given) or given}”。")


def _write_verdict(
    period: ReportingPeriod,
    ledger: TaskLedger,
    judgement: Judgement,
    given: str,
    reason: str,
    *,
    at: datetime,
    by: User,
) -> None:
    """The task's one verdict of the quarter, new or anew; of the coordinator's own it waits for a word."""
    values = {
        "code": given,
        "computed": judgement.code,
        "reason": _reason(judgement.code, given, reason),
        "given_at": at,
        "given_by": by,
    }
    confirmation = {
        "awaits_confirmation": ledger.is_coordinators_own,
        "confirmed_at": None,
        "confirmed_by": None,
        "refused_at": None,
        "refused_by": None,
        "refusal_reason": "",
    }
    anew = {**values, **confirmation, "version": F("version") + 1}
    Verdict.objects.update_or_create(
        period=period, task=ledger.task, defaults=anew, create_defaults={**values, **confirmation}
    )


def _lock_verdict(verdict: Verdict, based_on: int) -> Verdict:
    """The verdict as it stands, in the order in which a review locks; Stale where it was given anew."""
    hold_open(verdict.period_id)
    lock_task(verdict.task_id)
    rows = Verdict.objects.select_for_update(of=("self",)).select_related("period__yearly_list", "task")
    locked = rows.filter(pk=verdict.pk).first()
    if locked is None or locked.version != based_on:
        raise Stale("该评价在您打开之后已重新评定，或报告已重开，请重新查看后再办理。")
    refuse_concluded(locked.period.yearly_list)
    return locked


def _decide_on_verdict(
    verdict: Verdict, decision: str, reason: str, *, verdict_code: str = "", at: datetime, by: User
) -> None:
    """Kept with the round of the first lead's accepted report, where its course is read."""
    accepted = Report.objects.filter(
        period=verdict.period_id, task=verdict.task_id, state=ReportState.ACCEPTED
    )
    first = accepted.order_by("unit__order").first()
    keep_decision(first, decision=decision, reason=reason, verdict=verdict_code, at=at, by=by)


def _reason(computed: str, given: str, reason: str) -> str:
    return reason.strip() or ("" if computed == given else "由审核人评定")
