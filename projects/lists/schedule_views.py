"""序时进度安排方案: the schedule as a workbook in the official layout."""

from collections import defaultdict
from collections.abc import Mapping

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from projects.lists.schedule_workbook import Schedule, ScheduleCell, ScheduleRow, schedule_workbook
from projects.models import Milestone, YearlyList
from projects.paper.sheets import CONTENT_TYPE
from projects.parsing.subprojects import is_name
from projects.rules.city import City
from projects.rules.quarters import NUMBERS
from projects.rules.states import DocumentKind
from projects.screen.downloads import download

EMPTY = ScheduleCell("")


@require_safe
def schedule(request: HttpRequest, year: int) -> HttpResponse:
    """The whole list's schedule, for everybody who is signed in."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    title = _title(yearly_list, request.city)
    content = schedule_workbook(Schedule(title, _rows(yearly_list)))
    return download(content, f"{title}.xlsx", CONTENT_TYPE)


def _title(yearly_list: YearlyList, city: City) -> str:
    """The title that the schedule document prints; a list without one is titled in the same manner."""
    printed = yearly_list.documents.filter(kind=DocumentKind.SCHEDULE).values_list("title", flat=True).first()
    matters = f"{yearly_list.matters}件" if yearly_list.matters else ""
    return printed or f"{yearly_list.year}年{city.name}{matters}民生实事序时进度安排方案"


def _rows(yearly_list: YearlyList) -> tuple[ScheduleRow, ...]:
    """The tasks in their order, under the domains that the document prints (no 自定 ones); a quarter without
    a milestone is an empty cell.
    """
    cells = _cells(yearly_list)
    printed = Case(When(domain__is_custom=False, then="domain__name"), default=Value(""))
    tasks = yearly_list.tasks.order_by("number").values_list("pk", "number", "text", "clause", printed)
    return tuple(
        ScheduleRow(number, text, tuple(cells[pk].get(quarter, EMPTY) for quarter in NUMBERS), clause, domain)
        for pk, number, text, clause, domain in tasks
    )


def _cells(yearly_list: YearlyList) -> Mapping[int, dict[int, ScheduleCell]]:
    """Task → quarter → cell, with the sub-projects' names that its items are printed under."""
    planned = Milestone.objects.filter(task__yearly_list=yearly_list).annotate(
        labels=ArrayAgg("items__label", order_by="items__order")
    )
    cells = defaultdict(dict)
    for task, quarter, text, labels in planned.order_by().values_list("task_id", "quarter", "text", "labels"):
        cells[task][quarter] = ScheduleCell(
            text, tuple(label for label in labels if label and is_name(label))
        )
    return cells
