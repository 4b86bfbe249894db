"""The verdicts of a year as a person may see them; every page counts from here (domain.md, Who sees what).

The own tasks, and to the commission all, are told as they stand; everybody else is told what the last issue
of each quarter says, and only that there is something newer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import IntegerField
from django.utils.functional import cached_property

from progress.ledger.issued import IssuedQuarter, issued_quarters, newer_than_told, told_target
from progress.ledger.ledgers import ledgers_of_keys
from progress.ledger.list_keys import keys_by_number, keys_of
from progress.ledger.opened_periods import opened_periods
from progress.ledger.task_ledger import TaskLedger
from progress.models import ReportingPeriod
from progress.rules.figures import TargetProgress, TaskFigure
from progress.rules.standings import Standing, Tally, has_caught_up, tally
from progress.rules.states import GOOD, LAGGING, VerdictClass
from progress.rules.weighing import LAST_QUARTER
from projects.models import Target, Task, User, YearlyList
from projects.models.statements import Statement, among, slot, statement
from projects.rules.quarters import Quarter


@dataclass(frozen=True)
class Sight:
    """What a person may see: every task's verdict in public quarters, the own tasks' in every opened one."""

    periods: tuple[ReportingPeriod, ...]  # opened, in their order
    public: frozenset[int]
    own: frozenset[int]  # the tasks by key, of a unit
    told: Mapping[int, IssuedQuarter] | None = None  # by quarter; None for who reads everything as it stands
    newer: frozenset[tuple[int, int]] = frozenset()  # task by key and quarter: changed since it was told

    @property
    def quarters(self) -> tuple[int, ...]:
        """The opened quarters."""
        return tuple(each.quarter for each in self.periods)

    @property
    def backfilled(self) -> frozenset[int]:
        """补录: the quarters that were loaded as a whole."""
        return frozenset(each.quarter for each in self.periods if each.is_backfilled)

    @property
    def last(self) -> int | None:
        """The quarter at which the year's totals stand: the last one of which everything may be seen."""
        return max(self.public, default=None)

    def sees_now(self, task: Task) -> bool:
        """Whether the task is seen as it stands today, what is not accepted yet too."""
        return self.told is None or task.pk in self.own

    def quarters_of(self, task: Task) -> tuple[int, ...]:
        """The quarters in which this task's verdict may be seen."""
        return tuple(each for each in self.quarters if each in self.public or task.pk in self.own)

    def told_of(self, task: Task, quarter: int) -> TaskFigure | None:
        """The task's row in the last issue, for who sees no more."""
        if self.sees_now(task) or quarter not in self.told:
            return None
        return self.told[quarter].task(task.number)

    def has_newer(self, task: Task, quarter: int) -> bool:
        """有更新: something was accepted or judged anew that the person is not told before the next issue."""
        return not self.sees_now(task) and (task.pk, quarter) in self.newer


@dataclass(frozen=True)
class TaskVerdicts:
    """One task with its standing in each quarter that the person may see."""

    ledger: TaskLedger
    standings: Mapping[int, Standing]
    sight: Sight

    @property
    def task(self) -> Task:
        return self.ledger.task

    @cached_property
    def codes(self) -> dict[int, str]:
        """The class of each quarter."""
        return {quarter: standing.code for quarter, standing in self.standings.items()}

    def points_behind(self, quarter: int, on: date) -> Decimal | None:
        """滞后 x 个百分点; None where nothing is behind, or not in points."""
        if self.codes.get(quarter) not in LAGGING:
            return None
        if self.sight.sees_now(self.task):
            return self.ledger.judged_at(quarter, on).judgement.points_behind
        told = self.sight.told_of(self.task, quarter)
        return told.points_behind if told else None

    def has_newer(self, quarter: int) -> bool:
        """有更新."""
        return self.sight.has_newer(self.task, quarter)

    def has_caught_up(self, quarter: int, on: date) -> bool:
        """已赶上序时: what lagged was made up for in a later quarter that the person may see; it stays so.

        A quarter without accepted figures is in none of the good classes and says nothing.
        """
        past, ledger = self.standings.get(quarter), self.ledger
        if past is None or past.code not in LAGGING:
            return False
        if not self.sight.sees_now(self.task):
            later = (issue for number, issue in self.sight.told.items() if number > quarter)
            return any(each.has_caught_up(self.task.number) for each in later)
        return any(
            has_caught_up(
                ledger.judged_at(quarter, on).judgement,
                past.code,
                later.code,
                ledger.figures.last_totals(number),
                rules=ledger.rules,
            )
            for number, later in self.standings.items()
            if number > quarter and later.code in GOOD
        )


@dataclass(frozen=True)
class YearVerdicts:
    """Every task of a list."""

    sight: Sight
    tasks: tuple[TaskVerdicts, ...]

    def counted(self, quarter: int, numbers: Iterable[int] | None = None) -> Tally:
        """How many tasks stand where, as far as the person may see it; of these `numbers` where given."""
        found = (
            self.tasks
            if numbers is None
            else (self._by_number[number] for number in numbers if number in self._by_number)
        )
        return tally(each.standings[quarter] for each in found if quarter in each.standings)

    @cached_property
    def _by_number(self) -> dict[int, TaskVerdicts]:
        return {each.task.number: each for each in self.tasks}


def sight_of(yearly_list: YearlyList, user: User) -> Sight:
    """What this person may see; the coordinator and the supervisor everything."""
    periods = tuple(opened_periods(yearly_list))
    if user.has_perm("read_everything"):
        return Sight(periods, frozenset(each.quarter for each in periods), frozenset())
    told = issued_quarters(yearly_list) if periods else {}
    own = (
        _answered_for().ask(yearly_list=yearly_list.pk, unit=user.unit.code)
        if periods and user.unit_id
        else ()
    )
    newer = newer_than_told(yearly_list, told) if told else frozenset()
    return Sight(periods, frozenset(told), frozenset(task for (task,) in own), told, newer)


@cache
def _answered_for() -> Statement:
    tasks = Task.objects.filter(yearly_list=slot("yearly_list")).answered_for(slot("unit"))
    return statement(tasks.order_by().values_list("pk"))


@cache
def _named() -> Statement:
    """The tasks with these numbers, each by number and key."""
    tasks = Task.objects.filter(
        among("number", "numbers", of=IntegerField()), yearly_list=slot("yearly_list")
    )
    return statement(tasks.order_by("number").values_list("number", "pk"))


def is_partner(ledger: TaskLedger, user: User) -> bool:
    """Whether the person reads what is not accepted yet: coordinator, supervisor, the task's units."""
    return any(each.pk == user.unit_id for each in ledger.leads) or is_partner_of(ledger.task.pk, user)


def is_partner_of(task: int, user: User) -> bool:
    """The same as `is_partner`, for who has the task's key and no ledger."""
    if user.has_perm("read_everything"):
        return True
    return user.unit is not None and Task.objects.filter(pk=task).answered_for(user.unit.code).exists()


def year_verdicts(
    yearly_list: YearlyList, user: User, on: date, *, weighed: Collection[int] = ()
) -> YearVerdicts:
    """Every task of the list in every opened quarter, by a constant number of queries.

    Points behind and 已赶上序时 can be asked for the laggards of the `weighed` quarters only.
    """
    sight = sight_of(yearly_list, user)
    keys = keys_of(yearly_list.pk) if sight.periods else []
    ledgers = ledgers_of_keys(keys, sight.quarters, on, weighed=weighed, judged=sight.sees_now)
    return YearVerdicts(sight, tuple(verdicts_of(ledger, sight, on) for ledger in ledgers))


def verdicts_of(ledger: TaskLedger, sight: Sight, on: date) -> TaskVerdicts:
    """One task's standing in each quarter that the person may see: as it stands, or as it was last told."""
    task = ledger.task
    if sight.sees_now(task):
        standings = {quarter: standing_of(ledger, quarter, on) for quarter in sight.quarters_of(task)}
    else:
        told = {quarter: issue.standing(task.number) for quarter, issue in sorted(sight.told.items())}
        standings = {quarter: standing for quarter, standing in told.items() if standing}
    return TaskVerdicts(ledger, standings, sight)


def told_totals(ledger: TaskLedger, target: Target, sight: Sight) -> dict[int, TargetProgress]:
    """What the last issues tell of one target, by quarter."""
    label, place = target.in_print, list(ledger.figures.targets).index(target)
    rows = {quarter: sight.told_of(ledger.task, quarter) for quarter in sorted(sight.told)}
    found = {quarter: told_target(row, label, place) for quarter, row in rows.items() if row}
    return {quarter: each for quarter, each in found.items() if each}


def standing_of(ledger: TaskLedger, quarter: int, on: date) -> Standing:
    """The class that counts; why it is 待评定, or what 已完成 rests on and holds."""
    judged = ledger.judged_at(quarter, on)
    code = judged.code
    tells_the_year = quarter >= LAST_QUARTER and code in GOOD
    return Standing(
        code,
        reason=judged.open_reason,
        is_unreported=code == VerdictClass.COMPLETED and judged.is_unreported,
        is_exceeded=tells_the_year and ledger.is_exceeded(quarter),
        is_closed=tells_the_year and ledger.is_closed_by(quarter),
    )


def judged_in(yearly_list: YearlyList, user: User, on: date, *, quarter: int | None) -> "Judged | None":
    """Where the tasks stand in this quarter, else in the last one to be seen, if there is one."""
    sight = sight_of(yearly_list, user)
    shown = quarter or sight.last or max(sight.quarters if sight.own else (), default=None)
    return Judged(yearly_list, shown, sight, on) if shown in sight.quarters else None


@dataclass(frozen=True)
class Judged:
    """Where tasks stand in one quarter, by number, as far as the person may see it; read when asked for."""

    yearly_list: YearlyList
    number: int
    sight: Sight
    on: date

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.yearly_list.year, self.number)

    def of_all(self) -> dict[int, Standing]:
        """Every task's."""
        return self._all

    def of(self, numbers: Sequence[int]) -> dict[int, Standing]:
        """These tasks' alone."""
        if "_all" in self.__dict__:
            return {number: self._all[number] for number in numbers if number in self._all}
        return self._read(dict(_named().ask(yearly_list=self.yearly_list.pk, numbers=[*numbers])))

    def of_keys(self, keys: Mapping[int, int]) -> dict[int, Standing]:
        """The same of tasks whose rows were read already: their numbers, each with its key."""
        if "_all" in self.__dict__:
            return self.of(list(keys))
        return self._read(keys)

    @cached_property
    def _all(self) -> dict[int, Standing]:
        return self._read(keys_by_number(self.yearly_list.pk))

    def _read(self, keys: Mapping[int, int]) -> dict[int, Standing]:
        """As they stand where the person may see that, as the last issue tells them otherwise."""
        seen = [key for key in keys.values() if self.sight.told is None or key in self.sight.own]
        return self._told(keys) | self._now(seen)

    def _told(self, numbers: Iterable[int]) -> dict[int, Standing]:
        """As the last issue tells them; nothing where there is none."""
        issue = self.sight.told.get(self.number) if self.sight.told else None
        standings = {number: issue.standing(number) for number in numbers} if issue else {}
        return {number: standing for number, standing in standings.items() if standing}

    def _now(self, keys: Sequence[int]) -> dict[int, Standing]:
        return {
            ledger.task.number: standing_of(ledger, self.number, self.on)
            for ledger in ledgers_of_keys(keys, (self.number,), self.on)
        }
