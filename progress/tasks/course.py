"""A task's year: each quarter's verdict, each target's planned and accepted totals (Judging progress)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString

from progress.ledger.filing_days import FilingDay
from progress.ledger.ledgers import ledger_of
from progress.ledger.sight import Sight, TaskVerdicts, sight_of, told_totals, verdicts_of
from progress.ledger.task_ledger import TaskLedger
from progress.rules.standings import streak, streak_mark
from progress.rules.states import (
    CAUGHT_UP_MARK,
    FORMER_PLAN_MARK,
    NEWER_MARK,
    Punctuality,
    VerdictClass,
    verdict_word,
)
from progress.rules.totals import last_known
from progress.rules.weighing import completion_rate
from progress.year.charts import Lines, drawn_lines, lines
from projects.models import Target, Task, User
from projects.rules.amounts import worded
from projects.rules.planning import PlannedQuarter
from projects.rules.quarters import NUMBERS, Quarter, with_year_end
from projects.rules.states import Nature


@dataclass(frozen=True)
class QuarterStep:
    """One quarter of a task; `code` is "" where there is no verdict that the person may see."""

    quarter: Quarter
    is_open: bool
    code: str = ""
    marks: tuple[str, ...] = ()
    gap: Decimal | None = None
    days: tuple[FilingDay, ...] = ()  # where each report stands, for those who may see it

    @property
    def word(self) -> str:
        """The class in words."""
        return verdict_word(self.code, self.quarter.number) if self.code else ""

    @property
    def tone(self) -> str:
        return VerdictClass.tone_of(self.code)


@dataclass(frozen=True)
class TargetCourse:
    """One target over the year: totals by quarter, the rate of completion, and a drawing of both."""

    target: Target
    planned: tuple[PlannedQuarter, ...]
    actual: Mapping[int, Decimal]
    rate: Decimal | None

    @property
    def cells(self) -> list[tuple[Quarter, str, str]]:
        """Quarter, planned and actual total for reading."""
        return [
            (
                Quarter(self.target.task.yearly_list.year, number),
                worded(self.planned[number - 1].ytd) or "—",
                worded(self.actual.get(number)) or "—",
            )
            for number in NUMBERS
        ]

    @property
    def drawing(self) -> SafeString:
        """The lines as SVG."""
        return drawn_lines(self.lines, name=self.target.in_print)

    @property
    def lines(self) -> Lines:
        """Planned and actual as two lines towards the year's target."""
        planned = {each.quarter: each.ytd for each in self.planned if each.ytd is not None}
        start = Decimal(0) if self.target.nature == Nature.COUNT else self.target.baseline
        actual = {min(number, NUMBERS[-1]): self.actual[number] for number in sorted(self.actual)}
        return lines(planned, actual, goal=self.target.quantity, start=start, words=worded)


@dataclass(frozen=True)
class Course:
    """A task's year; `sight` says of whom the person may see what."""

    ledger: TaskLedger
    sight: Sight
    steps: tuple[QuarterStep, ...]
    targets: tuple[TargetCourse, ...]
    sees_all: bool  # the rounds, the filing states, what is not accepted yet


def course_of(task: Task, user: User, on: date) -> Course | None:
    """The year of one task as a person may see it; None before the first quarter opens."""
    sight = sight_of(task.yearly_list, user)
    if not sight.periods:
        return None
    ledger = ledger_of(task)
    sees_all = sight.sees_now(task)
    verdicts = verdicts_of(ledger, sight, on)
    quarters = [Quarter(task.yearly_list.year, number) for number in with_year_end(sight.quarters)]
    steps = tuple(_step(verdicts, each, on) for each in quarters)
    targets = tuple(_target(ledger, each, sight) for each in ledger.figures.targets)
    return Course(ledger, sight, steps, targets, sees_all)


def _step(verdicts: TaskVerdicts, quarter: Quarter, on: date) -> QuarterStep:
    ledger, codes, sight = verdicts.ledger, verdicts.codes, verdicts.sight
    number = quarter.number
    if number not in codes:
        return QuarterStep(quarter, number in sight.quarters)
    running = streak_mark(streak(codes, number))
    made_up = CAUGHT_UP_MARK if verdicts.has_caught_up(number, on) else ""
    revised = FORMER_PLAN_MARK if ledger.is_judged_by_former_plan(number) else ""
    newer = NEWER_MARK if verdicts.has_newer(number) else ""
    told = sight.told_of(ledger.task, number)
    marks = told.remarks if told else ledger.judged_at(number, on).judgement.marks
    why = verdicts.standings[number].note  # of 待评定; the marks name some of the reasons too
    loaded = Punctuality.BACKFILLED.word if number in sight.backfilled else ""
    shown = dict.fromkeys(filter(None, (loaded, running, why, made_up, revised, *marks, newer)))
    days = tuple(ledger.at(number, on).days) if sight.sees_now(ledger.task) else ()
    return QuarterStep(quarter, True, codes[number], tuple(shown), verdicts.points_behind(number, on), days)


def _target(ledger: TaskLedger, target: Target, sight: Sight) -> TargetCourse:
    planned = ledger.planned(target)
    if not sight.sees_now(ledger.task):
        told = told_totals(ledger, target, sight)
        totals = {quarter: each.actual for quarter, each in told.items() if each.actual is not None}
        rate = told[max(told)].completion if told else None
        return TargetCourse(target, planned, totals, rate)
    totals = ledger.figures.totals(target)
    last = max(totals, default=None)
    figures = {each.key: each for each in ledger.targets_today(last)} if last else {}
    rate = completion_rate(figures[target.pk]) if last and last_known(totals, last + 1) is not None else None
    return TargetCourse(target, planned, totals, rate)
