"""承接: what a task goes on with in earlier lists, and what goes on with it in later ones."""

from dataclasses import dataclass
from functools import cache

from django.db.models import BigIntegerField, Count, Q

from projects.models import Succession, Task, User
from projects.models.readings import Reading
from projects.models.statements import Statement, among, slot, statement
from projects.rules import addresses
from projects.screen.links import Waiting

BACK, ON = ("later", "earlier"), ("earlier", "later")  # from which end of a pair to the other


@dataclass(frozen=True)
class Relatives:
    """The tasks of other years that are one matter with a task, each with its list and targets."""

    predecessors: tuple[Task, ...]  # the latest year first
    successors: tuple[Task, ...]  # the earliest year first


def relatives(task: Task) -> Relatives:
    """All that is confirmed, step by step through the years.

    One query where there is nothing; else a query a step, at most one for each list, and two for the tasks.
    """
    pairs = _touching().ask(task=task.pk)
    before = _reached({earlier for later, earlier in pairs if later == task.pk}, *BACK)
    after = _reached({later for later, earlier in pairs if earlier == task.pk}, *ON)
    if not before and not after:
        return Relatives((), ())
    found = _tasks().ask(keys=[*before, *after])
    found.sort(key=lambda each: (each.yearly_list.year, each.number))
    return Relatives(
        tuple(sorted((each for each in found if each.pk in before), key=lambda each: -each.yearly_list.year)),
        tuple(each for each in found if each.pk in after),
    )


def predecessors(task: Task) -> tuple[Task, ...]:
    """The tasks of earlier lists that it goes on with, the latest year first."""
    return relatives(task).predecessors


def successions_waiting(user: User) -> list[Waiting]:
    """Pairs that wait for the administrator, a line for each list."""
    if not user.has_perm("manage_lists"):
        return []
    rows = Succession.objects.undecided().values_list("later__yearly_list__year")
    counted = rows.annotate(Count("pk")).order_by("later__yearly_list__year")
    return [
        Waiting("承接关系", f"{year}年民生实事", f"{number}对待确认。", addresses.successions(year))
        for year, number in counted
    ]


def _reached(first: set[int], start: str, end: str) -> set[int]:
    """These tasks and all behind them in one direction."""
    reached, waiting = set(first), set(first)
    while waiting:
        waiting = {key for (key,) in _step(start, end).ask(keys=list(waiting))} - reached
        reached |= waiting
    return reached


@cache
def _step(start: str, end: str) -> Statement:
    confirmed = Succession.objects.confirmed()
    return statement(confirmed.filter(among(f"{start}_id", "keys", of=BigIntegerField())).values_list(end))


@cache
def _touching() -> Statement:
    pairs = Succession.objects.confirmed().filter(Q(later=slot("task")) | Q(earlier=slot("task")))
    return statement(pairs.values_list("later", "earlier"))


@cache
def _tasks() -> Reading[Task]:
    rows = Task.objects.filter(among("id", "keys", of=BigIntegerField()))
    return Reading(rows.select_related("yearly_list").prefetch_related("targets"))
