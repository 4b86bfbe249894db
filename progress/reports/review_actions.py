"""What the coordinator decides on a report: accept with a verdict, return, reopen; one function each."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache

from django.db import transaction
from django.db.models import Q

from progress.ledger.contents import SPENT_KEY, TEXTS
from progress.ledger.deciders import may_review
from progress.ledger.filing_days import filing_days
from progress.ledger.ledgers import ledger_of, reported_keys
from progress.ledger.locks import lock_report
from progress.ledger.spendings import spending_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import ItemState, ListSettings, Report, Round
from progress.reports.actions import REPORT
from progress.reports.confirmations import by_part, confirmations_with, still_unconfirmed
from progress.reports.queue import report_line
from progress.reports.round_actions import keep_decision
from progress.reports.typed_rows import stated_in
from progress.reports.verdict_actions import drop_verdict, give_with_report
from progress.rules.plausibility import Confirmer, to_json
from progress.rules.states import Completion, ReportState, ReviewDecision, VerdictClass
from projects.filing import decision_actions as decisions
from projects.filing.decision_actions import Office, Return
from projects.log.acts import Act
from projects.models import User
from projects.models.statements import Statement, slot, statement
from projects.rules import calendar
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.filing import Step

ACCEPTED = Act("report_accepted", "审核通过")
RETURNED = Act("report_returned", "退回")
REOPENED = Act("report_reopened", "重开")

BY_COMPUTATION = "按系统测算"


class ReportOffice(Office):
    """What the coordinator's decision on a report writes."""

    filing = REPORT
    acts = {Step.ACCEPT: ACCEPTED, Step.RETURN: RETURNED, Step.REOPEN: REOPENED}

    def check_may(self, paper: Report, by: User) -> None:
        """The coordinator; of one typed from paper also the supervisor."""
        if not may_review(by, paper):
            raise NotYours("只有协调员可以审核；代填的报告也可以由督查员审核。")

    def check_not_own(self, paper: Report, by: User) -> None:
        """Nobody reviews what they filed or signed."""
        if paper.saved_by_id == by.pk or _rounds_of().ask(report=paper.pk, person=by.pk):
            raise NotYours("本人填报或审签的报告，不能由本人审核。")

    def due_day(self, paper: Report, on: date) -> date:
        """The unit's own, where it has an extension."""
        (day,) = filing_days([paper], on)
        return day.due_on

    def usual_day(self, paper: Report, due: date, on: date) -> date:
        """Some working days, as the list sets them, never before the due day."""
        rules = ListSettings.objects.of(paper.period.yearly_list).period_rules
        return calendar.refile_by(on, due, rules)

    def has_parts(self, paper: Report, parts: Collection[str]) -> bool:
        """Its texts, the targets and items that this lead reports, and 已完成投资 where it is asked for."""
        if not parts:
            return True
        targets, items = reported_keys(paper)
        keys = {*TEXTS, *(f"target-{key}" for key in targets), *(f"item-{key}" for key in items)}
        if SPENT_KEY in parts and spending_of(ledger_of(paper.task), paper) is not None:
            keys.add(SPENT_KEY)
        return set(parts) <= keys

    def keep_return(self, paper: Report, returned: Return, *, at: datetime, by: User) -> None:
        """With the round that it answers."""
        said = {"reason": returned.reason, "parts": returned.parts, "refile_by": returned.until}
        keep_decision(paper, decision=ReviewDecision.RETURN, **said, at=at, by=by)

    def why_not_reopenable(self, paper: Report) -> str:
        """After closing it is the only way to write, so then also of one that was never filed."""
        if paper.is_reopenable:
            return ""
        if paper.state == ReportState.SUBMITTED:
            return "待审核的报告请直接审核或退回，不需重开。"
        return "填报关闭前，只有已审核的报告可以重开。"

    def keep_reopening(self, paper: Report, reason: str, *, at: datetime, by: User) -> dict:
        """The verdict falls that rests on it."""
        fallen = drop_verdict(paper) if paper.state == ReportState.ACCEPTED else ""
        keep_decision(paper, decision=ReviewDecision.REOPEN, reason=reason, at=at, by=by)
        return {"verdict": _verdict_words(fallen)}


@cache
def _rounds_of() -> Statement:
    """Those that a person signed or filed."""
    own = Q(submitted_by=slot("person")) | Q(filed_by=slot("person"))
    return statement(Round.objects.filter(own, report=slot("report")).order_by().values_list("pk"))


OFFICE = ReportOffice()


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

    def keep(locked: Report) -> dict:
        _confirm(locked, items or {})
        ledger = ledger_of(locked.task)
        _check_shown(locked, ledger, shown, local_day(at))
        _confirm_figures(locked, ledger, by_part(confirmed or {}), at=at, by=by)
        given = give_with_report(locked, ledger=ledger, code=verdict, reason=reason, at=at, by=by)
        accepted = {"decision": ReviewDecision.ACCEPT, "reason": reason, "verdict": given}
        keep_decision(locked, **accepted, at=at, by=by)
        return {"verdict": _verdict_words(given), "reason": reason}

    return decisions.accept(report, office=OFFICE, keep=keep, based_on=based_on, at=at, by=by)


@transaction.atomic
def accept_plain(report: Report, *, based_on: int, shown: str, at: datetime, by: User) -> Report:
    """审核通过 among many: only where nothing is amiss; anything else is looked at by itself."""
    OFFICE.check_may(report, by)
    locked = lock_report(report)
    if locked.state == ReportState.SUBMITTED and locked.version == based_on:
        amiss = report_line(locked, local_day(at)).amiss
        if amiss:
            raise Refused(f"{amiss}，请打开逐份审核。")
    return accept(locked, based_on=based_on, shown=shown, at=at, by=by)


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

    `parts` are the keys of what is to be mended: text, problems, next_steps, target-<key>, item-<key>;
    已完成投资 is target-0.
    """
    said = {"reason": reason, "parts": parts, "until": refile_by}
    return decisions.send_for_mending(report, office=OFFICE, **said, based_on=based_on, at=at, by=by)


def reopen(report: Report, *, based_on: int, reason: str, at: datetime, by: User) -> Report:
    """重开, with a reason: an accepted report, whose verdict falls. A second click changes nothing.

    After closing it is the only way to write, so then also a report that was never filed.
    """
    return decisions.reopen(report, office=OFFICE, reason=reason, based_on=based_on, at=at, by=by)


def _verdict_words(code: str) -> str:
    """The class for the log; where nobody named one the computed class stands."""
    return VerdictClass.word_of(code) or BY_COMPUTATION


def _check_shown(report: Report, ledger: TaskLedger, shown: str, on: date) -> None:
    """What is accepted is what was seen."""
    computed = ledger.judged_at(report.period.quarter, on).judgement_in_review.code
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
    rows = stated_in(report)
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
