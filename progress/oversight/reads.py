"""What is on record about a list, a task: rows, and the same as values."""

from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from progress.models import Oversight
from progress.rules.figures_json import part_from_json
from progress.rules.oversight import DomainScore, OversightEntry
from projects.models import Task, YearlyList
from projects.models.readings import Reading
from projects.models.statements import number_slot, slot

PLAIN = (  # what a row and a value call alike
    "kind",
    "held_on",
    "title",
    "source",
    "agreed",
    "opposed",
    "satisfied",
    "fairly_satisfied",
    "dissatisfied",
    "abstained",
    "ballots",
    "answers",
    "score",
    "findings",
    "answer",
    "is_done",
)


def entry_of(row: Oversight) -> OversightEntry:
    """The row as a value."""
    scores = tuple(part_from_json(DomainScore, each) for each in row.scores)
    number = row.task.number if row.task else None
    matter = row.matter.number if row.matter else None
    values = {name: getattr(row, name) for name in PLAIN}
    return OversightEntry(**values, task=number, matter=matter, scores=scores)


def numbers_of(yearly_list: YearlyList) -> dict[str, frozenset[int]]:
    """What an entry may be about: the numbers of the list's tasks and matters."""
    return {
        "tasks": frozenset(yearly_list.tasks.values_list("number", flat=True)),
        "matters": frozenset(yearly_list.matter_rows.values_list("number", flat=True)),
    }


def entries_of(yearly_list: YearlyList | int) -> tuple[OversightEntry, ...]:
    """Everything that stands about a list, by day."""
    return tuple(map(entry_of, Oversight.objects.in_place().filter(yearly_list=yearly_list)))


def entries_of_task(task: Task) -> tuple[OversightEntry, ...]:
    """What stands about one task, or the matter that it belongs to."""
    return tuple(map(entry_of, _about_task().ask(task=task.pk, matter=task.matter_id)))


@cache
def _about_task() -> Reading[Oversight]:
    """No entry is about the matter of a task without one: nothing equals NULL."""
    return Reading(Oversight.objects.in_place().filter(Q(task=slot("task")) | Q(matter=slot("matter"))))


def with_oversight(lists: QuerySet[YearlyList]) -> QuerySet[YearlyList]:
    """The lists, each with what stands about it beside it, at no query of its own: `entries_beside`."""
    rows = Oversight.objects.filter(yearly_list=OuterRef("pk"), removed_at__isnull=True)
    fields = {name: name for name in PLAIN} | {
        "task": "task__number",
        "matter": "matter__number",
        "scores": "scores",
    }
    kept = JSONObject(**fields | {"score": Cast("score", CharField())})
    return lists.annotate(kept_oversight=ArraySubquery(rows.order_by("held_on", "pk").values(kept=kept)))


def list_with_oversight(year: int) -> YearlyList | None:
    """The list of a year, with what stands about it beside it; None where the year has no list."""
    return _of_year().first(year=year)


@cache
def _of_year() -> Reading[YearlyList]:
    return Reading(with_oversight(YearlyList.objects.filter(year=number_slot("year"))))


def entries_beside(yearly_list: YearlyList) -> tuple[OversightEntry, ...]:
    """What stands about a list that was read `with_oversight`."""
    return tuple(part_from_json(OversightEntry, each) for each in yearly_list.kept_oversight)
