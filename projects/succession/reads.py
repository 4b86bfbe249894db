"""What is compared between lists, and the pairs of one list."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Prefetch, QuerySet

from projects.models import Assignment, Succession, Task, YearlyList
from projects.rules.states import AssignmentRole
from projects.rules.succession import SuccessionState, TaskWords


def task_words(tasks: QuerySet[Task]) -> list[TaskWords]:
    """The tasks as they are compared, in their order; by a constant number of queries."""
    leads = Assignment.objects.filter(role=AssignmentRole.LEAD).select_related("unit", "group")
    rows = tasks.prefetch_related("targets", Prefetch("assignments", leads.order_by("order"), "leading"))
    return [
        TaskWords(
            task.pk,
            task.text,
            tuple(target.label for target in task.targets.all()),
            tuple(row.party.name for row in task.leading),
        )
        for task in rows
    ]


def known_before(yearly_list: YearlyList) -> Mapping[int, set[int]]:
    """What tasks of earlier lists follow, as far as nobody has refused it."""
    rows = Succession.objects.exclude(state=SuccessionState.REFUSED)
    rows = rows.filter(later__yearly_list__year__lt=yearly_list.year)
    found = defaultdict(set)
    for later, earlier in rows.values_list("later", "earlier"):
        found[later].add(earlier)
    return dict(found)


def pairs_of(yearly_list: YearlyList) -> QuerySet[Succession]:
    """The list's pairs with both tasks, by number."""
    rows = Succession.objects.filter(later__yearly_list=yearly_list)
    return rows.select_related("later", "earlier__yearly_list", "changed_by")
