"""The overdue desk: who is missing, late or behind."""

from collections.abc import Iterable, Sequence
from functools import cache

from django.contrib.auth.decorators import permission_required
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.ledger.deciders import decided_by
from progress.ledger.overdue import OverdueRow, overdue_rows, with_deeds, worst_first
from progress.models import Extension, ReportingPeriod
from progress.opening.reads import opened_period, period_or_404
from progress.overdue.filters import OverdueFilter
from progress.overdue.tables import BehindTable, OverdueTable
from progress.overdue.workbook import OverdueTab, overdue_workbook
from progress.rules.states import ExtensionState, FilingState, OverdueKind, VerdictClass
from projects.models import User
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.models.viewers import AnyoneOf, anyone_like, unit_of
from projects.paper.sheets import CONTENT_TYPE
from projects.rules.calendar import day_words
from projects.rules.quarters import Quarter
from projects.screen.downloads import download
from projects.screen.filters import narrowing_in_words
from projects.screen.links import Link, Switch, changed, quarter_links

TO_FILE = (
    FilingState.MISSING,
    FilingState.NOT_REFILED,
)  # the tabs whose reports are still to come: their units are reminded, or may file later
PER_PAGE = 100


@permission_required("read_everything", raise_exception=True)
@require_safe
def overdue_desk(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Four tabs of one quarter, filtered and sorted as the address says."""
    period = opened_period(year, quarter)
    extensions = _extensions_of(period, request.user) if period else []
    rows = overdue_rows(period, request.today) if period else []
    found = OverdueFilter(request.GET, rows, city=request.city)
    tabs = found.tabs(rows)
    kind = _shown(request, tabs)
    kept = changed(request.GET.dict(), without=("tab", "sort", "page", "per_page", "all", "row"))
    context = {
        "period": period,
        "quarter": Quarter(year, quarter),
        "filter": found,
        "kind": kind,
        "tabs": _tabs(request, tabs, kind),
        "table": _table(request, period, tabs[kind], extensions, kind) if tabs[kind] else None,
        "extensions": _asked(period, extensions),
        "export": reverse("overdue_workbook", args=[year, quarter]) + kept,
        "all": changed(request.GET.dict(), all=None if "all" in request.GET else "1"),
        "quarters": Switch("季度", quarter_links("overdue_desk", year, quarter)),
    }
    return render(request, "progress/overdue/desk.html", {**context, **_may(request.user, kind, period)})


@permission_required("read_everything", raise_exception=True)
@require_safe
def overdue_workbook_view(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """What was found, all four tabs of it, as a workbook."""
    period = period_or_404(year, quarter)
    rows = with_deeds(overdue_rows(period, request.today), period)
    found = OverdueFilter(request.GET, rows, city=request.city)
    tabs = found.tabs(rows)
    sheets = [
        OverdueTab(word, kind == VerdictClass.BEHIND, worst_first(tabs[kind]))
        for kind, word in OverdueKind.choices()
    ]
    title = f"{period}逾期与滞后情况"
    sees = request.user.has_perm("see_contacts")
    note = "　".join(filter(None, (narrowing_in_words(found), f"{day_words(request.today)}统计")))
    content = overdue_workbook(title, sheets, note=note, sees_contacts=sees)
    return download(content, f"{title}.xlsx", CONTENT_TYPE)


def _may(user: User, kind: str, period: ReportingPeriod | None) -> dict[str, bool]:
    """What this person may do to the lines of a tab.

    Who owes nothing any more is not reminded and files nothing later.
    """
    is_to_file = kind in TO_FILE and period is not None and period.closed_at is None
    return {
        "may_grant": user.has_perm("decide_requests") and is_to_file,
        "may_remind": user.has_perm("remind_units") and is_to_file,
        "may_notice": user.has_perm("draft_notices"),
        "may_reopen": user.has_perm("review_reports") and not is_to_file,
    }


def _extensions_of(period: ReportingPeriod, by: User) -> list[Extension]:
    """A quarter's extensions, marked where this person answers."""
    return _extensions(anyone_like(by)).ask(period=period.pk, **unit_of(by))


@cache
def _extensions(by: AnyoneOf) -> Reading[Extension]:
    mine = ExpressionWrapper(decided_by(by, "unit"), output_field=BooleanField())
    rows = Extension.objects.with_tasks().with_evidence().select_related("unit").annotate(waits_for_me=mine)
    return Reading(rows.filter(period=slot("period")))


def _shown(request: HttpRequest, tabs: dict[str, list[OverdueRow]]) -> str:
    """The tab asked for, else the first that has a line."""
    asked = request.GET.get("tab")
    return (
        asked
        if OverdueKind.of(asked)
        else next((kind for kind, rows in tabs.items() if rows), FilingState.MISSING)
    )


def _tabs(request: HttpRequest, tabs: dict[str, list[OverdueRow]], shown: str) -> list[Link]:
    """The four, each with how many are left in it."""
    query = request.GET.dict()
    kept = ("page", "all", "sort")
    return [
        Link(OverdueKind(kind).word, changed(query, without=kept, tab=kind), kind == shown, len(rows))
        for kind, rows in tabs.items()
    ]


def _table(
    request: HttpRequest,
    period: ReportingPeriod,
    rows: Iterable[OverdueRow],
    extensions: Sequence[Extension],
    kind: str,
) -> OverdueTable:
    """The tab's table; its lines come with what was done about each."""
    chosen = BehindTable if kind == VerdictClass.BEHIND else OverdueTable
    return chosen(
        with_deeds(worst_first(rows), period, extensions),
        query=request.GET.dict(),
        per_page=PER_PAGE,
        ticked=None if "all" in request.GET else request.GET.getlist("row"),
        sees_contacts=request.user.has_perm("see_contacts"),
    )


def _asked(period: ReportingPeriod | None, extensions: Iterable[Extension]) -> list[Extension]:
    """What waits for this person's answer."""
    if period is None or period.closed_at is not None:
        return []
    return [each for each in extensions if each.state == ExtensionState.ASKED and each.waits_for_me]
