"""The lines of the cards: what the issues, notices, contributions and the survey tell of each unit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from progress.ledger.issued import IssuedQuarter, issued_quarters
from progress.ledger.owed_contributions import SharedTask, shared_tasks
from progress.ledger.task_ledger import TaskLedger
from progress.models import Notice, Oversight, Scoring
from progress.oversight.reads import entry_of
from progress.rules import addresses
from progress.rules.oversight import OversightKind
from progress.rules.scoring import (
    LineKind,
    ScoredLine,
    survey_score,
    task_points,
)
from progress.rules.standings import Standing, of_lead
from progress.rules.states import (
    LAGGING,
    FilingState,
    NoticeLevel,
    VerdictClass,
    verdict_word,
)
from projects.models import Unit, UnitAlias, YearlyList
from projects.models.readings import Reading
from projects.models.statements import Statement, slot, statement
from projects.rules.quarters import NUMBERS, PERIODS, YEAR_END, Quarter

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Sources:
    """What the lines of a list's cards are worked out from, read once."""

    scoring: Scoring
    year: int
    issues: Mapping[int, IssuedQuarter]
    codes: Mapping[int, str]  # the year's class by task number
    missing: Mapping[int, frozenset[int]]  # by task number: the leads (keys) that have not filed
    basis: str  # by what the year's class stands: 全年, or the last quarter
    units: Mapping[str, Unit]  # by every name that an issue may have called it


def lines_by_unit(
    yearly_list: YearlyList, scoring: Scoring, ledgers: Sequence[TaskLedger], quarter: int, on: date
) -> dict[Unit, list[ScoredLine]]:
    """Every line of every unit that leads a task, or owed contributions where they are scored."""
    sources = _sources(yearly_list, scoring, ledgers, quarter, on)
    lines: dict[Unit, list[ScoredLine]] = defaultdict(list)
    for ledger in ledgers:
        for unit in ledger.leads:
            lines[unit].extend(_task_lines(ledger, sources, unit))
    owed = _owed_contributions(yearly_list, scoring, ledgers, on)
    for unit, line in _shared_lines(owed, scoring, leading=set(lines)):
        lines[unit].append(line)
    others = (
        *_filing_lines(sources),
        *_notice_lines(yearly_list, scoring),
        *_contribution_lines(owed, scoring),
        *_survey_lines(yearly_list, scoring, ledgers),
    )
    for unit, line in others:
        if unit in lines:
            lines[unit].append(line)
    return lines


def _sources(
    yearly_list: YearlyList, scoring: Scoring, ledgers: Iterable[TaskLedger], quarter: int, on: date
) -> Sources:
    issues = issued_quarters(yearly_list)
    year_issue = issues.get(YEAR_END)
    codes, missing = {}, {}
    for each in ledgers:
        told = year_issue.standing(each.task.number) if year_issue else None
        codes[each.task.number] = told.code if told else each.judged_at(quarter, on).code
        days = () if year_issue else each.at(quarter, on).days
        missing[each.task.number] = {day.report.unit_id for day in days if day.state == FilingState.MISSING}
    basis = "全年" if year_issue else Quarter(yearly_list.year, quarter).label
    units = _units_by_name()
    for filing in year_issue.unit_filings if year_issue else ():
        unit = units.get(filing.unit)
        for number in filing.missing if unit else ():
            missing.setdefault(number, set()).add(unit.pk)
    owing = {number: frozenset(found) for number, found in missing.items()}
    return Sources(scoring, yearly_list.year, issues, codes, owing, basis, units)


def _units_by_name() -> dict[str, Unit]:
    """Every unit of the register by each of its names; the one in use before others' earlier ones."""
    by_key = {each.pk: each for each in _units().ask()}
    earlier = {name: by_key[key] for name, key in _earlier_names().ask()}
    return earlier | {each.name: each for each in by_key.values()}


@cache
def _units() -> Reading[Unit]:
    return Reading(Unit.objects.all())


@cache
def _earlier_names() -> Statement:
    return statement(UnitAlias.objects.values_list("name", "unit"))


def _task_lines(ledger: TaskLedger, sources: Sources, unit: Unit) -> Iterator[ScoredLine]:
    """The task's own line, and what it adds or takes: behind in a quarter, early, more than promised."""
    number, scoring = ledger.task.number, sources.scoring
    told, url = sources.codes[number], addresses.task(sources.year, number)
    missing = sources.missing[number]
    is_anothers = bool(missing) and unit.pk not in missing
    code = (
        of_lead(Standing(told), is_missing=not is_anothers).code if told == VerdictClass.NOT_FILED else told
    )
    word = verdict_word(code, YEAR_END).partition("（")[0]
    if code != told:
        word += "（其他牵头单位未报）"
    points = task_points(code, scoring.by_class)
    words = f"第{number}项：{sources.basis}{word}"
    yield ScoredLine(f"task:{number}", LineKind.TASK, words, points, scoring.weight(number), url)
    yield from _behind_lines(number, sources)
    if code != VerdictClass.COMPLETED:
        return
    if _was_early(ledger, sources):
        yield ScoredLine(
            f"early:{number}", LineKind.EARLY, f"第{number}项：四季度前已完成", scoring.plus_early, url=url
        )
    last = sources.issues.get(YEAR_END) or sources.issues.get(NUMBERS[-1])
    figure = last.task(number) if last else None
    if figure and figure.exceeds:
        words = f"第{number}项：超额完成"
        yield ScoredLine(f"exceeded:{number}", LineKind.EXCEEDED, words, scoring.plus_exceeded, url=url)


def _behind_lines(number: int, sources: Sources) -> Iterator[ScoredLine]:
    """Behind in one of the first three quarters, as issued; the fourth is the year's own line."""
    for quarter in NUMBERS[:-1]:
        told = sources.issues[quarter].standing(number) if quarter in sources.issues else None
        if told and told.code in LAGGING:
            when = Quarter(sources.year, quarter)
            words = f"第{number}项：{when.label}{verdict_word(told.code, quarter).partition('（')[0]}"
            url = addresses.bulletin(sources.year, sources.issues[quarter].number)
            yield ScoredLine(
                f"behind:{quarter}:{number}", LineKind.BEHIND, words, -sources.scoring.minus_behind, url=url
            )


def _was_early(ledger: TaskLedger, sources: Sources) -> bool:
    """Closed, or finished in an issue, before the fourth quarter."""
    if ledger.closed_in is not None and ledger.closed_in < NUMBERS[-1]:
        return True
    early = (sources.issues[each] for each in NUMBERS[:-1] if each in sources.issues)
    standings = (each.standing(ledger.task.number) for each in early)
    return any(each and each.code == VerdictClass.COMPLETED for each in standings)


def _filing_lines(sources: Sources) -> Iterator[tuple[Unit, ScoredLine]]:
    """未报, else 迟报, and 退回未重报, as each issue named them; never two of the first for one report."""
    for quarter in PERIODS:
        issue = sources.issues.get(quarter)
        for filing in issue.unit_filings if issue else ():
            unit = sources.units.get(filing.unit)
            late = [each.number for each in filing.late if each.number not in filing.missing]
            kinds = (
                (LineKind.MISSING, filing.missing, sources.scoring.minus_missing),
                (LineKind.LATE, late, sources.scoring.minus_late),
                (LineKind.NOT_REFILED, filing.not_refiled, sources.scoring.minus_not_refiled),
            )
            for kind, numbers, points in kinds if unit else ():
                for number in numbers:
                    yield unit, _filing_line(kind, quarter, number, points, issue, sources.year)


def _filing_line(
    kind: LineKind, quarter: int, number: int, points: Decimal, issue: IssuedQuarter, year: int
) -> ScoredLine:
    words = f"第{number}项：{Quarter(year, quarter).label}{kind.word}（{issue.label}）"
    url = addresses.bulletin(year, issue.number)
    return ScoredLine(f"{kind}:{quarter}:{number}", kind, words, -points, url=url)


def _notice_lines(yearly_list: YearlyList, scoring: Scoring) -> Iterator[tuple[Unit, ScoredLine]]:
    """Every notice that was issued and not withdrawn, by its level."""
    points = {
        NoticeLevel.ALERT: scoring.minus_alert,
        NoticeLevel.ORDER: scoring.minus_order,
        NoticeLevel.LISTED: scoring.minus_listed,
    }
    for each in _notices().ask(yearly_list=yearly_list.pk):
        words = f"{each.get_level_display()}{each.reference}"
        url = addresses.notice(yearly_list.year, each.number)
        yield each.unit, ScoredLine(f"notice:{each.pk}", LineKind.NOTICE, words, -points[each.level], url=url)


@cache
def _notices() -> Reading[Notice]:
    issued = Notice.objects.filter(yearly_list=slot("yearly_list")).issued().not_withdrawn()
    return Reading(issued.select_related("unit").order_by("number"))


def _owed_contributions(
    yearly_list: YearlyList, scoring: Scoring, ledgers: Iterable[TaskLedger], on: date
) -> list[SharedTask]:
    """协同情况 owed in the four quarters; none where the points are 0. They are in no issue, so the papers
    themselves are asked; nothing is owed after a 销号.
    """
    if not scoring.minus_contribution:
        return []
    closed = {each.task.number: each.closed_in for each in ledgers if each.closed_in is not None}
    periods = yearly_list.periods.opened().filter(quarter__in=NUMBERS).order_by("quarter")
    return [
        paper
        for period in periods
        for paper in shared_tasks(period, on)
        if closed.get(paper.task.number, period.quarter) >= period.quarter
    ]


def _contribution_lines(owed: Iterable[SharedTask], scoring: Scoring) -> Iterator[tuple[Unit, ScoredLine]]:
    """What was owed and did not come, or came late."""
    for paper in owed:
        if paper.slip:
            number, quarter = paper.task.number, paper.period.quarter
            when = Quarter(paper.period.yearly_list.year, quarter).label
            words = f"第{number}项：{when}协同情况{paper.slip}（{paper.due_on:%Y-%m-%d}到期）"
            key = f"{LineKind.CONTRIBUTION}:{quarter}:{number}"
            points = -scoring.minus_contribution
            yield paper.unit, ScoredLine(key, LineKind.CONTRIBUTION, words, points, url=paper.address)


def _shared_lines(
    owed: Iterable[SharedTask], scoring: Scoring, *, leading: Collection[Unit]
) -> Iterator[tuple[Unit, ScoredLine]]:
    """What the card of a unit starts from that leads no task and owed contributions to others'."""
    papers: dict[Unit, list[SharedTask]] = defaultdict(list)
    for paper in owed:
        if paper.unit not in leading:
            papers[paper.unit].append(paper)
    for unit, own in papers.items():
        numbers = "、".join(map(str, sorted({each.task.number for each in own})))
        words = f"没有牵头任务，配合第{numbers}项，应报协同情况{len(own)}份"
        points, url = scoring.completed, own[-1].address
        yield unit, ScoredLine(LineKind.SHARED, LineKind.SHARED, words, points, Decimal(1), url)


def last_survey(yearly_list: YearlyList) -> Oversight | None:
    """The last survey on record about the whole list, the one that counts; None where there is none."""
    rows = Oversight.objects.in_place().filter(yearly_list=yearly_list, kind=OversightKind.SURVEY)
    return rows.filter(task=None, matter=None).last()


def _survey_lines(
    yearly_list: YearlyList, scoring: Scoring, ledgers: Iterable[TaskLedger]
) -> Iterator[tuple[Unit, ScoredLine]]:
    """What the last survey gives each unit by the domains of its tasks; nothing where the points are 0."""
    row = last_survey(yearly_list) if scoring.plus_survey else None
    if row is None:
        return
    survey = entry_of(row)
    named = dict(yearly_list.tasks.exclude(domain=None).values_list("number", "domain__name"))
    led: dict[Unit, list[str]] = defaultdict(list)
    for ledger in ledgers:
        for unit in ledger.leads:
            led[unit].append(named.get(ledger.task.number, ""))
    by_domain = [(each.name, each.score) for each in survey.scores]
    url = addresses.oversight(yearly_list.year)
    for unit, domains in led.items():
        score = survey_score(survey.score, by_domain, domains)
        words = f"{survey.when}满意度调查：{score.working(scoring.plus_survey)}"
        points = score.points(scoring.plus_survey)
        yield unit, ScoredLine(f"survey:{row.pk}", LineKind.SURVEY, words, points, url=url)


def short_points(points: Decimal) -> Decimal:
    """To tenths, as the table of points is; to hundredths where they were typed."""
    tenths = points.quantize(TENTH)
    return tenths if tenths == points else points
