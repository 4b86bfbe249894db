"""The figures of a bulletin, drawn from accepted reports as a day sees them (domain.md, The bulletin)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, prefetch_related_objects
from django.db.models.functions import Coalesce

from progress.bulletins.issue_differences import VERDICT_LABEL, corrected_filings, corrected_tasks
from progress.bulletins.task_figures import TaskDay, laggards, past_laggard, task_figure
from progress.ledger.after_issue import TELLING, marks_after_issue, reasons_given, was_told
from progress.ledger.issued import IssuedQuarter, issued_quarters
from progress.ledger.ledgers import ledgers_of
from progress.ledger.overdue import OverdueRow, rows_of
from progress.ledger.rounds import texts_by_label
from progress.ledger.sight import standing_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import Report, ReportingPeriod, Review
from progress.rules.figures import (
    BasisDocument,
    Changed,
    CorrectedReport,
    Figures,
    FilingCounts,
    GroupTally,
    LateTask,
    UnitFiling,
)
from progress.rules.standings import Tally, tally
from progress.rules.states import FilingState, Punctuality, ReviewDecision, verdict_word
from projects.models import Assignment, Task, YearlyList
from projects.rules.states import AssignmentRole, DocumentKind

SPACED = re.compile(
    r"(?<=[^!-~])\s+|\s+(?=[^!-~])"
)  # white space beside a Chinese character, as PDF text layers print it


def figures(period: ReportingPeriod, on: date) -> Figures:
    """Everything that the bulletin of a quarter says, by a constant number of queries."""
    return figures_of(
        ledgers_of(Task.objects.filter(yearly_list=period.yearly_list_id).order_by("number")), period, on
    )


def figures_of(ledgers: Iterable[TaskLedger], period: ReportingPeriod, on: date) -> Figures:
    """The same from ledgers that are read already, all of the list's in their order."""
    co, issues = _co_names(period.yearly_list_id), issued_quarters(period.yearly_list_id)
    before = issues.get(period.quarter - 1)
    ledgers = tuple(ledgers)
    marks = marks_after_issue([each.pk for ledger in ledgers for each in ledger.reports]) if issues else {}
    days = [TaskDay(ledger, period.quarter, on, co[ledger.task.pk], marks, issues) for ledger in ledgers]
    yearly_list, past = period.yearly_list, [each for day in days if (each := past_laggard(day))]
    drawn = Figures(
        year=yearly_list.year,
        quarter=period.quarter,
        as_of=period.as_of,
        due_on=period.due_on,
        drawn_on=on,
        matters=yearly_list.matters,
        tasks=tuple(task_figure(day) for day in days),
        tally=tally(day.standing for day in days),
        tally_before=_tally_before(days, before),
        basis=_basis(yearly_list),
        filing=_filing_counts(days),
        by_domain=tuple(_by_domain(days)),
        has_custom_domains=any(day.ledger.task.domain and day.ledger.task.domain.is_custom for day in days),
        by_unit=tuple(_by_unit(days)),
        laggards=tuple(each for day in days for each in laggards(day)),
        unit_filings=tuple(_unit_filings(days)),
        past_laggards=tuple(past),
        corrections=tuple(_corrections(days, issues)),
    )
    told = issues.get(period.quarter)
    return _correcting(told, drawn, period) if told else drawn


def _correcting(told: IssuedQuarter, drawn: Figures, period: ReportingPeriod) -> Figures:
    """The figures of a quarter that was issued, with what they say otherwise than its last issue."""
    return replace(
        drawn,
        corrects=told.number,
        corrected=corrected_tasks(told, drawn, period),
        corrected_filings=corrected_filings(told.figures, drawn),
    )


def _co_names(yearly_list: int) -> dict[int, tuple[str, ...]]:
    """The co-responsible units and groups of each task, in the printed order."""
    names = (
        Assignment.objects.filter(task=OuterRef("pk"), role=AssignmentRole.CO)
        .order_by("order")
        .values_list(Coalesce("unit__name", "group__name"))
    )
    return {
        key: tuple(found)
        for key, found in Task.objects.filter(yearly_list=yearly_list).values_list("pk", ArraySubquery(names))
    }


def _tally_before(days: Sequence[TaskDay], before: IssuedQuarter | None) -> Tally | None:
    """The quarter before as its last issue tells it; as it stands where none is out, None where unopened."""
    if before is not None:
        return before.tally
    if not any(day.ledger.reports_in(day.quarter - 1) for day in days):
        return None
    return tally(standing_of(day.ledger, day.quarter - 1, day.on) for day in days)


def _basis(yearly_list: YearlyList) -> tuple[BasisDocument, ...]:
    """The documents that the list was read from, in the order of their kinds; else the list itself."""
    rows = yearly_list.documents.filter(kind__in=(DocumentKind.BREAKDOWN, DocumentKind.SCHEDULE)).order_by(
        "kind", "issued_on", "pk"
    )
    found = [
        BasisDocument(_close(title), number, day)
        for title, number, day in rows.values_list("title", "document_number", "issued_on")
        if title
    ]
    return tuple(found) or (
        BasisDocument(_close(yearly_list.title), yearly_list.document_number, yearly_list.issued_on),
    )


def _close(title: str) -> str:
    """The title without white space beside Chinese characters."""
    return SPACED.sub("", title)


def _filing_counts(days: Iterable[TaskDay]) -> FilingCounts:
    owed = [each for day in days for each in day.ledger.owed_days(day.quarter, day.on)]
    counts = Counter(each.state for each in owed)
    named = (
        FilingState.ACCEPTED,
        FilingState.PENDING,
        FilingState.RETURNED,
        FilingState.NOT_REFILED,
        FilingState.MISSING,
    )
    return FilingCounts(
        owed=len(owed),
        accepted=counts[FilingState.ACCEPTED],
        pending=counts[FilingState.PENDING],
        returned=counts[FilingState.RETURNED] + counts[FilingState.NOT_REFILED],
        missing=counts[FilingState.MISSING],
        unsubmitted=len(owed) - sum(counts[state] for state in named),
        late=sum(each.is_late for each in owed),
    )


def _by_domain(days: Iterable[TaskDay]) -> Iterator[GroupTally]:
    """Each domain's counts in the list's order; what has none is left out."""
    groups = defaultdict(list)
    for day in days:
        if day.ledger.task.domain:
            groups[day.ledger.task.domain].append(day.standing)
    for domain in sorted(groups, key=lambda each: each.order):
        yield GroupTally(domain.name, tally(groups[domain]))


def _by_unit(days: Iterable[TaskDay]) -> Iterator[GroupTally]:
    """Each lead unit's counts in the official order; a task with several leads counts for each."""
    groups = defaultdict(list)
    for day in days:
        for unit in day.ledger.leads:
            groups[unit].append(day.standing)
    for unit in sorted(groups, key=lambda each: each.order):
        yield GroupTally(unit.name, tally(groups[unit]))


def _unit_filings(days: Iterable[TaskDay]) -> Iterator[UnitFiling]:
    """The units that are on the overdue desk for their filing, in the official order."""
    groups = defaultdict(list)
    for day in days:
        for row in rows_of(day.ledger, day.quarter, day.on, day.issues):
            if row.kind in (FilingState.MISSING, Punctuality.LATE, FilingState.NOT_REFILED):
                groups[row.report.unit].append(row)
    for unit in sorted(groups, key=lambda each: each.order):
        yield _unit_filing(unit.name, groups[unit])


def _unit_filing(unit: str, rows: Sequence[OverdueRow]) -> UnitFiling:
    missing, not_refiled = (
        tuple(row.task.number for row in rows if row.kind == kind)
        for kind in (FilingState.MISSING, FilingState.NOT_REFILED)
    )
    return UnitFiling(
        unit,
        missing,
        not_refiled,
        tuple(LateTask(row.task.number, row.days) for row in rows if row.kind == Punctuality.LATE),
    )


def _corrections(days: Sequence[TaskDay], issues: Mapping[int, IssuedQuarter]) -> Iterator[CorrectedReport]:
    """通报后更正、补报: what of earlier quarters was accepted or judged anew since it was last told."""
    quarter = days[0].quarter if days else 0
    rows = [
        each
        for day in days
        for each in day.ledger.reports
        if each.pk in day.marks and each.period.quarter < quarter
    ]
    on_days = {day.ledger.task.pk: day for day in days}
    for report in sorted(_with_decisions(rows), key=lambda each: (each.task.number, each.period.quarter)):
        since = _last_told(report.period.quarter, quarter, issues)
        fresh = [each for each in report.all_decisions if each.decided_at > since]
        if any(each.decision in TELLING for each in fresh):
            yield _corrected(report, since, on_days[report.task.pk], issues[report.period.quarter])


def _last_told(reported: int, quarter: int, issues: Mapping[int, IssuedQuarter]) -> datetime:
    """When an earlier quarter was last told of: by its own last issue, or one of a quarter since."""
    return max(issues[number].last_at for number in range(reported, quarter) if number in issues)


def _corrected(report: Report, since: datetime, day: TaskDay, told: IssuedQuarter) -> CorrectedReport:
    decided = [(each.decision, each.decided_at) for each in report.all_decisions]
    is_first = not was_told(decided, since)
    accepted = [each for each in report.all_decisions if each.decision == ReviewDecision.ACCEPT]
    changes = () if is_first else _round_changes(accepted, since)
    return CorrectedReport(
        report.task.number,
        report.period.quarter,
        report.unit.name,
        report.task.in_print,
        (*_class_change(report, day, told), *changes),
        is_first,
        "；".join(reasons_given(report.all_decisions, since)),
    )


def _class_change(report: Report, day: TaskDay, told: IssuedQuarter) -> Iterator[Changed]:
    """The class of that quarter, where it is another now than was told."""
    before, now = told.task(report.task.number), day.codes.get(told.quarter)
    if before is not None and now is not None and now != before.code:
        yield Changed(VERDICT_LABEL, before.word, verdict_word(now, told.quarter))


def _with_decisions(reports: Sequence[Report]) -> list[Report]:
    """The reports with their decisions in order, each with its round."""
    decisions = Review.objects.select_related("round").order_by("decided_at", "pk")
    prefetch_related_objects(reports, Prefetch("reviews", decisions, to_attr="all_decisions"))
    return list(reports)


def _round_changes(accepted: Sequence[Review], since: datetime) -> tuple[Changed, ...]:
    """What the last accepted round says otherwise than the one that was told."""
    told = [each for each in accepted if each.decided_at <= since]
    before, after = (texts_by_label(each.round.content) for each in (told[-1], accepted[-1]))
    return tuple(
        Changed(label, before.get(label, ""), text)
        for label, text in after.items()
        if before.get(label, "") != text
    )
