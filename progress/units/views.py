"""One unit of the register with all that it answers for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.notices.reads import ladder_of_unit
from progress.units.year import unit_year
from progress.year.maps import verdict_cells, verdict_legend
from progress.year.tally_tables import TallyTable
from projects.models import Unit
from projects.register.unit_tasks import UnitTasks, parts_in, whole_units, years_of
from projects.rules.city import kind_word
from projects.rules.quarters import Quarter, with_year_end


@require_safe
def unit_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The unit, its groups, and its tasks of one year; contacts for those who may call."""
    unit = get_object_or_404(whole_units(), code=code)
    years = years_of(unit)
    year = _year_shown(request, list(years))
    may_manage = request.user.has_perm("manage_units")
    is_own = unit.pk == request.user.unit_id and request.user.has_perm("file_reports")
    parts = parts_in(unit, year)
    context = {
        "unit": unit,
        "kind": kind_word(unit.kind, request.city),
        "year": year,
        "parts": parts,
        "shared": [(part, "") for part in parts.co],
        **_year_of(unit, parts, request),
        "notices": ladder_of_unit(unit, request.user, year),
        "tabs": [
            {"label": f"{each}年", "url": f"?year={each}", "here": each == year, "count": f"{count} 项"}
            for each, count in years.items()
        ],
        "sees_contacts": may_manage or is_own or request.user.has_perm("see_contacts"),
        "keeps_contacts": is_own,
        "may_manage": may_manage,
        "crumbs": [{"url": reverse("unit_list"), "label": "单位"}],
    }
    return render(request, "progress/units/detail.html", context)


def _year_of(unit: Unit, parts: UnitTasks, request: HttpRequest) -> dict:
    """How the unit filed and where its tasks stand; before the first quarter opens the tasks alone."""
    led = [part.task for part in parts.leads]
    found = unit_year(unit, led[0].yearly_list, led, request.user, request.today) if led else None
    if found is None:
        return {"led": [(part, "") for part in parts.leads]}
    opened = {each.number for each in found.quarters}
    whole_year = [Quarter(led[0].yearly_list.year, number) for number in with_year_end(opened)]
    tallies = (
        TallyTable(found.tallies, base=reverse("task_list", args=[whole_year[0].year]), of="季度")
        if found.tallies
        else None
    )
    cells = verdict_cells(found.tasks.values(), whole_year)
    rows = [(part, cells[part.task.number]) for part in parts.leads]
    return {"unit_year": found, "tallies": tallies, "led": rows, "legend": verdict_legend()}


def _year_shown(request: HttpRequest, years: list[int]) -> int | None:
    """The year asked for, else the last begun one, else the first there is."""
    asked = next((year for year in years if str(year) == request.GET.get("year")), None)
    return asked or next((year for year in years if year <= request.today.year), years[-1] if years else None)
