"""The task table of a list, on the screen and as a workbook."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.ledger.sight import Judged
from progress.tasks.list_filters import TaskFilter, asked_tasks
from progress.tasks.list_tables import TaskTable
from progress.tasks.list_workbook import task_workbook
from projects.lists.task_rows import task_keys
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
        task_keys(found.rows, sorts="sort" in request.GET),
        query=request.GET.dict(),
        year=year,
        terms=found.terms,
        quarter=quarter,
        by_matter="matter" in found.filters,
        domain_word=found.domain_word,
        exclude=_left_out(found, quarter),
        judged=judged and judged.quarter,
        standings=judged and judged.of_keys,
    )
    context = {
        "yearly_list": yearly_list,
        "may_add": yearly_list.takes_corrections and request.user.has_perm("manage_lists"),
        "may_group": request.user.has_perm("manage_lists"),
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
        task_keys(found.rows, sorts="sort" in request.GET),
        query=request.GET.dict(),
        year=year,
        quarter=quarter,
    )
    title, standings = f"{year}年{request.city.name}民生实事任务表", judged.of_all() if judged else {}
    content = task_workbook(
        title,
        table.all_rows(),
        standings=standings,
        quarter=quarter,
        judged=judged and judged.quarter,
        domain_word=found.domain_word,
        narrowing=narrowing_in_words(found.form),
        on=request.today,
    )
    return download(content, f"{title}.xlsx", CONTENT_TYPE)


def _asked(request: HttpRequest, year: int) -> tuple[YearlyList, Judged | None, TaskFilter, Quarter | None]:
    """The list, where its tasks stand, what the address narrows them to, and the quarter that it asks for."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    asked = asked_tasks(yearly_list, request.GET, user=request.user, on=request.today, city=request.city)
    number = asked.found.quarter_number
    return yearly_list, asked.judged, asked.found, Quarter(year, number) if number else None


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
