"""The desk: what the person who signed in owes and what waits for them."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.overview.lists import ListState, list_states
from progress.overview.tasks import task_rows
from progress.tables.tasks import TaskTable
from projects.models import Unit
from projects.quarters import Quarter, quarter_of
from projects.states import LEAD


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The lists, one's own tasks, and for the administrator what the documents left open."""
    unit = request.user.unit
    states = list_states(unit)
    current = _current(states, request.today)
    quarter = _quarter(current, request.today)
    context = {
        "states": states,
        "current": current,
        "quarter": quarter,
        "own": _own_tasks(unit, current, quarter) if unit and current and current.led else None,
        "waiting": [state for state in states if state.waiting] if request.user.has_perm("manage_lists") else [],
        "unit": unit,
        "reads_log": request.user.has_perm("read_log"),
    }
    return render(request, "progress/desk.html", context)


def _current(states: list[ListState], today: date) -> ListState | None:
    """The list one works in: the last begun that is more than an archive, else the newest."""
    working = [state for state in states if state.list.year <= today.year and not state.list.is_archived]
    return next(iter(working or states), None)


def _quarter(current: ListState | None, today: date) -> Quarter | None:
    """The quarter of that list in which today lies, the last one of a year gone by."""
    if current is None:
        return None
    return quarter_of(today) if today.year == current.list.year else Quarter(current.list.year, 4)


def _own_tasks(unit: Unit, current: ListState, quarter: Quarter) -> TaskTable:
    """The tasks that the unit leads, beside what the quarter plans; before there is a schedule, beside their targets."""
    rows = task_rows(current.list.tasks.answered_for(unit.code, LEAD), quarter=quarter.number)
    left_out = ("leads", "domain__name", "findings_open", "targets_told" if current.planned else "milestone")
    base = reverse("task_list", args=[current.list.year])
    return TaskTable(rows, query={}, base=base, quarter=quarter, exclude=left_out, orderable=False, per_page=200)
