"""The quarter: who filed, who did not, where the tasks stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.ledger.sight import YearVerdicts, year_verdicts
from progress.opening.views import list_and_quarter, quarters_of
from progress.year.glance import glance, own_tallies
from progress.year.quarter import quarter_overview
from progress.year.quarter_filters import QuarterFilter
from progress.year.quarter_tables import FilingTable, QuarterTable
from progress.year.tally_tables import TallyTable
from projects.models import YearlyList
from projects.rules.quarters import Quarter


@require_safe
def quarter_detail(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Where the quarter stands.

    Units see the verdicts of their own tasks while it runs, the filing states are the coordinator's.
    """
    yearly_list, shown = list_and_quarter(year, quarter)
    verdicts = year_verdicts(yearly_list, request.user, request.today, weighed=(quarter,))
    period = next((each for each in verdicts.sight.periods if each.quarter == quarter), None)
    context = {
        "yearly_list": yearly_list,
        "quarter": shown,
        "period": period,
        "reads_all": request.user.has_perm("read_everything"),
        "perms_open": request.user.has_perm("open_periods"),
        "quarters": quarters_of("quarter_detail", year, quarter),
        **(_standings(request, yearly_list, verdicts, shown) if period else {}),
    }
    return render(request, "progress/year/quarter.html", context)


def _standings(
    request: HttpRequest, yearly_list: YearlyList, verdicts: YearVerdicts, quarter: Quarter
) -> dict:
    """The quarter's counts, its tasks as they were asked for, and how the units filed."""
    overview = quarter_overview(verdicts, quarter.number, request.user, request.today)
    base, code = (
        reverse("task_list", args=[quarter.year]),
        request.user.unit.code if request.user.has_perm("file_reports") else "",
    )
    found = glance(yearly_list, verdicts, quarter) if quarter.number in verdicts.sight.public else None
    own = (
        [each for each in own_tallies(yearly_list, verdicts, code) if each.quarter == quarter] if code else []
    )
    asked = QuarterFilter(request.GET, overview.tasks)
    return {
        "overview": overview,
        "tasks": base,
        "glance": found,
        "matters": TallyTable(found.matters, base=base, of="件") if found and found.matters else None,
        "domains": TallyTable(found.domains, base=base, of=found.domain_word)
        if found and found.domains
        else None,
        "leads": TallyTable(found.leads, base=base, of="牵头单位") if found else None,
        "own": TallyTable(own, base=base, of="季度") if own else None,
        "filter": asked,
        "table": QuarterTable(asked.left(overview.tasks), quarter=quarter, query=request.GET.dict()),
        "filing": FilingTable(overview.records, quarter=quarter) if overview.records else None,
    }
