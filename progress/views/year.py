"""The year at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.overview.year import Leader, by_domain, by_lead, by_quarter, counts, task_facts
from progress.tables.leaders import LeaderTable
from projects.links import Link, Switch
from projects.models import YearlyList
from projects.quarters import NUMBERS, Quarter


@require_safe
def year_detail(request: HttpRequest, year: int) -> HttpResponse:
    """What the list holds, by domain, by leading unit and by quarter; every figure leads to the tasks it counts."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    facts = task_facts(yearly_list)
    leads = by_lead(yearly_list, facts)
    context = {
        "yearly_list": yearly_list,
        "tasks": reverse("task_list", args=[year]),
        "counts": counts(facts),
        "domains": by_domain(yearly_list, facts),
        "leads": leads,
        "halves": _halves(leads, reverse("task_list", args=[year])),
        "plans": by_quarter(year, facts),
        "documents": yearly_list.documents.only("kind", "title", "name", "document_number", "issued_on"),
        "quarters": _quarters(year),
    }
    return render(request, "progress/year_detail.html", context)


def _halves(leads: list[Leader], base: str) -> list[LeaderTable]:
    """The leading units in two tables side by side."""
    middle = (len(leads) + 1) // 2
    return [LeaderTable([vars(leader) for leader in half], base=base) for half in (leads[:middle], leads[middle:]) if half]


def _quarters(year: int) -> Switch:
    """The whole year, which this is, and each quarter."""
    quarters = (Link(Quarter(year, number).label, reverse("quarter_detail", args=[year, number])) for number in NUMBERS)
    return Switch("季度", (Link("全年", reverse("year_detail", args=[year]), here=True), *quarters))
