"""The year at a glance: where its tasks stand, and what the list plans."""

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.ledger.filing_records import filing_records
from progress.ledger.sight import YearVerdicts, year_verdicts
from progress.oversight.reads import entries_beside, list_with_oversight
from progress.rules import addresses
from progress.year.decisions import decisions_for
from progress.year.glance import by_quarter, glance, own_tallies
from progress.year.leader_tables import LeaderTable
from progress.year.maps import filing_legend, filing_map, verdict_legend, verdict_map
from progress.year.plan import Leader, by_domain, by_lead, counts, task_facts
from progress.year.plan import by_quarter as planned_by_quarter
from progress.year.tally_tables import TallyTable
from projects.models import User, YearlyList
from projects.rules.headings import LOOSE
from projects.rules.quarters import NUMBERS, Quarter, with_year_end
from projects.screen.links import Link, Switch, quarter_links

PLAN = "plan"


@require_safe
def year_detail(request: HttpRequest, year: int) -> HttpResponse:
    """Where the tasks stand, as far as the person may see it.

    Before the first quarter opens, and on its own tab, what the list plans.
    """
    yearly_list = list_with_oversight(year)
    if yearly_list is None:
        raise Http404(f"no list of {year}")
    verdicts = (
        year_verdicts(yearly_list, request.user, request.today) if request.GET.get("view") != PLAN else None
    )
    is_running = verdicts is not None and verdicts.tasks
    context = {
        "yearly_list": yearly_list,
        "tasks": reverse("task_list", args=[year]),
        "is_plan": not is_running,
        "tabs": _tabs(is_running) if is_running or request.GET.get("view") == PLAN else [],
        "quarters": _quarters(year, verdicts.sight.quarters if verdicts else ()),
        "scorecards": _scorecards(year, verdicts.sight.quarters if verdicts else ()),
        "oversight": entries_beside(yearly_list),
        "may_record": request.user.has_perm("record_oversight"),
        "conclusion": _conclusion(request.user, year, verdicts.sight.quarters if verdicts else ()),
        **(_standings(request, yearly_list, verdicts) if is_running else _plan(yearly_list)),
    }
    return render(request, "progress/year/year.html", context)


def _standings(request: HttpRequest, yearly_list: YearlyList, verdicts: YearVerdicts) -> dict:
    """The verdicts of the quarter chosen, of every quarter, and the maps."""
    sight, base, user = verdicts.sight, reverse("task_list", args=[yearly_list.year]), request.user
    shown = _shown(request, verdicts)
    found = glance(yearly_list, verdicts, Quarter(yearly_list.year, shown)) if shown else None
    whole_year = [Quarter(yearly_list.year, number) for number in with_year_end(sight.quarters)]
    ledgers = [each.ledger for each in verdicts.tasks]
    reads_all = user.has_perm("read_everything")
    own = own_tallies(yearly_list, verdicts, user.unit.code) if user.has_perm("file_reports") else ()
    return {
        "glance": found,
        "by_quarter": TallyTable(by_quarter(verdicts, yearly_list.year), base=base, of="季度"),
        "matters": TallyTable(found.matters, base=base, of="件") if found and found.matters else None,
        "domains": TallyTable(found.domains, base=base, of=found.domain_word)
        if found and found.domains
        else None,
        "leads": TallyTable(found.leads, base=base, of="牵头单位", query=request.GET.dict())
        if found
        else None,
        "own": TallyTable(own, base=base, of="季度") if own else None,
        "cell_legend": f"四格为一至四季度{'，第五格为年底核定' if len(whole_year) > len(NUMBERS) else ''}",
        "verdict_map": verdict_map(verdicts.tasks, whole_year),
        "verdict_legend": verdict_legend(),
        "filing_map": filing_map(filing_records(ledgers, sight.quarters, request.today), whole_year)
        if reads_all
        else "",
        "filing_legend": filing_legend(),
        "decisions": decisions_for(user, yearly_list, sight.periods, ledgers),
    }


def _shown(request: HttpRequest, verdicts: YearVerdicts) -> int | None:
    """The quarter asked for, else the last one; none before the person may see any."""
    asked = [number for number in verdicts.sight.public if request.GET.get("quarter") == f"q{number}"]
    return asked[0] if asked else verdicts.sight.last


def _plan(yearly_list: YearlyList) -> dict:
    """What the list holds, by domain, by leading unit and by quarter.

    Every figure leads to the tasks it counts.
    """
    facts = task_facts(yearly_list)
    domains, leads = by_domain(yearly_list, facts), by_lead(yearly_list, facts)
    return {
        "counts": counts(facts),
        "domains": domains,
        "domain_total": sum(each.key != LOOSE for each in domains),
        "leads": leads,
        "halves": _halves(leads, yearly_list.year),
        "plans": planned_by_quarter(yearly_list.year, facts),
        "documents": yearly_list.documents.only("kind", "title", "name", "document_number", "issued_on"),
    }


def _halves(leads: list[Leader], year: int) -> list[LeaderTable]:
    """The leading units in two tables side by side."""
    middle = (len(leads) + 1) // 2
    return [
        LeaderTable([vars(leader) for leader in half], year=year)
        for half in (leads[:middle], leads[middle:])
        if half
    ]


def _scorecards(year: int, opened: Collection[int]) -> str:
    """The way to the year's points, from the fourth quarter on."""
    return addresses.scorecards(year) if NUMBERS[-1] in opened else ""


def _conclusion(user: User, year: int, opened: Collection[int]) -> str:
    """The way to the year's conclusion, from the fourth quarter on, for who reads everything."""
    may_read = user.has_perm("read_everything") and NUMBERS[-1] in opened
    return addresses.conclusion(year) if may_read else ""


def _tabs(is_running: bool) -> list[dict]:
    """Where the tasks stand, and what is planned."""
    return [
        {"label": "进度评价", "url": "?", "here": is_running},
        {"label": "清单与计划", "url": f"?view={PLAN}", "here": not is_running},
    ]


def _quarters(year: int, opened: Collection[int]) -> Switch:
    """The whole year, which this is, and each quarter; the year's end once it is opened."""
    return Switch(
        "季度",
        (
            Link("全年", reverse("year_detail", args=[year]), here=True),
            *quarter_links("quarter_detail", year, offered=with_year_end(opened)),
        ),
    )
