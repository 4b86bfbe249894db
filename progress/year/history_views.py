"""The years side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.year.history import part_rows, units_over_years, year_columns


@require_safe
def year_comparison(request: HttpRequest) -> HttpResponse:
    """历年对照: what each list promised, where it ended, and which units led how much of it."""
    columns = year_columns()
    years = [column.list.year for column in columns]
    context = {
        "columns": columns,
        "parts": part_rows(columns),
        "units": [(each.unit, each.cells(years)) for each in units_over_years()],
        "crumbs": [{"url": reverse("desk"), "label": "工作台"}],
    }
    return render(request, "progress/year/comparison.html", context)
