"""What stands above every page: where a person may go, by role, and the same page of another year."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from progress.desk.opened import Opened, last_opened, messages_waiting
from progress.rules import addresses
from projects.models import FivePlan, PlanFiling, User, YearlyList
from projects.models.statements import Statement, statement
from projects.rules import addresses as plan_addresses
from projects.rules.states import ListStage
from projects.screen.links import Link, Switch, Ways

PLAIN, YEARLY, QUARTERLY = 0, 1, 2  # how many of year and quarter the address names
REMINDERS = "reminders"
ENTRIES = (  # label, name of the address, how deep it lies, who may, whose reports it counts
    ("工作台", "desk", PLAIN, "", ""),
    ("年度清单", "year_detail", YEARLY, "", ""),
    ("任务", "task_list", YEARLY, "", ""),
    ("季度进展", "quarter_detail", QUARTERLY, "", ""),
    ("计划备案", "plan_desk", YEARLY, "file_plans", ""),
    ("计划备案", "plan_desk", YEARLY, "read_everything", ""),
    ("季度填报", "filing_desk", QUARTERLY, "file_reports", "to_file"),
    ("催办", "reminder_list", PLAIN, "file_reports", REMINDERS),
    ("审核", "review_queue", QUARTERLY, "read_everything", "to_review"),
    ("逾期与滞后", "overdue_desk", QUARTERLY, "read_everything", ""),
    ("督办单", "notice_list", YEARLY, "read_notices", ""),
    ("通报", "bulletin", QUARTERLY, "", ""),
    ("单位", "unit_list", PLAIN, "", ""),
    ("疑点", "finding_list", YEARLY, "manage_lists", ""),
    ("承接", "succession_list", YEARLY, "manage_lists", ""),
    ("来源文件", "document_list", PLAIN, "manage_lists", ""),
    ("操作记录", "log", PLAIN, "read_log", ""),
    ("人员", "people", PLAIN, "manage_accounts", ""),
    ("系统管理", "admin:index", PLAIN, "manage_accounts", ""),
)

# Of the ways on every page; the few others are looked up in the URL configuration
ADDRESSES: dict[str, Callable[..., str]] = {
    "desk": addresses.desk,
    "year_detail": addresses.year,
    "task_list": addresses.tasks,
    "quarter_detail": addresses.quarter,
    "plan_desk": plan_addresses.plans,
    "filing_desk": addresses.filing_desk,
    "reminder_list": addresses.reminders,
    "review_queue": addresses.review,
    "overdue_desk": addresses.overdue,
    "notice_list": addresses.notices,
    "bulletin": addresses.bulletin_draft,
    "unit_list": plan_addresses.units,
    "finding_list": addresses.findings,
    "succession_list": plan_addresses.successions,
    "document_list": plan_addresses.documents,
    "log": plan_addresses.log,
    "people": plan_addresses.people,
}
OF_PLANS = "plan_desk"  # only of a list whose plans are filed
BULLETIN_PAGES = {"bulletin_list", "bulletin_detail"}
PLAN_PAGES = {
    "plan_detail",
    "plan_move",
    "plan_send_back",
    "plan_opinion",
    "plan_unit",
    "plan_record",
    "plan_return",
    "plan_reopen",
    "plan_adjustment",
    "plan_adjustment_answer",
}
REPORT_PAGES = {
    "report_detail",
    "report_move",
    "report_send_back",
    "report_copy",
    "contribution",
    "task_contributions",
    "contributions_take",
    "paper_desk",
    "paper_form",
    "closure_apply",
    "review_accept",
    "review_return",
    "review_reopen",
    "review_reopen_many",
    "verdict_disagree",
    "verdict_rejudge",
}


@dataclass(frozen=True)
class YearOfList:
    """What the navigation asks of a list."""

    year: int
    stage: str
    files_plans: bool = False
    is_in_five_plan: bool = False  # its year lies in one


def navigation(request: HttpRequest) -> dict[str, object]:
    """`navigation`, this person's ways, and `years`, this page in other years; read only where shown."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    lists = SimpleLazyObject(lambda: [YearOfList(*row) for row in _lists().ask()])
    return {
        "navigation": SimpleLazyObject(lambda: _ways(request, lists)),
        "years": SimpleLazyObject(lambda: _years(request, lists)),
    }


def _ways(request: HttpRequest, lists: Iterable[YearOfList]) -> Ways:
    """The main navigation; what belongs to a quarter leads to the one shown, else to the last one opened."""
    year = _shown(request, "year") or current_year(lists, request.today)
    files_plans = any(one.files_plans for one in lists if one.year == year)
    reminds_anyway = any(one.files_plans or one.is_in_five_plan for one in lists)
    period = last_opened(year, request.user) if year else None
    quarter = _shown(request, "quarter") or (period.quarter if period else None)
    place = [part for part in (year, quarter) if part]
    section = _section(request)
    found = [
        Link(
            label,
            _address(name, *place[:depth]),
            here=name == section,
            count=_count(counted, period, request.user, reminds_anyway=reminds_anyway),
        )
        for label, name, depth, needed, counted in ENTRIES
        if depth <= len(place) and _may(request.user, needed) and (name != OF_PLANS or files_plans)
    ]
    ways = [link for link in found if link.url]
    return Ways(ways if section else _with_here(ways, request.path))


def _count(counted: str, period: Opened | None, user: User, *, reminds_anyway: bool) -> int | None:
    """What waits at this way: in the quarter; where none is open messages of plans and yearly values."""
    if not counted:
        return None
    if period is None:
        return messages_waiting(user) if counted == REMINDERS and reminds_anyway else None
    return getattr(period, counted)


@cache
def _lists() -> Statement:
    """Every list, the newest first, as `YearOfList` tells it."""
    filings = PlanFiling.objects.filter(yearly_list=OuterRef("pk"))
    five_plans = FivePlan.objects.filter(start_year__lte=OuterRef("year"), end_year__gte=OuterRef("year"))
    lists = YearlyList.objects.annotate(files_plans=Exists(filings), is_in_five_plan=Exists(five_plans))
    return statement(lists.values_list("year", "stage", "files_plans", "is_in_five_plan"))


def _section(request: HttpRequest) -> str:
    """The way that a report's page belongs to: 审核 for who reads everything, else 季度填报; or ""."""
    match, user = request.resolver_match, request.user
    if match is not None and match.view_name in PLAN_PAGES:
        return OF_PLANS
    if match is not None and match.view_name in BULLETIN_PAGES:
        return "bulletin"
    if match is None or match.view_name not in REPORT_PAGES:
        return ""
    if user.has_perm("read_everything"):
        return "review_queue"
    return "filing_desk" if user.unit and request.GET.get("unit", user.unit.code) == user.unit.code else ""


def _with_here(ways: list[Link], path: str) -> list[Link]:
    """The way that leads nearest to the page shown is marked; the desk only on the desk itself."""
    here = max(
        (way.url for way in ways if path.startswith(way.url) and (way.url != "/" or path == "/")),
        key=len,
        default="",
    )
    return [replace(way, here=way.url == here) for way in ways]


def _years(request: HttpRequest, lists: Iterable[YearOfList]) -> Switch | None:
    """The same page of the other lists; a page of one task has no like there and leads to the list."""
    match, year = request.resolver_match, _shown(request, "year")
    if not year:
        return None
    if set(match.kwargs) == {"year"}:
        name = match.view_name
    elif "number" in match.kwargs:
        name = "task_list"
    else:
        name = "year_detail"
    return Switch(
        f"{year}年",
        tuple(Link(f"{one.year}年", _address(name, one.year), here=one.year == year) for one in lists),
    )


def current_year(lists: Iterable[YearOfList], today: date) -> int | None:
    """The year one works in: the last begun whose list is more than an archive, else the first there is."""
    begun = [one for one in lists if one.year <= today.year]
    working = [one.year for one in begun if one.stage != ListStage.ARCHIVED]
    return max(working or [one.year for one in begun] or [one.year for one in lists], default=None)


def _may(user: User, permission: str) -> bool:
    return not permission or user.has_perm(permission)


def _shown(request: HttpRequest, part: str) -> int | None:
    """The year or the quarter of the page shown."""
    return request.resolver_match.kwargs.get(part) if request.resolver_match else None


def _address(name: str, *place: int) -> str:
    """The address, "" where this installation has no such page."""
    if name in ADDRESSES:
        return ADDRESSES[name](*place)
    try:
        return reverse(name, args=place)
    except NoReverseMatch:
        return ""
