import pytest

from projects.lists.list_states import list_states
from tests.factories import make_finding, make_milestone, make_task, make_unit

pytestmark = pytest.mark.django_db


def test_without_doubts_the_rest_is_told_alike():
    unit = make_unit("sjyj")
    task = make_task(number=1, lead=unit)
    make_finding(task)
    make_milestone(task, 1, "立项。"), make_milestone(task, 2, "开工。")
    (whole,), (short,) = list_states(unit), list_states(unit, with_doubts=False)
    assert (whole.doubtful, whole.planned, whole.is_planned) == (1, 2, True)
    assert (short.waiting, short.planned, short.is_planned) == (0, 0, True)
    for name in ("list", "number_of_tasks", "files_plans", "is_in_five_plan", "led", "involved"):
        assert getattr(short, name) == getattr(whole, name)
    assert (short.number_of_tasks, short.led, short.involved) == (1, 1, 1)


def test_empty_cells_are_no_schedule():
    make_milestone(make_task(number=1), 1, "")
    assert not list_states()[0].is_planned
