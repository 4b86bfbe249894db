"""What the coordinator decides on a report: accept with a verdict, return, reopen; one function each."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from progress.ledger.ledgers import ledger_of, reported_keys
from progress.ledger.locks import hold_open, lock_report, lock_task
from progress.ledger.task_ledger import TaskLedger
from progress.models import Bulletin, ItemState, ListSettings, Report, ReportingPeriod, Review, Verdict
from progress.reports.confirmations import by_part, confirmations_with, still_unconfirmed
from progress.reports.named_parts import TEXTS
from progress.reports.queue import report_line
from progress.rules.judging import Judgement, needs_reason
from progress.rules.plausibility import Confirmer, to_json
from progress.rules.states import Completion, ReportState, ReviewDecision, VerdictClass
from projects.filing.checks import check_seen, check_shown
from projects.log.actions import record
from projects.log.acts import Act
from projects.log.concluded import refuse_concluded
from projects.models import Task, User
from projects.rules import calendar
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.seals import seal_of

ACCEPTED = Act("report_accepted", "审核通过")
RETURNED = Act("report_returned", "退回")
REOPENED = Act("report_reopened", "重开")
VERDICT_CONFIRMED = Act("verdict_confirmed", "确认进度评价")
VERDICT_REFUSED = Act("verdict_refused", "不同意进度评价")
VERDICT_GIVEN = Act("verdict_given", "评定")
VERDICT_CHANGED = Act("verdict_changed", "更正评价")

BY_COMPUTATION = "按系统测算"


@transaction.atomic
def accept(
    report: Report,
    *,
    based_on: int,
    shown: str,
    verdict: str = "",
    reason: str = "",
    items: Mapping[int, str] | None = None,
    confirmed: Mapping[int, str] | None = None,
    at: datetime,
    by: User,
) -> Report:
    """审核通过, with items as confirmed (by item key). A second click changes nothing.

    `confirmed`: of which doubtful figures the reviewer says 确认无误 (marks of plausibility, by target).

    `shown` is the computed class that the reviewer saw: Stale where the items as confirmed compute otherwise.
    With the last lead's report the verdict is given: the computed class unless another is named, which needs
    a reason.
    """
    locked = _begin(report, by)
    if locked.state == ReportState.ACCEPTED:
        return locked
    _check_submitted(locked, based_on)
    _confirm(locked, items or {})
    locked.state = ReportState.ACCEPTED
    renewed = locked.renew(ACCEPTED.word, at=at, by=by)
    locked.save(update_fields=["state", *renewed])
    ledger = ledger_of(locked.task)
    _check_shown(locked, ledger, shown, local_day(at))
    _confirm_figures(locked, ledger, by_part(confirmed or {}), at=at, by=by)
    given = _give_verdict(locked, ledger, verdict, reason, at=at, by=by)
    _decide(locked, ReviewDecision.ACCEPT, reason, verdict=given, at=at, by=by)
    record(
        ACCEPTED,
        by=by,
        at=at,
        obj=locked,
        url=locked.address,
        detail={"verdict": _verdict_words(given), "reason": reason},
    )
    return locked


@transaction.atomic
def accept_plain(report: Report, *, based_on: int, shown: str, at: datetime, by: User) -> Report:
    """审核通过 among many: only where nothing is amiss; anything else is looked at by itself."""
    locked = _begin(report, by)
    if locked.state != ReportState.ACCEPTED:
        _check_submitted(locked, based_on)
        amiss = report_line(locked, local_day(at)).amiss
        if amiss:
            raise Refused(f"{amiss}，请打开逐份审核。")
    return accept(locked, based_on=based_on, shown=shown, at=at, by=by)


@transaction.atomic
def return_report(
    report: Report,
    *,
    based_on: int,
    reason: str,
    parts: Collection[str] = (),
    refile_by: date | None = None,
    at: datetime,
    by: User,
) -> Report:
    """退回 with a reason and a new date: three working days by default, never before the due day.

    `parts` are the keys of what is to be mended: text, problems, next_steps, target-<key>, item-<key>.
    """
    locked = _begin(report, by)
    _check_submitted(locked, based_on)
    if not reason.strip():
        raise Refused("退回需写明理由。")
    _check_parts(locked, parts)
    ledger = ledger_of(locked.task)
    earliest = ledger.filing_day(ledger.report(locked.period.quarter, locked.unit), local_day(at)).due_on
    until = refile_by or calendar.refile_by(
        local_day(at), earliest, ListSettings.objects.of(locked.period.yearly_list).period_rules
    )
    if until < max(earliest, local_day(at)):
        raise Refused(f"重报期限不能早于{max(earliest, local_day(at)):%Y-%m-%d}。")
    named = {"refile_by": until, "parts": list(parts)}
    _decide(locked, ReviewDecision.RETURN, reason.strip(), **named, at=at, by=by)
    locked.state = ReportState.RETURNED
    locked.refile_by = until
    locked.save(update_fields=["state", "refile_by", *locked.renew(RETURNED.word, at=at, by=by)])
    record(
        RETURNED,
        by=by,
        at=at,
        obj=locked,
        url=locked.address,
        detail={"reason": reason.strip(), "refile_by": until.isoformat()},
    )
    return locked


@transaction.atomic
def reopen(report: Report, *, based_on: int, reason: str, at: datetime, by: User) -> Report:
    """重开, with a reason: an accepted report, whose verdict falls. A second click changes nothing.

    After closing it is the only way to write, so then also a report that was never filed.
    """
    locked = _begin(report, by)
    if locked.state == ReportState.REOPENED:
        return locked
    check_seen(locked, based_on)
    if not locked.is_reopenable:
        raise Refused(
            "待审核的报告请直接审核或退回，不需重开。"
            if locked.state == ReportState.SUBMITTED
            else "填报关闭前，只有已审核的报告可以重开。"
        )
    if not reason.strip():
        raise Refused("重开需写明理由。")
    fallen = _drop_verdict(locked) if locked.state == ReportState.ACCEPTED else ""
    _decide(locked, ReviewDecision.REOPEN, reason.strip(), at=at, by=by)
    locked.state = ReportState.REOPENED
    locked.save(update_fields=["state", *locked.renew(REOPENED.word, at=at, by=by)])
    record(
        REOPENED,
        by=by,
        at=at,
        obj=locked,
        url=locked.address,
        detail={"reason": reason.strip(), "verdict": _verdict_words(fallen)},
    )
    return locked


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
        raise Stale("您打开之后，该任务本季度已评定，没有办理；请重新查看。")
    ledger, on = ledger_of(task), local_day(at)
    judgement = ledger.left_to_word(now.quarter, on, is_over=now.closed_at is not None)
    if judgement is None:
        raise Refused("该任务本季度现在不能单独评定：尚有报告待报送或待审核，或已列为未报。")
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
    """What the form told before the coordinator's word: where each lead stands, and what it comes to."""
    days = [(day.report.pk, day.report.version, day.state) for day in ledger.filing_days(quarter, on)]
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
    judgement = ledger.judgement(locked.period.quarter, local_day(at))
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


def _verdict_words(code: str) -> str:
    """The class for the log; where nobody named one the computed class stands."""
    return VerdictClass.word_of(code) or BY_COMPUTATION


def _begin(report: Report, by: User) -> Report:
    """The row, locked; nobody reviews what they filed or signed."""
    if not by.has_perm("review_reports"):
        raise NotYours("只有协调员可以审核。")
    locked = lock_report(report)
    if locked.saved_by_id == by.pk or locked.rounds.filter(Q(submitted_by=by) | Q(filed_by=by)).exists():
        raise NotYours("本人填报或审签的报告，不能由本人审核。")
    return locked


def _check_not_own(period: int, task: int, by: User) -> None:
    """Nobody judges what they filed or signed."""
    reports = Report.objects.filter(period=period, task=task)
    if reports.filter(Q(saved_by=by) | Q(rounds__submitted_by=by) | Q(rounds__filed_by=by)).exists():
        raise NotYours("本人填报或审签的报告，不能由本人评价。")


def _check_submitted(report: Report, based_on: int) -> None:
    if report.state != ReportState.SUBMITTED:
        raise Refused("该报告不在待审核状态，可能已被单位撤回或由他人审核。")
    check_seen(report, based_on)


def _check_shown(report: Report, ledger: TaskLedger, shown: str, on: date) -> None:
    """What is accepted is what was seen."""
    computed = ledger.judgement(report.period.quarter, on, in_review=True).code
    if computed != shown:
        seen = VerdictClass.word_of(shown) or "（未显示）"
        raise Stale(
            f"您看到的系统测算为“{seen}”，按现在的数据和您确认的事项测算为“{VerdictClass(computed).word}”，"
            "没有办理，请核对新的测算后再审核。"
        )


def _confirm(report: Report, items: Mapping[int, str]) -> None:
    """Set the state that judges of every item: the reviewer's where changed, else the filer's."""
    if not set(items.values()) <= set(Completion):
        raise Refused("事项的完成情况只能是已完成、部分完成或未完成。")
    rows = list(ItemState.objects.filter(report=report).order_by())
    for row in rows:
        row.confirmed = items.get(row.item_id, row.state)
    ItemState.objects.bulk_update(rows, ["confirmed"])


def _confirm_figures(
    report: Report, ledger: TaskLedger, confirmed: Mapping[str, str], *, at: datetime, by: User
) -> None:
    """Keep of which doubtful figures the reviewer says 确认无误; Refused with all that are left."""
    left = still_unconfirmed(report, ledger, confirmed)
    if left:
        raise Refused("".join(each.question for each in left))
    said = confirmations_with(report, ledger, confirmed, Confirmer.REVIEWER, at=at, by=by)
    if said:
        report.confirmations = to_json(said)
        report.save(update_fields=["confirmations"])


def _decide(
    report: Report,
    decision: str,
    reason: str,
    *,
    verdict: str = "",
    refile_by: date | None = None,
    parts: Collection[str] = (),
    at: datetime,
    by: User,
) -> None:
    fields = {
        "round": report.rounds.order_by("number").last(),
        "decision": decision,
        "reason": reason,
        "verdict": verdict,
        "refile_by": refile_by,
        "parts": list(parts),
        "after_issue": Bulletin.objects.last_number(report.period.yearly_list_id),
        "is_after_closing": report.period.closed_at is not None,
    }
    Review.objects.create(report=report, decided_at=at, decided_by=by, **fields)


def _check_parts(report: Report, parts: Collection[str]) -> None:
    targets, items = reported_keys(report)
    keys = {*TEXTS, *(f"target-{key}" for key in targets), *(f"item-{key}" for key in items)}
    if not set(parts) <= keys:
        raise Refused("所选的需修改部分不在该报告中，请刷新后再退回。")


def _drop_verdict(report: Report) -> str:
    """Take the verdict away until the report is accepted again; the review that gave it keeps the class."""
    verdict = Verdict.objects.filter(period=report.period_id, task=report.task_id).first()
    if verdict is not None:
        verdict.delete()
    return verdict.code if verdict else ""


def _give_verdict(
    report: Report, ledger: TaskLedger, code: str, reason: str, *, at: datetime, by: User
) -> str:
    """Write the verdict once no lead's report is waited for, "" before.

    A missing lead is waited for where it reports something due. Later acceptances judge anew.
    """
    quarter, on = report.period.quarter, local_day(at)
    if ledger.awaited(quarter, on):
        return ""
    judgement = ledger.judgement(quarter, on)
    given = code or judgement.code
    _check_given(judgement, given)
    if needs_reason(judgement, given) and not reason.strip():
        raise Refused("评价与系统测算不一致，请说明理由。")
    _write_verdict(report.period, ledger, judgement, given, reason, at=at, by=by)
    return given


def _check_none_under_review(ledger: TaskLedger, quarter: int, on: date) -> None:
    """With several leads a verdict is given, or confirmed, only when none of them is under review."""
    waiting = ledger.under_review(quarter, on)
    if waiting:
        names = "、".join(unit.name for unit in waiting)
        raise Refused(f"本任务还有待审核的报告（{names}），审核办结后才能评价、确认。")


def _check_given(judgement: Judgement, given: str) -> None:
    """Refused where the figures leave no room for this class."""
    if not VerdictClass.of(given) or (
        judgement.choices and given not in (*judgement.choices, judgement.code)
    ):
        raise Refused(f"按填报数据，本任务本季度不能评为“{VerdictClass.word_of(given) or given}”。")


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
    _decide(accepted.order_by("unit__order").first(), decision, reason, verdict=verdict_code, at=at, by=by)


def _reason(computed: str, given: str, reason: str) -> str:
    return reason.strip() or ("" if computed == given else "由审核人评定")
