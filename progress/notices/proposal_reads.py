"""What a notice could be drafted about, and why: the overdue desk's lines as proposals."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import QuerySet

from progress.ledger.list_keys import keys_of
from progress.ledger.overdue import OverdueRow, rows_about
from progress.models import ListSettings, Notice, ReportingPeriod
from progress.rules import addresses, escalation
from progress.rules.deadlines import chased_after
from progress.rules.escalation import Fact, Lag
from progress.rules.states import (
    FilingState,
    NoticeGround,
    Punctuality,
    VerdictClass,
    verdict_word,
)
from projects.models import Task, Unit
from projects.models.statements import Statement, slot, statement
from projects.rules.calendar import shift_working_days
from projects.rules.quarters import Quarter
from projects.rules.seals import seal_of


@dataclass(frozen=True)
class Shortcoming:
    """What a quarter's figures say against one unit about one task."""

    task: Task
    unit: Unit
    grounds: tuple[str, ...]
    filing: str
    words: str  # 事由 where it stands alone
    fact: Fact


@dataclass(frozen=True)
class NoticeProposal:
    """One notice that could be drafted: to a unit, about one task that lags or all its tasks that are
    missing.
    """

    unit: Unit
    tasks: tuple[Task, ...]
    grounds: tuple[str, ...]
    words: str
    when: Quarter
    kinds: tuple[str, ...] = ()  # what stands on the overdue desk

    @property
    def key(self) -> str:
        """What its tick box posts: sjyj:36-37."""
        return f"{self.unit.code}:{'-'.join(str(task.number) for task in self.tasks)}"

    @property
    def numbers(self) -> str:
        return "、".join(str(task.number) for task in self.tasks)

    @property
    def address(self) -> str:
        """The form of a new notice about it."""
        return addresses.new_notice(self.when, self.unit.code, [task.number for task in self.tasks])

    @property
    def unit_address(self) -> str:
        """Everything that the unit answers for."""
        return addresses.unit(self.unit.code)

    @property
    def reports(self) -> list[tuple[int, str]]:
        """The tasks by number, each with the way to its report."""
        where = self.when.year, self.when.number
        numbers = [each.number for each in self.tasks]
        return [(number, addresses.report(*where, number, self.unit.code)) for number in numbers]

    @property
    def seal(self) -> str:
        """A mark of how the proposal stood in the list that was read."""
        return seal_of(self.key, self.words)

    @property
    def ground_words(self) -> str:
        return "、".join(NoticeGround(each).word for each in self.grounds)

    @property
    def is_missing(self) -> bool:
        return NoticeGround.MISSING in self.grounds


def proposals(period: ReportingPeriod, on: date) -> list[NoticeProposal]:
    """Far behind, behind two quarters running, or missing after the grace days.

    Nothing that a notice of this quarter is about.
    """
    taken = set(_noticed().ask(period=period.pk))
    shortcomings = [
        each
        for each in _shortcomings(keys_of(period.yearly_list_id), period, on)
        if each.grounds and (each.task.pk, each.unit.pk) not in taken
    ]
    missing = [each for each in shortcomings if NoticeGround.MISSING in each.grounds]
    by_unit = {each.unit: [other for other in missing if other.unit == each.unit] for each in missing}
    lagging = [
        proposal([each], period, on) for each in shortcomings if NoticeGround.MISSING not in each.grounds
    ]
    return [
        *lagging,
        *(
            proposal(found, period, on)
            for _, found in sorted(by_unit.items(), key=lambda pair: pair[0].order)
        ),
    ]


def shortcomings_of(
    tasks: QuerySet[Task], period: ReportingPeriod, on: date, unit: Unit | None = None
) -> list[Shortcoming]:
    """What stands on the overdue desk against each lead (or one unit) about these tasks, by a constant number
    of queries.
    """
    return _shortcomings(list(tasks.values_list("pk", flat=True)), period, on, unit)


@cache
def _noticed() -> Statement:
    """The tasks and units that a quarter's notices are about, by key."""
    rows = Notice.objects.not_withdrawn().filter(period=slot("period"))
    return statement(rows.order_by().values_list("tasks", "unit"))


def _shortcomings(
    tasks: Sequence[int], period: ReportingPeriod, on: date, unit: Unit | None = None
) -> list[Shortcoming]:
    grace_until = shift_working_days(period.due_on, ListSettings.objects.of(period.yearly_list).grace_days)
    rows = rows_about(tasks, period, on)
    missing = {(row.task.pk, row.units[0].pk) for row in rows if row.kind == FilingState.MISSING}
    shortcomings = []
    for row in rows:
        for each in row.units:
            is_asked = each.is_active and (unit is None or each == unit)
            # what is missing is the matter then: that it is behind too follows from it
            is_said = row.kind == VerdictClass.BEHIND and (row.task.pk, each.pk) in missing
            if is_asked and not is_said:
                shortcomings.append(_shortcoming(row, each, period, grace_until, on))
    return shortcomings


def facts_against(unit: Unit, tasks: Collection[Task], period: ReportingPeriod, on: date) -> list[Fact]:
    """What stands against a unit about these tasks: what a notice about them rests on."""
    rows = Task.objects.filter(pk__in=[task.pk for task in tasks]).order_by("number")
    return [each.fact for each in shortcomings_of(rows, period, on, unit)]


def proposal(shortcomings: Sequence[Shortcoming], period: ReportingPeriod, on: date) -> NoticeProposal:
    """One notice about all of these, which are one unit's."""
    missing = [each.task.number for each in shortcomings if each.filing == FilingState.MISSING]
    words = [each.words for each in shortcomings if each.filing != FilingState.MISSING and each.words]
    if missing:
        words.append(escalation.missing_words(period.when, period.due_on, missing, on))
    grounds = tuple(dict.fromkeys(ground for each in shortcomings for ground in each.grounds))
    tasks, kinds = (
        dict.fromkeys(each.task for each in shortcomings),
        dict.fromkeys(each.filing for each in shortcomings),
    )
    said = "\n".join(words)
    return NoticeProposal(shortcomings[0].unit, tuple(tasks), grounds, said, period.when, tuple(kinds))


def _shortcoming(
    row: OverdueRow, unit: Unit, period: ReportingPeriod, grace_until: date, on: date
) -> Shortcoming:
    lag = Lag(
        row.code,
        row.streak if row.kind == VerdictClass.BEHIND else 0,
        row.kind,
        chased_after(grace_until, row.granted_until),
    )
    words = "" if row.kind == FilingState.MISSING else _words(row, period, on)
    return Shortcoming(
        row.task,
        unit,
        escalation.grounds_of(lag, on),
        row.kind,
        words,
        _fact(row, words, period.quarter),
    )


def _fact(row: OverdueRow, words: str, quarter: int) -> Fact:
    """The line as a notice keeps it; the days that pass while a report is missing change nothing."""
    if row.kind == VerdictClass.BEHIND:
        return Fact(row.task.number, row.kind, verdict_word(row.code, quarter), seal_of(words))
    word = Punctuality.LATE.word if row.kind == Punctuality.LATE else FilingState(row.kind).word
    return Fact(row.task.number, row.kind, word, seal_of(row.due_on, row.granted_until))


def _words(row: OverdueRow, period: ReportingPeriod, on: date) -> str:
    when, number = period.when, row.task.number
    if row.kind == Punctuality.LATE:
        return escalation.late_words(when, row.due_on, number, row.days)
    if row.kind == FilingState.NOT_REFILED:
        return escalation.not_refiled_words(when, row.due_on, number, on)
    return escalation.lagging_words(
        when,
        period.as_of,
        number,
        verdict_word(row.code, period.quarter),
        row.why,
        row.streak,
    )
