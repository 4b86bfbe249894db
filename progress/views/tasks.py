"""The task table of a list, on the screen and as a workbook."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from progress.exports.task_list import TaskLine, task_workbook
from progress.filters.tasks import PLANNED, TaskFilter
from progress.overview.parties import grouped, parties_of
from progress.overview.tasks import task_rows
from progress.tables.tasks import TaskTable, target_told
from projects.exports.sheets import CONTENT_TYPE
from projects.links import Link, Switch, changed
from projects.models import YearlyList
from projects.quarters import NUMBERS, Quarter


@require_safe
def task_list(request: HttpRequest, year: int) -> HttpResponse:
    """The tasks, filtered, sorted and paged as the address says."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    found = _found(yearly_list, request.GET)
    quarter = Quarter(year, found.quarter_number) if found.quarter_number else None
    table = TaskTable(
        task_rows(found.rows, quarter=found.quarter_number),
        query=request.GET.dict(),
        base=request.path,
        terms=found.terms,
        quarter=quarter,
        exclude=_left_out(found, quarter),
    )
    context = {
        "yearly_list": yearly_list,
        "filter": found,
        "table": table,
        "pages": table.pages(),
        "export": reverse("task_list_workbook", args=[year]) + changed(request.GET.dict(), without=("page", "per_page")),
        "quarters": _quarters(year, request.GET, found.quarter_number),
        "is_filtered": any(value for name, value in request.GET.items() if name in found.filters and name != "quarter"),
    }
    return render(request, "progress/task_list.html", context)


@require_safe
def task_list_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """The tasks found, all pages of them, as a workbook."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    found = _found(yearly_list, request.GET)
    quarter = Quarter(year, found.quarter_number) if found.quarter_number else None
    table = TaskTable(task_rows(found.rows, quarter=found.quarter_number), query=request.GET.dict(), base="", quarter=quarter)
    title = f"{year}年连云港市民生实事任务表"
    content = task_workbook(title, [_line(row) for row in table.data.data], quarter=quarter)
    disposition = content_disposition_header(as_attachment=True, filename=f"{title}.xlsx")
    return HttpResponse(content, content_type=CONTENT_TYPE, headers={"Content-Disposition": disposition})


def _found(yearly_list: YearlyList, query: QueryDict) -> TaskFilter:
    """The filter over the list's tasks, with the choices that the list has."""
    parties = parties_of(yearly_list)
    domains = [(str(order), name) for order, name in yearly_list.domains.values_list("order", "name")]
    choices = {
        "domain": domains,
        "lead": grouped(parties.leading),
        "unit": grouped(parties.answering),
        "planned": PLANNED if query.get("quarter") else [],
    }
    return TaskFilter(query, queryset=_tasks(yearly_list), choices=choices)


def _tasks(yearly_list: YearlyList) -> QuerySet:
    return yearly_list.tasks.all()


def _left_out(found: TaskFilter, quarter: Quarter | None) -> tuple[str, ...]:
    """Columns that would be empty in this list, and either the quarter's plan or the year's targets."""
    without_units = () if "lead" in found.filters else ("leads", "co")
    without_domains = () if "domain" in found.filters else ("domain__name",)
    return (*without_units, *without_domains, "targets_told" if quarter else "milestone")


def _quarters(year: int, query: QueryDict, shown: int | None) -> Switch:
    """The same table for the whole year and for each quarter."""
    kept = query.dict()
    numbers = [(None, "全年"), *((number, Quarter(year, number).label) for number in NUMBERS)]
    links = (Link(label, changed(kept, without=("page",), quarter=number and f"q{number}"), here=number == shown) for number, label in numbers)
    return Switch("季度", tuple(links))


def _line(row: dict) -> TaskLine:
    """A row of the table as the workbook wants it."""
    targets = "；".join(target_told(target) for target in row["targets_told"])
    domain, milestone = row["domain__name"] or "", row["milestone"] or ""
    return TaskLine(row["number"], domain, row["text"], row["leads"], row["co"], targets, milestone, row["findings_open"])
