"""The verdicts of a year as a person may see them; every page counts from here (domain.md, Who sees what)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from progress.ledger.ledgers import ledgers_for_classes
from progress.ledger.task_ledger import TaskLedger
from progress.models import ReportingPeriod
from progress.rules.standings import Standing, Tally, has_caught_up, tally
from progress.rules.states import GOOD, LAGGING, VerdictClass
from projects.models import Task, User, YearlyList
from projects.rules.quarters import Quarter


@dataclass(frozen=True)
class Sight:
    """What a person may see: every task's verdict in public quarters, the own tasks' in every opened one."""

    periods: tuple[ReportingPeriod, ...]  # opened, in their order
    public: frozenset[int]
    own: frozenset[int]  # the tasks by key, of a unit

    @property
    def quarters(self) -> tuple[int, ...]:
        """The opened quarters."""
        return tuple(each.quarter for each in self.periods)

    @property
    def last(self) -> int | None:
        """The quarter at which the year's totals stand: the last one of which everything may be seen."""
        return max(self.public, default=None)

    def quarters_of(self, task: Task) -> tuple[int, ...]:
        """The quarters in which this task's verdict may be seen."""
        return tuple(each for each in self.quarters if each in self.public or task.pk in self.own)


@dataclass(frozen=True)
class TaskVerdicts:
    """One task with its standing in each quarter that the person may see."""

    ledger: TaskLedger
    standings: Mapping[int, Standing]

    @property
    def task(self) -> Task:
        return self.ledger.task

    @property
    def codes(self) -> dict[int, str]:
        """The class of each quarter."""
        return {quarter: standing.code for quarter, standing in self.standings.items()}

    def has_caught_up(self, quarter: int, on: date) -> bool:
        """已赶上序时: what lagged was made up for in a later quarter that the person may see; it stays so.

        A quarter without accepted figures is in none of the good classes and says nothing.
        """
        past, ledger = self.standings.get(quarter), self.ledger
        if past is None or past.code not in LAGGING:
            return False
        return any(
            has_caught_up(
                ledger.judgement(quarter, on),
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
    periods = tuple(yearly_list.periods.opened().order_by("quarter"))
    if user.has_perm("read_everything"):
        return Sight(periods, frozenset(each.quarter for each in periods), frozenset())
    public = frozenset(each.quarter for each in periods if each.closed_at is not None)
    own = (
        yearly_list.tasks.answered_for(user.unit.code).values_list("pk", flat=True)
        if periods and user.unit_id
        else ()
    )
    return Sight(periods, public, frozenset(own))


def is_partner(ledger: TaskLedger, user: User) -> bool:
    """Whether the person reads what is not accepted yet: coordinator, supervisor, the task's units."""
    if user.has_perm("read_everything") or any(each.pk == user.unit_id for each in ledger.leads):
        return True
    return (
        user.unit is not None and Task.objects.filter(pk=ledger.task.pk).answered_for(user.unit.code).exists()
    )


def judged_quarters(ledger: TaskLedger, *, partner: bool) -> set[int]:
    """The quarters whose verdict a person may see: all of the own tasks, of others those with a bulletin."""
    return {each.period.quarter for each in ledger.reports if partner or each.period.closed_at is not None}


def year_verdicts(
    yearly_list: YearlyList, user: User, on: date, *, weighed: Collection[int] = ()
) -> YearVerdicts:
    """Every task of the list in every opened quarter, by a constant number of queries.

    Points behind and 已赶上序时 can be asked for the laggards of the `weighed` quarters only.
    """
    sight = sight_of(yearly_list, user)
    ledgers = (
        ledgers_for_classes(yearly_list.tasks.order_by("number"), sight.quarters, on, weighed=weighed)
        if sight.periods
        else []
    )
    return YearVerdicts(
        sight, tuple(verdicts_of(ledger, sight.quarters_of(ledger.task), on) for ledger in ledgers)
    )


def verdicts_of(ledger: TaskLedger, quarters: Iterable[int], on: date) -> TaskVerdicts:
    """One task's standing in each of these quarters."""
    return TaskVerdicts(ledger, {quarter: standing_of(ledger, quarter, on) for quarter in quarters})


def standing_of(ledger: TaskLedger, quarter: int, on: date) -> Standing:
    """The class that counts; why it is 待评定, or that 已完成 rests on earlier reports."""
    code = ledger.code(quarter, on)
    return Standing(
        code,
        reason=ledger.open_reason(quarter, on),
        is_unreported=code == VerdictClass.COMPLETED and ledger.is_unreported(quarter, on),
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
        return self._read(self.yearly_list.tasks.filter(number__in=numbers))

    @cached_property
    def _all(self) -> dict[int, Standing]:
        return self._read(self.yearly_list.tasks.all())

    def _read(self, tasks: QuerySet[Task]) -> dict[int, Standing]:
        seen = tasks if self.number in self.sight.public else tasks.filter(pk__in=self.sight.own)
        return {
            ledger.task.number: standing_of(ledger, self.number, self.on)
            for ledger in ledgers_for_classes(seen, (self.number,), self.on)
        }
