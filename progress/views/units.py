"""One unit of the register with all that it answers for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.overview.notices import ladder_of_unit
from progress.overview.unit import parts_in, years_of
from projects.models import Unit


@require_safe
def unit_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The unit, its groups, and its tasks of one year; contacts for those who may call."""
    unit = get_object_or_404(Unit.objects.prefetch_related("aliases", "memberships__group", "memberships__yearly_list"), code=code)
    years = years_of(unit)
    year = _year_shown(request, list(years))
    may_manage = request.user.has_perm("manage_units")
    context = {
        "unit": unit,
        "year": year,
        "parts": parts_in(unit, year),
        "notices": ladder_of_unit(unit, request.user, year),
        "tabs": [{"label": f"{each}年", "url": f"?year={each}", "here": each == year, "count": f"{count} 项"} for each, count in years.items()],
        "sees_contacts": may_manage or request.user.has_perm("see_contacts"),
        "may_manage": may_manage,
        "crumbs": [{"url": reverse("unit_list"), "label": "单位"}],
    }
    return render(request, "progress/unit_detail.html", context)


def _year_shown(request: HttpRequest, years: list[int]) -> int | None:
    """The year asked for, else the last begun one, else the first there is."""
    asked = next((year for year in years if str(year) == request.GET.get("year")), None)
    return asked or next((year for year in years if year <= request.today.year), years[-1] if years else None)
