"""The tasks of a list in their order, by key."""

from functools import cache

from projects.models import Task
from projects.models.statements import Statement, slot, statement


def task_keys(yearly_list: int) -> list[int]:
    """By their numbers."""
    return [key for (key,) in _keys().ask(yearly_list=yearly_list)]


@cache
def _keys() -> Statement:
    tasks = Task.objects.filter(yearly_list=slot("yearly_list"))
    return statement(tasks.order_by("number").values_list("pk"))
