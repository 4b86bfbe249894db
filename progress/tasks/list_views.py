"""The task table of a list, on the screen and as a workbook."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.ledger.sight import Judged, judged_in
from progress.tasks.list_filters import PLANNED, QUARTERS, VERDICTS, TaskFilter
from progress.tasks.list_tables import TaskTable
from progress.tasks.list_workbook import task_workbook
from projects.lists.parties import grouped, parties_of
from projects.lists.task_rows import task_rows
from projects.models import YearlyList
from projects.paper.sheets import CONTENT_TYPE
from projects.rules.quarters import Quarter
from projects.screen.downloads import download
from projects.screen.filters import narrowing_in_words
from projects.screen.links import Link, Switch, changed, quarters_beside


@require_safe
def task_list(request: HttpRequest, year: int) -> HttpResponse:
    """The tasks, filtered, sorted and paged as the address says."""
    yearly_list, judged, found, quarter = _asked(request, year)
    table = TaskTable(
        task_rows(found.rows, quarter=found.quarter_number),
        query=request.GET.dict(),
        year=year,
        terms=found.terms,
        quarter=quarter,
        exclude=_left_out(found, quarter),
        judged=judged and judged.quarter,
        standings=judged and judged.of,
    )
    context = {
        "yearly_list": yearly_list,
        "may_add": yearly_list.takes_corrections and request.user.has_perm("manage_lists"),
        "filter": found,
        "table": table,
        "pages": table.pages(),
        "export": reverse("task_list_workbook", args=[year])
        + changed(request.GET.dict(), without=("page", "per_page")),
        "quarters": _quarters(year, request.GET, found.quarter_number),
        "is_filtered": any(
            value for name, value in request.GET.items() if name in found.filters and name != "quarter"
        ),
    }
    return render(request, "progress/tasks/list.html", context)


@require_safe
def task_list_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """The tasks found, all pages of them, as a workbook."""
    _, judged, found, quarter = _asked(request, year)
    table = TaskTable(
        task_rows(found.rows, quarter=found.quarter_number),
        query=request.GET.dict(),
        year=year,
        quarter=quarter,
    )
    title, standings = f"{year}年{request.city.name}民生实事任务表", judged.of_all() if judged else {}
    content = task_workbook(
        title,
        table.data.data,
        standings=standings,
        quarter=quarter,
        judged=judged and judged.quarter,
        narrowing=narrowing_in_words(found.form),
        on=request.today,
    )
    return download(content, f"{title}.xlsx", CONTENT_TYPE)


def _asked(request: HttpRequest, year: int) -> tuple[YearlyList, Judged | None, TaskFilter, Quarter | None]:
    """The list, where its tasks stand, what the address narrows them to, and the quarter that it asks for."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    judged = _judged(yearly_list, request)
    found = _found(yearly_list, request, judged)
    quarter = Quarter(year, found.quarter_number) if found.quarter_number else None
    return yearly_list, judged, found, quarter


def _judged(yearly_list: YearlyList, request: HttpRequest) -> Judged | None:
    """Where the tasks stand in the quarter asked for, else in the last one that the person may see."""
    number = next((int(slug[1]) for slug, _ in QUARTERS if slug == request.GET.get("quarter")), None)
    return judged_in(yearly_list, request.user, request.today, quarter=number)


def _found(yearly_list: YearlyList, request: HttpRequest, judged: Judged | None) -> TaskFilter:
    """The filter over the list's tasks, with the choices that the list has."""
    query, city, parties = request.GET, request.city, parties_of(yearly_list)
    domains = [(str(order), name) for order, name in yearly_list.domains.values_list("order", "name")]
    choices = {
        "domain": domains,
        "lead": grouped(parties.leading, city=city),
        "unit": grouped(parties.answering, city=city),
        "planned": PLANNED if query.get("quarter") else [],
        "verdict": VERDICTS if judged else [],
    }
    return TaskFilter(
        query, queryset=yearly_list.tasks.all(), choices=choices, standings=judged.of_all if judged else dict
    )


def _left_out(found: TaskFilter, quarter: Quarter | None) -> tuple[str, ...]:
    """Columns that would be empty in this list, and either the quarter's plan or the year's targets."""
    without_units = () if "lead" in found.filters else ("leads", "co")
    without_domains = () if "domain" in found.filters else ("domain__name",)
    return (*without_units, *without_domains, "target_rows" if quarter else "milestone")


def _quarters(year: int, query: QueryDict, shown: int | None) -> Switch:
    """The same table for the whole year and for each quarter."""
    kept = query.dict()
    numbers = [(None, "全年"), *((number, Quarter(year, number).label) for number in quarters_beside(shown))]
    links = (
        Link(label, changed(kept, without=("page",), quarter=number and f"q{number}"), here=number == shown)
        for number, label in numbers
    )
    return Switch("季度", tuple(links))
