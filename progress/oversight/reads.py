"""What is on record about a list, a task: rows, and the same as values."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from progress.models import Oversight
from progress.rules.figures_json import part_from_json
from progress.rules.oversight import DomainScore, Told
from projects.models import Task, YearlyList

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


def as_told(row: Oversight) -> Told:
    """The row as a value."""
    scores = tuple(part_from_json(DomainScore, each) for each in row.scores)
    number = row.task.number if row.task else None
    matter = row.matter.number if row.matter else None
    values = {name: getattr(row, name) for name in PLAIN}
    return Told(**values, task=number, matter=matter, scores=scores)


def numbers_of(yearly_list: YearlyList) -> dict[str, frozenset[int]]:
    """What an entry may be about: the numbers of the list's tasks and matters."""
    return {
        "tasks": frozenset(yearly_list.tasks.values_list("number", flat=True)),
        "matters": frozenset(yearly_list.matter_rows.values_list("number", flat=True)),
    }


def told_of(yearly_list: YearlyList | int) -> tuple[Told, ...]:
    """Everything that stands about a list, by day."""
    return tuple(map(as_told, Oversight.objects.in_place().filter(yearly_list=yearly_list)))


def told_of_task(task: Task) -> tuple[Told, ...]:
    """What stands about one task, or the matter that it belongs to."""
    about = Q(task=task)
    if task.matter_id is not None:
        about |= Q(matter=task.matter_id)
    return tuple(map(as_told, Oversight.objects.in_place().filter(about)))


def with_oversight(lists: QuerySet[YearlyList]) -> QuerySet[YearlyList]:
    """The lists, each with what stands about it beside it, at no query of its own: `told_beside`."""
    rows = Oversight.objects.filter(yearly_list=OuterRef("pk"), removed_at__isnull=True)
    fields = {name: name for name in PLAIN} | {
        "task": "task__number",
        "matter": "matter__number",
        "scores": "scores",
    }
    kept = JSONObject(**fields | {"score": Cast("score", CharField())})
    return lists.annotate(kept_oversight=ArraySubquery(rows.order_by("held_on", "pk").values(kept=kept)))


def told_beside(yearly_list: YearlyList) -> tuple[Told, ...]:
    """What stands about a list that was read `with_oversight`."""
    return tuple(part_from_json(Told, each) for each in yearly_list.kept_oversight)
