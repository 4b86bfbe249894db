"""补录 accepted by another: the quarter stands as if it had been reported, reviewed, judged and issued here.

Its reports are marked and never late; what the paper issue told is frozen under its number.
"""

from datetime import date, datetime, time

from django.db import transaction

from progress.backfill.actions import (
    PaperIssue,
    alone,
    check_complete,
    check_issue,
    check_may_decide,
    check_turn,
    check_waiting,
    decide,
    locked_row,
)
from progress.backfill.quarter_actions import entry_from, lay, leave_out_empty, shown_of, write
from progress.backfill.reads import last_number
from progress.bulletins.quarter_figures import figures
from progress.ledger.contents import content_then
from progress.ledger.ledgers import ledgers_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import (
    Backfill,
    Bulletin,
    KeptPlan,
    ListSettings,
    Report,
    ReportingPeriod,
    Review,
    Round,
    Verdict,
)
from progress.reports.round_actions import is_filed, mark_falls
from progress.rules.figures_json import to_json as figures_to_json
from progress.rules.states import BackfillState, ReviewDecision
from projects.lists import actions as list_actions
from projects.log.acts import Act
from projects.models import Task, User, YearlyList
from projects.rules.calendar import ZONE, local_day
from projects.rules.errors import Stale
from projects.rules.task_plan import to_json as plan_to_json

ACCEPTED = Act("backfill_accepted", "补录审核通过")
NOON = time(12)


@transaction.atomic
def accept(backfill: Backfill, *, based_on: int, at: datetime, by: User) -> Backfill:
    """审核通过 by another coordinator or the supervisor: the quarter counts as reported, judged and issued.

    Stale where the plan has changed so that it comes to other classes than were shown. A second click changes
    nothing.
    """
    yearly_list = alone(backfill.yearly_list)
    locked = locked_row(backfill)
    check_may_decide(locked, by=by)
    if locked.state == BackfillState.ACCEPTED and locked.was_done_by(by):
        return locked
    check_waiting(locked, based_on=based_on)
    _check_still_fits(locked, yearly_list, local_day(at))
    list_actions.start(yearly_list, at=at, by=by)
    ListSettings.objects.get_or_create(yearly_list=yearly_list)
    period = lay(yearly_list, quarter=locked.quarter, at=at, by=by)
    write(period, entries=map(entry_from, locked.entries), at=locked.loaded_at, by=locked.loaded_by)
    leave_out_empty(period)
    check_complete(period)
    if shown_of(period, on=local_day(at)) != locked.shown:
        raise Stale(
            "导入以后，计划或以前季度的数据有变动，测算与所显示的不一致，没有办理；请导入人重新导入。"
        )
    _judge(period, locked, at=at, by=by)
    bulletin = _count_as_issued(period, locked, at=at, by=by)
    decided = {"decided_at": at, "decided_by": by, "period": period}
    detail = {"reports": period.reports.count(), "issue": locked.issue_words, "title": bulletin.title}
    return decide(locked, act=ACCEPTED, state=BackfillState.ACCEPTED, at=at, by=by, detail=detail, **decided)


def _check_still_fits(backfill: Backfill, yearly_list: YearlyList, on: date) -> None:
    check_turn(yearly_list, quarter=backfill.quarter, on=on)
    issue = PaperIssue(backfill.issue_number, backfill.issued_on)
    check_issue(yearly_list, when=backfill.when, issue=issue, on=on)


def _judge(period: ReportingPeriod, backfill: Backfill, *, at: datetime, by: User) -> None:
    """Rounds, plans, verdicts and decisions, as a quarter's reviews leave them."""
    on = local_day(at)
    ledgers = ledgers_of(Task.objects.filter(yearly_list=period.yearly_list_id).order_by("number"))
    judged = [each for each in ledgers if each.reports_in(period.quarter)]
    codes = {each.task.pk: each.judged_at(period.quarter, on).judgement.code for each in judged}
    KeptPlan.objects.bulk_create(_kept_plan(period, each, at) for each in judged)
    Verdict.objects.bulk_create(_verdict(period, each, codes[each.task.pk], at, by) for each in judged)
    reports = [report for each in judged for report in each.reports_in(period.quarter)]
    rounds = Round.objects.bulk_create(_round(each, backfill) for each in reports)
    number = last_number(period.yearly_list)
    Review.objects.bulk_create(
        Review(
            report=row.report,
            round=row,
            decision=ReviewDecision.BACKFILL,
            verdict=codes[row.report.task_id],
            after_issue=number,
            decided_at=at,
            decided_by=by,
        )
        for row in rounds
    )
    for ledger in judged:
        _mark_falls(ledger, period.quarter)


def _kept_plan(period: ReportingPeriod, ledger: TaskLedger, at: datetime) -> KeptPlan:
    plan = plan_to_json(ledger.figures_in(period.quarter).as_plan())
    return KeptPlan(period=period, task=ledger.task, plan=plan, kept_at=at)


def _verdict(period: ReportingPeriod, ledger: TaskLedger, code: str, at: datetime, by: User) -> Verdict:
    """The computed class; of the coordinator's own tasks the supervisor's acceptance confirms it at once."""
    is_own = ledger.is_coordinators_own
    confirms = is_own and by.has_perm("confirm_verdicts")
    return Verdict(
        period=period,
        task=ledger.task,
        code=code,
        computed=code,
        given_at=at,
        given_by=by,
        awaits_confirmation=is_own,
        confirmed_at=at if confirms else None,
        confirmed_by=by if confirms else None,
    )


def _round(report: Report, backfill: Backfill) -> Round:
    return Round(
        report=report,
        number=1,
        submitted_at=backfill.loaded_at,
        submitted_by=backfill.loaded_by,
        filed_by=backfill.loaded_by,
        content={**content_then(report), "is_backfilled": True},
    )


def _mark_falls(ledger: TaskLedger, quarter: int) -> None:
    """A later total that these leave lower is 待核对, as after any other report."""
    if not any(number > quarter for number in ledger.reports_by_quarter):
        return
    for report in ledger.reports_in(quarter):
        mark_falls(report, ledger=ledger, counts=is_filed)


def _count_as_issued(period: ReportingPeriod, backfill: Backfill, *, at: datetime, by: User) -> Bulletin:
    """The paper issue under its number, or 无通报 under none: what units are told of the quarter."""
    drawn = figures(period, local_day(at))
    issued_at = datetime.combine(backfill.issued_on, NOON, ZONE) if backfill.issued_on else at
    return Bulletin.objects.create(
        yearly_list=period.yearly_list,
        period=period,
        number=backfill.issue_number or 0,
        title=drawn.title,
        figures=figures_to_json(drawn),
        paragraphs=[],
        is_backfilled=True,
        issued_at=issued_at,
        issued_by=by,
    )
