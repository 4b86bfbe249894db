"""What stands above every page: where a person may go, by role, and the same page of another year."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from projects.links import Link, Switch
from projects.models import User, YearlyList
from projects.states import ARCHIVED

ENTRIES = (  # label, name of the address, whether it belongs to a year, who may
    ("工作台", "desk", False, ""),
    ("年度清单", "year_detail", True, ""),
    ("任务", "task_list", True, ""),
    ("单位", "unit_list", False, ""),
    ("疑点", "finding_list", True, "manage_lists"),
    ("来源文件", "document_list", False, "manage_lists"),
    ("操作记录", "log", False, "read_log"),
    ("系统管理", "admin:index", False, "manage_accounts"),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """`navigation`, the ways of this person, and `years`, this page in the other years; read from the database only where a page shows them."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    lists = SimpleLazyObject(lambda: list(YearlyList.objects.only("year", "stage")))
    return {
        "navigation": SimpleLazyObject(lambda: _ways(request, lists)),
        "years": SimpleLazyObject(lambda: _years(request, lists)),
    }


def _ways(request: HttpRequest, lists: Iterable[YearlyList]) -> list[Link]:
    """The main navigation."""
    year = _year_shown(request) or current_year(lists, request.today)
    ways = [(label, _address(name, year if yearly else None)) for label, name, yearly, needed in ENTRIES if _may(request.user, needed)]
    ways = [(label, url) for label, url in ways if url]
    here = max((url for _, url in ways if request.path.startswith(url) and (url != "/" or request.path == "/")), key=len, default="")
    return [Link(label, url, here=url == here) for label, url in ways]


def _years(request: HttpRequest, lists: Iterable[YearlyList]) -> Switch | None:
    """The same page of the other lists; a page of one task has no like there and leads to the list."""
    match, year = request.resolver_match, _year_shown(request)
    if not year:
        return None
    name = match.view_name if set(match.kwargs) == {"year"} else "task_list" if "number" in match.kwargs else "year_detail"
    return Switch(f"{year}年", tuple(Link(f"{one.year}年", _address(name, one.year), here=one.year == year) for one in lists))


def current_year(lists: Iterable[YearlyList], today: date) -> int | None:
    """The year one works in: the last begun whose list is more than an archive, else the first there is."""
    begun = [one for one in lists if one.year <= today.year]
    working = [one.year for one in begun if one.stage != ARCHIVED]
    return max(working or [one.year for one in begun] or [one.year for one in lists], default=None)


def _may(user: User, permission: str) -> bool:
    return not permission or user.has_perm(permission)


def _year_shown(request: HttpRequest) -> int | None:
    return request.resolver_match.kwargs.get("year") if request.resolver_match else None


def _address(name: str, year: int | None) -> str:
    """The address, "" where there is none (no list yet, or no such page in this installation)."""
    try:
        return reverse(name, kwargs={"year": year} if year else {})
    except NoReverseMatch:
        return ""
