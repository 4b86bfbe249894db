"""The page of a task's quarter as one person sees it: plan, report, what was decided, and the way on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.urls import reverse

from progress.ledger.deciders import decidable, may_review
from progress.ledger.rounds import ChangedText, changed_since, reopening, rounds, unfiled_reopenings
from progress.ledger.sight import Sight, is_partner, sight_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import Closure, Report, Review, Round, Verdict
from progress.reports.closures import closures_of, may_apply
from progress.reports.named_parts import named_before, part_words
from progress.reports.own import OwnReports, addresses_around, own_reports, places_of
from progress.reports.quarter_lines import QuarterLine, quarter_lines, told_lines
from progress.reports.sheet import PreviousReport, ReportSheet, previous_report
from progress.reports.write_locks import why_locked
from progress.rules.figures import TaskFigure
from progress.rules.states import ReportState
from projects.filing.checks import has_signer
from projects.models import Task, Unit, User
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.rules.quarters import Quarter
from projects.rules.roles import Role
from projects.screen.links import Link, Switch, quarters_beside

VERDICTS_PEOPLE = ("given_by", "confirmed_by", "refused_by")


@dataclass(frozen=True)
class ReportPage:
    """What the templates show beside the forms. Without a sheet the quarter is not open: the plan alone."""

    ledger: TaskLedger
    task: Task
    quarter: Quarter
    quarters: Switch
    sheet: ReportSheet | None
    report: Report | None
    previous: PreviousReport | None
    lines: Sequence[QuarterLine]
    is_unplanned: bool  # 未备案: the plan that judges the quarter says nothing of any quarter
    siblings: Sequence[Report]  # the reports of all leads
    around: tuple[str, str]  # the addresses of the reports before and after
    partner: bool  # reads what is not accepted yet
    readable: bool
    told: TaskFigure | None  # what the last issue says, for who reads no more
    has_newer: bool  # than what is told
    is_own: bool
    own: OwnReports | None
    has_signer: bool
    is_signer: bool
    signs: bool  # the report waits for this person's signature
    lock: str  # why the report cannot be written
    closures: Sequence[Closure]
    decidable: Collection[int]  # the closures that this person decides on
    may_apply: bool
    verdict: Verdict | None
    may_confirm: bool
    under_review: Sequence[Unit]  # the leads whose reports a confirmation waits for
    may_review: bool
    may_give: bool  # the verdict by itself: no report comes any more with which it would be given
    still_out: Sequence[Unit]  # the leads that were sent back and may file again all the same
    rounds: Sequence[Round]
    reopenings: Sequence[Review]  # in no round: nothing had been submitted
    reopening: Review | None  # by which it is open now
    changes: Sequence[ChangedText]  # by the last round, in what the return did not name
    mended: Sequence[ChangedText]  # by the last round, in what the return named


def page_of(ledger: TaskLedger, quarter: int, sheet: ReportSheet | None, user: User, on: date) -> ReportPage:
    """The page, of a report as far as the person may read it."""
    report = sheet.report if sheet else None
    partner = is_partner(ledger, user)
    sight = None if partner else sight_of(ledger.task.yearly_list, user)
    readable = report is not None and partner
    is_own = report is not None and report.unit_id == user.unit_id and user.has_perm("file_reports")
    own = own_reports(report) if is_own else None
    closures = closures_of(ledger.task) if ledger.has_closures else []
    history = rounds(report) if report and partner and ledger.has_rounds(report) else []
    changed = changed_since(history)
    words = part_words(sheet) if sheet else {}
    named = {words[key] for key in named_before(history) if key in words}
    return ReportPage(
        ledger=ledger,
        task=ledger.task,
        quarter=Quarter(ledger.task.yearly_list.year, quarter),
        quarters=_quarters(ledger.task, quarter),
        sheet=sheet,
        report=report,
        previous=previous_report(ledger, report) if report and partner else None,
        lines=_lines(ledger, sheet, sight, on),
        is_unplanned=not ledger.is_planned_in(quarter),
        siblings=ledger.reports_in(quarter),
        around=_around(report, own, user),
        partner=partner,
        readable=readable,
        told=sight.told_of(ledger.task, quarter) if sight else None,
        has_newer=sight is not None and sight.has_newer(ledger.task, quarter),
        is_own=is_own,
        own=own,
        has_signer=is_own and has_signer(report.unit_id),
        is_signer=user.role == Role.SIGNER,
        signs=is_own and user.role == Role.SIGNER and report.state == ReportState.AWAITING,
        lock=why_locked(report) if report and not user.out_of_use_words else "",
        closures=closures if partner else [],
        decidable=decidable(closures, user) if partner else (),
        may_apply=readable and report.state == ReportState.ACCEPTED and may_apply(closures),
        verdict=_verdict(ledger, quarter) if partner else None,
        may_confirm=user.has_perm("confirm_verdicts"),
        under_review=ledger.at(quarter, on).under_review if partner else [],
        may_review=user.has_perm("review_reports"),
        may_give=report is not None and user.has_perm("review_reports") and _is_left(ledger, report, on),
        still_out=ledger.at(quarter, on).awaited if partner else [],
        rounds=history,
        reopenings=unfiled_reopenings(report) if report and partner else [],
        reopening=reopening(report) if report and partner else None,
        changes=[each for each in changed if each.label not in named],
        mended=[each for each in changed if each.label in named],
    )


def _verdict(ledger: TaskLedger, quarter: int) -> Verdict | None:
    """The class that was given, with who gave, confirmed or refused it."""
    given = ledger.verdict(quarter)
    if given:
        told = _with_people().first(verdict=given.pk)
        for name in VERDICTS_PEOPLE:
            setattr(given, name, getattr(told, name))
    return given


@cache
def _with_people() -> Reading[Verdict]:
    return Reading(Verdict.objects.filter(pk=slot("verdict")).select_related(*VERDICTS_PEOPLE))


def _is_left(ledger: TaskLedger, report: Report, on: date) -> bool:
    """Whether the coordinator's word on the quarter is still wanted."""
    period = report.period
    return ledger.at(period.quarter, on).left_to_word(is_over=period.closed_at is not None) is not None


def _lines(
    ledger: TaskLedger, sheet: ReportSheet | None, sight: Sight | None, on: date
) -> Sequence[QuarterLine]:
    """The four quarters as they stand, or as they were last told."""
    if sight:
        return tuple(told_lines(ledger, sight))
    return sheet.lines if sheet else tuple(quarter_lines(ledger, on))


def _around(report: Report | None, own: OwnReports | None, user: User) -> tuple[str, str]:
    """The way to the report before and after: of the own ones, of those that wait for review, or of all."""
    if report is None:
        return "", ""
    if own:
        return addresses_around(report, own.places)
    waits = report.state == ReportState.SUBMITTED and may_review(user, report)
    reports = Report.objects.waiting_for_review() if waits else Report.objects.all()
    return addresses_around(report, places_of(reports.filter(period=report.period_id)))


def _quarters(task: Task, shown: int) -> Switch:
    """The task's year and its four quarters."""
    year = task.yearly_list.year
    links = [Link("全年", reverse("task_detail", args=[year, task.number]))]
    for number in quarters_beside(shown):
        address = reverse("report_detail", args=[year, number, task.number])
        links.append(Link(Quarter(year, number).label, address, here=number == shown))
    return Switch("季度", tuple(links))
