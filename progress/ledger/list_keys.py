"""The tasks of a list in their order, by key."""

from functools import cache

from projects.models import Task
from projects.models.statements import Statement, slot, statement


def keys_by_number(yearly_list: int) -> dict[int, int]:
    """The key of each task under its number."""
    return dict(_keys().ask(yearly_list=yearly_list))


def keys_of(yearly_list: int) -> list[int]:
    """The keys alone."""
    return list(keys_by_number(yearly_list).values())


@cache
def _keys() -> Statement:
    tasks = Task.objects.filter(yearly_list=slot("yearly_list"))
    return statement(tasks.order_by("number").values_list("number", "pk"))
