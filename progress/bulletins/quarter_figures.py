"""The figures of a bulletin, drawn from accepted reports as a day sees them (domain.md, The bulletin)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from django.db.models.functions import Coalesce, TruncDate

from progress.bulletins.behind_figures import laggards, past_laggard
from progress.bulletins.correction_figures import corrections
from progress.bulletins.issue_differences import corrected_filings, corrected_tasks
from progress.bulletins.task_figures import TaskDay, task_figure
from progress.ledger.after_issue import marks_after_issue
from progress.ledger.filing_days import FilingDay
from progress.ledger.issued import IssuedQuarter, issued_quarters
from progress.ledger.ledgers import ledgers_for_bulletins
from progress.ledger.list_keys import keys_of
from progress.ledger.overdue import amiss
from progress.ledger.sight import standing_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import Coordination, Notice, ReportingPeriod
from progress.oversight.reads import entries_of
from progress.rules.figures import (
    BasisDocument,
    Compared,
    Figures,
    FilingCounts,
    GroupTally,
    LateTask,
    Measure,
    UnitFiling,
)
from progress.rules.standings import Standing, Tally, of_lead, tally
from progress.rules.states import (
    GOOD,
    LAGGING,
    LAST_QUARTER,
    FilingState,
    NoticeLevel,
    Punctuality,
)
from projects.models import Assignment, SourceDocument, YearlyList
from projects.models.side_by_side import Selection, Tables, side_by_side
from projects.models.statements import Statement, slot, statement
from projects.rules.calendar import local_day
from projects.rules.states import AssignmentRole, DocumentKind

SPACED = re.compile(
    r"(?<=[^!-~])\s+|\s+(?=[^!-~])"
)  # white space beside a Chinese character, as PDF text layers print it


def figures(period: ReportingPeriod, on: date) -> Figures:
    """Everything that the bulletin of a quarter says, by a constant number of queries."""
    return figures_of(ledgers_for_bulletins(keys_of(period.yearly_list_id)), period, on)


def figures_of(ledgers: Iterable[TaskLedger], period: ReportingPeriod, on: date) -> Figures:
    """The same from ledgers that are read already, all of the list's in their order."""
    (co, measures), issues = _beside(period, on), issued_quarters(period.yearly_list_id)
    before, ledgers = issues.get(period.quarter - 1), tuple(ledgers)
    in_issues = [each.id for ledger in ledgers for quarter in issues for each in ledger.reports_in(quarter)]
    marks = marks_after_issue(in_issues) if in_issues else {}
    days = [
        TaskDay(ledger, period.quarter, on, tuple(co[ledger.task.id]), marks, issues) for ledger in ledgers
    ]
    yearly_list, past = period.yearly_list, [each for day in days if (each := past_laggard(day))]
    standings_before = _standings_before(days, before)
    drawn = Figures(
        year=yearly_list.year,
        quarter=period.quarter,
        as_of=period.as_of,
        due_on=period.due_on,
        drawn_on=on,
        matters=yearly_list.matters,
        tasks=tuple(task_figure(day) for day in days),
        tally=tally(day.standing for day in days),
        tally_before=_tally_before(standings_before, before),
        basis=_basis(yearly_list),
        filing=_filing_counts(days),
        by_domain=tuple(_by_domain(days)),
        has_custom_domains=any(day.ledger.task.domain and day.ledger.task.domain.is_custom for day in days),
        by_matter=tuple(_by_matter(days)),
        by_unit=tuple(_by_unit(days)),
        laggards=tuple(each for day in days for each in laggards(day)),
        unit_filings=tuple(_unit_filings(days)),
        past_laggards=tuple(past),
        corrections=tuple(corrections(days, issues)),
        compared=_compared(days, standings_before),
        issue_before=before.number if before else None,
        oversight=entries_of(period.yearly_list_id) if period.quarter >= LAST_QUARTER else (),
        measures=measures,
    )
    told = issues.get(period.quarter)
    return _correcting(told, drawn, period) if told else drawn


def _correcting(told: IssuedQuarter, drawn: Figures, period: ReportingPeriod) -> Figures:
    """The figures of a quarter that was issued, with what they say otherwise than its last issue."""
    return replace(
        drawn,
        corrects=told.number,
        corrects_on=local_day(told.last_at),
        corrected=corrected_tasks(told, drawn, period),
        corrected_filings=corrected_filings(told.figures, drawn),
    )


def _beside(period: ReportingPeriod, on: date) -> tuple[dict[int, list[str]], tuple[Measure, ...]]:
    """The co-responsible of each task, by its key, as printed; meetings and notices since the quarter began.

    These come by task, of each the meetings first, by day.
    """
    named = {"yearly_list": period.yearly_list_id, "period": period.pk}
    found = side_by_side(_tables_beside, **named, first=period.when.first_day, on=on)
    co = defaultdict(list)
    for task, name in found["co"]:
        co[task].append(name)
    met = [Measure(number, day, "会办") for number, day in found["meetings"]]
    sent = [
        Measure(number, date.fromisoformat(day), NoticeLevel(level).word, reference)
        for number, day, level, reference in found["notices"]
    ]
    return co, tuple(sorted(met + sent, key=lambda each: each.number))


@cache
def _tables_beside() -> Tables:
    names = Assignment.objects.filter(task__yearly_list=slot("yearly_list"), role=AssignmentRole.CO)
    names = names.annotate(name=Coalesce("unit__name", "group__name")).order_by("order")
    meetings = Coordination.objects.filter(
        task__yearly_list=slot("yearly_list"), held_on__range=(slot("first"), slot("on"))
    )
    notices = Notice.objects.issued().not_withdrawn().filter(period=slot("period"), tasks__isnull=False)
    notices = notices.annotate(day=TruncDate("issued_at")).filter(day__lte=slot("on"))
    return {
        "co": Selection(names, ("task_id", "name"), tuple),
        "meetings": Selection(meetings.order_by("held_on", "pk"), ("task__number", "held_on"), tuple),
        "notices": Selection(
            notices.order_by("issued_at", "pk"), ("tasks__number", "day", "level", "reference"), tuple
        ),
    }


def _standings_before(days: Sequence[TaskDay], before: IssuedQuarter | None) -> dict[int, Standing]:
    """Where each task stood the quarter before: by its last issue, as it stands where none is out.

    Nothing where that quarter was never opened.
    """
    if before is not None:
        found = {day.ledger.task.number: day.told_before for day in days}
        return {number: standing for number, standing in found.items() if standing}
    if not any(day.ledger.reports_in(day.quarter - 1) for day in days):
        return {}
    return {day.ledger.task.number: standing_of(day.ledger, day.quarter - 1, day.on) for day in days}


def _tally_before(standings: Mapping[int, Standing], before: IssuedQuarter | None) -> Tally | None:
    """The counts of the quarter before; None where it was never opened."""
    if before is not None:
        return before.tally
    return tally(standings.values()) if standings else None


def _compared(days: Sequence[TaskDay], before: Mapping[int, Standing]) -> Compared | None:
    """The tasks that were judged in both quarters, counted in both; None where there are none."""
    pairs = [(before.get(day.ledger.task.number), day.standing) for day in days]
    judged = [(then, now) for then, now in pairs if then and _is_judged(then) and _is_judged(now)]
    if not judged:
        return None
    return Compared(
        tally(then for then, _ in judged),
        tally(now for _, now in judged),
        recovered=sum(then.code in LAGGING and now.code in GOOD for then, now in judged),
        slipped=sum(then.code in GOOD and now.code in LAGGING for then, now in judged),
    )


def _is_judged(standing: Standing) -> bool:
    return standing.code in GOOD or standing.code in LAGGING


def _basis(yearly_list: YearlyList) -> tuple[BasisDocument, ...]:
    """The documents that the list was read from, in the order of their kinds; else the list itself."""
    found = [
        BasisDocument(_close(title), number, day)
        for title, number, day in _documents().ask(yearly_list=yearly_list.pk)
        if title
    ]
    return tuple(found) or (
        BasisDocument(_close(yearly_list.title), yearly_list.document_number, yearly_list.issued_on),
    )


@cache
def _documents() -> Statement:
    kinds = (DocumentKind.BREAKDOWN, DocumentKind.SCHEDULE)
    rows = SourceDocument.objects.filter(yearly_list=slot("yearly_list"), kind__in=kinds)
    return statement(
        rows.order_by("kind", "issued_on", "pk").values_list("title", "document_number", "issued_on")
    )


def _close(title: str) -> str:
    """The title without white space beside Chinese characters."""
    return SPACED.sub("", title)


def _filing_counts(days: Iterable[TaskDay]) -> FilingCounts:
    owed = [each for day in days for each in day.at.owed_days]
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


def _by_matter(days: Iterable[TaskDay]) -> Iterator[GroupTally]:
    """Each matter's counts by its number; tasks that stand under none are left out."""
    groups = defaultdict(list)
    for day in days:
        if day.ledger.task.matter:
            groups[day.ledger.task.matter].append(day.standing)
    for matter in sorted(groups, key=lambda each: each.number):
        yield GroupTally(str(matter), tally(groups[matter]), matter.number)


def _by_unit(days: Iterable[TaskDay]) -> Iterator[GroupTally]:
    """Each lead unit's counts in the official order; a task with several leads counts for each.

    What a lead has not filed is its own 未报: as many as 未报迟报单位名单 names.
    """
    groups, units = defaultdict(list), {}
    for day in days:
        missing = {each.report.unit_id for each in day.days if each.state == FilingState.MISSING}
        for unit in day.ledger.leads:
            units[unit.id] = unit
            groups[unit.id].append(of_lead(day.standing, is_missing=unit.id in missing))
    for unit in sorted(units.values(), key=lambda each: each.order):
        yield GroupTally(unit.name, tally(groups[unit.id]))


def _unit_filings(days: Iterable[TaskDay]) -> Iterator[UnitFiling]:
    """The units that are on the overdue desk for their filing, in the official order."""
    groups, units = defaultdict(list), {}
    for day in days:
        for kind, filing in amiss(day.ledger, day.days):
            unit = filing.report.unit
            units[unit.id] = unit
            groups[unit.id].append((kind, day.ledger.task.number, filing))
    for unit in sorted(units.values(), key=lambda each: each.order):
        yield _unit_filing(unit.name, groups[unit.id])


def _unit_filing(unit: str, found: Sequence[tuple[str, int, FilingDay]]) -> UnitFiling:
    missing, not_refiled = (
        tuple(number for kind, number, _ in found if kind == asked)
        for asked in (FilingState.MISSING, FilingState.NOT_REFILED)
    )
    late = (LateTask(number, filing.late_days) for kind, number, filing in found if kind == Punctuality.LATE)
    return UnitFiling(unit, missing, not_refiled, tuple(late))
